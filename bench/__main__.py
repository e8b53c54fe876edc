"""Run every measurement once and print the tables: `make bench`, or `python -m bench daemon page` for some."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseplatform.settings")
django.setup()

from bench import daemon, image_facts, page, verdict  # noqa: E402  Django must be set up first

MEASUREMENTS = {
    "verdict": ("Submit to verdict, the first lab's solution (seconds)", verdict.measure),
    "daemon": ("A fresh daemon (seconds)", daemon.measure),
    "image_facts": ("Image facts beside docker save (seconds)", image_facts.measure),
    "page": ("The module page beside an empty view", page.measure),
}


def main() -> None:
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    for name in wanted:
        title, measure = MEASUREMENTS[name]
        print(f"\n### {title}\n\n| what | figure |\n| --- | --- |")
        for what, figure in measure().items():
            print(f"| {what} | {figure:.3g} |", flush=True)


main()
