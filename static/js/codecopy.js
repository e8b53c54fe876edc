// A button on each code block that copies it; the prompts of a console stay behind.
const SHOWN = 2000; // ms that the button says it is done

export function startCopying(reader) {
  if (!navigator.clipboard) return;
  const words = reader.dataset;
  for (const block of reader.querySelectorAll(".prose .highlight")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-code";
    button.textContent = words.copyWord;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(textOf(block.querySelector("pre")));
      button.textContent = said.textContent = words.copiedWord;
      setTimeout(() => {
        button.textContent = words.copyWord;
        said.textContent = "";
      }, SHOWN);
    });
    block.append(button, said);
  }
}

function textOf(pre) {
  if (!pre.querySelector(".gp")) return pre.textContent.replace(/\n$/, "");
  const copy = pre.cloneNode(true);
  for (const other of copy.querySelectorAll(".gp, .go")) other.remove();
  return copy.textContent.replace(/\n\s*\n+/g, "\n").trim();
}
