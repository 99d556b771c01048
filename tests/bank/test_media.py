"""What is refused in media.yml and in its use, in words an author can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.bank.load import load_bank, load_book

MEDIA, ITEMS = "quizzes/media.yml", "quizzes/signs.yml"


def faults(course: Path, file: str, old: str, new: str) -> list[str]:
    """Change one thing of the small course, and say what its check objects to."""
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in load_book(course).problems]


HIDDEN = 'media: [{use: "loaf-many"}]\n    twin: "crust-steam"\n    stem: "What browns a loaf?"'
REFUSED = [
    (MEDIA, "kind: signal", "kind: film", "has no kind; write kind: signal | figure | table"),
    (MEDIA, "    sound: true\n", "    loud: true\n", '"loud"'),
    (MEDIA, 'alt: "Microphone beside a loaf on a rack, 2 seconds."', 'alt: "A loaf."', "alt"),
    (MEDIA, "oven.crackle.crackle", "oven.crackle.crakle", 'did you mean "crackle"?'),
    (MEDIA, "oven.crackle.crackle", "stove.crackle.crackle", "the book has no module"),
    (MEDIA, "origin:", "# origin:", "say at the top of the file, as `origin`"),
    (MEDIA, "view: trace, bar: 0.5", "view: lines, bar: 0.5", "a sound goes with view trace"),
    (MEDIA, "[baker2001bread]", "[baker2001bred]", 'references.bib has no "baker2001bred"'),
    (MEDIA, 'cell: "fig-water"', 'cell: "fig-milk"', 'has the name "fig-milk"'),
    (MEDIA, '["Rye", "95", "70 to 85"]', '["Rye", "95"]', "row 2 has 2 cells for 3 columns"),
    (MEDIA, "chapters/data/flour.csv", "chapters/data/flower.csv", "which is not there"),
    (MEDIA, 'id: "loaf-silent"', 'id: "loaf-cooling"', "this id is taken"),
    (MEDIA, "beside a loaf on a rack", "beside a loaf that shrinks", 'says "shrink"'),
    (MEDIA, '"2 cm"', '"One depth"', 'a name of "loaf-thermometers" says "depth"'),
    (ITEMS, "use: loaf-cooling".replace(": ", ': "') + '"', 'use: "loaf-coling"', "did you mean"),
    (ITEMS, '[{use: "loaf-cooling", as: sound}]', '[{use: "loaf-silent", as: sound}]', "no sound"),
    (ITEMS, '[{use: "flour-cell"}]', '[{use: "flour-chart"}]', "nothing shows it"),
    (ITEMS, '    twin: "signs-words"\n', "", "name as `twin` an item"),
    (ITEMS, '    twin: "signs-words"\n', '    twin: "signs-options"\n', "shows a signal too"),
    (ITEMS, '    twin: "signs-words"\n', '    twin: "dough-gas"\n', "is for dough.1"),
    ("quizzes/crust.yml", 'stem: "What browns a loaf?"', HIDDEN, "waits in a case or an exam"),
    (ITEMS, 'media: "loaf-silent", ', "", "some options show a medium and some do not"),
    ("chapters/signs.md", "{listen} loaf-cooling", "{listen} loaf-silent", "has no sound"),
    (ITEMS, 'media: "loaf-map", ', "", "some pairs show a medium and some do not"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), REFUSED, ids=[r[3] for r in REFUSED])
def test_a_flaw_is_told(course: Path, file: str, old: str, new: str, told: str):
    assert any(told in problem for problem in faults(course, file, old, new)), told


def test_the_small_course_has_no_flaw(course: Path):
    assert load_book(course).problems == []


def test_a_medium_with_a_problem_of_its_own_is_not_called_missing(course: Path):
    told = faults(course, MEDIA, "view: trace", "view: dance")
    assert len(told) == 1 and "dance" in told[0]


def asked_in(course: Path, old: str = "", new: str = "") -> str:
    path = course / MEDIA
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return load_bank(course).items["signs-sound"].text_hash


@pytest.mark.parametrize(
    ("old", "new"), [("cracks: 9", "cracks: 8"), ("B: 1.5", "B: 1.6"), ("crackle.crackle", "a.b")]
)
def test_what_a_signal_is_made_from_is_part_of_its_questions(course: Path, old: str, new: str):
    assert asked_in(course) != asked_in(course, old, new)


@pytest.mark.parametrize(("old", "new"), [("bar: 0.5", "bar: 0.2"), ("Nine short", "Nine brief")])
def test_how_it_is_drawn_and_told_is_not(course: Path, old: str, new: str):
    assert asked_in(course) == asked_in(course, old, new)
