"""A tiny web service: every visitor gets a quote, picked at random."""

import random
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

PORT = 8000
QUOTES = Path(__file__).with_name("quotes.txt").read_text(encoding="utf-8").splitlines()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = random.choice(QUOTES).encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    print(f"{len(QUOTES)} quotes, port {PORT}", flush=True)
    HTTPServer(("", PORT), Answer).serve_forever()
