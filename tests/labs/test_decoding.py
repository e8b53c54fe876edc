from __future__ import annotations

from pathlib import Path

import pytest

from labs.contentfiles import ContentError
from labs.decoding import Decoded, read_repaired

SAMPLE = Path(__file__).parents[1] / "samples" / "mis-decoded.md"


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Decoded:
    path = tmp_path / "module.md"
    path.write_bytes(text.encode(encoding))
    return read_repaired(path)


def test_text_once_read_as_mac_roman_is_repaired_line_for_line() -> None:
    decoded = read_repaired(SAMPLE)
    assert decoded.text == SAMPLE.read_text("utf-8").encode("mac_roman").decode("utf-8")
    assert [line for line in decoded.text.splitlines() if line.startswith("## ")] == [
        "## 🎯 Ce que l’on apprend",
        "## 🔧 Commandes",
        "## 🚀 Essayer",
        "## 🏷\N{VARIATION SELECTOR-16} Nommer",
    ]
    assert decoded.wrong_encoding == "macroman"
    assert decoded.repaired_lines == 11


def test_quotes_and_entities_in_code_stay_as_written() -> None:
    assert "LABEL resume=\"déjà prêt &amp; 'ça marche' “oui”\"\n" in read_repaired(SAMPLE).text


def test_good_text_is_left_alone(tmp_path: Path) -> None:
    text = "# Été ﬁn “oui” &amp; ½ Ａ\n\nL’œuvre — déjà vue… naïve\u00a0! 🎯\u200d e\u0301\n"
    assert read(tmp_path, text) == Decoded(text)


@pytest.mark.parametrize("wrong", ["mac_roman", "cp1252", "latin-1"])
def test_other_wrong_decodings_are_undone_too(tmp_path: Path, wrong: str) -> None:
    text = "# Création\n\nUne fenêtre ouverte, déjà prêt, forêt.\n"
    assert read(tmp_path, text.encode().decode(wrong)).text == text


def test_one_word_typed_later_does_not_prevent_the_rest(tmp_path: Path) -> None:
    damaged = "# Création\n\n## 🚀 Essayer\n\nDes clés à répéter\n".encode().decode("mac_roman")
    decoded = read(tmp_path, damaged + "\nAjouté après, très bien.\n")
    assert decoded.text == "# Création\n\n## 🚀 Essayer\n\nDes clés à répéter\n\nAjouté après, très bien.\n"


def test_emoji_alone_are_repaired(tmp_path: Path) -> None:
    damaged = "# Images\n\n## 🚀 Try\n".encode().decode("mac_roman")
    assert read(tmp_path, damaged).text == "# Images\n\n## 🚀 Try\n"


def test_a_code_block_about_wrong_decodings_stays(tmp_path: Path) -> None:
    text = "# Les encodages\n\nVoilà ce que l’on voit :\n\n```text\nCrÃ©ation\n```\n"
    assert read(tmp_path, text) == Decoded(text)


def test_what_is_not_utf8_is_refused_with_its_offset(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"module\.md: expected UTF-8 text, found byte 0xe9 at offset 5"):
        read(tmp_path, "# Cr é\n", "latin-1")
