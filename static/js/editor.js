// One file in CodeMirror. The page's own <textarea> stays its copy, so that the form sends what is shown.
import { closeCompletion, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { completion } from "./completion.js";
import { costs, showCosts } from "./costs.js";
import { look } from "./editorlook.js";
import { clearMarks, marks, setMark } from "./linemarks.js";
import { isDockerfile, languageOf } from "./modes.js";
import { goToNextProblem } from "./nextproblem.js";
import { say } from "./strings.js";

export function createEditor(textarea, { path, baseImages, phrases, onChange, onBuild, onLeave }) {
  const host = document.createElement("div");
  host.className = "editor";
  textarea.after(host);
  // In a shadow root CodeMirror adopts its style sheets; in the page it would add <style>, which the policy refuses.
  const root = host.attachShadow({ mode: "open" });
  let told = true; // whether a change is the learner's: ours are not edits
  const keys = [
    { key: "Mod-Enter", run: () => (onBuild(), true) },
    { key: "F8", run: goToNextProblem },
    // From then on Tab moves on in both directions, until something is typed again.
    { key: "Escape", run: (view) => (completionStatus(view.state) ? closeCompletion(view) : (view.setTabFocusMode(true), onLeave(), true)) },
  ];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        EditorState.phrases.of(phrases),
        Prec.highest(keymap.of(keys)),
        keymap.of([...completionKeymap, indentWithTab, ...lintKeymap, ...defaultKeymap, ...historyKeymap]),
        marks,
        lintGutter(),
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        highlightSpecialChars(), // such as those that turn the direction of a line around
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        bracketMatching(),
        indentUnit.of("    "),
        languageOf(path),
        isDockerfile(path) ? [completion(baseImages), costs] : [],
        look,
        EditorView.contentAttributes.of({ "aria-label": path, "aria-description": say("leave_editor"), tabindex: "0", autocapitalize: "off", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          view.setTabFocusMode(false);
          textarea.value = view.state.doc.toString();
          if (told) onChange();
        }),
      ],
    }),
  });
  textarea.hidden = true;
  return {
    path,
    text: () => view.state.doc.toString(),
    setText(text) {
      if (text === this.text()) return;
      told = false;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      told = true;
    },
    focus: () => view.focus(),
    focusLine(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    // Within the editor, so that the page stays where it is.
    reveal(number) {
      const { doc } = view.state;
      const { top } = view.lineBlockAt(doc.line(Math.min(number, doc.lines)).from);
      view.scrollDOM.scrollTop = top - view.scrollDOM.clientHeight / 2;
    },
    mark(number, message) {
      if (number > view.state.doc.lines) return;
      const at = view.state.doc.line(number).from;
      view.dispatch({ effects: [setMark.of({ at, message }), EditorView.scrollIntoView(at, { y: "center" })] });
    },
    clearMarks: () => view.dispatch({ effects: clearMarks.of(null) }),
    showProblems(problems) {
      const diagnostics = problems
        .filter(({ line }) => line <= view.state.doc.lines)
        .map(({ line, severity, message, code }) => {
          const { from, to, text } = view.state.doc.line(line);
          return { from: from + text.search(/\S|$/), to, severity, message, source: code || undefined };
        });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    showCosts(found) {
      if (isDockerfile(path)) showCosts(view, found);
    },
  };
}
