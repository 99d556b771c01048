"""The exponent of growth, and the made-up books that it is measured on."""

from __future__ import annotations

import pytest

from bench.growth import _built, fit_exponent, write_book
from quizbook.bank.load import load_book

from ..conftest import ROOT

SIZES = [10, 100, 1000]


@pytest.mark.parametrize("exponent", [0, 1, 2])
def test_the_fit_finds_the_exponent(exponent):
    assert fit_exponent(SIZES, [3 * size**exponent for size in SIZES]) == pytest.approx(exponent)


def test_a_made_up_book_is_in_order_and_asks_every_question_once(tmp_path):
    book = load_book(write_book(tmp_path, items=25, per_chapter=10))
    assert book.problems == []
    uses = [use.item for chapter in book.chapters.values() for use in chapter.uses]
    assert sorted(uses) == sorted(book.bank.items) and len(uses) == 25


def test_a_made_up_book_builds_with_the_settings_of_this_one(tmp_path):
    for edition in ("html", "pdf"):
        seconds, memory = _built(ROOT, tmp_path, 2, edition)
        assert seconds > 0 and memory > 0
    assert (tmp_path / "book-2" / "_build" / "pdf").is_dir()
