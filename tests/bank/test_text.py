"""Bank text: plain words, emphasis and TeX; all else stays what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizbook.bank import text


def kinds(source: str) -> list[tuple[str, str]]:
    return [(run.kind, run.text) for run in text.parse(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a *b* c", [("plain", "a "), ("emphasis", "b"), ("plain", " c")]),
        ("a $x^2$ c", [("plain", "a "), ("math", "x^2"), ("plain", " c")]),
        ("costs $5 to $10", [("plain", "costs $5 to $10")]),
        ("$5-$10", [("plain", "$5-$10")]),
        ("2*3*4", [("plain", "2*3*4")]),
        ("2 * 3 * 4", [("plain", "2 * 3 * 4")]),
        (r"\*not\*", [("plain", "*not*")]),
        (r"\$5", [("plain", "$5")]),
        ("a\n  b", [("plain", "a b")]),
        ("<b>x</b>", [("plain", "<b>x</b>")]),
        ("$a$ and $b$", [("math", "a"), ("plain", " and "), ("math", "b")]),
        (r"$\frac{1}{2}$", [("math", r"\frac{1}{2}")]),
    ],
)
def test_text_is_split_into_runs(source, expected):
    assert kinds(source) == expected


@given(st.text())
def test_no_text_fails_and_no_word_is_lost(source):
    runs = text.parse(source)
    shown = text.plain(runs)
    letters = [c for c in " ".join(source.split()) if c not in "*$\\"]
    assert [c for c in shown if c not in "*$\\"] == letters


def test_only_listed_tex_commands_pass():
    assert text.unknown_commands(text.parse(r"$\frac{1}{2} \href{x}$")) == ["href"]
    assert text.unknown_commands(text.parse(r"$\alpha \times 3\,\mathrm{Hz}$")) == []
