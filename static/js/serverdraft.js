// The draft on the server, for other windows and devices. Each save says which revision it saw, so that none overwrites
// what was not seen here: that is met, and where both were written on, the learner chooses.
import { sameText } from "./drafts.js";
import { isSignedOut, post } from "./submit.js";

const PAUSE = 1500;
const AGAIN = 10_000;
const LOOK = 60_000;
const KEEPALIVE = 60_000; // bytes, about: browsers send no more once a page is left

/** `known` is {revision, unsaved}: kept with the browser's own draft. */
export function serverDraft(url, known, { text, adopt, choose, onSaved, onSignedOut, onRefused, onAside, onLab }) {
  let seen = null; // the text of that revision, as far as this page knows it
  let sent = null; // saved last, perhaps without an answer
  let timer = 0;
  let saving = false;
  let choosing = false;

  function plan(pause = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  function take(other) {
    known.revision = Math.max(known.revision, other.revision ?? 0);
    known.unsaved = Boolean(other.unsaved);
    seen = other;
  }

  // What another window or device has: `unsaved` when it is not on the server yet.
  function meet(other) {
    if (sameText(other, text())) {
      const unsaved = known.unsaved && other.unsaved;
      take(other);
      known.unsaved = unsaved;
    } else if (!known.unsaved) {
      take(other);
      adopt(other);
    } else if ([seen, sent].some((one) => one && sameText(one, other))) known.revision = Math.max(known.revision, other.revision ?? 0);
    else if (!other.unsaved && other.revision > known.revision) ask(other);
  }

  async function ask(other) {
    if (choosing) return;
    choosing = true;
    const keepsOwn = await choose(other);
    choosing = false;
    if (keepsOwn === null) return; // not now: asked again at the next save
    take(other);
    if (keepsOwn) {
      known.unsaved = true;
      save();
    } else adopt(other);
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (saving || choosing || !known.unsaved) return;
    saving = true;
    sent = text();
    const answer = await post(url, { ...sent, revision: known.revision });
    const { status, data } = answer;
    saving = false;
    if (status === 200) {
      known.revision = data.revision;
      seen = sent;
      known.unsaved = !sameText(sent, text());
      onSaved();
      onLab(data);
      if (known.unsaved) plan();
    } else if (status === 409) {
      meet(data);
      if (known.unsaved && known.revision === data.revision) save();
    } else if (status === 0) plan(AGAIN);
    else if (isSignedOut(answer)) onSignedOut();
    else if (status === 403) onRefused(data.message);
  }

  // `replaced` is the browser's own text that this page was opened instead of: it may be on its way to the server still.
  async function look({ replacing = null, replaced = null } = {}) {
    seen ??= replaced;
    const before = known.revision;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const data = await answer.json();
    onLab(data);
    onAside(data.aside ?? []);
    if (saving || known.revision !== before) return; // it may have been asked before what we saved meanwhile
    if (replacing && data.revision) {
      replacing(data);
      known.revision = data.revision;
    }
    if (data.revision > known.revision) meet(data);
    else if (data.revision < known.revision) known.unsaved = true; // the server lost it
    if (!timer) save(); // what was typed here waits for its pause: the window it was taken over from saves first
  }

  addEventListener("focus", () => look());
  addEventListener("online", () => look());
  setInterval(() => document.visibilityState === "visible" && look(), LOOK);
  addEventListener("pagehide", () => {
    const size = JSON.stringify(text()).length;
    if (known.unsaved && size < KEEPALIVE) post(url, { ...text(), revision: known.revision }, { keepalive: true });
  });
  return {
    look,
    meet,
    edited() {
      known.unsaved = true;
      plan();
    },
  };
}
