// Problems as one types: asked of the server at every pause, shown in the editors and as a list beneath them.
import { problemItem } from "./problems.js";
import { say } from "./strings.js";
import { isSignedOut, post } from "./submit.js";

const PAUSE = 700;
const LATER = 4000; // the server has other things to do

export function startChecking(box, url, { text, editors, focusLine }) {
  const summary = box.querySelector("[data-checked-summary]");
  const list = box.querySelector("ul");
  let timer = 0;
  let asked = 0;

  async function ask() {
    const number = ++asked;
    const answer = await post(url, text());
    if (number !== asked) return; // typed on meanwhile
    if (answer.status === 200) return show(answer.data.problems);
    // What was found before may be wrong by now.
    show([], say(isSignedOut(answer) ? "signed_out" : "problems_later"));
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
    const said = instead || parts.filter(Boolean).join(" · ") || say("problems_none");
    if (summary.textContent !== said) summary.textContent = said;
    box.dataset.worst = errors ? "error" : problems.length ? "advice" : "none";
    list.replaceChildren(...problems.map((problem) => problemItem(problem, focusLine)));
    list.hidden = problems.length === 0;
  }

  box.hidden = false;
  plan();
  return {
    later() {
      asked += 1;
      plan();
    },
  };
}

