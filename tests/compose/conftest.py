from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Only who asks for these by their marker gets them: they take minutes and a Docker of their own."""
    if "compose" in config.option.markexpr:
        return
    unasked = [item for item in items if item.get_closest_marker("compose")]
    config.hook.pytest_deselected(items=unasked)
    items[:] = [item for item in items if item not in unasked]
