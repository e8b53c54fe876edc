// Follows a submission: server-sent events, which the browser resumes by itself (Last-Event-ID), and asking every few
// seconds where those do not come through: blocked, refused, or held back by something on the way.
const PATIENCE = 3; // failed connections in a row before asking instead
const EVERY = 2000;
const SILENCE = 10_000; // the server says something every two seconds

export function follow({ events, state_url: stateUrl }, { onEvent, onState, onLost }) {
  let source = null;
  let timer = 0;
  let silence = 0;
  let failures = 0;
  let stopped = false;

  const offline = () => onLost(true);
  addEventListener("offline", offline);

  const stop = () => {
    stopped = true;
    removeEventListener("offline", offline);
    source?.close();
    clearTimeout(timer);
    clearTimeout(silence);
  };

  const ask = async () => {
    if (stopped) return;
    try {
      const answer = await fetch(stateUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (stopped) return;
      onLost(false);
      onState(state);
      if (state.final) return stop();
    } catch {
      if (!stopped) onLost(true);
    }
    timer = setTimeout(ask, EVERY);
  };

  const askInstead = () => {
    source.close();
    clearTimeout(silence);
    ask();
  };

  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(askInstead, SILENCE);
  };

  source = new EventSource(events);
  listen();
  source.onmessage = ({ data }) => {
    failures = 0;
    listen();
    onLost(false);
    const event = JSON.parse(data);
    if (event.type === "done") stop();
    onEvent(event);
  };
  source.onerror = () => {
    failures += 1;
    if (source.readyState !== EventSource.CLOSED && failures < PATIENCE) return onLost(!navigator.onLine);
    askInstead();
  };
  return stop;
}
