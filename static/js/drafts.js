// What the learner typed, kept in this browser at every pause: nothing is lost with the session, the network or the page.
const PAUSE = 300;

/** `known` is what is known of the draft on the server ({revision, unsaved}): it is kept with the text. */
export function draftsOf(key, known) {
  let timer = 0;
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const write = (name, draft) => {
    try {
      localStorage.setItem(name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  };
  return {
    load: () => read(key),
    save(text) {
      clearTimeout(timer);
      timer = 0;
      const draft = { ...text, ...known, at: Date.now() };
      return write(key, draft) ? draft : null;
    },
    later(text, done) {
      clearTimeout(timer);
      timer = setTimeout(() => done(this.save(text())), PAUSE);
    },
    /** The server has it. Kept unless another window of this browser wrote something else meanwhile. */
    saved(text) {
      const there = read(key);
      return there && sameText(there, text) ? this.save(text) : null;
    },
    /** Save what waits for its pause, and nothing else: another window may have newer text. */
    flush(text) {
      if (timer) this.save(text);
    },
    setAside: (draft) => draft && write(`${key}:before`, draft),
    aside: () => read(`${key}:before`),
    onOtherWindow(callback) {
      addEventListener("storage", (event) => event.key === key && event.newValue && callback(JSON.parse(event.newValue)));
    },
  };
}

export const sameText = (a, b) =>
  a.commands === b.commands && Object.keys(a.files).every((path) => a.files[path] === b.files[path]);

/** An hour today, a date and an hour otherwise, in the page's language and time zone, as the server writes them. */
export const timeOf = (at) => {
  const { lang: language, dataset } = document.documentElement;
  const lang = language === "en" ? "en-GB" : language; // courseplatform/formats/en
  const zone = { timeZone: dataset.timeZone };
  const day = (moment) => moment.toLocaleDateString(lang, zone);
  const when = new Date(at);
  const today = day(when) === day(new Date());
  return when.toLocaleString(lang, { ...zone, timeStyle: "short", ...(today ? {} : { dateStyle: "medium" }) });
};
