"""Which form of a self-test comes first: drawn, kept, followed wherever a question is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .test_feedback import BLOCKED, FULL
from .test_progress import KEPT, a_log, at, attempt, load, said  # noqa: F401

TURNED = {"first": {"crust-first": "crust-last"}}
FIRST, LAST = ({f"crust-{half}-bun": "b", f"crust-{half}-pie": "a"} for half in ("first", "last"))


@pytest.fixture
def signs(built) -> str:
    return (built / "chapters" / "signs.html").as_uri()


def here(page, title: str):
    """The test of this title, once it shows the form that is drawn."""
    page.wait_for_selector(".quiz-exam[aria-busy]", state="detached")
    return page.locator(f'.quiz-exam[aria-label="{title}"]')


def asked(test) -> list[str]:
    return [quiz.get_attribute("data-item") for quiz in test.locator(".quiz").all()]


def take(test, answers: dict[str, str]) -> str:
    for item, choice in answers.items():
        test.locator(f'[data-item="{item}"] input[value="{choice}"]').check()
    test.get_by_role("button", name="Hand in").click()
    return test.locator(".quiz-result").inner_text()


def kept(page) -> dict:
    return json.loads(page.evaluate(KEPT))


def test_half_of_all_draws_are_turned_and_a_draw_is_kept(crust, open_page):
    page = open_page(crust)
    drawn = kept(page)["settings"]["first"]["crust-first"]
    for _ in range(4):
        page.reload()
        assert asked(here(page, "First half")) == list(FIRST if drawn == "crust-first" else LAST)
    draws = page.evaluate("""async () => {
      const partner = '{"id": "crust-last", "items": [], "page": "chapters/signs", "href": ""}';
      const draws = [];
      for (let n = 0; n < 400; n++) {
        localStorage.clear();
        const dataset = { group: 'crust-first', where: 'before', partner };
        quizbook.giveForm({ dataset, querySelectorAll: () => [] });
        draws.push(JSON.parse(localStorage['quizbook:bread']).settings.first['crust-first']);
      }
      return draws;
    }""")
    assert 150 < draws.count("crust-last") < 250 and len(draws) == 400


def test_the_other_form_first_from_the_draw_to_the_table_of_pairs(crust, signs, tool, at):  # noqa: F811
    page = at(crust, kept=a_log(settings=TURNED))
    first = here(page, "First half")
    assert asked(first) == list(LAST)
    numbers = first.locator(".quiz-number").all_inner_texts()
    assert take(first, LAST).startswith("Handed in. Your answers are kept; the key waits")
    attempts = kept(page)["attempts"]
    assert {a["id"]: a["where"] for a in attempts} == dict.fromkeys(LAST, "before")
    page.reload()
    assert "the key waits" in here(page, "First half").locator(".quiz-result").inner_text()
    assert not any(why.is_visible() for why in first.locator("[data-why]").all())
    assert first.locator("input:checked").count() == 2
    first.get_by_role("link", name="Last half").click()
    page.wait_for_url("**/signs.html#question-crust-first-bun")
    last = here(page, "Last half")
    assert asked(last) == list(FIRST)
    assert take(last, dict.fromkeys(FIRST, "a")).startswith("Handed in: 2 of 2 right.")
    rows = [row.locator("th, td").all_inner_texts() for row in last.locator("tr").all()]
    assert rows[1:] == [["1", "✗ not right", "✓ right"], ["2", "✓ right", "✓ right"]]
    assert all(why.is_visible() for why in last.locator("[data-why]").all())
    last.get_by_role("link", name="✗ not right").click()
    page.wait_for_url("**/crust.html#question-crust-last-bun")
    assert here(page, "First half").locator(".quiz-number").all_inner_texts() == numbers
    page.goto(tool("progress"))
    said(page)
    row = page.locator(".quiz-table tr", has_text="All").locator("td").all_inner_texts()
    assert row == ["2", "1", "2", "1", "0", "0"]
    missed = page.locator(".quiz-list a").first
    assert missed.get_attribute("href").endswith("crust.html#question-crust-last-bun")
    chapters = page.locator(".quiz-chapter summary").all_inner_texts()
    answered = [words.partition(": ")[2].strip() for words in chapters if "answered" in words]
    assert answered == ["2 of 8 answered, 1 right at last", "2 of 8 answered, 2 right at last"]


def test_a_draft_and_the_sources_of_the_other_form_are_its_own(crust, at):  # noqa: F811
    page = at(crust, kept=a_log(settings=TURNED))
    first = here(page, "First half")
    first.locator('[data-item="crust-last-bun"] input[value="c"]').check()
    page.reload()
    first = here(page, "First half")
    assert first.locator('[data-item="crust-last-bun"] input:checked').input_value() == "c"
    assert page.evaluate("Boolean(localStorage['quizbook:bread:crust-last'])")
    source = first.locator("[data-why] a").first.get_attribute("href")
    assert Path(source.partition("#")[0].removeprefix("file://")).is_file()
    radios = "all => all.map(q => [...q.elements].map(e => e.type === 'radio' && e.name))"
    groups = page.eval_on_selector_all(".quiz", radios)
    flat = [name for own in groups for name in set(own) if name]
    assert len(flat) == len(set(flat))


def test_links_lead_to_where_a_question_now_stands(built, crust, signs, at):  # noqa: F811
    page = at(f"{signs}#question-crust-last-bun", kept=a_log(settings=TURNED))
    page.wait_for_url("**/crust.html#question-crust-last-bun")
    assert (
        here(page, "First half")
        .locator("#question-crust-last-bun")
        .evaluate("e => Math.abs(e.getBoundingClientRect().top) < innerHeight")
    )
    page.evaluate("location.hash = 'question-crust-first-bun'")
    page.wait_for_url("**/signs.html#question-crust-first-bun")
    page.goto((built / "chapters" / "answers.html").as_uri())
    page.wait_for_function("globalThis.quizbookMap")
    links = page.locator('.quiz-answers a[href*="#question-crust-last"]')
    assert [a.get_attribute("href").rpartition("/")[2] for a in links.all()] == [
        f"crust.html#question-{item}" for item in LAST
    ]
    heads = [a.locator("xpath=ancestor::details").first.locator("summary") for a in links.all()]
    assert {head.first.inner_text().partition(":")[0] for head in heads} == {"Crust"}


def test_what_a_loaded_file_says_of_the_order_says_more_than_the_draw(crust, tool, at, tmp_path):  # noqa: F811
    page = at(crust, kept=a_log(settings=TURNED))
    before = [attempt(item, "2026-02-01", 1, where="before") for item in FIRST]
    page.goto(tool("progress"))
    assert "2 answers more" in load(page, tmp_path, json.dumps(a_log(*before)))
    assert kept(page)["settings"] == TURNED
    page.goto(crust)
    assert asked(here(page, "First half")) == list(FIRST)


def test_a_shared_computer_draws_for_each_who_comes(crust, at):  # noqa: F811
    page = at(crust)
    page.evaluate("localStorage.clear(), localStorage['quizbook:bread:shared'] = '1'")
    page.reload()
    here(page, "First half")
    assert page.evaluate(KEPT) is None
    assert page.evaluate("JSON.parse(sessionStorage['quizbook:bread']).settings.first")


@pytest.mark.parametrize(("fault", "why"), [(FULL, "storage is full"), (BLOCKED, "forbids it")])
def test_what_is_not_kept_is_not_drawn_and_is_not_called_kept(crust, signs, open_page, fault, why):
    page = open_page("about:blank")
    page.add_init_script(f"Math.random = () => 0.9; {fault}")
    page.goto(crust)
    first = here(page, "First half")
    assert asked(first) == list(FIRST)
    words = take(first, FIRST)
    assert words.startswith("Handed in. Not kept: this browser") and why in words
    assert words.endswith("waits for “Last half”, which will not know of these answers.")
    assert "are kept" not in words
    page.goto(signs)
    assert asked(here(page, "Last half")) == list(LAST)


def test_without_scripts_each_page_shows_its_own_form_and_says_so(crust, signs, open_page):
    for address, items, words in ((crust, FIRST, "this one does"), (signs, LAST, "the other does")):
        page = open_page(address, javascript=False)
        for item in items:
            assert page.locator(f'[data-item="{item}"]').is_visible()
        told = page.locator(".quiz-exam noscript p", has_text="it is not drawn")
        assert told.is_visible() and words in told.inner_text()


def test_a_copy_without_the_other_form_says_so(crust, chromium):
    page = chromium.new_page()
    page.add_init_script("Math.random = () => 0.9")
    page.route("**/chapters--signs.js", lambda route: route.abort())
    page.goto(crust)
    told = page.locator('.quiz-exam[aria-label="First half"]')
    told.get_by_text("This test cannot be shown").wait_for()
    assert told.is_visible() and not told.locator(".quiz").count()
    page.close()
