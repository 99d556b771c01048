"""From disk a browser may give a page an empty storage that is not the reader's: it asks again."""

from __future__ import annotations

import json

import pytest

from .test_progress import a_log, attempt

FALSE = """
if (window === top && (window.name = +window.name + 1) <= TIMES) {
  const kept = new Map();
  Object.defineProperty(window, "localStorage", { value: {
    get length() { return kept.size; },
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: (key) => kept.delete(key),
  } });
}
"""
"""Gives the page, not its frames, an empty storage that loses everything, so many times."""


@pytest.fixture
def given_false(open_page):
    """Open a page's address with a false storage; give it and the list of its loads."""

    def given(address: str, times: int, log: dict | None = None):
        page, loads = open_page("about:blank", timezone_id="UTC"), []
        page.goto(address)
        if log:
            page.evaluate("text => localStorage.setItem('quizbook:bread', text)", json.dumps(log))
        else:
            page.evaluate("localStorage.clear()")
        page.evaluate("window.name = 0")
        page.add_init_script(FALSE.replace("TIMES", str(times)))
        page.on("domcontentloaded", lambda page: loads.append(page))
        page.reload()
        return page, loads

    return given


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_kept_is_there_and_stays(crust, given_false, times):
    log = a_log(attempt("crust-brown", "2026-02-20", 1))
    page, loads = given_false(crust, times, log)
    assert len(loads) == times + 1
    quiz = page.locator('fieldset[data-item="crust-brown"]')
    quiz.get_by_text("Correct.").first.wait_for()
    page.evaluate("a => quizbook.log.record(a)", attempt("crust-pale", "2026-02-21", 0))
    page.reload()
    kept = json.loads(page.evaluate("localStorage.getItem('quizbook:bread')"))
    assert [a["id"] for a in kept["attempts"]] == ["crust-brown", "crust-pale"]


def test_a_first_visit_whose_answers_would_be_lost_is_begun_again(crust, given_false):
    page, loads = given_false(crust, 1)
    assert len(loads) == 2
    page.reload()
    assert len(loads) == 3, "a sound storage is marked, and no page asks again"


def test_a_storage_that_stays_false_does_not_turn_the_page_for_ever(crust, given_false):
    page, loads = given_false(crust, 99)
    assert len(loads) == 4
    assert page.get_by_role("button", name="Check answer").first.is_visible()
