// The line that failed: coloured, marked in the gutter, and its message beneath it. Goes away when the line is edited.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker, WidgetType } from "@codemirror/view";

export const setMark = StateEffect.define();
export const clearMarks = StateEffect.define();

class Message extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const box = document.createElement("div");
    box.className = "cm-failed"; // padding, no margin: the editor measures what it shows
    const message = box.appendChild(document.createElement("div"));
    message.className = "cm-failed-message";
    message.textContent = this.text;
    return box;
  }
}

const sign = new (class extends GutterMarker {
  toDOM() {
    return document.createTextNode("✕");
  }
})();

const field = StateField.define({
  create: () => ({ at: null, shown: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) {
        const end = transaction.state.doc.lineAt(effect.value.at).to;
        const shown = Decoration.set([
          Decoration.line({ class: "cm-failed-line" }).range(effect.value.at),
          Decoration.widget({ widget: new Message(effect.value.message), block: true, side: 1 }).range(end),
        ]);
        return { at: effect.value.at, shown };
      }
      if (effect.is(clearMarks)) return { at: null, shown: Decoration.none };
    }
    if (!transaction.docChanged || value.at === null) return value;
    const line = transaction.startState.doc.lineAt(value.at);
    if (transaction.changes.touchesRange(line.from, line.to)) return { at: null, shown: Decoration.none };
    return { at: transaction.changes.mapPos(value.at), shown: value.shown.map(transaction.changes) };
  },
  provide: (self) => EditorView.decorations.from(self, (value) => value.shown),
});

export const marks = [
  field,
  gutter({
    class: "cm-marks",
    lineMarker: (view, line) => (view.state.field(field).at === line.from ? sign : null),
    lineMarkerChange: (update) => update.startState.field(field) !== update.state.field(field),
    initialSpacer: () => sign,
  }),
];
