// The editor's side: files, docker commands, drafts, and sending them.
import { draftsOf, sameText } from "./drafts.js";
import { createEditor } from "./editor.js";
import { COMMANDS, showProblems } from "./problems.js";
import { sender } from "./sender.js";
import { say } from "./strings.js";
import { startTabs } from "./tabs.js";

export function startBench(root, { onSent }) {
  const form = root.querySelector("[data-bench]");
  const find = (name) => form.querySelector(`[data-${name}]`);
  const commands = find("commands");
  const saved = find("saved");
  const drafts = draftsOf(root.dataset.draftKey);
  const starters = JSON.parse(document.getElementById("starters").textContent);
  let heldBy = Number(root.dataset.from) || null; // the attempt whose text this is, until it is edited

  const tabs = startTabs(form.querySelector(".file-tabs"));
  const keep = () => drafts.later(text, sayWhenSaved);
  let typedHere = false;
  const edited = () => {
    heldBy = null;
    typedHere = true;
    keep();
    find("problems").hidden = true;
  };
  const send = sender(root, form, { text, onSent: sent, onProblems: (problems) => showProblems(find("problems"), problems, focusLine) });
  const build = () => form.requestSubmit(find("build"));
  const editors = new Map(
    [...form.querySelectorAll("textarea[data-source]")].map((textarea) => {
      const path = textarea.closest("[data-file]").dataset.file;
      return [path, createEditor(textarea, { path, onChange: edited, onBuild: build, onLeave: () => find("keys").focus() })];
    }),
  );

  function text() {
    return {
      files: Object.fromEntries([...editors].map(([path, editor]) => [path, editor.text()])),
      commands: commands.value,
      attempt: heldBy,
    };
  }

  function put({ files, commands: lines, attempt = null }) {
    for (const [path, editor] of editors) if (path in files) editor.setText(files[path]);
    commands.value = lines;
    heldBy = attempt;
    grow();
  }

  function sayWhenSaved(draft) {
    saved.textContent = draft ? say("saved", { time: time(draft.at) }) : say("not_saved");
  }

  function grow() {
    commands.rows = Math.min(Math.max(commands.value.split("\n").length, 1), 6);
  }

  function sent(submission) {
    heldBy = submission.number;
    drafts.save(text());
    for (const editor of editors.values()) editor.clearMarks();
    find("problems").hidden = true;
    onSent(submission);
  }

  function focusCommand(line) {
    const lines = commands.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    commands.focus();
    commands.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  }

  function openFile(path) {
    const panel = [...form.querySelectorAll("[data-file]")].find((one) => one.dataset.file === path);
    if (panel) tabs.open(panel.id);
  }

  function focusLine(line, path = "Dockerfile") {
    if (path === COMMANDS) return focusCommand(line);
    openFile(path);
    editors.get(path)?.focusLine(line);
  }

  function replaceBy(other, message) {
    drafts.setAside({ ...text(), at: Date.now() });
    put(other);
    drafts.save(text());
    saved.textContent = message;
    find("restore-draft").hidden = false;
    find("restore").open = false;
  }

  const draft = drafts.load();
  if (root.dataset.explicit) {
    if (draft && !sameText(draft, text())) {
      drafts.setAside(draft);
      saved.textContent = say("loaded");
    }
    drafts.save(text());
    history.replaceState(null, "", location.pathname);
  } else if (draft) {
    if (!sameText(draft, text())) saved.textContent = say("restored", { time: time(draft.at) });
    put(draft);
  }
  find("restore").hidden = false;
  find("restore-draft").hidden = !drafts.aside();
  find("restore-draft").addEventListener("click", () => replaceBy(drafts.aside(), say("restored", { time: time(drafts.aside().at) })));
  find("restore-starter").addEventListener("click", () => replaceBy({ files: starters, commands: commands.dataset.starter }, say("starter_loaded")));
  drafts.onOtherWindow((other) => {
    if (sameText(other, text())) return;
    if (typedHere) drafts.setAside({ ...text(), at: Date.now() }); // only one text is kept as the draft: now the other
    find("restore-draft").hidden = !drafts.aside();
    saved.textContent = say("elsewhere");
  });
  commands.addEventListener("input", () => {
    grow();
    edited();
  });
  grow();
  addEventListener("pagehide", () => drafts.flush(text()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      build();
    }
  });
  if (/Mac|iP(hone|ad)/.test(navigator.platform)) find("shortcut").textContent = "⌘ ⏎";

  return {
    focusLine,
    holds: (number) => heldBy === number,
    markLine(line, message, path = "Dockerfile") {
      openFile(path);
      editors.get(path)?.mark(line, message || say("failed_here"));
    },
  };
}

const time = (at) => {
  const day = new Date(at);
  const today = day.toDateString() === new Date().toDateString();
  return day.toLocaleString(document.documentElement.lang, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
};
