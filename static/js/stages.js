// Where steps stand: the stages of one build side by side, and for each step when it ran within its build.
import { say, wholeSeconds } from "./strings.js";

const NAME = /^\[(\S+) +(\d+\/\d+)\] */; // as BuildKit names the steps of one stage of several
const TICK = 500;

/** The step's name as it is said below its stage's title. */
export const nameInStage = (name) => name.replace(NAME, "$2 ");

export function stagesIn(list) {
  let build = null; // {columns, lists, bars, longest, began}
  let timer = 0;

  function begin() {
    build ??= { columns: null, lists: new Map(), bars: new Map(), began: performance.now() };
    return build;
  }

  function columns() {
    const now = begin();
    if (now.columns) return now.columns;
    const item = document.createElement("li");
    item.className = "stage-columns";
    list.append(item);
    now.columns = item;
    return item;
  }

  function listOf(stepName, line = 0) {
    const [, stage] = NAME.exec(stepName) ?? [];
    if (!stage) return list;
    const { lists } = begin();
    if (!lists.has(stage)) {
      const box = document.createElement("section");
      box.dataset.line = line;
      const later = [...columns().children].find((one) => Number(one.dataset.line) > line);
      columns().insertBefore(box, later ?? null); // as they are written: BuildKit begins them in any order
      const title = box.appendChild(document.createElement("h4"));
      title.textContent = say("stage", { name: stage });
      const steps = box.appendChild(document.createElement("ol"));
      steps.className = "steps";
      lists.set(stage, steps);
    }
    return lists.get(stage);
  }

  function draw(now) {
    const ends = [...now.bars.values()].map(({ started, seconds, running }) => (running ? elapsed(now) : started + (seconds ?? 0)));
    const whole = Math.max(...ends, 0.001);
    for (const [bar, { started, seconds, running, shown }] of now.bars) {
      const long = running ? elapsed(now) - started : (seconds ?? 0);
      if (running) shown.textContent = wholeSeconds(Math.max(0, long));
      bar.setAttribute("x", String(Math.round((1000 * started) / whole)));
      bar.setAttribute("width", String(Math.max(4, Math.round((1000 * long) / whole))));
    }
  }

  const elapsed = (now) => (performance.now() - now.began) / 1000;

  function tick() {
    timer = 0;
    if (!build) return;
    draw(build);
    if ([...build.bars.values()].some(({ running }) => running)) timer ||= setTimeout(tick, TICK);
  }

  return {
    listOf,
    time(item, when) {
      if (when.started === null || when.started === undefined) return;
      const now = item.build ?? begin();
      item.build = now;
      now.began = Math.min(now.began, performance.now() - 1000 * (when.started + (when.seconds ?? 0) + (when.ago ?? 0))); // seen from the middle on
      const shown = item.querySelector(".step-time");
      item.querySelector(".step-when").removeAttribute("hidden");
      now.bars.set(item.querySelector(".step-when rect"), { ...when, shown });
      draw(now);
      if (when.running) timer ||= setTimeout(tick, TICK);
    },
    end() {
      build = null;
    },
    clear() {
      build = null;
      clearTimeout(timer);
      timer = 0;
    },
  };
}
