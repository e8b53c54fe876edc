"""Un service web minuscule : chaque visite reçoit une phrase tirée au hasard."""

import random
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

PORT = 8000
PHRASES = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines()


class Reponse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        corps = random.choice(PHRASES).encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)


if __name__ == "__main__":
    print(f"{len(PHRASES)} phrases, port {PORT}", flush=True)
    HTTPServer(("", PORT), Reponse).serve_forever()
