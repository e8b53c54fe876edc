"""Réduit les relevés horaires à une moyenne par station et par jour : resumer.py SOURCE DESTINATION."""

import json
import sys


def resumer(source: str, destination: str) -> None:
    sommes: dict[str, float] = {}
    with open(source, encoding="utf-8") as fichier:
        for ligne in fichier:
            jour, station, _, valeur, _ = ligne.split(";")
            cle = f"station-{station}/jour-{jour}"
            sommes[cle] = sommes.get(cle, 0.0) + float(valeur)
    moyennes = {
        cle: {"temperature_moyenne": round(somme / 24, 2), "unite": "celsius", "releves": 24}
        for cle, somme in sommes.items()
    }
    with open(destination, "w", encoding="utf-8") as fichier:
        json.dump(moyennes, fichier, indent=1)


if __name__ == "__main__":
    resumer(sys.argv[1], sys.argv[2])
