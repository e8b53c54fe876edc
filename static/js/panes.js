// The panes of the workbench. Which one is open stands in the address, so that going back, reloading and links lead to it.
import { startTabs } from "./tabs.js";

const nameOf = (paneId) => paneId.replace("pane-", "");

/** As startTabs; `onOpen` is called with the pane. `narrow` says whether the editor is one of them. */
export function startPanes(bench, narrow, onOpen) {
  const panes = startTabs(bench.querySelector(".pane-tabs"), (pane) => {
    history.replaceState(history.state, "", `#${nameOf(pane.id)}`);
    onOpen(pane);
  });

  function openNamed() {
    const pane = bench.querySelector(`[data-pane][id="pane-${CSS.escape(location.hash.slice(1))}"]`);
    if (!pane || (pane.id === "pane-editor" && !narrow.matches)) return;
    if (pane.id !== panes.current()) panes.open(pane.id);
  }

  addEventListener("hashchange", openNamed);
  narrow.addEventListener("change", () => {
    if (!narrow.matches && panes.current() === "pane-editor") panes.open("pane-brief");
  });
  return { ...panes, openNamed };
}
