"""Every attack ends as its expect.toml says, and after each group nothing is left, changed or slower to answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.attacks import aftermath, cases
from tests.attacks.runner import Campaign

pytestmark = pytest.mark.engine

NAMES = cases.names()
GROUPS = list(dict.fromkeys(name.partition("/")[0] for name in NAMES))
PATIENCE = 170  # seconds


@pytest.fixture(scope="module")
def campaign(request: pytest.FixtureRequest) -> Iterator[Campaign]:
    """Runs, in the background, the attacks whose tests were asked for."""
    asked = [item.callspec.params for item in request.session.items if getattr(item, "callspec", None)]  # type: ignore[attr-defined]
    names = {params["name"] for params in asked if "name" in params} & set(NAMES)
    groups = {params["group"] for params in asked if "group" in params}
    with aftermath.bait() as bait:
        running = Campaign(
            [name for name in NAMES if name in names or name.partition("/")[0] in groups], bait
        )
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        yield running
        thread.join(PATIENCE)


@pytest.mark.parametrize("name", NAMES)
def test_attack(name: str, campaign: Campaign) -> None:
    result = campaign.results[name].result(PATIENCE)
    assert result.wrong == [], result.line()


@pytest.mark.parametrize("group", GROUPS)
def test_after_the_group_the_world_is_as_before(group: str, campaign: Campaign) -> None:
    result = campaign.after[group].result(PATIENCE)
    assert result.wrong == [], result.line()


def test_every_folder_of_attacks_is_in_a_known_group() -> None:
    found = {path.parent.parent.name for path in cases.FOLDER.glob("*/*/expect.toml")}
    assert found <= set(cases.GROUPS)
