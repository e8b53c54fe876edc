"""`make attack`: every attack, or those whose names begin with the words given, as a table."""

from __future__ import annotations

import sys
import threading
import time

import django

django.setup()

from grading import engine  # noqa: E402
from grading.base_images import golden, preparing  # noqa: E402
from tests.attacks import aftermath, cases  # noqa: E402
from tests.attacks.runner import Campaign  # noqa: E402


def main(wanted: list[str]) -> int:
    names = [name for name in cases.names() if not wanted or name.startswith(tuple(wanted))]
    if not names:
        print("No attack has such a name.", file=sys.stderr)
        return 2
    was_up = engine.is_up()
    preparing.prepare(lambda line: None)
    engine.ensure_running()
    golden.mount_pool()
    began = time.monotonic()
    wrong = 0
    print(f"{'attack':<44} {'verdict':<16} {'s':>6} {'memory':>9}  {'left over':<10}")
    with aftermath.bait() as bait:
        campaign = Campaign(names, bait)
        runs = threading.Thread(target=campaign.run)
        runs.start()
        for group in campaign.groups:
            mine = [campaign.results[name] for name in names if name.startswith(f"{group}/")]
            for result in (future.result() for future in [*mine, campaign.after[group]]):
                print(result.line(), flush=True)
                wrong += bool(result.wrong)
        runs.join()
    print(f"{len(names)} attacks in {time.monotonic() - began:.0f} s, {wrong or 'none'} not as expected.")
    if not was_up:
        engine.stop()
    return 1 if wrong else 0


sys.exit(main(sys.argv[1:]))
