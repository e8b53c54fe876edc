from typing import Any

import pytest

from grading.checks.user import User
from grading.outcome import Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import with_config, work
from tests.grading.said import said

DOCKERFILE = "FROM a\nUSER root\nRUN x\nUSER app\n"


def judged(user: Any, **parameters: Any) -> Finding:
    return User().judge(parameters, work(with_config(User=user), DOCKERFILE))


@pytest.mark.parametrize("user", ["", "root", "0", "0:0", "root:app", "00", None, 7])
def test_root_in_any_spelling_earns_nothing(user: Any) -> None:
    finding = judged(user)
    assert finding.fraction == 0
    assert said(finding.message) == "The image runs as root: USER says who it runs as."


@pytest.mark.parametrize("user", ["app", "1000", "1000:1000", "app:app"])
def test_anybody_else_earns_all(user: str) -> None:
    finding = judged(user)
    assert (finding.fraction, finding.evidence.line) == (1, 4)


def test_a_name_earns_half_where_a_number_is_asked_for() -> None:
    assert judged("1000:app", numeric=True).fraction == 1
    finding = judged("app", numeric=True)
    assert finding.fraction == 0.5
    assert said(finding.message) == "The image runs as app: write the user's number."


def test_the_wrong_parameter_is_refused_by_key() -> None:
    with pytest.raises(CheckError, match="numeric"):
        User().validate({"numeric": "yes"}, None)
