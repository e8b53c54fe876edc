"""Envoie l'infolettre avec le jeton JETON_ENVOI, donné au conteneur : docker run --env-file .env infolettre"""

import os
import sys
from pathlib import Path

if not os.environ.get("JETON_ENVOI"):
    sys.exit("envoyer : JETON_ENVOI n'est pas défini ; donnez-le au conteneur, avec docker run --env-file")
print(f"infolettre prête : {Path('infolettre.html').stat().st_size} octets")
