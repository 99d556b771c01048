"""The item-writing rules: each catches its flaw, names a way out, and can be answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizbook.bank.lint import RULES
from quizbook.bank.load import load_book

FLAWS = [
    ("question", 'stem: "Which gas makes *dough* rise?"', 'stem: "Dough rises by:"', True),
    (
        "question",
        '"Which gas makes',
        '"Which of the following is true: which of the following is',
        True,
    ),
    ("negative-stem", "Which gas makes *dough* rise?", "Which gas does not raise dough?", True),
    ("negative-stem", "Which gas makes", "Which gas, except air, makes", True),
    ("above", 'text: "Plain nitrogen"', 'text: "None of the above"', True),
    ("above", 'text: "Plain nitrogen"', 'text: "A and B"', True),
    ("article", "Which gas makes *dough* rise?", "Dough rises by a", True),
    ("markup", 'text: "Plain nitrogen"', 'text: "**Plain** nitrogen"', True),
    ("absolute", 'text: "Plain nitrogen"', 'text: "Nitrogen, always"', False),
    ("absolute", 'text: "Plain nitrogen"', 'text: "Often nitrogen"', False),
    ("long-key", 'text: "Carbon dioxide"', 'text: "Carbon dioxide, which yeast makes"', False),
    ("homogeneous", 'text: "Plain nitrogen"', 'text: "20 %"', False),
    ("clang", "Which gas makes", "Which dioxide makes", False),
    ("length", "Which gas makes", "Long " * 150 + "which gas makes", False),
    ("reference-range", "Which gas makes", "With sodium of 128 mmol/L, which gas makes", True),
    (
        "reference-range",
        "Which gas makes",
        "With sodium of 128 (135 to 145), which gas makes",
        True,
    ),
]


def findings(course: Path) -> tuple[list[str], list[str]]:
    book = load_book(course)
    return [str(p) for p in book.problems], [str(p) for p in book.warnings]


def edit(course: Path, old: str, new: str, name: str = "quizzes/dough.yml") -> None:
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def measured(course: Path) -> Path:
    edit(course, "pitfalls:", 'analytes: ["sodium"]\npitfalls:', "quizzes/book.yml")
    return course


@pytest.mark.parametrize(("rule", "old", "new", "error"), FLAWS)
def test_a_flaw_is_found(measured, rule, old, new, error):
    assert findings(measured) == ([], [])
    edit(measured, old, new)
    problems, warnings = findings(measured)
    told = [p for p in (problems if error else warnings) if p.endswith(f"[{rule}]")]
    assert told and re.match(r"quizzes/dough\.yml:\d+: dough-gas: ", told[0])


def test_quantities_have_to_ascend_and_ranges_to_part(course):
    for old, new in [
        ("Plain oxygen", "20 to 40 %"),
        ("Carbon dioxide", "5 to 10 %"),
        ("Plain nitrogen", "30 to 50 %"),
    ]:
        edit(course, f'text: "{old}"', f'text: "{new}"')
    told = "\n".join(findings(course)[1])
    assert "[ascending]" in told and "[overlap]" in told


def test_a_value_with_unit_and_range_passes(measured):
    edit(measured, "Which gas", "With sodium of 128 mmol/L (reference range 135 to 145), which gas")
    assert findings(measured) == ([], [])


def test_a_rule_is_switched_off_by_a_reason(course):
    edit(course, "Which gas makes *dough* rise?", "Which gas does not raise dough?")
    edit(
        course,
        "    version: 1\n",
        '    version: 1\n    allow: {negative-stem: "Bakers say it so."}\n',
    )
    assert findings(course) == ([], [])


def test_an_unknown_rule_cannot_be_switched_off(course):
    edit(course, "    version: 1\n", '    version: 1\n    allow: {spelling: "I like it."}\n')
    assert 'no rule called "spelling"' in findings(course)[0][0]


def test_one_key_or_no_distractor_needs_a_reason(course):
    edit(course, ', correct: true, why: "The net of gluten is slack."', ', why: "It is slack."')
    assert "multiple has 1 correct options" in str(load_book(course).problems)
    edit(course, "    version: 2\n", '    version: 2\n    allow: {key-count: "No other fits."}\n')
    assert load_book(course).problems == []


def test_every_rule_has_its_flaw_here():
    assert {rule for rule, *_ in FLAWS} | {"ascending", "overlap", "urgency"} == set(RULES)
