// GET /?de=Gare&a=Musée répond par la durée du trajet. Lit correspondances.json dans son propre dossier.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { duree } from "heures";
import { cle } from "sans-accents";

const { arrets, trajets } = JSON.parse(readFileSync(new URL("correspondances.json", import.meta.url), "utf8"));
const rang = new Map(arrets.map((arret, numero) => [cle(arret), numero]));

createServer((demande, reponse) => {
  const question = new URL(demande.url, "http://localhost").searchParams;
  const [de, a] = ["de", "a"].map((nom) => rang.get(cle(question.get(nom) ?? "")));
  const minutes = trajets[de]?.[a];
  reponse.writeHead(minutes == null ? 404 : 200, { "Content-Type": "text/plain; charset=utf-8" });
  reponse.end(minutes == null ? "Pas de trajet connu.\n" : `${duree(minutes)}\n`);
}).listen(8000);
