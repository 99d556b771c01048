"""Review in a real browser: what is asked, by keyboard alone, by any clock."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from .test_looks import AXE
from .test_progress import KEPT, a_log, at, attempt  # noqa: F401

PHONE = {"viewport": {"width": 320, "height": 640}}
MISSED = [
    attempt("crust-brown", "2026-02-20", 0, 2),
    attempt("crust-steam", "2026-02-21", 0, 3),
    attempt("crust-pale", "2026-02-22", 1, 1),
    attempt("dough-steps", "2026-02-22", 0, 2),
]


def begin(page) -> None:
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector(".quiz-asked")


def asked(page) -> str:
    return page.locator(".quiz-asked fieldset").get_attribute("data-item")


def answer(page, right: bool) -> None:
    """Answer what is asked, rightly or wrongly."""
    quiz = page.locator(".quiz-asked fieldset")
    quiz.evaluate(
        """(quiz, right) => {
          const key = JSON.parse(quiz.dataset.key);
          for (const c of quiz.querySelectorAll(":is(input, select)[name]")) {
            if (c.closest(".quiz-sure")) continue;
            const place = key.right?.indexOf(c.dataset.step) + 1;
            if (c.dataset.step) c.value = right ? place : (place % key.right.length) + 1;
            else c.checked = key.right.includes(c.value) === right;
          }
        }""",
        right,
    )
    quiz.get_by_role("button", name="Check answer").click()
    page.get_by_role("button", name="Next question").or_(
        page.get_by_role("button", name="Finish")
    ).wait_for()


def go_on(page) -> None:
    page.evaluate("() => { globalThis.old = document.querySelector('.quiz-asked'); }")
    page.locator(".quiz-asked > .quiz-actions button").click()
    page.wait_for_function("() => !document.contains(globalThis.old)")


def test_what_one_was_sure_of_comes_first_and_what_is_missed_once_more(tool, at):  # noqa: F811
    page = at(tool("review"), kept=a_log(*MISSED))
    assert "4 questions today" in page.locator(".quiz-review").inner_text()
    assert Axe().run(page, options=AXE).response["violations"] == []
    begin(page)
    seen = []
    for place in range(5):
        seen.append(asked(page))
        name = page.locator(".quiz-asked .quiz-number").inner_text()
        assert name == (f"{place + 1} of 4" if place < 4 else "Once more")
        answer(page, right=place not in (1,))
        if place == 1:
            assert Axe().run(page, options=AXE).response["violations"] == []
        go_on(page)
    assert seen == ["crust-steam", "crust-brown", "dough-steps", "crust-pale", "crust-brown"]
    assert "Done: 3 of 4 right." in page.locator(".quiz-review").inner_text()
    assert "The next ones come on Monday" in page.locator(".quiz-review").inner_text()
    kept = json.loads(page.evaluate(KEPT))["attempts"][len(MISSED) :]
    assert {a["where"] for a in kept} == {"review"} and len(kept) == 5
    page.reload()
    page.get_by_text("That is enough for today").wait_for()
    assert page.get_by_role("button", name="Begin").count() == 0


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_tomorrow_is_tomorrow_where_the_reader_is(tool, open_page, zone):
    page = open_page("about:blank", timezone_id=zone)
    page.clock.install(time="2026-03-07T20:00:00Z")
    page.goto(tool("review"))
    page.evaluate("a => quizbook.log.record({...a, at: quizbook.now()})", MISSED[0])
    page.reload()
    page.get_by_text("Nothing to review today").wait_for()
    # 5 am of the next day there; in Los Angeles the clocks went forward that night
    page.clock.set_system_time("2026-03-08T16:00:00Z" if "Auck" in zone else "2026-03-08T12:00:00Z")
    page.reload()
    page.get_by_text("1 question today").wait_for()


@pytest.mark.parametrize("day", ["2025-12-31", "2026-02-22", "2028-05-01"])
def test_a_clock_that_is_back_or_far_ahead_does_no_harm(tool, at, day):  # noqa: F811
    page = at(tool("review"), day=day, kept=a_log(*MISSED))
    begin(page)
    item = asked(page)
    answer(page, right=True)
    go_on(page)
    kept = json.loads(page.evaluate(KEPT))["attempts"]
    assert kept[-1]["id"] == item and kept[-1]["at"].startswith(day)
    page.clock.set_system_time("2028-06-15T12:00:00Z")
    page.reload()
    page.get_by_text("questions today").wait_for()


def test_a_helping_by_keyboard_alone_on_a_small_phone(tool, at):  # noqa: F811
    page = at(tool("review"), kept=a_log(MISSED[1], MISSED[0]), **PHONE)
    page.wait_for_selector(".quiz-review button")

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if name in page.evaluate(
                "(document.activeElement.textContent || document.activeElement.type)"
            ):
                return
        raise AssertionError(f"{name} cannot be reached")

    page.locator(".quiz-review").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    tab_to("Begin")
    page.keyboard.press("Enter")
    for place in range(2):
        page.locator(".quiz-asked").get_by_text(f"{place + 1} of 2").wait_for()
        assert page.evaluate("document.activeElement.tagName") == "LEGEND"
        page.keyboard.press("Tab")
        for _ in range(3):  # the right one stands anywhere
            page.keyboard.press("Space")
            right = page.evaluate(
                """() => JSON.parse(document.querySelector('.quiz-asked fieldset').dataset.key)
                  .right.includes(document.activeElement.value)"""
            )
            if right:
                break
            page.keyboard.press("ArrowDown")
        assert right
        tab_to("Check answer")
        page.keyboard.press("Enter")
        page.locator(".quiz-asked").get_by_text("Correct.").wait_for()
        page.wait_for_selector(".quiz-asked > .quiz-actions button:not([hidden])")
        tab_to("Next question" if place == 0 else "Finish")
        page.keyboard.press("Enter")
    page.get_by_text("Done: 2 of 2 right.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Done: 2 of 2 right."
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_options_go_to_other_places_with_their_reasons(tool, at):  # noqa: F811
    page = at(tool("review"), kept=a_log(attempt("crust-brown", "2026-02-20", 0)))
    orders = set()
    for _ in range(12):
        page.reload()
        begin(page)
        order = page.locator(".quiz-asked ol > li > label > input").evaluate_all(
            "all => all.map((c) => c.value)"
        )
        orders.add("".join(order))
        numbers = page.locator(".quiz-asked .quiz-key li").evaluate_all(
            "all => all.map((li) => [li.querySelector('[data-why]').dataset.why, li.value])"
        )
        assert [why for why, _ in sorted(numbers, key=lambda row: row[1])] == order
    assert len(orders) > 1


def test_numbers_keep_their_order(tool, at):  # noqa: F811
    page = at(tool("review"))
    page.wait_for_selector("[role=status]:not(:empty)")
    row = "<li><label><input type=radio value={0}><span>{0} °C</span></label></li>"
    html = "<ol>" + "".join(row.format(n) for n in (140, 230, 320)) + "</ol>"
    for _ in range(10):
        order = page.evaluate(
            """html => {
              const box = Object.assign(document.createElement("div"), { innerHTML: html });
              quizbook.scatterOptions(box);
              return [...box.querySelectorAll("input")].map((c) => c.value);
            }""",
            html,
        )
        assert order == ["140", "230", "320"]


def test_a_case_brings_its_story(built):
    text = (built / "_static" / "questions" / "chapters--crust.js").read_text(encoding="utf-8")
    questions = json.loads(text[text.index("] = ") + 4 :].rstrip().rstrip(";"))
    told = [html for html in questions.values() if html.startswith('<div class="quiz-story">')]
    assert told and all("<p" in html.partition("<fieldset")[0] for html in told)
    assert not any("<fieldset" in html.partition("</div>")[0] for html in told)
