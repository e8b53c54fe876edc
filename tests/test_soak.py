from __future__ import annotations

import pytest

from tests.soak import soak

pytestmark = [pytest.mark.engine, pytest.mark.timeout(400)]


def test_twenty_submissions_two_of_them_hostile_and_a_killed_worker_leave_nothing() -> None:
    """`make soak` is the long version."""
    found = soak(submissions=20, hostile=2, between_kills=10)
    assert found.wrong == []
    assert sum(found.states.values()) == 20
    assert found.kills == 1
    assert found.left == []
    assert found.after.pool - found.before.pool < 32 << 20
    assert found.after.memory - found.before.memory < 64 << 20
