// The browser's time zone, for who chose none: the server writes its dates in it from the next page on.
const YEAR = 365 * 24 * 3600;

export function tellZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || zone === document.documentElement.dataset.timeZone) return;
  document.cookie = `time_zone=${zone}; path=/; max-age=${YEAR}; samesite=lax`;
}
