"""Run every measurement once and print the tables: `make bench`, or `python -m bench daemon page` for some."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseplatform.settings")
django.setup()

from bench.checks import measure as checks  # noqa: E402  Django must be set up first
from bench.daemon import measure as daemon  # noqa: E402
from bench.explorer import measure as explorer  # noqa: E402
from bench.image_facts import measure as image_facts  # noqa: E402
from bench.packages import measure as packages  # noqa: E402
from bench.page import measure as page  # noqa: E402
from bench.soak import measure as soak  # noqa: E402
from bench.spares import measure as spares  # noqa: E402
from bench.throughput import measure as throughput  # noqa: E402
from bench.verdict import measure as verdict  # noqa: E402

MEASUREMENTS = {
    "verdict": ("Submit to verdict, the first lab's solution (seconds)", verdict),
    "daemon": ("A fresh daemon (seconds)", daemon),
    "throughput": ("Builds a minute", throughput),
    "spares": ("A build while a spare starts (seconds)", spares),
    "packages": ("apt-get through the package proxy (seconds)", packages),
    "image_facts": ("Image facts beside docker save (seconds)", image_facts),
    "explorer": ("An image of 50,000 files, looked into (seconds of the processor)", explorer),
    "checks": ("Checks beyond the build (seconds)", checks),
    "soak": ("200 submissions, hostile ones among them, while workers are killed", soak),
    "page": ("The module page beside an empty view", page),
}


def main() -> None:
    wanted = sys.argv[1:] or [name for name in MEASUREMENTS if name != "soak"]
    for name in wanted:
        title, measure = MEASUREMENTS[name]
        print(f"\n### {title}\n\n| what | figure |\n| --- | --- |")
        for what, figure in measure().items():
            print(f"| {what} | {figure:.3g} |", flush=True)


main()
