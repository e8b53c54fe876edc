"""The kitchen's recipes, scaled to the number of guests.

    recipes.py RECIPE GUESTS    the quantities for so many guests
    recipes.py --web            the same, on port 8080: /pancakes/12
    recipes.py --check          stops with an error if the cookbook can't be read

The cookbook is the folder that the environment variable COOKBOOK names.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


def cookbook() -> Path:
    name = os.environ.get("COOKBOOK")
    if not name:
        sys.exit("recipes: the variable COOKBOOK is not set")
    return Path(name)


def quantities(recipe: str, guests: int) -> str:
    card = cookbook() / f"{recipe}.txt"
    if not card.is_file():
        known = ", ".join(sorted(one.stem for one in cookbook().glob("*.txt"))) or "none"
        sys.exit(f"recipes: {card} does not exist; known recipes: {known}")
    title, *lines = card.read_text(encoding="utf-8").splitlines()
    text = [title.split(",")[0] + f", for {guests} guests"]
    for line in lines:
        number, unit, name = line.split(";")
        text.append(f"{int(number) * guests / 4:g} {unit} {name}".replace("  ", " "))
    return "\n".join(text)


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        try:
            recipe, guests = self.path.strip("/").split("/")
            status, text = 200, quantities(recipe, int(guests))
        except (ValueError, SystemExit):
            status, text = 404, "Ask for /pancakes/12, for example"
        body = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--web"]:
            HTTPServer(("", 8080), Answer).serve_forever()
        case ["--check"]:
            for recipe in ("pancakes", "soup", "gratin"):
                quantities(recipe, 4)
            print("the cookbook reads well")
        case [recipe, guests] if guests.isdecimal():
            print(quantities(recipe, int(guests)))
        case _:
            sys.exit(__doc__)
