"""Runs containers of a built image in the submission's own daemon, bounded, and removes each at its end.

What such a container may use is what its daemon may: limits set inside are discarded. So memory, processes and disk
are watched from outside while it runs. What it prints, and what the daemon says of it, is never believed.
"""

from grading.containers.container import Container, NotStarted, started
from grading.containers.running import Ran, Stopped, run
from grading.containers.spec import ContainerSpec

__all__ = ["Container", "ContainerSpec", "NotStarted", "Ran", "Stopped", "run", "started"]
