import { say } from "./strings.js";

export const COMMANDS = "commands.txt"; // what the server calls the field of docker commands

// Its place in words.
export function placeOf({ path, line }) {
  if (path === COMMANDS && line) return say("command_line", { line });
  return [path, line && say("line", { line })].filter(Boolean).join(", ");
}

// One problem as an item of a list; its place is a way to it.
function problemItem({ path, line, message, code }, focusLine) {
  const item = document.createElement("li");
  if (path || line) {
    const place = document.createElement(path && line ? "a" : "code");
    place.textContent = path === COMMANDS && line ? say("command_line", { line }) : [path, line].filter(Boolean).join(":");
    if (place.tagName === "A") {
      place.href = "#";
      place.addEventListener("click", (event) => {
        event.preventDefault();
        focusLine(line, path);
      });
    }
    item.append(place, " ");
  }
  item.append(message);
  if (code) {
    const rule = document.createElement("code");
    rule.textContent = code;
    rule.className = "soft";
    item.append(" ", rule);
  }
  return item;
}

// As they stand in the files; the server says the worst first.
export function listProblems(list, problems, focusLine) {
  const paths = [...new Set(problems.map(({ path }) => path))];
  const inOrder = [...problems].sort((one, other) => paths.indexOf(one.path) - paths.indexOf(other.path) || (one.line ?? 0) - (other.line ?? 0));
  list.replaceChildren(...inOrder.map((problem) => problemItem(problem, focusLine)));
}

// What kept a submission from being built, as a list above the editor.
export function showProblems(box, problems, focusLine) {
  listProblems(box.querySelector("ul"), problems, focusLine);
  box.hidden = false;
  box.focus();
}
