"""Vérifie qu'un résumé est complet et plausible ; sort en erreur sinon : verifier.py RESUME."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as fichier:
    resume = json.load(fichier)
for cle, mesure in resume.items():
    if not -20 <= mesure["temperature_moyenne"] <= 50:
        sys.exit(f"{cle} : {mesure['temperature_moyenne']} °C n'est pas plausible")
print(f"{len(resume)} moyennes vérifiées")
