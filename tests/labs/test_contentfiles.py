from __future__ import annotations

from pathlib import Path

import pytest

from labs.contentfiles import MAX_FILE_BYTES, MAX_FILES, ContentError, decode, read_folder, read_text


def test_a_folder_is_read_with_names_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("a\n")
    (tmp_path / ".dockerignore").write_text("*\n")
    (tmp_path / "commands.txt").write_text("docker build .\n")
    assert read_folder(tmp_path, ignore=("commands.txt",)) == {".dockerignore": "*\n", "src/a.py": "a\n"}


def test_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeff# Été\r\n".encode())
    assert read_text(tmp_path / "a.md") == "# Été\n"


def test_what_is_not_utf8_is_named_with_its_offset() -> None:
    with pytest.raises(ContentError, match=r"a\.md: expected UTF-8 text, found byte 0xe9 at offset 2"):
        decode("# é".encode("latin-1"), Path("a.md"))


def test_a_nul_byte_is_named_with_its_offset() -> None:
    with pytest.raises(ContentError, match=r"a\.md: expected text, found a NUL byte at offset 3"):
        decode("é\n\0".encode(), Path("a.md"))


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(ContentError, match="link: a symbolic link"):
        read_folder(folder)
    (folder / "link").unlink()
    (folder / "sub").symlink_to(tmp_path)
    with pytest.raises(ContentError, match="sub: a symbolic link"):
        read_folder(folder)
    with pytest.raises(ContentError, match="sub: a symbolic link"):
        read_folder(folder / "sub")


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such file"):
        read_text(tmp_path)


def test_large_and_many_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    with pytest.raises(ContentError, match="large: larger than"):
        read_folder(tmp_path)
    (tmp_path / "large").unlink()
    for number in range(MAX_FILES + 1):
        (tmp_path / str(number)).touch()
    with pytest.raises(ContentError, match=f"expected at most {MAX_FILES} files"):
        read_folder(tmp_path)
