"""See why: the verdict stays where the finger is, and everything is there on another visit."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ..conftest import AXE, settle

ITEMS = ["dough-gas", "dough-signs", "dough-water", "dough-parts", "dough-steps"]
PHONE = {"viewport": {"width": 390, "height": 844}}
SMALL = {"viewport": {"width": 320, "height": 640}}
DESK = {"viewport": {"width": 1440, "height": 900}}
ZOOMED = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}


def question(page, name: str):
    return page.locator(f'fieldset[data-item="{name}"]').first


def give_wrong(quiz, name: str) -> None:
    """Answer wrong, by the controls that are there."""
    if name == "dough-water":
        quiz.get_by_role("textbox").fill("32.5")
    elif quiz.locator("select").count():
        for n, select in enumerate(quiz.locator("select").all()):
            turned = (n + 1) % quiz.locator("select").count()
            select.select_option(index=1 + (n if name == "dough-steps" else turned))
    else:
        quiz.locator("li input").last.check()


def check(quiz) -> None:
    quiz.get_by_role("button", name="Check answer").click()
    settle(quiz)


IN_VIEW = """e => {
  const { top, bottom } = e.getBoundingClientRect();
  return top >= -1 && bottom <= innerHeight + 1;
}"""


@pytest.mark.parametrize("view", [PHONE, SMALL, DESK, ZOOMED], ids=["390", "320", "1440", "200 %"])
@pytest.mark.parametrize("name", ITEMS)
def test_the_verdict_is_in_view_and_what_was_pressed_stays(dough, open_page, view, name):
    page = open_page(dough, **view)
    quiz = question(page, name)
    give_wrong(quiz, name)
    button = quiz.get_by_role("button", name="Check answer")
    button.evaluate("b => b.scrollIntoView({block: 'end'})")  # the worst place: the very bottom
    before = button.bounding_box()
    button.click()
    settle(page)
    after = button.bounding_box()
    assert abs(after["y"] - before["y"]) < 1 and abs(after["x"] - before["x"]) < 1
    assert quiz.get_by_role("status").evaluate(IN_VIEW)
    assert quiz.get_by_role("button", name="Try again").evaluate(IN_VIEW)
    assert button.evaluate("b => b === document.activeElement")


BELOW_THE_BAR = """e => {
  const bar = document.querySelector('.bd-header-article').getBoundingClientRect().bottom;
  const { top, bottom } = e.getBoundingClientRect();
  return top >= bar && bottom <= innerHeight;
}"""


@pytest.mark.parametrize("top", [90, 180, 300, 500])
@pytest.mark.parametrize("name", [*ITEMS, "crust-guess"])
def test_what_was_pressed_stays_with_what_follows_it_in_view(dough, crust, open_page, name, top):
    """A browser would rather hold what stands below, and reasons and curtains come between."""
    page = open_page(dough if name in ITEMS else crust, **PHONE)
    quiz = question(page, name)
    give_wrong(quiz, name)
    button = quiz.get_by_role("button", name="Check answer")
    place = "b => b.getBoundingClientRect().top"
    button.evaluate(f"b => scrollBy({{top: ({place})(b) - {top}, behavior: 'instant'}})")
    before = button.evaluate(place)
    button.evaluate("b => b.click()")  # Playwright would scroll before it clicks
    settle(page)
    page.wait_for_timeout(300)
    assert abs(button.evaluate(place) - before) < 1.5
    assert quiz.get_by_role("status").evaluate(BELOW_THE_BAR)
    assert quiz.get_by_role("button", name="Try again").evaluate(IN_VIEW)
    assert page.evaluate("document.documentElement.style.overflowAnchor") == ""


SHIFT = """() => { window.shift = 0; new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value;
}).observe({type: 'layout-shift', buffered: true}); }"""


def test_nothing_moves_by_itself_after_a_press(dough, open_page):
    page = open_page(dough, **PHONE)
    page.evaluate(SHIFT)
    quiz = question(page, "dough-gas")
    give_wrong(quiz, "dough-gas")
    check(quiz)
    page.wait_for_timeout(700)
    assert page.evaluate("shift") <= 0.02


def test_the_line_that_counts_answers_moves_nothing(dough, open_page):
    page = open_page(dough, viewport={"width": 1440, "height": 1000})
    quiz = question(page, "dough-gas")
    give_wrong(quiz, "dough-gas")
    assert page.evaluate("scrollY") == 0, "no browser holds what stands there"
    assert page.get_by_text("5 questions here.").is_visible()
    button = quiz.get_by_role("button", name="Check answer")
    before = button.bounding_box()
    button.click()
    expect(page.get_by_text("1 of 5 questions answered here.")).to_be_attached()
    assert abs(button.bounding_box()["y"] - before["y"]) < 1


def test_the_verdict_is_drawn_before_what_takes_longer(dough, open_page):
    page = open_page(dough)
    quiz = question(page, "dough-gas")
    give_wrong(quiz, "dough-gas")
    at_once = quiz.evaluate(
        """quiz => {
          const shown = (name) => quiz.querySelector(name).checkVisibility();
          quiz.querySelector(".quiz-check").click();
          return [quiz.querySelector("[role=status]").textContent, shown(".quiz-key"),
                  quiz.querySelector(".quiz-memory").textContent];
        }"""
    )
    assert at_once[0].startswith("Not correct.") and at_once[1:] == [False, ""]
    expect(quiz.locator("[data-why]").first).to_be_visible()
    expect(quiz.locator(".quiz-memory")).to_contain_text("Your first answer")


@pytest.mark.parametrize("name", ITEMS)
def test_an_answered_question_comes_back_answered(dough, open_page, name):
    page = open_page(dough)
    quiz = question(page, name)
    give_wrong(quiz, name)
    check(quiz)
    said = quiz.get_by_role("status").inner_text()
    given = quiz.evaluate(VALUES)
    reasons = quiz.locator(".quiz-key").inner_text()
    page.reload()
    for visit in ("reload", "back"):
        if visit == "back":
            page.goto(dough.replace("dough", "crust"))
            page.go_back()
        expect(quiz.get_by_role("status")).to_have_text(said, use_inner_text=True)
        assert quiz.evaluate(VALUES) == given
        assert quiz.locator(".quiz-key").inner_text() == reasons
        assert all(reason.is_visible() for reason in quiz.locator("[data-why]").all())
        assert quiz.get_by_role("button", name="Try again").is_visible()


VALUES = "q => [...q.querySelectorAll('input, select')].map(c => [c.value, c.checked])"


def test_ones_own_choice_comes_first_and_the_right_one_next(dough, open_page):
    page = open_page(dough)
    quiz = question(page, "dough-gas")
    quiz.locator('input[value="c"]').check()
    check(quiz)
    rows = [row.inner_text() for row in quiz.locator(".quiz-key li").all()]
    assert rows[0].startswith("Your choice. Not right. It takes no part.")
    assert rows[1].startswith("Right. Yeast makes it")
    assert [row.get_attribute("value") for row in quiz.locator(".quiz-key li").all()] == list("321")


def test_marks_go_when_the_choice_changes(dough, open_page):
    page = open_page(dough)
    quiz = question(page, "dough-gas")
    quiz.locator('input[value="a"]').check()
    check(quiz)
    assert quiz.locator(".quiz-mark").all_inner_texts()
    quiz.locator('input[value="b"]').check()
    assert quiz.locator(".quiz-mark").count() == 0
    assert quiz.get_by_role("status").inner_text().startswith("Changed")
    assert not quiz.get_by_text("Your choice.").is_visible()
    blue = "b => getComputedStyle(b).backgroundColor"
    again, right = (quiz.get_by_role("button", name=n) for n in ("Try again", "Check answer"))
    assert again.evaluate(blue) != right.evaluate(blue), "one of them is what to do next"
    assert right.evaluate(blue) == right.evaluate("b => getComputedStyle(b).borderColor")
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")


def test_a_place_that_is_given_twice_is_asked_again(dough, open_page):
    page = open_page(dough)
    quiz = question(page, "dough-steps")
    for select in quiz.locator("select").all():
        select.select_option(index=1)
    check(quiz)
    assert quiz.get_by_role("status").inner_text() == "Give each place once."
    assert not quiz.locator("[data-why]").first.is_visible()
    assert quiz.locator(".quiz-memory").inner_text() == ""


def test_an_order_is_shown_right_and_a_match_whole_on_both_sides(dough, open_page):
    page = open_page(dough)
    for name in ("dough-steps", "dough-parts"):
        give_wrong(question(page, name), name)
        check(question(page, name))
    steps = question(page, "dough-steps").locator(".quiz-key li").all_inner_texts()
    assert [row.split(".")[0] for row in steps] == ["Mix", "Knead", "Rest", "Bake"]
    assert any("You put it in place" in row for row in steps)
    pairs = question(page, "dough-parts").locator(".quiz-key li").all_inner_texts()
    for row, whole in zip(
        pairs, ["Yeast: Makes gas.", "Gluten: Holds gas.", "Salt: Slows yeast."], strict=True
    ):
        assert row.startswith(whole)
    assert any("You chose: " in row for row in pairs)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("32.5", "You divided by ten once too often."),
        ("0.0325 kg", "You divided by ten once too often."),
        ("770", "You divided by 0.65."),
        ("12", "Not correct. Bakers count"),
    ],
)
def test_a_number_is_told_which_slip_gives_it(dough, open_page, typed, said):
    quiz = question(open_page(dough), "dough-water")
    quiz.get_by_role("textbox").fill(typed)
    check(quiz)
    assert said in quiz.get_by_role("status").inner_text()
    assert quiz.locator(".quiz-mine").count() == (typed != "12")


def test_a_hint_is_offered_before_the_answer(dough, open_page):
    for javascript in (True, False):
        quiz = question(open_page(dough, javascript=javascript), "dough-signs")
        words = quiz.locator(".quiz-tip em")
        assert not words.is_visible()
        quiz.get_by_text("Hint", exact=True).click()
        assert words.is_visible()


def test_certainty_is_one_stop_and_can_be_taken_back(dough, open_page):
    page = open_page(dough)
    quiz = question(page, "dough-signs")
    sure = quiz.get_by_role("radio", name="sure", exact=True)
    sure.click()
    assert sure.is_checked()
    sure.click()
    assert not sure.is_checked()
    quiz.locator("li input").last.focus()
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('[class^=quiz-]').className"))
    assert stops == ["quiz-tip", "quiz-sure", "quiz-check"]


def test_read_on_goes_past_the_reasons(dough, open_page):
    page = open_page(dough, **PHONE)
    quiz = question(page, "dough-gas")
    give_wrong(quiz, "dough-gas")
    check(quiz)
    quiz.get_by_role("button", name="Read on").click()
    assert "It is carbon dioxide." in page.evaluate("document.activeElement.innerText")
    assert page.get_by_text("It is carbon dioxide.").evaluate(IN_VIEW)


def test_a_case_reopens_and_says_where_one_is(crust, open_page):
    page = open_page(crust)
    first, second = question(page, "crust-steam"), question(page, "crust-pale")
    names = page.locator(".quiz-step-name")
    assert names.first.inner_text() == "Step 1 of 2" and not names.nth(1).is_visible()
    first.locator('input[value="a"]').check()
    check(first)
    assert page.locator(".quiz-told").inner_text() == "Step 2 of 2 is open."
    first.get_by_role("button", name="Go to step 2 of 2").click()
    assert page.evaluate("document.activeElement.innerText").startswith("Step 2 of 2")
    page.reload()
    assert second.is_visible() and names.nth(1).inner_text() == "Step 2 of 2"
    assert first.get_by_role("status").inner_text().startswith("Correct.")
    assert page.locator(".quiz-told").inner_text() == "", "nothing new is announced"
    second.locator("li input").first.check()
    check(second)
    assert page.locator(".quiz-told").inner_text() == "Every step is answered."
    second.get_by_role("button", name="Read on").click()
    assert not page.evaluate("document.activeElement.matches('.quiz-told, body')")


def test_a_link_opens_the_steps_that_hide_its_question(crust, open_page):
    page = open_page(f"{crust}#question-crust-pale")
    assert question(page, "crust-pale").is_visible()
    assert question(page, "crust-pale").evaluate(
        "e => Math.abs(e.getBoundingClientRect().top) < innerHeight"
    )
    page = open_page(crust)
    assert not question(page, "crust-pale").is_visible()
    page.evaluate("location.hash = 'question-crust-pale'")
    expect(question(page, "crust-pale")).to_be_visible()


FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
BLOCKED = """Object.defineProperty(window, 'localStorage', {
  configurable: true, get() { throw new DOMException('', 'SecurityError'); } })"""


@pytest.mark.parametrize(("fault", "said"), [(FULL, "is full"), (BLOCKED, "forbids")])
def test_an_exam_is_marked_without_storage(crust, chromium, fault, said):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.add_init_script(fault)
    page.goto(crust)
    after = page.locator('.quiz-exam[data-group="crust-after"]')
    after.locator('input[value="a"]').check()
    after.get_by_role("button", name="Hand in").click()
    settle(page)
    result = after.locator(".quiz-result")
    assert (
        result.inner_text().startswith("Handed in: 1 of 1 right.") and said in result.inner_text()
    )
    assert result.evaluate(IN_VIEW) and result.evaluate("e => e === document.activeElement")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 320])
def test_no_state_has_an_accessibility_finding(dough, crust, open_page, scheme, width):
    view = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    page = open_page(dough, **view)
    for name in ITEMS:
        give_wrong(question(page, name), name)
        check(question(page, name))
    question(page, "dough-signs").get_by_text("Hint", exact=True).click()
    page.locator("main a[href*='references.html#']").first.focus()
    found = Axe().run(page, options=AXE).response["violations"]
    page = open_page(crust, **view)
    question(page, "crust-steam").locator('input[value="a"]').check()
    check(question(page, "crust-steam"))
    page.locator(".curtain summary").last.click()
    found += Axe().run(page, options=AXE).response["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
