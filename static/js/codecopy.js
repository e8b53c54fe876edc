// A button on each code block that copies it; the prompts of a console stay behind.
const NAMED = 40; // characters of the code in its button's name
const SHOWN = 2000; // ms that the button says it is done

export function startCopying(reader) {
  if (!navigator.clipboard) return;
  const words = reader.dataset;
  for (const block of reader.querySelectorAll(".prose .highlight")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-code";
    button.textContent = words.copyWord;
    button.ariaLabel = words.copyName.replace("{code}", () => beginningOf(textOf(block.querySelector("pre"))));
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const copied = navigator.clipboard.writeText(textOf(block.querySelector("pre")));
      button.textContent = said.textContent = await copied.then(() => words.copiedWord, () => words.notCopiedWord);
      setTimeout(() => {
        button.textContent = words.copyWord;
        said.textContent = "";
      }, SHOWN);
    });
    block.append(button, said);
  }
}

// Of the first line, which tells one button from another.
function beginningOf(code) {
  const [first] = code.trim().split("\n");
  const shown = first.slice(0, NAMED).trimEnd();
  return shown === code.trim() ? shown : `${shown}…`;
}

function textOf(pre) {
  if (!pre.querySelector(".gp")) return pre.textContent.replace(/\n$/, "");
  const copy = pre.cloneNode(true);
  for (const other of copy.querySelectorAll(".gp, .go")) other.remove();
  return copy.textContent.replace(/\n\s*\n+/g, "\n").trim();
}
