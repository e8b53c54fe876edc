// Calcule le plus court trajet entre tous les arrêts du réseau : calculer.mjs HORAIRES DESTINATION
// Chaque ligne des horaires dit « ligne;arrêt;minutes depuis le précédent ».
import { readFileSync, writeFileSync } from "node:fs";

const [source, destination] = process.argv.slice(2);
const lignes = readFileSync(source, "utf8").trim().split("\n").map((ligne) => ligne.split(";"));
const arrets = [...new Set(lignes.map(([, arret]) => arret))];
const rang = new Map(arrets.map((arret, numero) => [arret, numero]));
const n = arrets.length;
const temps = new Float64Array(n * n).fill(Infinity);

lignes.forEach(([ligne, arret, minutes], numero) => {
  const ici = rang.get(arret);
  temps[ici * n + ici] = 0;
  const precedent = lignes[numero - 1];
  if (precedent?.[0] === ligne) {
    const la = rang.get(precedent[1]);
    temps[ici * n + la] = temps[la * n + ici] = Math.min(temps[ici * n + la], Number(minutes));
  }
});

// Floyd et Warshall : passer par k raccourcit-il le chemin de i à j ?
for (let k = 0; k < n; k++)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const detour = temps[i * n + k] + temps[k * n + j];
      if (detour < temps[i * n + j]) temps[i * n + j] = detour;
    }

const trajets = arrets.map((_, i) => Array.from(temps.subarray(i * n, (i + 1) * n), (t) => (t < Infinity ? t : null)));
writeFileSync(destination, JSON.stringify({ arrets, trajets }));
console.log(`${n} arrêts, ${n * n} trajets calculés`);
