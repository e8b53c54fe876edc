"""The school's weather station: takes temperatures in, keeps them, gives them out.

    POST /readings    the body is a temperature, such as 21.5
    GET /readings     all that there are, one a line
    GET /health       "ok" when the station can write its data

It listens on the address ADDRESS (127.0.0.1 if nothing is said) and port 8080, keeps the readings in memory, and
writes them to the folder DATA_DIR only every minute, or when it is asked to stop (SIGTERM).
"""

import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FILE = Path(os.environ.get("DATA_DIR", "/data")) / "readings.txt"
readings: list[str] = []


def save() -> None:
    FILE.write_text("".join(f"{one}\n" for one in readings), encoding="utf-8")


def every_minute() -> None:
    save()
    timer = threading.Timer(60, every_minute)
    timer.daemon = True
    timer.start()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/health":
            writable = os.access(FILE.parent, os.W_OK)
            self.answer(200 if writable else 503, "ok" if writable else f"{FILE.parent} can't be written to")
        elif self.path == "/readings":
            self.answer(200, "\n".join(readings))
        else:
            self.answer(404, "nothing here")

    def do_POST(self) -> None:
        try:
            text = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 100)).decode()
            readings.append(f"{float(text):.1f}")
            self.answer(201, "noted")
        except ValueError:
            self.answer(400, "a temperature was expected, such as 21.5")

    def answer(self, status: int, text: str) -> None:
        body = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def stop(*_: object) -> None:
    try:
        save()
    except OSError as error:
        sys.exit(f"station: {len(readings)} readings lost: {error}")
    print(f"station: {len(readings)} readings saved, stopping", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        readings += FILE.read_text(encoding="utf-8").split()
    except OSError:
        pass
    if os.access(FILE.parent, os.W_OK):
        every_minute()
    server = ThreadingHTTPServer((os.environ.get("ADDRESS", "127.0.0.1"), 8080), Answer)
    print(f"station: process {os.getpid()}, listening on {server.server_address}", flush=True)
    server.serve_forever()
