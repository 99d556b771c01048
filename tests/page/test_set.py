"""A set of one's own: what fits, reasons at once or at the end, and the clock."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe

from .test_looks import AXE
from .test_progress import KEPT, a_log, at, attempt  # noqa: F401

ANSWER = """(quiz, right) => {
  const key = JSON.parse(quiz.dataset.key);
  for (const c of quiz.querySelectorAll("li input"))
    c.checked = key.right.includes(c.value) === right;
}"""


def asked(page) -> list[str]:
    boxes = page.locator(".quiz-asked fieldset")
    boxes.first.wait_for()
    return boxes.evaluate_all("all => all.map((quiz) => quiz.dataset.item)")


def test_conditions_choose_and_say_how_many_fit(tool, at):  # noqa: F811
    log = a_log(attempt("crust-steam", "2026-02-20", 0), attempt("crust-brown", "2026-02-20", 1))
    page = at(tool("set"), kept=log)
    status = page.locator(".quiz-set [role=status]")
    status.get_by_text("questions to choose from").wait_for()
    assert Axe().run(page, options=AXE).response["violations"] == []
    whole = int(status.inner_text().split()[0])
    page.locator("select[name=Chapter]").select_option(label="Crust")
    assert 0 < int(status.inner_text().split()[0]) < whole
    page.get_by_label("So far").select_option("wrong")
    assert status.inner_text() == "1 question to choose from."
    page.get_by_label("Pitfall").select_option("heat")
    assert "No question fits" in status.inner_text()
    page.get_by_role("button", name="Begin").click(force=True)  # it says that it is disabled
    assert page.locator(".quiz-asked").count() == 0
    page.get_by_label("Pitfall").select_option("")
    page.get_by_role("button", name="Begin").click()
    assert asked(page) == ["crust-steam"]


def test_items_of_a_test_stay_with_it_until_both_halves_are_handed_in(tool, at):  # noqa: F811
    page = at(tool("set"))
    page.get_by_label("How many").select_option("40")
    page.get_by_role("button", name="Begin").click()
    held = {f"crust-{half}-{what}" for half in ("first", "last") for what in ("bun", "pie")}
    assert not held & set(asked(page))
    days = {"first": "2026-02-01", "last": "2026-02-02"}
    handed_in = (attempt(name, days[name.split("-")[1]], 1) for name in sorted(held))
    page = at(tool("set"), kept=a_log(*handed_in))
    page.get_by_label("How many").select_option("40")
    page.get_by_role("button", name="Begin").click()
    assert held <= set(asked(page))


def test_with_reasons_at_the_end_nothing_is_told_before(tool, at):  # noqa: F811
    page = at(tool("set"))
    page.locator("select[name=Chapter]").select_option(label="Crust")
    page.get_by_label("Reasons").select_option("end")
    page.get_by_role("button", name="Begin").click()
    ids = asked(page)
    assert len(ids) > 2 and len(set(ids)) == len(ids)
    quizzes = page.locator(".quiz-asked fieldset")
    quizzes.nth(0).evaluate(ANSWER, True)
    quizzes.nth(1).evaluate(ANSWER, False)
    assert not page.get_by_role("button", name="Check answer").first.is_visible()
    assert not page.locator("[data-why]").first.is_visible()
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="Hand in").click()
    result = page.locator(".quiz-set .quiz-result")
    assert result.inner_text() == f"1 of {len(ids)} right, {len(ids) - 2} not answered."
    assert quizzes.nth(0).locator("[data-why]").first.is_visible()
    kept = json.loads(page.evaluate(KEPT))["attempts"]
    assert [a["id"] for a in kept] == ids[:2] and {a["where"] for a in kept} == {"set"}
    assert Axe().run(page, options=AXE).response["violations"] == []
    page.get_by_role("button", name="Another set").click()
    assert page.get_by_role("button", name="Begin").is_visible()


def test_reasons_at_once_and_a_clock_that_ends_it(tool, at):  # noqa: F811
    page = at(tool("set"))
    page.locator("select[name=Chapter]").select_option(label="Crust")
    page.get_by_label("Time").select_option("60")
    page.get_by_role("button", name="Begin").click()
    ids = asked(page)
    first = page.locator(".quiz-asked fieldset").first
    first.evaluate(ANSWER, True)
    first.get_by_role("button", name="Check answer").click()
    first.locator("[data-why]").first.wait_for()
    minutes = len(ids)
    assert page.get_by_role("timer").inner_text().startswith((f"{minutes}:00", f"{minutes - 1}:"))
    page.clock.fast_forward(minutes * 60_000 + 2000)
    page.get_by_text(f"The time is over. 1 of {minutes} right").wait_for()
    assert page.locator(".quiz-asked input:not(:disabled)").count() == 0
