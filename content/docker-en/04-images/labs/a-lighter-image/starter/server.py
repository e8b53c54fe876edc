"""Answers GET /station-007/day-0123 with that day's average. Reads nothing but averages.json."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

AVERAGES = json.loads(Path(__file__).with_name("averages.json").read_text(encoding="utf-8"))


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        one = AVERAGES.get(self.path.strip("/"))
        body = json.dumps(one if one else {"error": "no such reading"}).encode("utf-8")
        self.send_response(200 if one else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    HTTPServer(("", 8000), Answer).serve_forever()
