// The button that stops one's own submission, while it waits or runs. That it ended is told by whoever follows it.
import { csrfToken } from "./csrf.js";
import { hideButton } from "./hiding.js";
import { say } from "./strings.js";

/** `onTooLate` is called when there is nothing to cancel any more. */
export function cancelButton(button, onTooLate) {
  const label = button.querySelector("[data-cancel-label]");
  const word = label.textContent;
  let url = "";

  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    label.textContent = say("cancelling");
    const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } }).catch(() => null);
    if (answer?.status === 409) {
      hide();
      onTooLate();
    } else if (!answer?.ok) reset(); // without a network, say: it may be pressed again
  });

  function reset() {
    button.setAttribute("aria-disabled", "false");
    label.textContent = word;
  }

  const hide = () => hideButton(button);

  return {
    hide,
    /** Without an address there is nothing to cancel: it is built again for a teacher. */
    show(cancelUrl) {
      if (!cancelUrl) return hide();
      url = cancelUrl;
      reset();
      button.hidden = false;
    },
  };
}
