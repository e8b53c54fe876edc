// The field of docker commands, with a history as a terminal has: arrow up on its first line, arrow down on its last.
// `hint` says so.
export function startRecall(field, hint, earlier, put) {
  if (!earlier.length) return;
  hint.hidden = false;
  field.setAttribute("aria-describedby", "recall-said");
  let at = earlier.length; // the newest is last; beyond it is what was being written
  let written = "";

  field.addEventListener("input", () => {
    at = earlier.length;
  });
  field.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || field.selectionStart !== field.selectionEnd) return;
    const up = event.key === "ArrowUp" && !field.value.slice(0, field.selectionStart).includes("\n");
    const down = event.key === "ArrowDown" && !field.value.slice(field.selectionStart).includes("\n");
    const next = at + (up ? -1 : down ? 1 : 0);
    if (next === at || next < 0 || next > earlier.length) return;
    event.preventDefault();
    if (at === earlier.length) written = field.value;
    at = next;
    put(at === earlier.length ? written : earlier[at]);
    const end = up ? field.value.split("\n")[0].length : field.value.length;
    field.setSelectionRange(end, end);
  });
}
