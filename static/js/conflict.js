// Two texts, each written without seeing the other: both are shown, and one is chosen.
import { say } from "./strings.js";

/** Resolves with true for the text of this page, false for the other, null for neither now. */
export function chooseText(dialog, mine, other, time) {
  const parts = [...Object.keys(mine.files), null]
    .map((path) => [path, path === null ? mine.commands : mine.files[path], path === null ? other.commands : (other.files[path] ?? "")])
    .filter(([, here, there]) => here !== there);
  const rows = parts.flatMap(([path, here, there]) => {
    const name = document.createElement("h3");
    name.textContent = path ?? dialog.dataset.commandsName;
    const pair = document.createElement("div");
    pair.className = "both-texts";
    pair.append(shown(say("here"), here), shown(say("there", { time: time(other.at) }), there));
    return [name, pair];
  });
  dialog.querySelector("[data-both]").replaceChildren(...rows);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve({ mine: true, other: false }[dialog.returnValue] ?? null), { once: true });
  });
}

function shown(title, text) {
  const figure = document.createElement("figure");
  const caption = figure.appendChild(document.createElement("figcaption"));
  caption.textContent = title;
  const code = figure.appendChild(document.createElement("pre"));
  code.className = "log";
  code.tabIndex = 0;
  code.textContent = text;
  return figure;
}
