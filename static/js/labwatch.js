// The lab may close, open or be changed by its instructors while somebody writes: said above the editor, once each.
import { say } from "./strings.js";

/** Called with what the server says of the lab: {open, lab}, where `lab` is another one after a change. */
export function startLabWatch(form) {
  const notice = form.querySelector("[data-lab-notice]");
  const button = form.querySelector("[data-build]");
  let open = !button.disabled;
  let version = null;

  function tell(message) {
    notice.hidden = false;
    notice.querySelector("p").textContent = message;
  }

  return ({ open: isOpen, lab }) => {
    if (isOpen !== undefined && isOpen !== open) {
      open = isOpen;
      button.disabled = !open;
      tell(say(open ? "opened_now" : "closed_now"));
    }
    if (lab === undefined) return;
    if (version !== null && lab !== version) tell(say("lab_changed"));
    version = lab;
  };
}
