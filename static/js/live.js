// The pane of the result: follows one submission from the queue to its grade.
import { awaitAdvice } from "./advice.js";
import { cancelButton } from "./cancel.js";
import { follow } from "./follow.js";
import { outcomeFetcher } from "./outcome.js";
import { stepsIn } from "./steps.js";
import { say } from "./strings.js";

const STAGES = ["queued", "daemon", "build", "inspect", "checks"];
const FINAL = ["graded", "refused", "limit", "failed", "cancelled"];
const ASKS = /^\$ docker\s+(container\s+|image\s+)?(run|images|ls|list|history|inspect)\b/m; // commands that are sent for what they print
const STOPPED_AT = { refused: "queued", failed: "daemon", limit: "build", "build-failed": "build" };

export function startLive(pane, { onLine, onDone }) {
  const find = (name) => pane.querySelector(`[data-${name}]`);
  const [body, title, said, note, result, stepsBox, summary, wholeLog] = [
    "live-body", "live-title", "live-state", "live-note", "live-result", "live-steps", "steps-summary", "live-log",
  ].map(find);
  const steps = stepsIn(find("steps"), find("step-template"), onLine);
  let stop = () => {};
  let last = "";
  let reached = "queued"; // the last stage that was seen

  const cancel = cancelButton(find("cancel"), () => notice(say("cancel_too_late")));
  const outcome = outcomeFetcher(find("live-again"), notice);

  function show({ state, stage, position, wait_seconds: wait, note: extra }) {
    if (state === "queued" && last.startsWith("running")) steps.clear();
    // The row, which is asked, and the stream, which tells, are not in step: nothing is told that is over.
    if (state === "running" && STAGES.indexOf(stage || "daemon") < STAGES.indexOf(reached)) return notice(extra);
    last = `${state}/${stage}`;
    reached = state === "queued" ? "queued" : stage || "daemon";
    paint(state, reached);
    if (reached !== "checks" || !said.textContent.startsWith(say("checks"))) speak(state === "queued" ? queued(position, wait) : say(reached));
    notice(extra);
  }

  // Only once the result is there: a build that failed is graded, too, and both would be heard.
  function conclude({ state, error }) {
    const broken = state === "graded" && Boolean(error);
    const built = result.querySelector(".image-card") !== null;
    notice("");
    paint(broken && !built ? "build-failed" : state);
    speak(say(!broken ? state : built ? "command_failed" : "graded_failed"));
  }

  function queued(position, seconds) {
    if (position > 1) return seconds ? say("queued_for", { position, seconds }) : say("queued_at", { position });
    return seconds ? say("queued_next", { seconds }) : say("queued");
  }

  // For who does not see the card.
  function sayGrade() {
    find("live-grade").textContent = result.querySelector("[data-said]")?.dataset.said ?? "";
  }

  // A live region speaks at every change, so only change it then.
  function speak(text) {
    if (said.textContent !== text) said.textContent = text;
  }

  function asking(probe) {
    reached = "checks";
    paint("running", "checks");
    speak(say(`asking_${probe}`));
  }

  function paint(state, stage) {
    const stopped = STAGES.indexOf(state === "cancelled" ? reached : STOPPED_AT[state]);
    const current = FINAL.includes(state) || stopped >= 0 ? -1 : STAGES.indexOf(stage);
    const done = stopped >= 0 ? stopped : current >= 0 ? current : STAGES.length;
    STAGES.forEach((name, index) => {
      const item = pane.querySelector(`[data-stage="${name}"]`);
      item.classList.toggle("done", index < done);
      item.classList.toggle("current", index === current);
      item.classList.toggle("stopped", index === stopped);
    });
    pane.dataset.state = state;
  }

  function notice(text) {
    note.hidden = !text;
    if (note.lastElementChild.textContent !== (text || "")) note.lastElementChild.textContent = text || "";
  }

  function revealSteps() {
    stepsBox.hidden = steps.size === 0;
  }

  // The reason stands at a log's end. A pane that is not shown has no ends: again when it is opened.
  function showEnds() {
    for (const log of [...result.querySelectorAll(".log"), wholeLog.querySelector("pre")]) log.scrollTop = log.scrollHeight;
  }

  async function finish(submission, watched) {
    cancel.hide();
    const texts = await outcome.fetchAll([submission.result_url, submission.state_url]);
    if (!texts) return; // another attempt is shown now
    const [page, final] = [texts[0], JSON.parse(texts[1])];
    if (!steps.size) for (const step of final.steps ?? []) steps.update(step);
    revealSteps();
    summary.textContent = steps.size ? steps.summary() : "";
    if (final.log) {
      wholeLog.hidden = false;
      wholeLog.querySelector("pre").textContent = final.log;
      wholeLog.open = !final.error && ASKS.test(final.log);
    }
    stepsBox.open = Boolean(final.error);
    result.replaceChildren(...new DOMParser().parseFromString(page, "text/html").body.childNodes);
    if (FINAL.includes(final.state)) conclude(final);
    sayGrade();
    showEnds();
    awaitAdvice(result, submission.result_url);
    onDone(submission, final, watched);
  }

  return {
    showEnds,
    show(submission, isFinal = false) {
      stop();
      outcome.stop();
      last = "";
      reached = "queued";
      steps.clear();
      result.replaceChildren();
      // What is said of the attempt before is not true of this one.
      for (const region of [said, find("live-grade")]) region.textContent = "";
      notice("");
      wholeLog.hidden = true;
      stepsBox.hidden = true;
      stepsBox.open = true;
      summary.textContent = "";
      find("live-empty").hidden = true;
      body.hidden = false;
      title.textContent = say("attempt", { number: submission.number });
      const done = (watched) => finish(submission, watched);
      cancel.hide();
      if (isFinal) return done(false);
      cancel.show(submission.cancel_url);
      stop = follow(submission, {
        onEvent(event) {
          if (event.type === "state" && !FINAL.includes(event.state)) show(event);
          else if (event.type === "step") steps.update(event);
          else if (event.type === "log") steps.log(event);
          else if (event.type === "asking") asking(event.probe);
          else if (event.type === "done") done(true);
          revealSteps();
        },
        onState(state) {
          for (const step of state.steps) steps.update(step);
          revealSteps();
          if (state.final) done(true);
          else show(state);
        },
        onLost: (lost) => lost ? notice(say("watch_offline")) : note.lastElementChild.textContent === say("watch_offline") && notice(""),
      });
    },
  };
}
