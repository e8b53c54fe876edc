// duree(65) donne « 1 h 05 », duree(12) donne « 12 min ».
export function duree(minutes) {
  const heures = Math.floor(minutes / 60);
  const reste = String(minutes % 60);
  return heures ? `${heures} h ${reste.padStart(2, "0")}` : `${reste} min`;
}
