// Sends what is in the editor, and holds on to it when the session or the network is gone.
import { patience } from "./patience.js";
import { say } from "./strings.js";
import { submit } from "./submit.js";

const RETRY_SECONDS = [3, 5, 10, 20, 30];

export function sender(root, form, { text, onSent, onProblems, onRefused }) {
  const button = form.querySelector("[data-build]");
  const label = form.querySelector("[data-build-label]");
  const trouble = form.querySelector("[data-trouble]");
  const dialog = document.querySelector("[data-signed-out]");
  let busy = false;

  const complain = (message) => {
    trouble.hidden = !message;
    trouble.querySelector("span").textContent = message;
    if (message) trouble.scrollIntoView({ block: "nearest" });
  };
  const setBusy = (now) => {
    busy = now;
    button.setAttribute("aria-disabled", String(now));
    label.textContent = say(now ? "sending" : "build_label");
  };
  const { wait } = patience();

  async function send() {
    if (busy || button.disabled) return;
    setBusy(true);
    complain("");
    try {
      const answer = await tryHard();
      if (answer.kind === "accepted") onSent(answer.submission);
      else if (answer.kind === "invalid") onProblems(answer.problems);
      else if (answer.kind === "signed-out") askToSignIn(answer.login);
      else if (answer.kind === "refused") refuse(answer.message);
      else complain(say("server_error", { status: answer.status }));
    } finally {
      setBusy(false);
    }
  }

  async function tryHard() {
    for (let tries = 0; ; tries += 1) {
      const answer = await submit(root.dataset.submitUrl, text());
      if (answer.kind !== "offline") {
        complain("");
        return answer;
      }
      const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)];
      complain(say("offline", { seconds }));
      await wait(seconds);
    }
  }

  function refuse(message) {
    complain(message);
    onRefused();
  }

  function askToSignIn(login) {
    if (login) dialog.querySelector("[data-login]").href = login;
    dialog.showModal();
  }

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-send-again]").addEventListener("click", () => {
    dialog.close();
    send();
  });
  return send;
}
