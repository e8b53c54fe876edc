"""Writes a file of readings: one line for each station and hour.

The values are made up, and always the same: record.py DESTINATION [DAYS].
"""

import random
import sys

STATIONS = 50


def record(destination: str, days: int) -> None:
    chance = random.Random(2026)
    with open(destination, "w", encoding="utf-8") as file:
        for day in range(days):
            for station in range(STATIONS):
                base = chance.uniform(-5.0, 30.0)
                file.writelines(
                    f"{day:04d};{station:03d};{hour:02d};{base + hour / 4:+06.2f};automatic reading\n"
                    for hour in range(24)
                )


if __name__ == "__main__":
    record(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 600)
