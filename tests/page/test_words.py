"""Questions that take typed words, and statements to be judged, as a learner meets them."""

from __future__ import annotations

import pytest

from .test_browser import check


@pytest.fixture
def heat(dough: str) -> str:
    """The address of the page that asks for a word and shows a statement."""
    return dough.replace("dough.html", "heat.html")


def word(page):
    return page.locator('fieldset[data-item="heat-starch"]')


@pytest.mark.parametrize("typed", ["starch", "  STARCH. ", "The Stärch", "the-starch"])
def test_capitals_accents_hyphens_and_spaces_do_not_matter(heat, open_page, typed):
    quiz = word(open_page(heat))
    quiz.get_by_role("textbox", name="Your answer:").fill(typed)
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")


def test_a_typical_wrong_word_is_told_why(heat, open_page):
    quiz = word(open_page(heat))
    quiz.get_by_role("textbox").fill("Gluten")
    check(quiz)
    said = quiz.get_by_role("status").inner_text()
    assert said.startswith("Not correct.") and "holds the gas until then" in said
    assert quiz.get_by_text("Your answer. ", exact=True).count() == 1


def test_another_wrong_word_is_wrong_without_a_reason_of_its_own(heat, open_page):
    quiz = word(open_page(heat))
    quiz.get_by_role("textbox").fill("salt")
    check(quiz)
    said = quiz.get_by_role("status").inner_text()
    assert said.startswith("Not correct.") and "holds the gas" not in said


@pytest.mark.parametrize("typed", ["", "  ", "?!"])
def test_nothing_is_no_answer(heat, open_page, typed):
    quiz = word(open_page(heat))
    quiz.get_by_role("textbox").fill(typed)
    check(quiz)
    assert quiz.get_by_role("status").inner_text() == "Type an answer first."


def test_a_statement_is_true_or_false(heat, open_page):
    quiz = open_page(heat).locator('fieldset[data-item="heat-steam-browns"]')
    assert quiz.get_by_role("radio", name="True", exact=True).count() == 1
    quiz.get_by_role("radio", name="False", exact=True).check()
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")


def test_only_a_page_that_asks_for_words_loads_their_script(heat, dough, open_page):
    loaded = "() => [...document.scripts].some(s => s.src.includes('words.js'))"
    assert open_page(heat).evaluate(loaded) and not open_page(dough).evaluate(loaded)


def test_the_word_is_kept_until_the_next_visit(heat, open_page):
    page = open_page(heat)
    word(page).get_by_role("textbox").fill("Starch")
    check(word(page))
    page.reload()
    assert word(page).get_by_role("textbox").input_value() == "Starch"
    assert "Your first answer" in word(page).inner_text()
