"""The questions in a real browser: the built pages, opened from disk, the network cut."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from quizbook import learners
from quizbook.bank.load import load_bank
from quizbook.bank.model import Item
from quizbook.page.html import render

from ..conftest import COURSE, settle

OUR_KEYS = "Object.keys(localStorage).filter(key => key.startsWith('quizbook'))"
LOG = json.loads((Path(learners.__file__).parent / "log.schema.json").read_text("utf-8"))
TYPES = ["single", "multiple", "numeric", "short", "match", "order"]


def check(quiz, **options) -> None:
    """Press the button that checks an answer."""
    quiz.get_by_role("button", name="Check answer").click(**options)
    settle(quiz)


@pytest.fixture(scope="module")
def places(dough) -> dict[str, tuple[Item, str]]:
    """For each type, an item of the small course and the address of the page that shows it."""
    found = {}
    for item in load_bank(COURSE).items.values():
        if item.chapter in ("dough", "heat"):
            found.setdefault(item.type, (item, dough.replace("dough", item.chapter)))
    assert sorted(found) == sorted(TYPES)
    return found


def question(page, item):
    return page.locator(f'fieldset[data-item="{item.id}"]').first


def answer(quiz, item, right: bool) -> None:
    """Answer as a person would, by the controls that are there."""
    key = item.key
    match item.type:
        case "single":
            quiz.locator(f'input[value="{(key["right"] if right else key["wrong"])[0]}"]').check()
        case "multiple":
            for value in key["right"] if right else key["wrong"]:
                quiz.locator(f'input[value="{value}"]').check()
        case "numeric":
            quiz.get_by_role("textbox").fill(str(key["value"] + (0 if right else 10)))
        case "short":
            quiz.get_by_role("textbox").fill(key["right"][0].upper() if right else "flour")
        case "match":
            sides = key["right"] if right else key["right"][1:] + key["right"][:1]
            for select, side in zip(quiz.locator("select").all(), sides, strict=True):
                select.select_option(side)
        case "order":
            order = key["right"] if right else key["right"][1:] + key["right"][:1]
            for place, step in enumerate(order, 1):
                quiz.locator(f'select[data-step="{step}"]').select_option(str(place))


@pytest.mark.parametrize("kind", TYPES)
def test_a_right_answer_is_called_correct_and_every_reason_shows(places, open_page, kind):
    item, address = places[kind]
    quiz = question(open_page(address), item)
    answer(quiz, item, right=True)
    button = quiz.get_by_role("button", name="Check answer")
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")
    for reason in quiz.locator("[data-why]").all():
        assert reason.is_visible()
    assert quiz.locator("[data-why]").count() == len(item.reasons())
    assert button.evaluate("b => b === document.activeElement")
    assert not quiz.get_by_role("button", name="Try again").is_visible()


@pytest.mark.parametrize("kind", TYPES)
def test_a_wrong_answer_gets_every_reason_and_another_try(places, open_page, kind):
    item, address = places[kind]
    quiz = question(open_page(address), item)
    answer(quiz, item, right=False)
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Not correct.")
    assert all(reason.is_visible() for reason in quiz.locator("[data-why]").all())
    quiz.get_by_role("button", name="Try again").click()
    assert quiz.get_by_role("status").inner_text() == ""
    assert not any(reason.is_visible() for reason in quiz.locator("[data-why]").all())
    answer(quiz, item, right=True)
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")


AT_ONCE = """button => {
  button.click();
  return button.closest("fieldset").querySelector("[role=status]").textContent;
}"""


def test_verdict_and_point_are_there_at_once(places, open_page):
    item, address = places["single"]
    quiz = question(open_page(address), item)
    answer(quiz, item, right=True)
    button = quiz.get_by_role("button", name="Check answer")
    point = quiz.locator(".quiz-key p").first.text_content()
    assert button.evaluate(AT_ONCE) == f"Correct. {point}"


@pytest.mark.parametrize("kind", ["multiple", "match", "order"])
def test_a_partly_right_answer_says_so(places, open_page, kind):
    item, address = places[kind]
    quiz = question(open_page(address), item)
    if kind == "multiple":
        quiz.locator(f'input[value="{item.key["right"][0]}"]').check()
    else:
        answer(quiz, item, right=True)
        first, second = quiz.locator("select").all()[:2]
        kept = first.input_value()
        first.select_option(second.input_value())
        second.select_option(kept)
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Partly correct:")


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_chosen_gives_a_message_and_no_key(places, open_page, kind):
    item, address = places[kind]
    page = open_page(address)
    quiz = question(page, item)
    check(quiz)
    assert "first" in quiz.get_by_role("status").inner_text()
    assert not any(reason.is_visible() for reason in quiz.locator("[data-why]").all())
    assert page.evaluate(OUR_KEYS) == []


def test_a_number_that_can_be_read_in_two_ways_is_asked_again(places, open_page):
    item, address = places["numeric"]
    quiz = question(open_page(address), item)
    box = quiz.get_by_role("textbox")
    for typed, said in [
        ("1,250", "two ways"),
        ("about five", "not a number"),
        ("5 furlong", "unit is not known"),
    ]:
        box.fill(typed)
        check(quiz)
        assert said in quiz.get_by_role("status").inner_text()
        assert box.input_value() == typed


def test_arrow_keys_only_move_and_the_keyboard_is_enough(places, open_page):
    item, address = places["single"]
    page = open_page(address)
    quiz = question(page, item)
    quiz.locator("input").first.focus()
    page.keyboard.press("Space")
    settle(page)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert quiz.locator("input").nth(2).is_checked()
    assert quiz.get_by_role("status").inner_text() == ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.quiz-sure') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "quiz-check"
    page.keyboard.press("Enter")
    settle(page)
    assert "orrect" in quiz.get_by_role("status").inner_text()
    assert page.evaluate("document.activeElement.className") == "quiz-check"


@pytest.mark.parametrize("kind", ["numeric", "match", "order"])
def test_boxes_and_selects_work_by_keyboard_alone(places, open_page, kind):
    item, address = places[kind]
    page = open_page(address)
    quiz = question(page, item)
    quiz.locator("input, select").first.focus()
    if kind == "numeric":
        page.keyboard.type(str(item.key["value"]).replace(".", ","))
    else:
        rows = [p.id for p in item.pairs] if kind == "match" else [s.id for s in item.shown]
        offered = [id_ for id_, _ in item.offered] if kind == "match" else item.key["right"]
        for row in rows:
            for _ in range(offered.index(row) + 1):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # past the certainty, one stop
    if kind == "numeric":
        page.keyboard.press("Enter")
        settle(page)
    else:
        assert page.evaluate("document.activeElement.className") == "quiz-check"
        page.keyboard.press("Space")
        settle(page)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")


def test_focus_can_be_seen(places, open_page):
    item, address = places["single"]
    page = open_page(address)
    question(page, item).locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert page.evaluate(f"parseFloat({style}.outlineWidth)") >= 2


def test_the_first_attempt_is_kept_apart_and_survives_a_reload(places, open_page):
    item, address = places["single"]
    page = open_page(address)
    quiz = question(page, item)
    quiz.get_by_role("radio", name="think so").check()
    answer(quiz, item, right=False)
    check(quiz)
    quiz.get_by_role("button", name="Try again").click()
    answer(quiz, item, right=True)
    check(quiz)
    stored = json.loads(page.evaluate("localStorage['quizbook:bread']"))
    assert page.evaluate(OUR_KEYS) == ["quizbook:bread"]
    assert list(Draft202012Validator(LOG).iter_errors(stored)) == []
    kept = [(a["id"], a["v"], a["score"], a["sure"], a["where"]) for a in stored["attempts"]]
    assert kept == [(item.id, item.version, 0, 2, "page"), (item.id, item.version, 1, 0, "page")]
    page.reload()
    quiz = question(page, item)
    assert ": not correct." in quiz.locator(".quiz-memory").inner_text()
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")


@pytest.mark.parametrize(("version", "said"), [(1, " (of an earlier wording)"), (2, "")])
def test_a_first_answer_stays_the_first_of_whatever_wording(dough, open_page, version, said):
    page = open_page(dough)
    old = {"id": "dough-signs", "v": version, "at": "2026-01-02T03:04:05+01:00", "answers": ["c"]}
    old |= {"score": 0, "sure": 0, "where": "page", "s": 1}
    log = {"schema": 2, "book": "bread", "edition": "", "attempts": [old], "settings": {}}
    page.evaluate("d => localStorage.setItem('quizbook:bread', d)", json.dumps(log))
    page.reload()
    quiz = page.locator('fieldset[data-item="dough-signs"]')
    memory = f"Your first answer{said}, 2 Jan 2026: not correct."
    assert quiz.locator(".quiz-memory").inner_text() == memory
    quiz.locator('input[value="a"]').check()
    check(quiz)
    stored = json.loads(page.evaluate("localStorage['quizbook:bread']"))
    assert stored["attempts"][0] == old and len(stored["attempts"]) == 2


def test_a_book_can_do_without_certainty(tmp_path):
    bank = load_bank(COURSE)
    item = bank.items["dough-gas"]
    assert "quiz-sure" in render(item, ", ".join, uid="q")
    assert "quiz-sure" not in render(item, ", ".join, uid="q", certainty=False)
    course = Path(shutil.copytree(COURSE, tmp_path / "course"))
    book = course / "quizzes" / "book.yml"
    book.write_text(book.read_text("utf-8") + "certainty: false\n", encoding="utf-8")
    assert bank.certainty and not load_bank(course).certainty


@pytest.mark.parametrize("stored", ["{", "null", "[]", '{"schema": 9, "items": {"x": 1}}'])
def test_foreign_data_in_the_browser_does_no_harm(places, open_page, stored):
    item, address = places["single"]
    page = open_page(address)
    page.evaluate("d => localStorage.setItem('quizbook:bread', d)", stored)
    page.reload()
    quiz = question(page, item)
    answer(quiz, item, right=True)
    check(quiz)
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")
    if "9" in stored:
        assert page.evaluate("localStorage['quizbook:bread']") == stored


def test_sources_are_links_that_land_on_their_entry(places, open_page):
    item, address = places["single"]
    page = open_page(address)
    quiz = question(page, item)
    answer(quiz, item, right=True)
    check(quiz)
    link = quiz.locator("[data-why] a").first
    author = link.inner_text().split(",")[0].split(" ")[0]
    link.click()
    page.wait_for_url("**/references.html#*")
    target = page.evaluate("document.querySelector(location.hash)?.innerText")
    assert target and author in target


@pytest.mark.parametrize("kind", TYPES)
def test_without_scripts_the_question_reads_well_and_the_key_stays_closed(places, open_page, kind):
    item, address = places[kind]
    quiz = question(open_page(address, javascript=False), item)
    assert not quiz.get_by_role("button", name="Check answer").is_visible()
    key = quiz.locator(".quiz-key")
    assert key.get_attribute("open") is None
    assert not any(reason.is_visible() for reason in quiz.locator("[data-why]").all())
    quiz.locator(".quiz-key summary").click()
    assert all(reason.is_visible() for reason in quiz.locator("[data-why]").all())


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("kind", TYPES)
def test_printing_gives_no_key_away(places, open_page, kind, javascript):
    item, address = places[kind]
    page = open_page(address, javascript=javascript)
    quiz = question(page, item)
    if javascript:
        answer(quiz, item, right=False)
        check(quiz)
    else:
        quiz.locator(".quiz-key summary").click()
    page.emulate_media(media="print")
    assert quiz.locator("legend").is_visible()
    for hidden in ("[data-why]", "details", ".quiz-mark", "[role=status]", "button"):
        assert not any(part.is_visible() for part in quiz.locator(hidden).all()), hidden


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_scrolls_sideways_on_a_small_phone(places, open_page, kind):
    item, address = places[kind]
    page = open_page(address, viewport={"width": 320, "height": 640})
    quiz = question(page, item)
    answer(quiz, item, right=False)
    check(quiz)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = quiz.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320


def test_a_question_twice_on_a_page_is_two_questions(crust, open_page):
    page = open_page(crust)
    first, second = page.locator('fieldset[data-item="crust-brown"]').all()
    first.locator('input[value="a"]').check()
    second.locator('input[value="b"]').check()
    assert first.locator('input[value="a"]').is_checked()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_a_guess_is_called_one_and_is_no_attempt(crust, open_page):
    page = open_page(crust)
    quiz = page.locator('fieldset[data-item="crust-guess"]')
    assert "A guess: nothing is scored." in quiz.inner_text()
    assert quiz.get_by_role("button", name="I am sure").count() == 0
    quiz.locator('input[value="a"]').check()
    quiz.locator(".quiz-check").click()
    settle(page)
    said = quiz.locator("[role=status]").inner_text()
    assert said.startswith("Not correct. A guess: nothing is scored. A hot oven browns best.")
    assert json.loads(page.evaluate("localStorage['quizbook:bread']"))["attempts"] == []
    page.reload()
    assert quiz.locator("[role=status]").inner_text() == said
    assert page.get_by_text("It was 230 °C.").is_visible()


def test_the_objective_and_what_teaches_it_come_with_the_answer(crust, open_page):
    page = open_page(crust)
    quiz = page.locator('fieldset[data-item="crust-guess"]')
    about = quiz.locator(".quiz-about")
    assert not about.is_visible()
    quiz.locator('input[value="b"]').check()
    quiz.locator(".quiz-check").click()
    settle(page)
    words = (
        "Objective: Explain what browns a crust. Level: recall (say it again). Taught in: Crust."
    )
    assert about.inner_text() == words
    about.get_by_role("link", name="Crust").click()
    page.wait_for_url("**#browning")


def test_a_case_unfolds_and_keeps_the_first_answer(crust, open_page):
    page = open_page(crust)
    first = page.locator('fieldset[data-item="crust-steam"]')
    second = page.locator('fieldset[data-item="crust-pale"]')
    assert not second.is_visible() and not page.get_by_text("It comes out white.").is_visible()
    first.locator('input[value="b"]').check()
    check(first)
    assert first.get_by_role("status").inner_text().startswith("Not correct.")
    assert not first.get_by_role("button", name="Try again").is_visible()
    assert first.locator('input[value="a"]').is_disabled()
    assert second.is_visible() and page.get_by_text("It comes out white.").is_visible()
    before = page.evaluate("localStorage['quizbook:bread']")
    check(first, force=True)
    assert page.evaluate("localStorage['quizbook:bread']") == before


def test_a_case_reads_straight_through_without_scripts(crust, open_page):
    page = open_page(crust, javascript=False)
    assert page.get_by_text("It comes out white.").is_visible()
    assert page.locator('fieldset[data-item="crust-pale"]').is_visible()


def exam(page, name: str):
    return page.locator(f'.quiz-exam[data-group="{name}"]')


def hand_in(section) -> str:
    section.get_by_role("button", name="Hand in").click()
    settle(section)
    return section.locator(".quiz-result").inner_text()


def test_an_exam_reveals_nothing_until_all_is_handed_in(crust, open_page):
    page = open_page(crust)
    before, after = exam(page, "crust-before"), exam(page, "crust-after")
    assert not before.get_by_role("button", name="Check answer").first.is_visible()
    before.locator('input[type=radio][value="b"]').check()
    said = hand_in(before)
    assert said == "Not handed in yet: 1 open, the first is question 6."
    assert before.locator(".quiz-result").evaluate(
        "e => e.getBoundingClientRect().bottom <= innerHeight && e.getBoundingClientRect().top >= 0"
    )
    assert sorted(page.evaluate(OUR_KEYS)) == ["quizbook:bread", "quizbook:bread:crust-before"]
    for value in ("a", "b"):
        before.locator(f'input[type=checkbox][value="{value}"]').check()
    assert hand_in(before) == (
        "Handed in. Your answers are kept; the key waits for “After the chapter”."
    )
    assert not any(reason.is_visible() for reason in before.locator("[data-why]").all())
    assert page.evaluate("document.activeElement.className") == "quiz-result"
    page.reload()
    assert not any(reason.is_visible() for reason in before.locator("[data-why]").all())
    assert not any(memory.inner_text() for memory in before.locator(".quiz-memory").all())
    assert before.locator('input[type=radio][value="b"]').is_checked()
    after.locator('input[value="a"]').check()
    assert hand_in(after) == "Handed in: 1 of 1 right."
    assert before.locator(".quiz-result").inner_text() == "Handed in: 1 of 2 right."
    assert all(reason.is_visible() for reason in before.locator("[data-why]").all())
    page.reload()
    assert (
        exam(page, "crust-after").locator(".quiz-result").inner_text() == "Handed in: 1 of 1 right."
    )
    settle(page)
    assert all(reason.is_visible() for reason in before.locator("[data-why]").all())


def test_two_halves_on_two_pages_end_in_a_table_of_pairs(crust, open_page):
    page = open_page("about:blank")
    page.add_init_script("Math.random = () => 0")  # which form comes first is drawn: test_forms.py
    page.goto(crust)
    first = exam(page, "crust-first")
    for item, choice in {"crust-first-bun": "b", "crust-first-pie": "a"}.items():
        first.locator(f'[data-item="{item}"] input[value="{choice}"]').check()
    said = "Handed in. Your answers are kept; the key waits for “Last half”."
    assert hand_in(first) == said
    first.locator(".quiz-result").get_by_role("link", name="Last half").click()
    page.wait_for_url("**/signs.html#question-crust-last-bun")
    last = exam(page, "crust-last")
    for item, choice in {"crust-last-bun": "a", "crust-last-pie": "c"}.items():
        last.locator(f'[data-item="{item}"] input[value="{choice}"]').check()
    assert hand_in(last).startswith("Handed in: 1 of 2 right.")
    table = last.locator(".quiz-pairs")
    rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()]
    assert rows == [
        ["Pair", "Before", "After"],
        ["1", "✗ not right", "✓ right"],
        ["2", "✓ right", "✗ not right"],
    ]
    table.get_by_role("link").first.click()
    page.wait_for_url("**/crust.html#question-crust-first-bun")
    assert first.locator(".quiz-pairs tr").count() == 3
    assert all(reason.is_visible() for reason in first.locator("[data-why]").all())


def test_an_exam_that_is_not_handed_in_survives_a_reload_and_is_then_let_go(crust, open_page):
    page = open_page(crust)
    before = exam(page, "crust-before")
    before.locator('input[type=radio][value="b"]').check()
    before.locator('input[type=checkbox][value="a"]').check()
    page.reload()
    assert before.locator('input[type=radio][value="b"]').is_checked()
    assert before.locator('input[type=checkbox][value="a"]').is_checked()
    assert not before.locator('input[type=checkbox][value="b"]').is_checked()
    assert before.get_by_role("button", name="Hand in").is_visible()
    draft = "localStorage['quizbook:bread:crust-before']"
    assert page.evaluate(draft)
    page.evaluate(f'{draft} = {draft}.replaceAll(/"v":"1"/g, \'"v":"0"\')')
    page.reload()
    assert not before.locator("input:checked").count()
    before.locator('input[type=radio][value="b"]').check()
    before.locator('input[type=checkbox][value="b"]').check()
    hand_in(before)
    assert page.evaluate(draft) is None


def test_a_table_can_be_filtered_by_its_short_columns(crust, open_page):
    page = open_page(crust)
    bar = page.locator(".filter-bar")
    assert [label.inner_text().split(":")[0] for label in bar.locator("label").all()] == [
        "Verdict",
        "Words",
    ]
    assert bar.get_by_role("status").inner_text() == "4 of 4 rows"
    bar.get_by_label("Verdict").select_option("good")
    assert bar.get_by_role("status").inner_text() == "2 of 4 rows"
    rows = page.locator("table.filterable tbody tr")
    assert [row.is_visible() for row in rows.all()] == [True, False, True, False]
