"""La station météo du lycée : reçoit des températures, les garde, les rend.

    POST /releves    le corps est une température, comme 21.5
    GET /releves     toutes celles que l'on a, une par ligne
    GET /sante       « ok » quand la station peut écrire ses données

Elle écoute sur l'adresse ADRESSE (127.0.0.1 si rien n'est dit) et le port 8080, garde les relevés en mémoire et ne
les écrit dans le dossier DONNEES que toutes les minutes, ou quand on lui demande de s'arrêter (SIGTERM).
"""

import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FICHIER = Path(os.environ.get("DONNEES", "/donnees")) / "releves.txt"
releves: list[str] = []


def enregistrer() -> None:
    FICHIER.write_text("".join(f"{un}\n" for un in releves), encoding="utf-8")


def toutes_les_minutes() -> None:
    enregistrer()
    minuterie = threading.Timer(60, toutes_les_minutes)
    minuterie.daemon = True
    minuterie.start()


class Reponse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/sante":
            ecrit = os.access(FICHIER.parent, os.W_OK)
            self.repondre(200 if ecrit else 503, "ok" if ecrit else f"{FICHIER.parent} ne se laisse pas écrire")
        elif self.path == "/releves":
            self.repondre(200, "\n".join(releves))
        else:
            self.repondre(404, "rien ici")

    def do_POST(self) -> None:
        try:
            texte = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 100)).decode()
            releves.append(f"{float(texte):.1f}")
            self.repondre(201, "noté")
        except ValueError:
            self.repondre(400, "une température était attendue, comme 21.5")

    def repondre(self, etat: int, texte: str) -> None:
        corps = texte.encode("utf-8")
        self.send_response(etat)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)


def arreter(*_: object) -> None:
    try:
        enregistrer()
    except OSError as erreur:
        sys.exit(f"station : {len(releves)} relevés perdus : {erreur}")
    print(f"station : {len(releves)} relevés enregistrés, arrêt", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, arreter)
    try:
        releves += FICHIER.read_text(encoding="utf-8").split()
    except OSError:
        pass
    if os.access(FICHIER.parent, os.W_OK):
        toutes_les_minutes()
    serveur = ThreadingHTTPServer((os.environ.get("ADRESSE", "127.0.0.1"), 8080), Reponse)
    print(f"station : processus {os.getpid()}, écoute sur {serveur.server_address}", flush=True)
    serveur.serve_forever()
