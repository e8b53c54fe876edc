from __future__ import annotations

import pytest

from labs.limits import format_size, parse_size


@pytest.mark.parametrize(
    ("written", "size"),
    [("512m", 512 << 20), ("1g", 1 << 30), ("1.5G", 3 << 29), ("64k", 64 << 10), ("2gb", 2 << 30)],
)
def test_sizes_are_binary_as_dockers_are(written: str, size: int) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize("written", ["", "1", "g", "1t", "-1g", "1 g", "1e9m", "١m"])
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="expected a number with a unit k, m or g"):
        parse_size(written)


@pytest.mark.parametrize("size", [1 << 30, 512 << 20, 3 << 29, 64 << 10])
def test_a_size_is_written_so_that_it_is_read_again(size: int) -> None:
    assert parse_size(format_size(size)) == size
