from __future__ import annotations

import pytest

from labs.markdown import render


def html(source: str) -> str:
    return str(render(source).html)


def test_the_first_heading_is_the_title_and_left_to_the_page() -> None:
    rendered = render("# Les `images` & co\n\nTexte.\n")
    assert rendered.title == "Les images & co"
    assert rendered.html == "<p>Texte.</p>"


def test_a_text_without_title_keeps_everything() -> None:
    rendered = render("Texte.\n\n## À faire\n")
    assert rendered.title == ""
    assert "<p>Texte.</p>" in rendered.html


def test_a_second_title_becomes_a_section() -> None:
    assert [heading.title for heading in render("# A\n\n## B\n\n# C\n").sections] == ["B", "C"]


def test_each_level_2_heading_opens_a_section() -> None:
    rendered = render("# T\n\nAvant.\n\n## Un\n\nA.\n\n### Détail\n\nB.\n\n## Deux\n\nC.\n")
    assert rendered.html == (
        "<p>Avant.</p>\n"
        '<section id="s-un" data-section="s-un"><h2>Un</h2>\n<p>A.</p>\n<h3 id="s-detail">Détail</h3>\n<p>B.</p>\n'
        '</section><section id="s-deux" data-section="s-deux"><h2>Deux</h2>\n<p>C.</p></section>'
    )
    assert [(h.level, h.anchor) for h in rendered.toc] == [(2, "s-un"), (3, "s-detail"), (2, "s-deux")]


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("🎯 Objectifs pédagogiques", "s-objectifs-pedagogiques"),
        ("🏷️ Gestion des tags", "s-gestion-des-tags"),
        ("Qu’est-ce qu'une image ?", "s-qu-est-ce-qu-une-image"),
        ("Le cœur du `Dockerfile`", "s-le-coeur-du-dockerfile"),
        ("漢字", "s-漢字"),
        ("🎯", "s-section"),
    ],
)
def test_anchors_have_no_accents_and_no_emoji(title: str, anchor: str) -> None:
    (heading,) = render(f"## {title}\n").sections
    assert heading.anchor == anchor


def test_equal_headings_have_different_anchors() -> None:
    anchors = [heading.anchor for heading in render("## Exemple\n\n## Exemple\n").sections]
    assert len(set(anchors)) == 2


def test_a_heading_in_a_quote_opens_no_section() -> None:
    rendered = render("> ## Cité\n\n## Vrai\n")
    assert [heading.title for heading in rendered.sections] == ["Vrai"]
    assert [heading.title for heading in rendered.toc] == ["Cité", "Vrai"]


def test_a_heading_in_code_is_code() -> None:
    assert render("```dockerfile\n## Étape\nFROM a\n```\n").toc == ()


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "a <script src=//x.example/y.js></script> b",
        '<img src="x" onerror="alert(1)">',
        '<div onclick="alert(1)" style="color: red">a</div>',
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        '<a href="java\tscript:alert(1)">a</a>',
        "[a](data:text/html,<script>alert(1)</script>)",
        "<iframe src=//x.example></iframe>",
        '<form action="//x.example"><input name="password"></form>',
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<style>body{display:none}</style>",
        '## <b onmouseover="alert(1)">a</b>',
        "```html\n</code></pre><script>alert(1)</script>\n```",
        '!!! tip "<script>alert(1)</script>"\n    a',
        "| a |\n| --- |\n| <script>alert(1)</script> |",
    ],
)
def test_nothing_that_acts_survives(source: str) -> None:
    made = html(f"## Avant\n\n{source}\n\n## Après\n").replace("&lt;script", "")
    for word in (
        "<script",
        "onerror=",
        "onclick=",
        "onmouseover=",
        "style=",
        "javascript:",
        "data:",
        "<iframe",
        "<form",
    ):
        assert word not in made.lower()
    assert made.count("<section ") == made.count("</section>")


def test_raw_html_cannot_end_or_open_a_section() -> None:
    made = html('## A\n\n</section><section id="main"></div>\n\n## B\n')
    assert made.count("<section ") == made.count("</section>")
    assert 'id="main"' not in made


def test_only_expected_classes_survive() -> None:
    made = html('<span class="k admin-bar">a</span>\n\n!!! tip "Un indice"\n    Texte\n')
    assert 'class="k"' in made
    assert '<div class="admonition tip">' in made
    assert '<p class="admonition-title">Un indice</p>' in made


def test_links_do_not_hand_over_the_page() -> None:
    assert 'rel="noopener"' in html("[a](https://example.org)")


def test_code_is_highlighted_and_can_be_scrolled_by_keyboard() -> None:
    made = html('```dockerfile\nFROM debian:12-slim\nRUN echo "a" && ls\n```\n')
    assert '<pre tabindex="0">' in made
    assert '<span class="k">FROM</span>' in made
    assert "&amp;&amp;" in made


def test_an_unknown_language_stays_text() -> None:
    assert "SELECT &lt;1&gt;" in html("```no-such-language\nSELECT <1>\n```\n")


def test_tables_keep_their_alignment() -> None:
    assert '<td align="right">1</td>' in html("| a |\n| ---: |\n| 1 |\n")


def test_the_same_text_is_rendered_once() -> None:
    assert render("## Une seule fois\n") is render("## Une seule fois\n")
