"""Boils the hourly readings down to one average for each station and day: average.py SOURCE DESTINATION."""

import json
import sys


def average(source: str, destination: str) -> None:
    sums: dict[str, float] = {}
    with open(source, encoding="utf-8") as file:
        for line in file:
            day, station, _, value, _ = line.split(";")
            key = f"station-{station}/day-{day}"
            sums[key] = sums.get(key, 0.0) + float(value)
    averages = {
        key: {"mean_temperature": round(total / 24, 2), "unit": "celsius", "readings": 24} for key, total in sums.items()
    }
    with open(destination, "w", encoding="utf-8") as file:
        json.dump(averages, file, indent=1)


if __name__ == "__main__":
    average(sys.argv[1], sys.argv[2])
