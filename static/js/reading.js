// A section is read when its end came into view and the reader had time for it.
import { anchorOf } from "./contents.js";
import { csrfToken } from "./csrf.js";
import { renewEnd } from "./moduleend.js";

const WORDS_A_SECOND = 12; // quicker than anybody reads: only a jump to the end of the page is not reading
const SHORTEST = 1.5;
const LONGEST = 15;
const AGAIN = 10_000; // ms until a section is told again that could not be, as without network or signed out

const wanted = (section) =>
  Math.min(Math.max(section.textContent.split(/\s+/).length / WORDS_A_SECOND, SHORTEST), LONGEST);

export function startReading(reader) {
  const states = new Map();
  for (const section of reader.querySelectorAll("section[data-section]")) {
    const item = reader.querySelector(`[data-anchor="${CSS.escape(anchorOf(section))}"]`);
    if (!item || item.classList.contains("is-read")) continue;
    const end = document.createElement("span");
    end.className = "section-end";
    section.append(end);
    states.set(section, { item, end, seconds: 0, visible: false, ended: false });
  }
  const observer = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const state = states.get(target);
      if (state) state.visible = isIntersecting;
      else if (isIntersecting) {
        const section = target.closest("section[data-section]");
        if (states.has(section)) states.get(section).ended = true;
      }
    }
  });
  for (const [section, { end }] of states) {
    observer.observe(section);
    observer.observe(end);
  }
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    for (const [section, state] of states) {
      if (state.visible) state.seconds += 0.5;
      if (!state.ended || state.seconds < wanted(section)) continue;
      states.delete(section);
      tell(reader, anchorOf(section)).then((told) => {
        if (!told) return setTimeout(() => states.set(section, state), AGAIN);
        observer.unobserve(section);
        observer.unobserve(state.end);
        tick(reader, state.item);
        if (unreadIn(reader).length === 0) renewEnd();
      });
    }
  }, 500);

  return {
    /** All that is left was read, as the reader says. */
    tickAll() {
      observer.disconnect();
      states.clear();
      for (const item of unreadIn(reader)) tick(reader, item);
    },
  };
}

async function tell(reader, anchor) {
  const body = new URLSearchParams({ anchor });
  try {
    const answer = await fetch(reader.dataset.readUrl, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": csrfToken() },
      keepalive: true,
    });
    return answer.ok;
  } catch {
    return false;
  }
}

const unreadIn = (reader) => [...reader.querySelectorAll("[data-anchor]:not(.is-read)")];

function tick(reader, item) {
  if (item.classList.contains("is-read")) return; // by the reader meanwhile
  item.classList.add("is-read");
  item.querySelector("[data-read-word]").hidden = false;
  const items = [...reader.querySelectorAll("[data-anchor]")];
  const read = items.filter((one) => one.classList.contains("is-read")).length;
  reader.querySelector("[data-read-count]").textContent = `${read} / ${items.length}`;
  const words = reader.querySelector("[data-read-words]"); // no live region: it would speak in the middle of reading
  words.textContent = words.dataset.readWords.replace("{read}", read);
  const done = Number(reader.dataset.stepsDone) + 1;
  reader.dataset.stepsDone = done;
  const percent = Math.min(100, Math.floor((100 * done) / Number(reader.dataset.stepsTotal)));
  reader.querySelector(".contents-ring .ring-fill").setAttribute("stroke-dasharray", `${percent} 100`);
  const ring = reader.querySelector(".contents-ring svg");
  if (ring.hasAttribute("aria-label")) ring.setAttribute("aria-label", `${percent} %`);
}
