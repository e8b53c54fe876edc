"""Exits with 0 if the station is well, with 1 if not. For HEALTHCHECK."""

import sys
from urllib.request import urlopen

try:
    with urlopen("http://127.0.0.1:8080/health", timeout=2) as response:
        print(response.read().decode())
except OSError as error:
    sys.exit(f"probe: {error}")
