"""The soak, as a table: `make soak`."""

from __future__ import annotations

from tests.soak import soak


def measure(submissions: int = 200) -> dict[str, float]:
    """200 submissions, 20 of them hostile, two workers, one of them killed whenever 20 have a verdict."""
    found = soak(submissions, hostile=submissions // 10, between_kills=20)
    for problem in [*found.wrong, *found.left]:
        print(f"| PROBLEM: {problem} | |")
    states = {f"verdict {state}": float(count) for state, count in sorted(found.states.items())}
    return states | {
        "without a verdict, or graded other than once": len(found.wrong),
        "workers killed": found.kills,
        "tries in all": found.tries,
        "left behind: containers, data roots, sockets, mounts, control groups, files": len(found.left),
        "engine memory before, MB": found.before.memory / 1e6,
        "engine memory after, MB": found.after.memory / 1e6,
        "pool in use before, MB": found.before.pool / 1e6,
        "pool in use after, MB": found.after.pool / 1e6,
        "engine data root before, MB": found.before.data_root / 1e6,
        "engine data root after, MB": found.after.data_root / 1e6,
        "seconds in all": found.seconds,
        "submissions/min": 60 * found.submissions / found.seconds,
    }
