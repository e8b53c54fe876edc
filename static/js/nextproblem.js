// F8: to the next problem, and heard: CodeMirror shows its message only to who sees it.
import { forEachDiagnostic, nextDiagnostic } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { say } from "./strings.js";

// Where there is no other problem it says once more the one that the cursor is at.
export function goToNextProblem(view) {
  nextDiagnostic(view);
  view.dispatch({ effects: EditorView.announce.of(problemAtCursor(view.state) || view.state.phrase("No diagnostics")) });
  return true;
}

function problemAtCursor(state) {
  const at = state.selection.main.from;
  const messages = [];
  forEachDiagnostic(state, ({ message }, from) => from === at && messages.push(message));
  const place = say("line", { line: state.doc.lineAt(at).number });
  return messages.length && say("problems_worst", { place, message: messages.join(" ") });
}
