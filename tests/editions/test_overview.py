"""The map of the book: counts and study times by a stated rule, and where one stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

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
    rows = re.findall(r"<tr><th scope=.row.*?</tr>", text, re.S)
    for chapter in book.chapters.values():
        asked = [i for use in chapter.uses for i in book.bank.asked_by(use.item)]
        row = next((row for row in rows if f'href="{chapter.name}.html"' in row), "")
        assert bool(asked) == bool(row)
        if asked:
            assert f'<td data-head="Questions">{len(asked)}</td>' in row


def read(script: Path) -> dict:
    """Read the first data that a script holds."""
    text, _, _ = script.read_text(encoding="utf-8").partition(";\n")
    return json.loads(text[text.index("= ") + 2 :])


def test_the_pages_that_remember_know_every_question_once(root, html):
    bank = load_book(root).bank
    counted = {item.id for item in bank.items.values() if not item.prediction}
    data = read(html / "_static" / "book-data.js")
    listed = [i for ids in read(html / "_static" / "book-map.js").values() for i in ids]
    assert sorted(listed) == sorted(data["items"])
    assert set(listed) <= counted
    for id_, told in data["items"].items():
        assert told["stem"] and told["v"] == bank.items[id_].version
        assert data["objectives"][told["objective"]]
        page = data["pages"][told["page"]]
        text = (html / page["href"]).read_text(encoding="utf-8")
        assert f'id="question-{id_}"' in text
    exams = [[form["id"] for form in pair] for pair in data["forms"]]
    assert exams == [[exam.id for exam in pair] for pair in bank.forms()] != []


def test_a_page_that_was_not_written_again_keeps_its_questions(html):
    for script in (html / "_static" / "questions").glob("*.js"):
        page = html / f"{script.stem.replace('--', '/')}.html"
        asked = set(re.findall('data-item="([^"]*)"', page.read_text(encoding="utf-8")))
        text = script.read_text(encoding="utf-8")
        held = json.loads(text[text.index("] = ") + 4 :].rstrip().rstrip(";"))
        assert held.keys() == asked
