// One file in CodeMirror. The page's own <textarea> stays its copy, so that the form sends what is shown.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit, StreamLanguage } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { javascript, json } from "@codemirror/legacy-modes/mode/javascript";
import { python } from "@codemirror/legacy-modes/mode/python";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { clearMarks, marks, setMark } from "./linemarks.js";
import { look } from "./editorlook.js";

const MODES = [
  [/(^|\/)(Dockerfile|Containerfile)(\.|$)|\.dockerfile$/i, dockerFile],
  [/\.py$/, python],
  [/\.(js|mjs|cjs)$/, javascript],
  [/\.json$/, json],
  [/\.sh$/, shell],
];

const modeOf = (path) => MODES.find(([pattern]) => pattern.test(path))?.[1];

export function createEditor(textarea, { path, onChange, onBuild, onLeave }) {
  const host = document.createElement("div");
  host.className = "editor";
  textarea.after(host);
  // In a shadow root CodeMirror adopts its style sheets; in the page it would add <style>, which the policy refuses.
  const root = host.attachShadow({ mode: "open" });
  const mode = modeOf(path);
  const keys = [
    { key: "Mod-Enter", run: () => (onBuild(), true) },
    // From then on Tab moves on in both directions, until something is typed again.
    { key: "Escape", run: () => (view.setTabFocusMode(true), onLeave(), true) },
  ];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        Prec.highest(keymap.of(keys)),
        keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap]),
        marks,
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        bracketMatching(),
        indentUnit.of("    "),
        mode ? StreamLanguage.define(mode) : [],
        look,
        EditorView.contentAttributes.of({ "aria-label": path, tabindex: "0", autocapitalize: "off", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          view.setTabFocusMode(false);
          textarea.value = view.state.doc.toString();
          onChange();
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
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    focusLine(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    mark(number, message) {
      if (number > view.state.doc.lines) return;
      const at = view.state.doc.line(number).from;
      view.dispatch({ effects: [setMark.of({ at, message }), EditorView.scrollIntoView(at, { y: "center" })] });
    },
    clearMarks: () => view.dispatch({ effects: clearMarks.of(null) }),
  };
}
