// The editor's side: what is written, kept as a draft, checked while it is typed, and sent.
import { startChecking } from "./checking.js";
import { chooseText } from "./conflict.js";
import { startDesk } from "./desk.js";
import { download } from "./download.js";
import { draftsOf, sameText, timeOf } from "./drafts.js";
import { startLabWatch } from "./labwatch.js";
import { showProblems } from "./problems.js";
import { sender } from "./sender.js";
import { serverDraft } from "./serverdraft.js";
import { say } from "./strings.js";

/** `joined`: what was typed here without an account has come along. */
export function startBench(root, { joined, onSent, onRefused }) {
  const form = root.querySelector("[data-bench]");
  const find = (name) => form.querySelector(`[data-${name}]`);
  const saved = find("saved");
  // What is more than one more save is also said to who does not see it.
  const tell = (message, live = "polite") => {
    saved.ariaLive = live;
    saved.textContent = message;
  };
  // Which text this is, where that may not be what one expects. It stays: what is saved next is told below the editor.
  const notice = find("text-notice");
  const notify = (message) => {
    notice.hidden = !message;
    notice.querySelector("p").textContent = message;
  };
  const known = { revision: 0, unsaved: false };
  const drafts = draftsOf(root.dataset.draftKey, known);
  let heldBy = Number(root.dataset.from) || null; // the attempt whose text this is, until it is edited
  let typedHere = false;

  const build = () => form.requestSubmit(find("build"));
  const desk = startDesk(form, { onEdit: edited, onBuild: build });
  const { focusLine } = desk;
  const text = () => ({ ...desk.text(), attempt: heldBy });
  const send = sender(root, form, { text, onSent: sent, onProblems, onRefused: refused });
  const checking = startChecking(find("checked"), find("checked-said"), root.dataset.problemsUrl, { text: desk.text, editors: desk.editors, focusLine });
  const server = serverDraft(root.dataset.draftUrl, known, {
    text,
    adopt(other) {
      if (typedHere) setAside(text());
      put(other);
      drafts.save(text());
      tell(say("other_device", { time: timeOf(other.at) }));
    },
    choose: async (other) => {
      const mine = text();
      const keepsOwn = await chooseText(document.querySelector("[data-conflict]"), mine, other, timeOf);
      if (keepsOwn !== null) setAside(keepsOwn ? other : mine);
      return keepsOwn;
    },
    onSignedOut() {
      tell(say("signed_out"));
    },
    onRefused: (message) => tell(message),
    onAside(texts) {
      const ways = find("aside");
      if (ways.childElementCount !== texts.length) ways.replaceChildren(...texts.map(wayBackTo));
      if (joined && texts.length) notify(say("two_texts", { time: timeOf(texts.at(-1).at) }));
      joined = false;
    },
    onSaved() {
      const draft = drafts.saved(text());
      if (draft) tell(say("saved_everywhere", { time: timeOf(draft.at) }), "off");
    },
    onLab: startLabWatch(form),
  });

  function edited() {
    heldBy = null;
    typedHere = true;
    server.edited();
    drafts.later(text, sayWhenSaved);
    find("problems").hidden = true;
    checking.later();
  }

  function onProblems(problems) {
    onRefused();
    find("checked").open = false; // it would say the same once more, in the place of the text
    showProblems(find("problems"), problems, focusLine);
    desk.reveal(problems);
  }

  // Somebody else is signed in now: that nobody is, is not true any more.
  function refused() {
    tell("");
    checking.later();
  }

  function put(other) {
    desk.put(other);
    heldBy = other.attempt ?? null;
    checking.later();
  }

  function sayWhenSaved(draft) {
    if (draft) tell(say("saved", { time: timeOf(draft.at) }), "off");
    else tell(say("not_saved"));
  }

  function setAside(other) {
    drafts.setAside({ ...other, at: other.at ?? Date.now() });
    find("restore-draft").hidden = false;
  }

  function wayBackTo(other) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say("text_of", { time: timeOf(other.at) });
    button.addEventListener("click", () => replaceBy(other, say("restored", { time: timeOf(other.at) })));
    return button;
  }

  function sent(submission) {
    heldBy = submission.number;
    server.edited();
    drafts.save(text());
    desk.clearMarks();
    desk.sent();
    find("problems").hidden = true;
    notify("");
    checking.later(); // by now one may be signed in again
    onSent(submission);
  }

  function replaceBy(other, message) {
    setAside(text());
    put(other);
    server.edited();
    drafts.save(text());
    notify("");
    tell(message);
    const menu = find("restore");
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }

  const draft = drafts.load();
  if (draft) Object.assign(known, { revision: draft.revision ?? 0, unsaved: draft.unsaved ?? true });
  if (root.dataset.explicit) {
    const keepOther = (other) => {
      if (sameText(other, text())) return;
      setAside(other);
      notify(heldBy ? say("from_attempt_kept", { number: heldBy }) : say("loaded"));
    };
    if (heldBy) notify(say("from_attempt", { number: heldBy }));
    if (draft) keepOther(draft);
    known.unsaved = true;
    drafts.save(text());
    history.replaceState(null, "", location.pathname + location.hash);
    server.look({ replacing: keepOther, replaced: draft });
  } else {
    if (draft) {
      if (!sameText(draft, text())) tell(say("restored", { time: timeOf(draft.at) }));
      put(draft);
    }
    server.look();
  }
  find("restore").hidden = false;
  find("restore-draft").hidden = !drafts.aside();
  find("restore-draft").addEventListener("click", () => replaceBy(drafts.aside(), say("restored", { time: timeOf(drafts.aside().at) })));
  find("restore-starter").addEventListener("click", () => replaceBy(desk.starter(), say("starter_loaded")));
  find("download").addEventListener("click", () => download(root.dataset.lab, text()));
  drafts.onOtherWindow((other) => {
    if (known.unsaved && !sameText(other, text())) tell(say("elsewhere"));
    server.meet(other);
  });
  addEventListener("pagehide", () => drafts.flush(text()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      build();
    }
  });
  if (/Mac|iP(hone|ad)/.test(navigator.platform)) find("shortcut").textContent = "⌘ ⏎";

  return {
    focusLine,
    focusEditor: desk.focusEditor,
    holds: (number) => heldBy === number,
    markLine: (line, message, path) => desk.mark(line, message || say("failed_here"), path),
    showCosts: desk.showCosts,
  };
}
