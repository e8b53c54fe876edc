"""Sends the newsletter with the token SEND_TOKEN, given to the container: docker run --env-file .env newsletter"""

import os
import sys
from pathlib import Path

if not os.environ.get("SEND_TOKEN"):
    sys.exit("send: SEND_TOKEN is not set; give it to the container, with docker run --env-file")
print(f"newsletter ready: {Path('newsletter.html').stat().st_size} bytes")
