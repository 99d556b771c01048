"""The map of the book: counts and study times by a stated rule, and where one stands."""

from __future__ import annotations

import json
import re

import pytest
from docutils import nodes

from quizbook.bank.load import load_book
from quizbook.editions.nodes import question
from quizbook.editions.overview import count_words, study_minutes


@pytest.mark.parametrize(
    ("words", "questions", "minutes"), [(0, 0, 0), (180, 0, 5), (1800, 0, 10), (1800, 10, 25)]
)
def test_study_time_follows_the_stated_rule(words, questions, minutes):
    assert study_minutes(words, questions) == minutes


def test_questions_and_code_are_not_counted_as_text():
    document = nodes.document(None, None)
    document += nodes.paragraph("", "one two three")
    document += nodes.literal_block("", "not counted")
    document += question("", nodes.paragraph("", "not counted either"))
    assert count_words(document) == 3


def test_the_map_names_every_chapter_with_its_questions(root, html):
    text = (html / "chapters" / "index.html").read_text(encoding="utf-8")
    book = load_book(root)
    rows = re.findall(r"<tr data-items=.*?</tr>", text, re.S)
    for chapter in book.chapters.values():
        asked = [i for use in chapter.uses for i in book.bank.asked_by(use.item)]
        row = next((row for row in rows if f'href="{chapter.name}.html"' in row), "")
        assert bool(asked) == bool(row)
        if asked:
            held = {i for exam in book.bank.exams.values() for i in exam.items}
            held |= {i for i in asked if book.bank.items[i].prediction}
            told = re.search('data-items="([^"]*)"', row)[1].split()
            assert sorted(told) == sorted(i for i in asked if i not in held)
            assert f'<td data-head="Questions">{len(asked)}</td>' in row


def record(score: int, sure: bool) -> dict:
    attempt = {"answers": ["a"], "score": score, "sure": sure, "time": "2026-01-02T03:04:05Z"}
    return {
        "first": attempt,
        "last": attempt,
        "sure": sure,
        "time": attempt["time"],
        "fingerprint": "x",
    }


def test_the_map_shows_where_one_stands_and_forgets_when_asked_twice(root, html, open_page):
    chapter = next(c for c in load_book(root).chapters.values() if c.name == "neural-control")
    first, second, third = (use.item for use in chapter.uses[:3])
    page = open_page((html / "chapters" / "index.html").as_uri())
    assert "not begun" in page.locator(".quiz-map").inner_text()
    items = {first: record(1, True), second: record(0, True), third: record(0, False)}
    data = json.dumps({"schema": 1, "items": items})
    page.evaluate("d => localStorage.setItem('quizbook:muscle-spasms', d)", data)
    page.evaluate("localStorage['quizbook:muscle-spasms:draft'] = localStorage.other = '{}'")
    page.reload()
    assert "3 answered, 1 right at first" in page.locator(".quiz-map").inner_text()
    links = [a.get_attribute("href") for a in page.locator(".quiz-progress li a").all()]
    assert links == [
        f"neural-control.html#question-{second}",
        f"neural-control.html#question-{third}",
    ]
    page.get_by_role("button", name="Forget my answers").click()
    assert "3 answered" in page.locator(".quiz-map").inner_text()
    page.get_by_role("button", name="Press again").click()
    assert "3 answered" not in page.locator(".quiz-map").inner_text()
    kept = page.evaluate("Object.keys(localStorage)")
    assert "other" in kept and not [key for key in kept if key.startswith("quizbook")]
