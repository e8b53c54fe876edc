// After a grade: the list of attempts and the best score, as the server now has them; in other tabs of the lab, too.
const tabs = new BroadcastChannel(`attempts:${location.pathname}`);

export function refreshAttempts(bench) {
  tabs.postMessage("changed");
  return refresh(bench);
}

export function followOtherTabs(bench) {
  tabs.addEventListener("message", () => refresh(bench));
}

async function refresh(bench) {
  try {
    const answer = await fetch(location.pathname);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const selector of ["#pane-attempts", "[data-best]", "[data-attempt-count]"]) {
      const fresh = page.querySelector(selector);
      if (fresh) bench.querySelector(selector).replaceChildren(...fresh.childNodes);
    }
  } catch {
    // Without a network the list stays as it was; the next page has it.
  }
}
