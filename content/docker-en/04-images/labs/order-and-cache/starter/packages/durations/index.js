// duration(65) gives "1 h 05", duration(12) gives "12 min".
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = String(minutes % 60);
  return hours ? `${hours} h ${rest.padStart(2, "0")}` : `${rest} min`;
}
