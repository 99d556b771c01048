"""The edits that are timed, and the book without its questions."""

from __future__ import annotations

import re

from bench.author import QUESTIONS, copy_book, edit_chapter, edit_question, without_questions
from quizbook.bank.load import load_book

from ..conftest import ROOT


def test_an_edit_changes_one_file_and_leaves_the_book_in_order(tmp_path):
    book = copy_book(ROOT, tmp_path / "book")
    assert not (book / "_build").exists() and not (book / ".git").exists()
    before = {file: file.read_bytes() for file in book.rglob("*") if file.is_file()}
    edit_question(book, 7)
    changed = [file for file, text in before.items() if file.read_bytes() != text]
    assert changed == [book / QUESTIONS] and ' 7"\n' in changed[0].read_text()
    edit_chapter(book, 7)
    changed = [file for file, text in before.items() if file.read_bytes() != text]
    assert len(changed) == 2
    assert load_book(book).problems == []


def test_a_chapter_loses_its_questions_and_keeps_its_other_cells():
    for file in (ROOT / "chapters").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        bare = without_questions(text)
        left = [word for word in ("\nquiz(", "{answer-key}", "\n:::{curtain}") if word in bare]
        assert left == [], file.name
        for kept in ("import", "figure(", "explore("):
            assert len(re.findall(re.escape(kept), bare)) == text.count(kept), file.name
