"""Écrit un fichier de relevés : une ligne par station et par heure.

Les valeurs sont inventées, toujours les mêmes : relever.py DESTINATION [JOURS].
"""

import random
import sys

STATIONS = 50


def relever(destination: str, jours: int) -> None:
    hasard = random.Random(2026)
    with open(destination, "w", encoding="utf-8") as fichier:
        for jour in range(jours):
            for station in range(STATIONS):
                base = hasard.uniform(-5.0, 30.0)
                fichier.writelines(
                    f"{jour:04d};{station:03d};{heure:02d};{base + heure / 4:+06.2f};mesure automatique\n"
                    for heure in range(24)
                )


if __name__ == "__main__":
    relever(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 600)
