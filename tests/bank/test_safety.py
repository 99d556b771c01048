"""Signs that cannot wait: one file holds them, and no chapter has a word of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.bank.load import check, load_book
from quizbook.bank.safety import FILE

SIGNS = """\
schema: 1
urgencies:
  - {id: now, title: "Now", short: "call help now", urgent: ["at once", "call help"]}
  - {id: later, title: "Today", short: "today", urgent: ["today"]}
signs:
  - id: smoke
    urgency: now
    about: "Oven"
    sign: "Smoke from a *shut* oven"
    think: "Fire."
    act: "Keep it shut."
    references: [yeast2010rise]
    words: ["smoke"]
  - id: mould
    urgency: later
    about: "Larder"
    sign: "Mould on the starter"
    think: "It is lost."
    act: "Throw it away."
    short: "out of the house today"
    references: [yeast2010rise]
    words: ["mould"]
lists:
  - id: never
    title: "Never mix"
    rows:
      - {medicine: "Bleach", text: "with vinegar.", references: [yeast2010rise]}
"""


@pytest.fixture
def book(course: Path) -> Path:
    """The small course, with two signs and a list."""
    (course / FILE).write_text(SIGNS, encoding="utf-8")
    return course


def said(book: Path, text: str = "") -> list[str]:
    chapter = book / "chapters" / "crust.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    return [problem.message for problem in load_book(book).problems]


def test_a_book_needs_no_such_file(course: Path):
    assert check(course).safety is None


def test_signs_and_lists_are_read_in_their_order(book: Path):
    safety = check(book).safety
    signs, lists = safety.find(["never", "later", "now"])
    assert [sign.id for sign in signs] == ["smoke", "mould"]
    assert [listing.id for listing in lists] == ["never"]
    assert [sign.short for sign in signs] == ["call help now", "out of the house today"]


@pytest.mark.parametrize(
    "planted",
    [
        "With smoke, open the window at once.",
        "- *Mould on top:* bake it today {cite}`yeast2010rise`.",
        "* - Smoke\n  - Fire\n  - At once",
    ],
)
def test_a_chapter_may_not_state_an_urgency_of_its_own(book: Path, planted: str):
    (message,) = said(book, planted)
    assert message.startswith("says how fast to act (") and "show it instead: {safety}`" in message


@pytest.mark.parametrize(
    "harmless",
    [
        "Smoke makes a crust taste of wood.",
        "Today we bake.",
        "Mind this: {safety}`smoke`; everything else at once.",
        "```{safety} smoke mould never\n```",
        "```{safety} never\n:brief: smoke mould\n```",
        "Smokeless ovens heat at once.",
    ],
)
def test_a_sign_or_an_urgency_alone_is_no_fault(book: Path, harmless: str):
    assert said(book, harmless) == []


@pytest.mark.parametrize(
    ("taught", "refused"),
    [
        ("Smoke can wait until today ends.", True),
        ("With mould, call help.", True),
        ("Smoke asks for help at once.", False),
        ("Mould goes out of the house today.", False),
        ("Smoke rises.", False),
    ],
)
def test_a_question_teaches_the_urgency_of_the_file(book: Path, taught: str, refused: bool):
    path = book / "quizzes" / "dough.yml"
    text = path.read_text(encoding="utf-8")
    point = next(row for row in text.split("\n") if row.startswith("    point:"))
    path.write_text(text.replace(point, f'    point: "{taught}"', 1), encoding="utf-8")
    told = [p.message for p in load_book(book).problems if p.message.endswith("[urgency]")]
    assert len(told) == refused
    assert all("say the same, or leave the speed out" in message for message in told)


@pytest.mark.parametrize(
    "shown",
    ["See {safety}`smoek`.", "```{safety} mould smoek\n```", "```{safety}\n:brief: smoek\n```"],
)
def test_an_unknown_sign_is_told_with_its_neighbour(book: Path, shown: str):
    assert said(book, shown) == [f'{FILE} has no sign or list "smoek"; did you mean "smoke"?']


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("urgency: later", "urgency: soon", 'there is no urgency "soon"; write now | later'),
        ("id: mould", "id: smoke", "this id stands twice; give each its own"),
        ('act: "Keep it shut."\n', "\n", 'signs[1] has no "act"; add it'),
        ("[yeast2010rise]", "[nobody1999]", 'references.bib has no "nobody1999"; add it there'),
    ],
)
def test_a_fault_in_the_file_is_told_in_words(book: Path, old: str, new: str, message: str):
    (book / FILE).write_text(SIGNS.replace(old, new), encoding="utf-8")
    assert message in said(book)
