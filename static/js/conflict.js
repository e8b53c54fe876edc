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
    pair.append(shown(say("here"), here, there), shown(say("there", { time: time(other.at) }), there, here));
    return [name, pair];
  });
  dialog.querySelector("[data-both]").replaceChildren(...rows);
  dialog.returnValue = "";
  dialog.showModal(); // the focus is on its title: what was being typed must not answer it
  for (const mark of dialog.querySelectorAll("mark")) mark.parentElement.scrollTop = mark.offsetTop - mark.parentElement.offsetTop;
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve({ mine: true, other: false }[dialog.returnValue] ?? null), { once: true });
  });
}

function shown(title, text, other) {
  const figure = document.createElement("figure");
  const caption = figure.appendChild(document.createElement("figcaption"));
  caption.textContent = title;
  const code = figure.appendChild(document.createElement("pre"));
  code.className = "log";
  code.tabIndex = 0;
  const [before, changed, after] = apart(text.split("\n"), other.split("\n"));
  const mark = document.createElement("mark");
  mark.textContent = changed;
  code.append(before, mark, after);
  return figure;
}

/** The lines from the first to the last that are not the same in both, with what stands before and after them. */
function apart(lines, others) {
  let start = 0;
  while (start < lines.length && lines[start] === others[start]) start += 1;
  let end = lines.length;
  for (let there = others.length; end > start && there > start && lines[end - 1] === others[there - 1]; there -= 1) end -= 1;
  const text = (from, to) => lines.slice(from, to).map((line) => `${line}\n`).join("");
  return [text(0, start), text(start, end), text(end)];
}
