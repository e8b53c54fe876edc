"""Calcule les marées de 2026, tous les quarts d'heure, pour huit ports : calculer.py DESTINATION

Une ligne par relevé : port;jour;heure;hauteur en mètres. Les constantes sont inventées, mais la lune y est.
"""

import math
import sys
from datetime import date, timedelta

PORTS = {
    "brest": (4.1, 2.6), "saint-malo": (6.7, 4.4), "calais": (4.0, 2.5), "dieppe": (4.9, 3.1),
    "la-rochelle": (3.8, 2.1), "arcachon": (2.5, 1.5), "concarneau": (3.0, 1.7), "le-havre": (4.9, 2.7),
}  # fmt: skip
DEBUT = date(2026, 1, 1)
LUNE, SOLEIL = 12.4206, 12.0  # heures entre deux pleines mers


def hauteur(moyenne: float, amplitude: float, heures: float) -> float:
    lune = math.cos(2 * math.pi * heures / LUNE)
    soleil = math.cos(2 * math.pi * heures / SOLEIL)
    return moyenne + amplitude * (0.75 * lune + 0.25 * soleil)


with open(sys.argv[1], "w", encoding="utf-8") as table:
    for port, (moyenne, amplitude) in PORTS.items():
        for jour in range(365):
            le_jour = DEBUT + timedelta(days=jour)
            for quart in range(96):
                h = hauteur(moyenne, amplitude, 24 * jour + quart / 4)
                table.write(f"{port};{le_jour};{quart // 4:02d}:{quart % 4 * 15:02d};{h:.2f}\n")
