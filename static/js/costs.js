// What each line cost in the last build, beside it; a line that is edited loses its figure.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";
import { say, seconds } from "./strings.js";

const SVG = "http://www.w3.org/2000/svg";
const setCosts = StateEffect.define();

class Cost extends GutterMarker {
  constructor(cost, most) {
    super();
    this.cost = cost;
    this.share = cost.base || !most ? 0 : (cost.bytes ?? 0) / most;
  }

  eq(other) {
    return other.cost === this.cost;
  }

  toDOM() {
    const box = document.createElement("div");
    box.className = "cm-cost";
    const took = this.cost.cached ? say("cost_cached") : this.cost.seconds >= 0.05 ? seconds(this.cost.seconds) : "";
    for (const [name, text] of [["size", this.cost.size], ["time", took]]) {
      const part = box.appendChild(document.createElement("span"));
      part.className = `cm-cost-${name}`;
      part.textContent = text;
    }
    if (this.share) box.append(bar(this.share));
    return box;
  }
}

function bar(share) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 1000 10");
  picture.setAttribute("preserveAspectRatio", "none");
  const filled = picture.appendChild(document.createElementNS(SVG, "rect"));
  filled.setAttribute("width", String(Math.round(share * 1000)));
  filled.setAttribute("height", "10");
  return picture;
}

const field = StateField.define({
  create: () => RangeSet.empty,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(setCosts)) return effect.value;
    if (!transaction.docChanged) return shown;
    const kept = shown.update({
      filter(from) {
        const line = transaction.startState.doc.lineAt(from);
        return !transaction.changes.touchesRange(line.from, line.to);
      },
    });
    return kept.map(transaction.changes);
  },
});

export const costs = [
  field,
  gutter({ class: "cm-costs", side: "after", markers: (view) => view.state.field(field), initialSpacer: () => null }),
];

export function showCosts(view, found) {
  // Lines of one's own are compared with each other, as the explorer does: beside the base all would look free.
  const most = Math.max(0, ...found.filter(({ base }) => !base).map(({ bytes }) => bytes ?? 0));
  const marks = found
    .filter(({ line }) => line <= view.state.doc.lines)
    .map((cost) => new Cost(cost, most).range(view.state.doc.line(cost.line).from));
  view.dispatch({ effects: setCosts.of(RangeSet.of(marks, true)) });
}
