// The end of a module's page once all of it is read: what is said there, and where one goes on.
import { csrfToken } from "./csrf.js";

/** As the server has it now, or as in the page that it has just answered. False: it could not be had. */
export async function renewEnd(asked = fetch(location.pathname)) {
  const page = await pageOf(asked);
  const said = page?.querySelector("[data-read-said]");
  if (!said) return false; // as without network, or signed out
  const end = document.querySelector("#module-end");
  if (end.contains(document.activeElement)) end.focus(); // it would fall out of the page with the button
  end.querySelector("[data-all-read]")?.remove();
  end.querySelector("[data-read-said]").replaceChildren(...said.childNodes);
  document.querySelector(".neighbours").replaceChildren(...page.querySelector(".neighbours").childNodes);
  return true;
}

async function pageOf(asked) {
  try {
    const answer = await asked;
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/** “I have read this module”, in place; `onRead` ticks what is left. */
export function startAllRead(form, onRead) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    if (await renewEnd(fetch(form.action, { method: "POST", headers: { "X-CSRFToken": csrfToken() } }))) onRead();
    else form.submit(); // the browser says what is wrong
    form.ariaBusy = "false";
  });
}
