"""The registry of a lab that has one: in the daemon's own container, so that all that limits the daemon limits it too.

It is reached from nowhere but the daemon's loopback, keeps what it is given in the daemon's data root, and ends with
the daemon. `starting` starts it, before the learner's first command; `stored` reads what was pushed to it.
"""

from __future__ import annotations

ADDRESS = "localhost:5000"  # of which docker asks no certificate
