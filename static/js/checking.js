// Problems as one types: asked of the server at every pause, shown in the editors and as a list beneath them.
import { listProblems, placeOf } from "./problems.js";
import { say } from "./strings.js";
import { isSignedOut, post } from "./submit.js";

const PAUSE = 700;
const LATER = 4000; // the server has other things to do
const OFFLINE = 10000; // a connection may come back unseen
const SPOKEN_AFTER = 1500; // whoever types on hears nothing

export function startChecking(box, voice, url, { text, editors, focusLine }) {
  const summary = box.querySelector("[data-checked-summary]");
  const list = box.querySelector("ul");
  let timer = 0;
  let speech = 0;
  let asked = 0;
  let offline = false;
  let edited = false; // what stands there as the page opens is not announced

  async function ask() {
    const number = ++asked;
    const answer = await post(url, text());
    if (number !== asked) return; // typed on meanwhile
    offline = answer.status === 0;
    if (answer.status === 200) return show(answer.data.problems);
    // What was found before may be wrong by now.
    const { status, data } = answer;
    show([], status === 403 && data.message ? data.message : say(offline ? "problems_offline" : isSignedOut(answer) ? "signed_out" : "problems_later"));
    if (offline) plan(OFFLINE);
    if (answer.status === 429) plan(LATER);
  }

  function plan(pause = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  }

  function show(problems, instead = "") {
    for (const [path, editor] of editors) editor.showProblems(problems.filter((one) => one.path === path && one.line));
    const errors = problems.filter((one) => one.severity === "error").length;
    const parts = [errors && say("problems_errors", { count: errors }), problems.length > errors && say("problems_advice", { count: problems.length - errors })];
    summary.textContent = instead || parts.filter(Boolean).join(" · ") || say("problems_none");
    box.dataset.worst = errors ? "error" : problems.length ? "advice" : "none";
    listProblems(list, problems, focusLine);
    list.hidden = problems.length === 0;
    clearTimeout(speech);
    if (edited) speech = setTimeout(() => speak(instead || inWords(problems)), SPOKEN_AFTER);
  }

  // Said again only when it changes.
  function speak(words) {
    if (voice.textContent !== words) voice.textContent = words;
  }

  addEventListener("online", () => offline && plan(0));
  box.hidden = false;
  plan();
  return {
    later() {
      asked += 1;
      edited = true;
      clearTimeout(speech);
      plan();
    },
  };
}

// The server lists what would be refused before advice.
function inWords([worst, ...others]) {
  if (!worst) return say("problems_none");
  const place = placeOf(worst);
  const said = place ? say("problems_worst", { place, message: worst.message }) : worst.message;
  return others.length ? `${said} ${say("problems_more", { count: others.length })}` : said;
}
