// The files as tabs; where not all of them fit, a menu beside them lists them all.
import { startTabs } from "./tabs.js";

export function startFileTabs(strip) {
  const list = strip.querySelector(".file-tabs");
  const menu = strip.querySelector("[data-all-files]");
  const tabs = startTabs(list, (panel) => show(panel.id));
  const tabOf = (panelId) => list.querySelector(`[aria-controls="${panelId}"]`);

  // Not by scrollIntoView, which would scroll the page, too.
  function show(panelId) {
    const tab = tabOf(panelId);
    list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }

  menu.addEventListener("click", ({ target }) => {
    const panelId = target.closest("[data-opens]")?.dataset.opens;
    if (!panelId) return;
    menu.open = false;
    tabs.open(panelId, { focus: true });
  });
  new ResizeObserver(() => {
    menu.hidden = true; // measured without it, so that it does not cause itself
    menu.hidden = list.scrollWidth <= list.clientWidth + 1;
    strip.classList.toggle("is-cut", !menu.hidden);
  }).observe(strip);
  return tabs;
}
