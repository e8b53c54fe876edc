// Tabs by the ARIA pattern: one stop for Tab, arrows between them. The panels are shown by the class `is-open`.
export function startTabs(list, onOpen = () => {}) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const shown = () => tabs.filter((tab) => tab.offsetParent !== null);

  function open(tab, { focus = false } = {}) {
    for (const one of tabs) {
      const selected = one === tab;
      one.setAttribute("aria-selected", String(selected));
      one.tabIndex = selected ? 0 : -1;
      panel(one).classList.toggle("is-open", selected);
    }
    if (focus) tab.focus();
    onOpen(panel(tab));
  }

  for (const tab of tabs) tab.addEventListener("click", () => open(tab));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const current = shown().indexOf(event.target.closest('[role="tab"]'));
    if (step === undefined || current < 0) return;
    event.preventDefault();
    const next = Number.isFinite(step) ? (current + step + shown().length) % shown().length : step > 0 ? shown().length - 1 : 0;
    open(shown()[next], { focus: true });
  });
  return {
    open: (panelId, options) => open(tabs.find((tab) => tab.getAttribute("aria-controls") === panelId), options),
    current: () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true").getAttribute("aria-controls"),
  };
}
