import { say } from "./strings.js";

export const COMMANDS = "commands.txt"; // what the server calls the field of docker commands

// What kept a submission from being built, as a list above the editor; each place is a way to it.
export function showProblems(box, problems, focusLine) {
  const list = box.querySelector("ul");
  list.replaceChildren(
    ...problems.map(({ path, line, message }) => {
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
      return item;
    }),
  );
  box.hidden = false;
  box.focus();
}
