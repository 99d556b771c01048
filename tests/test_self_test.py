"""The self-test: one matched pair for every main objective of the book, asked nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from quizbook.bank.load import load_book
from quizbook.bank.source import read_yaml

ROOT = Path(__file__).parents[1]
BOOK = load_book(ROOT)
EXAMS = {when: BOOK.bank.exams[f"self-test-{when}"] for when in ("before", "after")}


def objectives(chapter) -> list[dict]:
    text = (ROOT / chapter.file).read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)^---$", text, re.S | re.M)
    return list(read_yaml(front[1], chapter.file, first_line=2).get("objectives", []))


CHAPTERS = [
    chapter
    for chapter in BOOK.chapters.values()
    if any(row.get("main", False) for row in objectives(chapter))
]
NAMES = [chapter.name for chapter in CHAPTERS]
FOUND = [(name, [BOOK.bank.items.get(f"self-test-{w}-{name}") for w in EXAMS]) for name in NAMES]
PAIRS = [pytest.param(name, pair, id=name) for name, pair in FOUND if all(pair)]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_a_chapter_has_no_second_main_objective(chapter):
    assert sum(row.get("main", False) for row in objectives(chapter)) == 1


@pytest.mark.parametrize("when", EXAMS)
def test_an_exam_asks_once_for_every_main_objective_in_the_order_of_the_book(when):
    assert list(EXAMS[when].items) == [f"self-test-{when}-{name}" for name in NAMES]


@pytest.mark.parametrize(("name", "pair"), PAIRS)
def test_a_pair_is_matched(name, pair):
    before, after = pair
    for what in ("type", "level", "audience", "objective", "pitfall"):
        assert getattr(before, what) == getattr(after, what)
    assert before.stem != after.stem


@pytest.mark.parametrize(("name", "pair"), PAIRS)
def test_the_choices_of_a_pair_are_alike_in_number(name, pair):
    counts = [
        [option.correct for option in getattr(item, "options", ())].count(right)
        for right in (True, False)
        for item in pair
    ]
    assert counts[0] == counts[1] and counts[2] == counts[3]


@pytest.mark.parametrize(("name", "pair"), PAIRS)
def test_the_objective_of_a_pair_names_its_chapter(name, pair):
    assert name.replace("-", " ") in BOOK.chapters["self-test"].objectives[pair[0].objective]


def test_the_items_of_the_exams_are_shown_nowhere_else():
    uses = [use.item for chapter in BOOK.chapters.values() for use in chapter.uses]
    shown = Counter(i for use in uses for i in BOOK.bank.asked_by(use))
    own = {item.id for item in BOOK.bank.items.values() if item.chapter == "self-test"}
    assert own == {i for exam in EXAMS.values() for i in exam.items}
    assert {i: shown[i] for i in own if shown[i] != 1} == {}


def test_the_key_of_the_first_test_waits_for_the_second():
    assert EXAMS["before"].after == EXAMS["after"].id
    assert not EXAMS["after"].after


def test_the_table_names_the_chapter_behind_every_pair():
    text = (ROOT / "chapters" / "self-test-after.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\* - (\d+)\n  - \{doc\}`([a-z-]+)`", text, re.M)
    assert rows == [(str(n), name) for n, name in enumerate(NAMES, 1)]


def test_the_first_half_stands_before_the_first_chapter_and_the_second_after_the_last():
    order = list(BOOK.chapters)
    places = [order.index(name) for name in NAMES]
    assert order.index("self-test") < min(places)
    assert order.index("self-test-after") > max(places)
    landing = (ROOT / "chapters" / "index.md").read_text(encoding="utf-8")
    assert "<self-test>" in landing.split("## The map")[0]


@pytest.mark.parametrize("name", ["self-test", "self-test-after"])
def test_both_pages_say_how_it_is_settled_which_form_comes_first(name):
    text = (ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    page = "".join(re.findall(r"{page-only}`(.*?)`", text))
    paper = "".join(re.findall(r"{paper-only}`(.*?)`", text))
    assert re.search(r"you (have|had) first (is|was) drawn in your browser", page)
    assert re.search(r"On paper everyone has the same (test|side) first, so ", paper)
    assert "drawn" not in paper and "Everyone takes the same" not in text


def test_the_text_says_how_many_questions_a_test_has():
    text = (ROOT / "chapters" / "self-test-after.md").read_text(encoding="utf-8")
    assert f"QUESTIONS = {len(NAMES)}\n" in text
