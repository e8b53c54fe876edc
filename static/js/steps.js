// The build's steps as a timeline. Everything a build says is text, never markup.
import { nameInStage, stagesIn } from "./stages.js";
import { say, seconds } from "./strings.js";

const KEPT = 200_000; // characters of log shown for one step

export function stepsIn(list, template, onLine) {
  const rows = new Map();
  const stages = stagesIn(list);

  function row(id, name = "", line = undefined) {
    if (rows.has(id)) return rows.get(id);
    const item = template.content.firstElementChild.cloneNode(true);
    const find = (selector) => item.querySelector(selector);
    const parts = { item, details: find("details"), name: find(".step-name"), log: find(".log"), line: find("[data-line]"), time: find(".step-time"), cached: find("[data-cached]"), status: find("[data-step-status]") };
    parts.line.addEventListener("click", (event) => {
      event.preventDefault();
      onLine(Number(parts.line.dataset.line));
    });
    stages.listOf(name, line ?? 0).append(item);
    rows.set(id, parts);
    return parts;
  }

  // What belongs to a docker command rather than to one of its steps.
  function commandSaid(text) {
    stages.end(); // what comes next is another command's
    const item = document.createElement("li");
    item.className = "command-said";
    item.textContent = text.trimEnd();
    list.append(item);
  }

  return {
    update({ id, name, line, status, seconds: time, started, ago }) {
      const parts = row(id, name, line);
      stages.time(parts.item, { started, seconds: time, ago, running: status === "running" });
      if (name) parts.name.textContent = nameInStage(name);
      parts.item.dataset.status = status;
      parts.item.classList.toggle("internal", parts.name.textContent.startsWith("[internal]"));
      parts.status.textContent = say(`step_${status}`);
      parts.cached.hidden = status !== "cached";
      const running = status === "running"; // its time is counted by `stages`
      parts.time.ariaHidden = String(running);
      if (!running) parts.time.textContent = status === "cached" ? "" : seconds(time ?? 0);
      parts.time.dataset.seconds = time ?? 0;
      if (line) {
        parts.line.hidden = false;
        parts.line.dataset.line = line;
        parts.line.textContent = say("line", { line });
      }
      if (status === "error") parts.details.open = true;
      else if (status !== "running" && parts.openedForRun) parts.details.open = false;
    },
    log({ step, text }) {
      if (!step) return commandSaid(text);
      const parts = row(step);
      const { log, item } = parts;
      if (item.dataset.status === "running" && parts.openedForRun === undefined) parts.openedForRun = parts.details.open = true;
      const follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      item.classList.add("has-log");
      log.append(text.endsWith("\n") ? text : `${text}\n`);
      parts.kept = (parts.kept ?? 0) + log.lastChild.length;
      while (parts.kept > KEPT && log.firstChild !== log.lastChild) {
        parts.kept -= log.firstChild.length;
        log.firstChild.remove();
      }
      if (follows) log.scrollTop = log.scrollHeight;
    },
    clear() {
      rows.clear();
      stages.clear();
      list.replaceChildren();
    },
    summary() {
      const statuses = [...rows.values()].map((parts) => parts.item.dataset.status);
      const spent = [...rows.values()].reduce((sum, parts) => sum + Number(parts.time.dataset.seconds || 0), 0);
      return say("steps", { count: statuses.length, cached: statuses.filter((one) => one === "cached").length, time: seconds(spent) });
    },
    get size() {
      return rows.size;
    },
  };
}
