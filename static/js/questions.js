// Questions in a module's text: answered in place; without this script the form does the same with a new page.
import { csrfToken } from "./csrf.js";

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
  if (html === null) return button?.focus();
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  form.replaceWith(fresh);
  fresh.querySelector("[data-verdict]").focus({ preventScroll: false });
  count(reader);
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
