/** Hides a button of an attempt; its focus, which would fall out of the page with it, goes to the attempt's title. */
export function hideButton(button) {
  if (document.activeElement === button) button.closest("[data-live-body]").querySelector("[data-live-title]").focus();
  button.hidden = true;
}
