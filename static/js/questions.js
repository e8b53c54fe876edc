// Questions in a module's text: answered in place; without this script the form does the same with a new page.
import { csrfToken } from "./csrf.js";

const SAID = 30_000; // ms that what was said of an answer stays: whoever comes by later has it beside the question

export function startQuestions(reader) {
  reader.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-question]");
    if (!form) return;
    event.preventDefault();
    check(reader, form, event.submitter);
  });
}

async function check(reader, form, button) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const html = await answer(form);
  form.ariaBusy = "false";
  form.querySelector("[data-trouble]").hidden = html !== null;
  const elsewhere = isElsewhere(form);
  if (html === null) {
    if (!elsewhere) button?.focus();
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  form.replaceWith(fresh);
  const verdict = fresh.querySelector("[data-verdict]");
  if (elsewhere) speak(reader, fresh.querySelector(".question-text"), verdict.querySelector("p") ?? verdict);
  else verdict.focus();
  count(reader);
}

// Of which question, and beside what was said just before: several answers may be on their way at once.
function speak(reader, question, verdict) {
  const line = document.createElement("p");
  const word = document.createElement("span");
  word.lang = verdict.lang;
  word.textContent = verdict.textContent;
  line.append(question.textContent, " ", word);
  reader.querySelector("[data-verdict-said]").append(line);
  setTimeout(() => line.remove(), SAID);
}

// Whoever went on to the next question meanwhile stays there, and is told; focus on nothing is nowhere else.
function isElsewhere(form) {
  const focused = document.activeElement;
  return focused !== document.body && !form.contains(focused);
}

async function answer(form) {
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" },
    });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

function count(reader) {
  const all = [...reader.querySelectorAll("[data-question]")];
  const right = all.filter((form) => form.hasAttribute("data-right")).length;
  const shown = reader.querySelector("[data-right-count]");
  if (shown) shown.textContent = `${right} / ${all.length}`;
}
