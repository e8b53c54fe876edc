// The workbench of a lab: puts its widgets together.
import "../css/workbench.css";
import "../css/writing.css";
import "../css/stages.css";
import { startBench } from "./bench.js";
import { startLive } from "./live.js";
import { refreshAttempts } from "./attempts.js";
import { startTabs } from "./tabs.js";
import { takeOverDraft } from "./guestdraft.js";

const bench = document.querySelector("[data-workbench]");
takeOverDraft(bench.dataset);
const NARROW = matchMedia("(max-width: 63.99rem)");

const panes = startTabs(bench.querySelector(".pane-tabs"), (pane) => {
  if (pane.id !== "pane-build") return;
  bench.querySelector("[data-build-dot]").hidden = true;
  live.showEnds();
});
const desk = startBench(bench, {
  onSent(submission) {
    panes.open("pane-build");
    live.show(submission);
    // Beside the editor the cursor stays where it is; where the pane took the editor's place, reading begins there.
    if (NARROW.matches) bench.querySelector("[data-live-title]").focus();
    refreshAttempts(bench);
  },
});
const showLine = (line) => {
  if (NARROW.matches) panes.open("pane-editor");
  desk.focusLine(line);
};
const live = startLive(bench.querySelector("[data-live]"), {
  onLine: showLine,
  onDone(submission, final, watched) {
    if (desk.holds(submission.number)) {
      desk.showCosts(final.costs ?? [], final.dockerfile);
      if (final.error_line) desk.markLine(final.error_line, final.error, final.dockerfile);
    }
    if (!watched) return;
    bench.querySelector("[data-build-dot]").hidden = panes.current() === "pane-build";
    refreshAttempts(bench);
  },
});

NARROW.addEventListener("change", () => {
  if (!NARROW.matches && panes.current() === "pane-editor") panes.open("pane-brief");
});
bench.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link || link.closest("template")) return;
  event.preventDefault();
  showLine(Number(link.dataset.line));
});

const { newest, newestNumber, newestFinal, eventsUrl, stateUrl, resultUrl, cancelUrl } = bench.dataset;
if (newest) {
  const submission = { number: Number(newestNumber), events: eventsUrl, state_url: stateUrl, result_url: resultUrl, cancel_url: cancelUrl };
  live.show(submission, newestFinal === "yes");
}
