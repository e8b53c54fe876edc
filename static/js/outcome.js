// Fetches what must come, because nothing else will bring it: asked for again, with growing pauses, until it came.
import { hideButton } from "./hiding.js";
import { patience } from "./patience.js";
import { say } from "./strings.js";

const PAUSES = [1, 2, 5, 10, 20, 30, 60]; // seconds
const TOO_LONG = 60_000; // of one try

/** `again` is the button to try at once, which `notice` makes a sentence for; both are there only while it lacks. */
export function outcomeFetcher(again, notice) {
  const word = again.textContent;
  const { wait, wake } = patience();
  let number = 0;

  again.addEventListener("click", wake);

  async function attempt(urls) {
    again.textContent = say("asking_again");
    const texts = await Promise.all(urls.map(text)).catch(() => null);
    again.textContent = word;
    return texts;
  }

  return {
    /** Their texts; null once something else is fetched, or `stop` was called. */
    async fetchAll(urls) {
      const mine = ++number;
      for (let tries = 0; ; tries += 1) {
        const texts = await attempt(urls);
        if (mine !== number) return null;
        if (texts) {
          hideButton(again);
          return texts;
        }
        notice(say("result_missing"));
        again.hidden = false;
        await wait(PAUSES[Math.min(tries, PAUSES.length - 1)]);
        if (mine !== number) return null;
      }
    },
    stop() {
      number += 1;
      hideButton(again);
    },
  };
}

async function text(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TOO_LONG) });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status)); // the way to the sign-in page is a redirect
  return answer.text();
}
