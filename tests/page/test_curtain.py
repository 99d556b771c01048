"""Curtains: what answers a question is hidden until it is answered, and no longer."""

from __future__ import annotations

import pytest

from quizbook.bank.chapters import find_curtains
from quizbook.bank.load import load_book

from ..conftest import settle

HIDDEN = ["It is carbon dioxide.", "two parts of oxygen", "To one of carbon."]


def seen(page) -> list[bool]:
    return [page.get_by_text(words).first.is_visible() for words in HIDDEN]


def test_it_opens_with_the_answer_and_stays_open(dough, open_page):
    page = open_page(dough)
    curtain = page.locator(".curtain")
    assert seen(page) == [False] * 3
    assert curtain.inner_text() == "What follows answers question 1. Show it anyway"
    quiz = page.locator('fieldset[data-item="dough-gas"]')
    quiz.get_by_role("button", name="Check answer").click()
    assert seen(page) == [False] * 3, "nothing was chosen yet"
    quiz.locator('input[value="a"]').check()
    quiz.get_by_role("button", name="Check answer").click()
    settle(page)
    assert seen(page) == [True] * 3 and not curtain.is_visible()
    page.reload()
    assert seen(page) == [True] * 3 and not curtain.is_visible()


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_it_can_be_opened_and_shut_by_keyboard(dough, open_page, width):
    page = open_page(dough, viewport={"width": width, "height": 844})
    page.locator(".curtain summary").focus()
    page.keyboard.press("Enter")
    assert seen(page) == [True] * 3
    assert "Hide it again" in page.locator(".curtain").inner_text()
    page.keyboard.press("Space")
    assert seen(page) == [False] * 3


def test_without_scripts_and_on_paper_it_is_open(dough, open_page):
    page = open_page(dough, javascript=False)
    assert seen(page) == [True] * 3 and not page.locator(".curtain").is_visible()
    page = open_page(dough)
    page.emulate_media(media="print")
    assert seen(page) == [True] * 3 and not page.locator(".curtain").is_visible()


FAULTS = {
    ":::{curtain} dough-gas\n\nHidden.\n": "is never closed; write ::: below",
    ":::{curtain}\n\nHidden.\n\n:::\n": "name the question that it waits for",
    ":::{curtain} dough-gas\nHidden.\n\n:::\n": "leave an empty line",
    ":::{curtain} dough-gas\n\nHidden.\n:::\n": "leave an empty line",
    ":::{curtain} dough-gas\n\n:::\n": "nothing behind this curtain",
    ":::{curtain} dough-gaz\n\nHidden.\n\n:::\n": 'did you mean "dough-gas"?',
    ":::{curtain} crust-brown\n\nHidden.\n\n:::\n": "asks no such question",
}


@pytest.mark.parametrize("written", FAULTS)
def test_check_tells_what_is_wrong_with_a_curtain(course, written):
    chapter = course / "chapters" / "dough.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text}\n{written}", encoding="utf-8")
    (problem,) = load_book(course).problems
    assert problem.file == "chapters/dough.md" and FAULTS[written] in problem.message
    assert problem.line == text.count("\n") + 2


def test_a_curtain_that_is_only_shown_is_none():
    assert find_curtains("```\n:::{curtain} x\n:::\n```\n") == ()
