"""Répond à GET /station-007/jour-0123 par la moyenne de ce jour. Ne lit que resume.json."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

RESUME = json.loads(Path(__file__).with_name("resume.json").read_text(encoding="utf-8"))


class Reponse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        mesure = RESUME.get(self.path.strip("/"))
        corps = json.dumps(mesure if mesure else {"erreur": "relevé inconnu"}).encode("utf-8")
        self.send_response(200 if mesure else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)


if __name__ == "__main__":
    HTTPServer(("", 8000), Reponse).serve_forever()
