"""Computes the tides of 2026, each quarter of an hour, for eight ports: compute.py DESTINATION

One line for each height: port;day;time;height in metres. The constants are made up, but the moon is in them.
"""

import math
import sys
from datetime import date, timedelta

PORTS = {
    "dover": (4.1, 2.6), "avonmouth": (6.7, 4.4), "plymouth": (4.0, 2.5), "holyhead": (4.9, 3.1),
    "whitby": (3.8, 2.1), "weymouth": (2.5, 1.5), "lerwick": (3.0, 1.7), "liverpool": (4.9, 2.7),
}  # fmt: skip
START = date(2026, 1, 1)
MOON, SUN = 12.4206, 12.0  # hours between two high tides


def height(mean: float, amplitude: float, hours: float) -> float:
    moon = math.cos(2 * math.pi * hours / MOON)
    sun = math.cos(2 * math.pi * hours / SUN)
    return mean + amplitude * (0.75 * moon + 0.25 * sun)


with open(sys.argv[1], "w", encoding="utf-8") as table:
    for port, (mean, amplitude) in PORTS.items():
        for number in range(365):
            day = START + timedelta(days=number)
            for quarter in range(96):
                h = height(mean, amplitude, 24 * number + quarter / 4)
                table.write(f"{port};{day};{quarter // 4:02d}:{quarter % 4 * 15:02d};{h:.2f}\n")
