// Waits between two tries: cut short when the network is back, when the page is looked at again, or by `wake`.
export function patience() {
  let wake = () => {};
  addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  return {
    wake: () => wake(),
    wait: (seconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        wake = () => (clearTimeout(timer), resolve());
      }),
  };
}
