"""Sort avec 0 si la station va bien, avec 1 sinon. Pour HEALTHCHECK."""

import sys
from urllib.request import urlopen

try:
    with urlopen("http://127.0.0.1:8080/sante", timeout=2) as reponse:
        print(reponse.read().decode())
except OSError as erreur:
    sys.exit(f"sonde : {erreur}")
