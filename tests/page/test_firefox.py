"""One walk through a chapter of the small course in a second engine, from disk."""

from __future__ import annotations

import json

ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"


def find(item: str) -> str:
    return f'fieldset[data-item="{item}"]'


def said(firefox, item: str) -> str:
    return firefox.run(f"document.querySelector('{find(item)} [role=status]').innerText")


def is_seen(firefox, words: str, where: str = "main p, main pre") -> bool:
    return firefox.run(
        f"[...document.querySelectorAll({json.dumps(where)})]"
        f".some(e => e.textContent.includes({json.dumps(words)}) && e.checkVisibility())"
    )


def answer(firefox, item: str, choice: str) -> None:
    firefox.click(f'{find(item)} input[value="{choice}"]')
    firefox.click(f"{find(item)} .quiz-check")
    firefox.wait(f"document.querySelector('{find(item)} .quiz-mark')")  # the last of an answer


def test_a_question_its_curtain_and_another_visit(dough, firefox):
    firefox.resize(390, 844)
    firefox.open(dough)
    gas, hidden = find("dough-gas"), "It is carbon dioxide."
    assert not is_seen(firefox, hidden)
    place = f"document.querySelector('{gas} .quiz-check').getBoundingClientRect().y"
    firefox.click(f'{gas} input[value="c"]')
    firefox.click(f"{gas} .quiz-sure input[value='2']")
    firefox.run(f"document.querySelector('{gas} .quiz-check').scrollIntoView({{block: 'center'}})")
    before = firefox.run(place)
    firefox.click(f"{gas} .quiz-check")
    firefox.wait(f"document.querySelector('{gas} .quiz-mark')")
    assert said(firefox, "dough-gas").startswith("Not correct.")
    assert abs(firefox.run(place) - before) < 1, "what was pressed moved"
    assert firefox.run("document.activeElement.className") == "quiz-check"
    assert is_seen(firefox, hidden)
    verdict = said(firefox, "dough-gas")
    firefox.reload()
    assert said(firefox, "dough-gas") == verdict and is_seen(firefox, hidden)
    assert firefox.run(f"document.querySelector('{gas} input[value=c]').checked")
    assert firefox.run(f"document.querySelector('{gas} .quiz-sure input[value=\"2\"]').checked")
    kept = json.loads(firefox.run("localStorage['quizbook:bread']"))["attempts"]
    assert [(a["id"], a["answers"], a["sure"]) for a in kept] == [("dough-gas", ["c"], 2)]


def test_a_number_and_an_order_by_keyboard(dough, firefox):
    firefox.open(dough)
    water = find("dough-water")
    firefox.run(f"document.querySelector('{water} input').focus()")
    for key in ("3", "2", ",", "5", ENTER):
        firefox.press(key)
    firefox.wait(f"document.querySelector('{water} .quiz-mark')")
    assert "You divided by ten once too often." in said(firefox, "dough-water")


def test_a_case_unfolds_and_reopens(crust, firefox):
    firefox.open(crust)
    assert not is_seen(firefox, "It comes out white.")
    answer(firefox, "crust-steam", "a")
    assert said(firefox, "crust-steam").startswith("Correct.")
    assert is_seen(firefox, "It comes out white.") and is_seen(firefox, "Step 2 of 2")
    firefox.reload()
    assert is_seen(firefox, "It comes out white.")
    assert said(firefox, "crust-steam").startswith("Correct.")


def test_a_card_opens_and_escape_closes_it(dough, firefox):
    firefox.open(dough)
    firefox.run("document.querySelector('main p a[href*=\"references.html#\"]').focus()")
    firefox.press(TAB)
    firefox.run("document.querySelector('main p a[href*=\"references.html#\"]').focus()")
    firefox.wait("document.querySelector('.card-note')?.innerText.includes('How dough rises')")
    firefox.press(ESCAPE)
    firefox.wait("!document.querySelector('.card-note')")
    assert firefox.run("location.href") == dough


def test_review_progress_and_search_from_disk(tool, built, firefox):
    firefox.open(tool("review"))
    attempt = {"id": "crust-brown", "v": 1, "at": "2026-01-05T08:00:00+01:00", "answers": ["b"]}
    attempt |= {"score": 0, "sure": 3, "where": "page", "s": 5}
    log = json.dumps({"schema": 2, "book": "bread", "attempts": [attempt], "settings": {}})
    firefox.run(
        f"(localStorage.clear(), localStorage.setItem('quizbook:bread', {json.dumps(log)}))"
    )
    firefox.reload()
    firefox.wait("document.querySelector('.quiz-review button')")
    firefox.click(".quiz-review button")
    firefox.wait("document.querySelector('.quiz-asked .quiz')")
    firefox.click('.quiz-asked input[value="a"]')
    firefox.click(".quiz-asked .quiz-check")
    firefox.wait("document.querySelector('.quiz-asked > .quiz-actions button:not([hidden])')")
    firefox.click(".quiz-asked > .quiz-actions button")
    firefox.wait("document.querySelector('.quiz-review').innerText.includes('1 of 1 right')")
    firefox.open(tool("progress"))
    firefox.wait("document.querySelector('.quiz-progress h2')")
    assert is_seen(firefox, "1 right at last", ".quiz-progress p")
    firefox.open((built / "search.html").as_uri() + "?q=crusts")
    firefox.wait("document.querySelector('#search-results mark')")
    assert "crust.html" in firefox.run("document.querySelector('#search-results a').href")


def test_the_other_form_of_a_self_test_comes_first_where_it_was_drawn(crust, firefox):
    firefox.open(crust)
    drawn = {"settings": {"first": {"crust-first": "crust-last"}}, "attempts": [], "schema": 2}
    log = json.dumps(drawn | {"book": "bread", "edition": "", "since": "2026-01-01T12:00:00.000Z"})
    firefox.run(f"localStorage['quizbook:bread'] = {json.dumps(log)}")
    firefox.reload()
    test = "document.querySelector('.quiz-exam[aria-label=\"First half\"]')"
    firefox.wait(f"{test}.querySelector('[data-item=crust-last-pie]') && !{test}.ariaBusy")
    for item in ("crust-last-bun", "crust-last-pie"):
        firefox.click(f'{find(item)} input[value="a"]')
    firefox.click('.quiz-exam[aria-label="First half"] .quiz-hand-in')
    firefox.wait(f"{test}.querySelector('.quiz-result').textContent.includes('the key waits')")
    kept = json.loads(firefox.run("localStorage['quizbook:bread']"))["attempts"]
    assert [(a["id"], a["where"]) for a in kept] == [
        ("crust-last-bun", "before"),
        ("crust-last-pie", "before"),
    ]
