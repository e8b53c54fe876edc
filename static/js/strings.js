// What the scripts say, in the reader's language: written into the page by the server.
const texts = JSON.parse(document.getElementById("workbench-strings").textContent);

export function say(name, values = {}) {
  return texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const wholeSeconds = (value) => seconds(Math.floor(value), 0);

export function seconds(value, digits = value < 10 ? 1 : 0) {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return say("seconds", { seconds: value.toLocaleString(document.documentElement.lang, options) });
}
