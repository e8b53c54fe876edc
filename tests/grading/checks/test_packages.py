from dataclasses import replace
from typing import Any

import pytest

from grading.checks.packages import Packages
from grading.outcome import Evidence, Work
from grading.probes.recommended import Recommended, unneeded
from grading.tree import Entry, LayerFiles, Package, Tree
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

STATUS = "var/lib/dpkg/status"
BASIC = [Package("dpkg", "libc6", "2.36"), Package("dpkg", "gcc-12-base", "12")]
MORE = [Package("dpkg", "curl", "7.88"), Package("dpkg", "gcc", "12.2"), Package("dpkg", "krb5-locales", "1")]


def built(names: list[str] | None = None) -> Work:
    base = LayerFiles({STATUS: Entry("file", 9)}, packages={STATUS: BASIC})
    own = LayerFiles(
        {STATUS: Entry("file", 99), "six.dist-info/METADATA": Entry("file", 5)},
        packages={STATUS: [*BASIC, *MORE], "six.dist-info/METADATA": [Package("pip", "six", "1.16")]},
    )
    image = replace(an_image([(500, 3)]), tree=Tree((base, own)))
    return replace(work(image), answers={Recommended().key: {"names": names or []}})


def judge(names: list[str] | None = None, **parameters: Any) -> tuple[float, str, Evidence]:
    Packages().validate(parameters, None)
    finding = Packages().judge(parameters, built(names))
    return finding.fraction, said(finding.message), finding.evidence


def test_packages_as_asked_for_earn_all() -> None:
    assert judge(required=["curl", "six", "libc6"], forbidden=["make"], most=4, recommended=False)[:2] == (
        1.0,
        "The packages are as asked for.",
    )


def test_a_forbidden_package_is_named_with_its_version_and_line() -> None:
    fraction, message, place = judge(forbidden=["gcc", "make"])
    assert (fraction, message) == (0.5, "As asked for: 1 of 2. The package gcc (12.2) is in the image.")
    assert place == Evidence(line=3, layer=1)


def test_what_the_base_image_has_is_nobodys_fault() -> None:
    assert judge(forbidden=["gcc-12-base"], most=4)[0] == 1


def test_a_missing_package_is_named() -> None:
    assert judge(required=["curl", "wget"])[:2] == (
        0.5,
        "As asked for: 1 of 2. The package wget is not installed.",
    )


def test_too_many_are_counted_above_the_base() -> None:
    assert judge(most=3)[:2] == (
        0.0,
        "4 packages were added to the base image's; at most 3 were asked for.",
    )
    assert judge(most=1, manager="pip")[0] == 1


def test_recommended_extras_are_named_with_what_leaves_them_out() -> None:
    fraction, message, place = judge(["krb5-locales"], recommended=False)
    assert fraction == 0
    assert message == (
        "1 packages came only because others recommend them: krb5-locales. "
        "apt-get install --no-install-recommends leaves them out."
    )
    assert place.line == 3


def test_one_manager_alone_is_looked_at_when_asked() -> None:
    assert judge(required=["curl"], manager="pip")[0] == 0


DPKG = """\
Package: curl
Status: install ok installed
Depends: libc6 (>= 2.34), libcurl4 (= 7.88) | libcurl3

Package: libcurl4
Status: install ok installed
Provides: curl-library
Recommends: ca-certificates
Description: one
 Depends: krb5-locales

Package: ca-certificates
Status: install ok installed

Package: krb5-locales
Status: install ok installed

Package: gone
Status: deinstall ok config-files
Depends: krb5-locales

Package: mail
Status: install ok installed
Depends: mta

Package: exim
Status: install ok installed
Provides: mta (= 1)
"""
MARKS = "\n\n".join(
    f"Package: {name}\nArchitecture: amd64\nAuto-Installed: {auto}"
    for name, auto in [("libcurl4", 1), ("krb5-locales", 1), ("ca-certificates", 0), ("exim", 1)]
)


def test_only_what_came_by_itself_and_nothing_depends_on_is_unneeded() -> None:
    assert unneeded(DPKG, MARKS) == {"krb5-locales"}


@pytest.mark.parametrize("text", ["", "\n\n\n", "Package\n", ":\n:", "\x00\nPackage: ", "Auto-Installed: 1"])
def test_databases_may_hold_anything(text: str) -> None:
    assert unneeded(text, text) == set()


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "required"),
        ({"manager": "dpkg"}, "required"),
        ({"required": "curl"}, "required"),
        ({"forbidden": [1]}, "forbidden"),
        ({"most": -1}, "most"),
        ({"recommended": True}, "recommended"),
        ({"most": 1, "manager": "rpm"}, "manager"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Packages().validate(parameters, None)
    assert refused.value.key == key
