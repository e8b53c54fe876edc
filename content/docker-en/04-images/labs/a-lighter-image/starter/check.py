"""Checks that averages are plausible, and stops with an error if they aren't: check.py AVERAGES."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    averages = json.load(file)
for key, one in averages.items():
    if not -20 <= one["mean_temperature"] <= 50:
        sys.exit(f"{key}: {one['mean_temperature']} °C is not plausible")
print(f"{len(averages)} averages checked")
