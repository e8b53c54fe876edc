// The texts on the desk: one editor a file and the field of docker commands, read and written as one.
import { createEditor } from "./editor.js";
import { COMMANDS } from "./problems.js";
import { startRecall } from "./recall.js";
import { startFileTabs } from "./filetabs.js";

const parsed = (id) => JSON.parse(document.getElementById(id).textContent);

export function startDesk(form, { onEdit, onBuild }) {
  const commands = form.querySelector("[data-commands]");
  const tabs = startFileTabs(form.querySelector(".file-strip"));
  const [baseImages, phrases] = [parsed("base-images"), parsed("editor-phrases")];
  const onLeave = () => form.querySelector("[data-keys]").focus();
  const editors = new Map(
    [...form.querySelectorAll("textarea[data-source]")].map((textarea) => {
      const path = textarea.closest("[data-file]").dataset.file;
      return [path, createEditor(textarea, { path, baseImages, phrases, onChange: onEdit, onBuild, onLeave })];
    }),
  );

  function grow() {
    commands.rows = Math.min(Math.max(commands.value.split("\n").length, 1), 6);
  }

  function put({ files, commands: lines }) {
    for (const [path, editor] of editors) if (path in files) editor.setText(files[path]);
    if (commands.value !== lines) commands.value = lines;
    grow();
  }

  function openFile(path) {
    const panel = [...form.querySelectorAll("[data-file]")].find((one) => one.dataset.file === path);
    if (panel) tabs.open(panel.id);
  }

  function focusCommand(line) {
    const lines = commands.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    commands.focus();
    commands.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  }

  commands.addEventListener("input", () => {
    grow();
    onEdit();
  });
  const recall = startRecall(commands, form.querySelector("[data-recall]"), parsed("earlier-commands"), (lines) => {
    commands.value = lines;
    grow();
    onEdit();
  });
  grow();

  return {
    editors,
    put,
    text: () => ({ files: Object.fromEntries([...editors].map(([path, editor]) => [path, editor.text()])), commands: commands.value }),
    starter: () => ({ files: parsed("starters"), commands: commands.dataset.starter }),
    focusLine(line, path = "Dockerfile") {
      if (path === COMMANDS) return focusCommand(line);
      openFile(path);
      editors.get(path)?.focusLine(line);
    },
    sent: () => recall.add(commands.value),
    /** The first of these problems that stands in a file. */
    reveal(problems) {
      const first = problems.find(({ path, line }) => line && editors.has(path));
      if (!first) return;
      openFile(first.path);
      editors.get(first.path).reveal(first.line);
    },
    // The open file's, or what stands in its place.
    focusEditor() {
      const panel = document.getElementById(tabs.current());
      (editors.get(panel.dataset.file) ?? panel.querySelector("pre")).focus();
    },
    mark(line, message, path = "Dockerfile") {
      openFile(path);
      editors.get(path)?.mark(line, message);
    },
    clearMarks() {
      for (const editor of editors.values()) editor.clearMarks();
    },
    // Of the file at `path`; what others cost in a build before is not true any more.
    showCosts(found, path) {
      for (const [one, editor] of editors) editor.showCosts(one === path ? found : []);
    },
  };
}
