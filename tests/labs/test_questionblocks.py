from __future__ import annotations

import re

import pytest

from labs.contentfiles import ContentError
from labs.inline import inline
from labs.markdown import render
from labs.question import Question, QuestionKind
from labs.questionblocks import questions_of

ONE = """\
```question
id = "couches"
kind = "one"
text = "Combien de `couches` ?"
why = "Une couche est connue par son contenu."
answers = [
    {text = "Une", right = true},
    {text = "Deux", why = "Ce serait vrai si chaque image gardait une copie."},
]
```
"""
NUMBER = (
    '```question\nid = "taille"\nkind = "number"\ntext = "?"\nnumber = 128\ntolerance = 2\nunit = "Mo"\n```\n'
)
TEXT = '```question\nid = "ordre"\nkind = "text"\ntext = "?"\naccept = ["docker history"]\n```\n'


def test_each_kind_is_read() -> None:
    one, number, text = questions_of(f"# T\n\n{ONE}\n{NUMBER}\n{TEXT}")
    assert [choice.right for choice in one.choices] == [True, False]
    assert (number.kind, number.number, number.tolerance, number.unit) == (
        QuestionKind.NUMBER,
        128.0,
        2.0,
        "Mo",
    )
    assert text.accept == ("docker history",)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (ONE.replace("[\n", "(\n"), "m.md:3: the question is not valid TOML: Invalid value (at line 8"),
        (ONE.replace('kind = "one"', 'kind = "two"'), "m.md:3: kind: expected one of one, several, number, text"),
        (ONE.replace("couches", "nos couches"), "m.md:3: id: expected letters, digits and hyphens"),
        (ONE.replace("right = true", "right = false"), "m.md:3: answers: expected exactly one with right = true"),
        (ONE.replace("right", "correct"), "m.md:3: answers[0].correct: unknown key, expected one of"),
        (ONE.replace("why = ", "because = ", 1), "m.md:3: because: unknown key"),
        (ONE.replace("Deux", "Une"), "m.md:3: answers: expected different texts"),
        (ONE.replace('"one"', '"several"').replace("true", "false"), "m.md:3: answers: expected at least one"),
        (NUMBER.replace("number = 128\n", ""), "m.md:3: number: missing"),
        (NUMBER.replace("128", '"128"'), "m.md:3: number: expected a number"),
        (TEXT.replace('["docker history"]', "[]"), "m.md:3: accept: expected at least one text"),
        (ONE.replace("```\n", ""), "m.md:3: expected a line ``` that ends the question"),
        (ONE.replace("```question", "  ```question"), "m.md:3: expected the question's fence at the beginning"),
        (f"{ONE}\n{ONE}", "m.md:14: id: 'couches' is the question of line 3 already"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(block: str, said: str) -> None:
    with pytest.raises(ContentError, match=re.escape(said)):
        questions_of(f"# T\n\n{block}", "m.md")


def test_a_longer_fence_shows_how_a_question_is_written() -> None:
    source = f"````\n{ONE}````\n"
    assert questions_of(source) == ()
    assert "id = " in render(source).html


def test_a_question_stands_where_it_was_written() -> None:
    before, question, after = render(f"## A\n\nAvant.\n\n{ONE}\nAprès.\n\n## B\n").parts
    assert isinstance(question, Question)
    assert str(before).endswith("<p>Avant.</p>\n")
    assert str(after).startswith("\n<p>Après.</p>")


@pytest.mark.parametrize("around", ["<div>\n{}\n</div>\n", "Texte\n{}\ntexte\n", "- a\n\n{}\n- b\n"])
def test_a_question_is_there_whatever_is_around_it(around: str) -> None:
    assert len(render(around.format(ONE)).questions) == 1


def test_a_question_that_is_wrong_stays_code() -> None:
    rendered = render(ONE.replace("kind", "sort"))
    assert rendered.questions == ()
    assert "couches" in rendered.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`FROM` **a** & *b*", "<code>FROM</code> <strong>a</strong> &amp; <em>b</em>"),
        ("# 1. - no block", "# 1. - no block"),
        ("<script>alert(1)</script>a", "a"),
        ('<b onclick="x">a</b>', "<b>a</b>"),
        ("[a](javascript:alert(1))", '<a rel="noopener">a</a>'),
    ],
)
def test_texts_are_one_line_of_markdown(text: str, html: str) -> None:
    assert inline(text) == html
