// The field of docker commands, with a history as a terminal has: arrow up on its first line, arrow down on its last.
// `hint` says so, once there is one.
export function startRecall(field, hint, earlier, put) {
  let at; // the newest is last; beyond it is what was being written
  let written = "";

  function renew() {
    at = earlier.length;
    if (!at) return;
    hint.hidden = false;
    field.setAttribute("aria-describedby", "recall-said");
  }

  const linesAt = (place) => (place === earlier.length ? written : earlier[place]);

  field.addEventListener("input", renew);
  field.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || field.selectionStart !== field.selectionEnd) return;
    const up = event.key === "ArrowUp" && !field.value.slice(0, field.selectionStart).includes("\n");
    const down = event.key === "ArrowDown" && !field.value.slice(field.selectionStart).includes("\n");
    if (!up && !down) return;
    if (at === earlier.length) written = field.value;
    let next = at;
    do next += up ? -1 : 1;
    while (linesAt(next) === field.value); // as those of the newest attempt, which stand there already
    if (next < 0 || next > earlier.length) return;
    event.preventDefault();
    at = next;
    put(linesAt(at));
    const end = up ? field.value.split("\n")[0].length : field.value.length;
    field.setSelectionRange(end, end);
  });
  renew();

  return {
    /** What was sent is the newest from now on, and stands once. */
    add(lines) {
      if (earlier.includes(lines)) earlier.splice(earlier.indexOf(lines), 1);
      earlier.push(lines);
      renew();
    },
  };
}
