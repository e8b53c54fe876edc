"""Les recettes de la cantine, mises à l'échelle.

    recettes.py RECETTE CONVIVES    les quantités pour tant de convives
    recettes.py --web               les mêmes, sur le port 8080 : /crepes/12
    recettes.py --verifier          s'arrête en erreur si le carnet ne se lit pas

Le carnet est le dossier que nomme la variable d'environnement CARNET.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


def carnet() -> Path:
    nom = os.environ.get("CARNET")
    if not nom:
        sys.exit("recettes : la variable CARNET n'est pas définie")
    return Path(nom)


def quantites(recette: str, convives: int) -> str:
    fiche = carnet() / f"{recette}.txt"
    if not fiche.is_file():
        connues = ", ".join(sorted(un.stem for un in carnet().glob("*.txt"))) or "aucune"
        sys.exit(f"recettes : {fiche} n'existe pas ; recettes connues : {connues}")
    titre, *lignes = fiche.read_text(encoding="utf-8").splitlines()
    suite = [titre.split(",")[0] + f", pour {convives} convives"]
    for ligne in lignes:
        nombre, unite, nom = ligne.split(";")
        suite.append(f"{int(nombre) * convives / 4:g} {unite} {nom}".replace("  ", " "))
    return "\n".join(suite)


class Reponse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        try:
            recette, convives = self.path.strip("/").split("/")
            etat, texte = 200, quantites(recette, int(convives))
        except (ValueError, SystemExit):
            etat, texte = 404, "Demandez par exemple /crepes/12"
        corps = texte.encode("utf-8")
        self.send_response(etat)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--web"]:
            HTTPServer(("", 8080), Reponse).serve_forever()
        case ["--verifier"]:
            for recette in ("crepes", "soupe", "gratin"):
                quantites(recette, 4)
            print("le carnet se lit")
        case [recette, convives] if convives.isdecimal():
            print(quantites(recette, int(convives)))
        case _:
            sys.exit(__doc__)
