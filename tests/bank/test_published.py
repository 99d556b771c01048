"""What a release publishes, and what `check` refuses after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizbook.bank.load import load_bank, load_book

from ..conftest import run

DOUGH = "quizzes/dough.yml"
CRUST = "quizzes/crust.yml"


def release(course: Path, name: str = "1") -> None:
    done = run("--book", course, "release", name)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def released(course: Path) -> Path:
    """The small course, of which edition 1 is out."""
    release(course)
    return course


def edit(course: Path, file: str, old: str, new: str) -> None:
    text = (course / file).read_text(encoding="utf-8")
    assert old in text
    (course / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(course: Path) -> list[str]:
    return [f"{problem.subject}: {problem.message}" for problem in load_book(course).problems]


def warnings(course: Path) -> list[str]:
    return [f"{problem.subject}: {problem.message}" for problem in load_book(course).warnings]


def test_a_release_notes_every_item_and_changes_nothing_else(course):
    before = problems(course) + warnings(course)
    done = run("--book", course, "release", "1.0")
    assert "edition 1.0: 19 items, 19 new, 0 revised or polished, 0 withdrawn" in done.stdout
    data = json.loads((course / "quizzes/published.json").read_text(encoding="utf-8"))
    assert (data["book"], data["title"], data["edition"]) == ("bread", "Bread", "1.0")
    assert data["items"].keys() == load_bank(course).items.keys()
    assert data["items"]["dough-signs"]["version"] == 2
    assert problems(course) + warnings(course) == before
    assert load_bank(course).edition == "1.0"


def test_a_book_with_problems_is_not_released(course):
    edit(course, DOUGH, "baker2001bread", "nobody1900")
    assert run("--book", course, "release", "1").returncode == 1
    assert not (course / "quizzes/published.json").exists()


KEYS = {
    "single": (DOUGH, 'id: a, text: "Plain oxygen", why', 'id: a, text: "Plain oxygen", X', "gas"),
    "numeric": (DOUGH, "value: 325, unit", "value: 326, unit", "water"),
    "tolerance": (DOUGH, "tolerance: 1,", "tolerance: 2,", "water"),
    "order": (DOUGH, "id: mix, ", "id: mixing, ", "steps"),
    "match": (DOUGH, "{id: salt, ", "{id: salts, ", "parts"),
    "multiple": (DOUGH, 'text: "It is hot"', 'text: "It is hot", correct: true', "signs"),
}


@pytest.mark.parametrize("kind", KEYS)
def test_another_key_needs_another_id(released, kind):
    file, old, new, name = KEYS[kind]
    if kind == "single":
        edit(released, file, ", correct: true", "")
        edit(released, file, '"Plain oxygen"', '"Plain oxygen", correct: true')
    else:
        edit(released, file, old, new)
    edit(released, file, f'id: "dough-{name}"', f'id: "dough-{name}"\n    polish: true')
    said = [p for p in problems(released) if "key is not that of edition 1" in p]
    assert len(said) == 1 and f"replaces: dough-{name} and the reason" in said[0]
    raised = released / file
    raised.write_text(raised.read_text("utf-8").replace("version: 1", "version: 7"), "utf-8")
    assert any("key is not that of edition 1" in p for p in problems(released)), "a version too"


WORDS = {
    "stem": ("Which gas makes *dough* rise?", "Which gas makes a *dough* rise?", "gas"),
    "option": ("Plain oxygen", "Pure oxygen", "gas"),
    "right side": ('right: "Makes gas"', 'right: "Makes bubbles"', "parts"),
    "step": ('text: "Knead"', 'text: "Knead well"', "steps"),
    "accepted unit": ("factor: 1000", "factor: 1001", "water"),
}


@pytest.mark.parametrize("what", WORDS)
def test_other_words_need_a_version_or_the_word_polish(released, what):
    old, new, name = WORDS[what]
    edit(released, DOUGH, old, new)
    (said,) = problems(released)
    assert said.startswith(f"dough-{name}: the wording is not that of edition 1; write version: 2")
    id_ = f'id: "dough-{name}"'
    edit(released, DOUGH, id_, f"{id_}\n    polish: true")
    assert problems(released) == []
    release(released, "2")
    assert warnings(released) == [
        f"dough-{name}: the wording is that of edition 2; delete polish: true"
    ]


def test_a_higher_version_says_that_the_question_changed(released):
    edit(released, DOUGH, "Which gas makes", "What makes")
    edit(released, DOUGH, "version: 1", "version: 2")
    assert problems(released) == []
    release(released, "2")
    edit(released, DOUGH, "version: 2", "version: 1")
    assert problems(released) == [
        "dough-gas: version is 1, and edition 2 has 2; count on from there"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Yeast uses it up.", "Yeast takes it up."),
        ("Yeast makes carbon dioxide.", "It is carbon dioxide that yeast makes."),
        ("Which gas makes *dough* rise?", "Which   gas makes dough rise?"),
        ('stem: "Which gas', 'hint: "Think of sparkling water."\n    stem: "Which gas'),
    ],
)
def test_reasons_hints_and_spaces_may_change_freely(released, old, new):
    edit(released, DOUGH, old, new)
    assert problems(released) == []


def drop(course: Path, id_: str) -> None:
    text = (course / DOUGH).read_text(encoding="utf-8")
    start = text.index(f'  - id: "{id_}"')
    end = text.find('  - id: "', start + 5)
    (course / DOUGH).write_text(text[:start] + (text[end:] if end > 0 else ""), encoding="utf-8")
    chapter = course / "chapters/dough.md"
    cell = f'```{{code-cell}} ipython3\n:tags: [remove-input]\nquiz("{id_}")\n```\n'
    assert cell in chapter.read_text("utf-8")
    chapter.write_text(chapter.read_text("utf-8").replace(cell, ""), encoding="utf-8")


def test_an_item_that_is_gone_is_missed_until_it_is_retired(released):
    drop(released, "dough-water")
    said = [p for p in problems(released) if p.startswith("dough-water")]
    assert said == [
        "dough-water: edition 1 has this item and the bank has not; list it under retired with "
        "the reason, or name it in the replaces of another"
    ]
    text = (released / DOUGH).read_text(encoding="utf-8")
    listed = 'retired:\n  - {id: "dough-water", why: "It asked for *arithmetic*."}\n'
    (released / DOUGH).write_text(text + listed, encoding="utf-8")
    assert problems(released) == []
    release(released, "2")
    (released / DOUGH).write_text(text, encoding="utf-8")
    assert problems(released) == [], "a release remembers"
    assert load_bank(released).retired["dough-water"].why[0].text == "It asked for arithmetic."
    new = text.replace('id: "dough-steps"', 'id: "dough-water"')
    (released / DOUGH).write_text(new, encoding="utf-8")
    assert any(p.startswith("dough-water: this id is retired") for p in problems(released))


def test_a_replaced_item_is_retired_by_its_successor(released):
    edit(
        released,
        DOUGH,
        'id: "dough-gas"',
        'id: "dough-gases"\n    replaces: "dough-gas"\n    reason: "It asked for one gas."',
    )
    edit(released, "chapters/dough.md", 'quiz("dough-gas")', 'quiz("dough-gases")')
    assert problems(released) == []
    old = load_bank(released).retired["dough-gas"]
    assert old.by == "dough-gases" and old.why[0].text == "It asked for one gas."


def test_a_copy_with_another_title_needs_an_id_of_its_own(released):
    edit(released, "quizzes/book.yml", 'title: "Bread"', 'title: "Cake"')
    (said,) = problems(released)
    assert said.startswith('book: the title is not "Bread" any more, but the id is still')
    edit(released, "quizzes/book.yml", 'id: "bread"', 'id: "cake"')
    assert problems(released) == []
    assert warnings(released) == [
        'file: is of the book "bread" and counts for nothing here; delete it'
    ]
    assert load_bank(released).edition == ""
    release(released, "a")
    assert warnings(released) == [] and load_bank(released).edition == "a"


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": 9}', "\x00"])
def test_a_broken_note_is_told_and_nothing_else_breaks(released, text):
    (released / "quizzes/published.json").write_text(text, encoding="utf-8")
    found = load_book(released).problems
    assert found and {problem.file for problem in found} == {"quizzes/published.json"}
