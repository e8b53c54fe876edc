"""A mail server on loopback, which can be told to fall silent at some word of the conversation."""

from __future__ import annotations

import email
import socketserver
import threading
from email.message import Message
from types import TracebackType

GREETING, TEXT = "greeting", "text"  # what is no command


class MailServer:
    """Keeps the letters that it took. It falls silent at `hangs_at`: a command, or one of the above."""

    def __init__(self, hangs_at: str = "") -> None:
        self.hangs_at = hangs_at
        self.letters: list[Message] = []
        self.it_hangs = threading.Event()
        self._over = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._conversation())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> MailServer:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def _conversation(mail) -> type[socketserver.StreamRequestHandler]:  # noqa: N805  the inner self is the handler's
        class Conversation(socketserver.StreamRequestHandler):
            def answer(self, to: str, line: str) -> None:
                if to == mail.hangs_at:
                    mail.it_hangs.set()
                    mail._over.wait()
                self.wfile.write(f"{line}\r\n".encode())

            def handle(self) -> None:
                self.answer(GREETING, "220 here")
                while line := self.rfile.readline():
                    command = line.split()[0].decode().upper()
                    self.answer(command, "354 go on" if command == "DATA" else "250 so be it")
                    if command == "DATA" and (letter := self.letter()):
                        self.answer(TEXT, "250 taken")
                        mail.letters.append(letter)

            def letter(self) -> Message | None:
                """None when its sender went away in the middle of it."""
                lines = list[bytes]()
                while line := self.rfile.readline():
                    if line == b".\r\n":
                        return email.message_from_bytes(b"".join(lines))
                    lines.append(line)
                return None

        return Conversation
