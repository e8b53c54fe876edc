// The workbench of a lab: puts its widgets together.
import "../css/workbench.css";
import "../css/writing.css";
import "../css/stages.css";
import { startBench } from "./bench.js";
import { startLive } from "./live.js";
import { COMMANDS } from "./problems.js";
import { followOtherTabs, refreshAttempts } from "./attempts.js";
import { startPanes } from "./panes.js";
import { takeOverDraft } from "./guestdraft.js";

const bench = document.querySelector("[data-workbench]");
const joined = takeOverDraft(bench.dataset);
const NARROW = matchMedia("(max-width: 63.99rem)");

const panes = startPanes(bench, NARROW, (pane) => {
  if (pane.id !== "pane-build") return;
  bench.querySelector("[data-build-dot]").hidden = true;
  live.showEnds();
});
const desk = startBench(bench, {
  joined,
  onSent(submission) {
    panes.open("pane-build");
    live.show(submission);
    // Beside the editor the cursor stays where it is; where the pane took the editor's place, reading begins there.
    if (NARROW.matches) bench.querySelector("[data-live-title]").focus();
    refreshAttempts(bench);
  },
  onRefused: openEditor,
});
function openEditor() {
  if (NARROW.matches) panes.open("pane-editor");
}
const showLine = (line) => {
  openEditor();
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

bench.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link || link.closest("template")) return;
  event.preventDefault();
  showLine(Number(link.dataset.line));
});
bench.addEventListener("click", (event) => {
  const { way, command } = event.target.closest("a[data-way]")?.dataset ?? {};
  if (!way) return;
  event.preventDefault();
  if (way === "result") return goToResult();
  openEditor();
  if (way === "commands") desk.focusLine(Number(command ?? 1), COMMANDS);
  else desk.focusEditor();
});
function goToResult() {
  panes.open("pane-build");
  const title = bench.querySelector("[data-live-title]");
  (title.checkVisibility() ? title : bench.querySelector("#tab-build")).focus();
}

const { newest, newestNumber, newestFinal, eventsUrl, stateUrl, resultUrl, cancelUrl } = bench.dataset;
if (newest) {
  const submission = { number: Number(newestNumber), events: eventsUrl, state_url: stateUrl, result_url: resultUrl, cancel_url: cancelUrl };
  live.show(submission, newestFinal === "yes");
}
if (bench.dataset.explicit && !location.hash) openEditor(); // there is what was asked for
else panes.openNamed();
followOtherTabs(bench);
