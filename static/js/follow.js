// Follows a submission: server-sent events, and asking every few seconds where those do not come through.
const PATIENCE = 3; // failed connections in a row before asking instead
const EVERY = 2000;

export function follow({ events, state_url: stateUrl }, { onEvent, onState, onLost }) {
  let source = null;
  let timer = 0;
  let failures = 0;
  let stopped = false;

  const stop = () => {
    stopped = true;
    source?.close();
    clearTimeout(timer);
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

  source = new EventSource(events);
  source.onmessage = ({ data }) => {
    failures = 0;
    onLost(false);
    const event = JSON.parse(data);
    if (event.type === "done") stop();
    onEvent(event);
  };
  source.onerror = () => {
    failures += 1;
    if (source.readyState !== EventSource.CLOSED && failures < PATIENCE) return onLost(!navigator.onLine);
    source.close();
    ask();
  };
  return stop;
}
