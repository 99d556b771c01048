"""My progress and one's own data: what is shown, saved, loaded, refused, erased."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from quizbook.learners.record import checksum

from .test_installing import served  # noqa: F401
from .test_looks import AXE

KEPT = "localStorage['quizbook:bread']"
NOON = "T12:00:00.000+00:00"


def attempt(id_: str, day: str, score: float, sure: int = 0, **more) -> dict:
    told = {"id": id_, "v": 1, "at": f"{day}{NOON}", "answers": ["a"], "score": score}
    return {**told, "sure": sure, "where": "page", "s": 9, **more}


def a_log(*attempts: dict, **more) -> dict:
    told = {"schema": 2, "book": "bread", "edition": "", "attempts": list(attempts)}
    return {**told, "settings": {}, "since": f"2026-01-01{NOON}", **more}


@pytest.fixture
def at(open_page):
    """Open a page on a day, with a log in the browser's storage."""

    def at_(address: str, day: str = "2026-03-01", kept: object = None, **options):
        page = open_page("about:blank", timezone_id="UTC", **options)
        page.clock.install(time=f"{day}T12:00:00Z")
        page.goto(address)
        if kept is not None:
            text = kept if isinstance(kept, str) else json.dumps(kept)
            page.evaluate("text => localStorage.setItem('quizbook:bread', text)", text)
            page.reload()
        return page

    return at_


def said(page) -> str:
    page.wait_for_selector(".quiz-progress h2")
    return page.locator(".quiz-progress").inner_text()


def load(page, tmp_path: Path, text: str | bytes, name: str = "answers.json") -> str:
    """Load a file; gives what the page says of it."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    page.wait_for_selector(".quiz-progress input[type=file]")
    page.set_input_files(".quiz-progress input[type=file]", file)
    status = page.locator(".quiz-progress [role=status]")
    page.wait_for_function("document.querySelector('.quiz-progress [role=status]').textContent")
    return status.inner_text()


def test_it_says_what_one_knew_and_knows_in_the_words_of_the_questions(tool, at):
    days = ["2026-02-01", "2026-02-02", "2026-02-03"]
    log = a_log(
        *(attempt("crust-brown", day, 1, 3) for day in days),
        attempt("crust-steam", "2026-02-01", 0, 3),
        attempt("crust-pale", "2026-02-01", 0.5, 3),
    )
    page = at(tool("progress"), kept=log)
    words = said(page)
    assert "3 of " in words and "1 right at first, 1 right at last" in words
    assert "When you said “sure”: 60 % right, 5 answers." in words
    assert "“guess”: not enough yet (0 answers)" in words
    links = page.locator(".quiz-list a")
    assert [a.get_attribute("href").rpartition("/")[2] for a in links.all()] == [
        "crust.html#question-crust-steam",
        "crust.html#question-crust-pale",
    ]
    assert not any("crust-steam" in text for text in links.all_inner_texts())
    assert "You were sure, and it was not right:" in words
    assert "in this browser only" in words
    assert Axe().run(page, options=AXE).response["violations"] == []


def test_of_a_long_list_the_first_are_shown_and_the_others_unfold(tool, at):
    data = at(tool("progress"))
    data.wait_for_function("globalThis.quizbookBook")
    ids = data.evaluate("Object.keys(quizbook.askable(quizbookBook))")[:9]
    page = at(tool("progress"), kept=a_log(*(attempt(id_, "2026-02-01", 0, 3) for id_ in ids)))
    said(page)
    links = page.locator(".quiz-list a")
    assert links.count() == 9 and [a.is_visible() for a in links.all()] == [True] * 6 + [False] * 3
    page.get_by_text("3 more", exact=True).click()
    assert all(a.is_visible() for a in links.all())


def test_a_question_leaves_the_wrong_list_by_a_right_answer_on_a_later_day(tool, at):
    missed = attempt("crust-steam", "2026-02-27", 0, 3)
    same_day = attempt("crust-steam", "2026-02-27", 1, 3, at="2026-02-27T12:05:00.000+00:00")
    page = at(tool("progress"), kept=a_log(missed, same_day))
    assert "What is still wrong" in said(page)
    later = attempt("crust-steam", "2026-02-28", 1, 3)
    page = at(tool("progress"), kept=a_log(missed, same_day, later))
    assert "What is still wrong" not in said(page)


def test_a_test_that_waits_for_its_other_half_tells_nothing(tool, at):
    first = [attempt(f"crust-first-{what}", "2026-02-01", 0, 3) for what in ("bun", "pie")]
    page = at(tool("progress"), kept=a_log(*first))
    assert "Nothing answered yet" in said(page)
    last = [attempt(f"crust-last-{what}", "2026-02-02", 1, 3) for what in ("bun", "pie")]
    page = at(tool("progress"), kept=a_log(*first, *last))
    words = said(page)
    assert "4 of " in words and "Before and after" in words
    assert "The second test may have been the easier one." in words
    row = page.locator(".quiz-table tr", has_text="All").locator("td").all_inner_texts()
    assert row == ["2", "0", "2", "2", "0", "0"]


def test_what_is_saved_can_be_loaded_elsewhere_and_loading_twice_adds_nothing(tool, at, tmp_path):
    log = a_log(attempt("crust-brown", "2026-02-01", 1), attempt("newer-item", "2026-02-01", 1))
    page = at(tool("progress"), kept=log)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save my answers").click()
    text = Path(saving.value.path()).read_text(encoding="utf-8")
    assert saving.value.suggested_filename == "quizbook-bread-2026-03-01.json"
    mine = a_log(attempt("crust-steam", "2026-02-02", 1))
    other = at(tool("progress"), kept=mine)
    assert "2 answers more" in load(other, tmp_path, text)
    kept = json.loads(other.evaluate(KEPT))["attempts"]
    assert {a["id"] for a in kept} == {"crust-brown", "newer-item", "crust-steam"}
    assert "2 of " in said(other)
    other.evaluate("document.querySelector('.quiz-progress [role=status]').textContent = ''")
    assert "nothing new" in load(other, tmp_path, text)
    assert json.loads(other.evaluate(KEPT))["attempts"] == kept


GOOD = attempt("crust-brown", "2026-02-01", 1)
HOSTILE = {
    "empty": "",
    "not JSON": "{",
    "null": "null",
    "a number": "7",
    "a list": "[]",
    "deep": "[" * 100_000,
    "bytes": b"\xff\xfe\x00\x01",
    "no schema": '{"attempts": []}',
    "another book": json.dumps(a_log(GOOD) | {"book": "cake"}),
    "a newer edition": json.dumps(a_log(GOOD) | {"schema": 3}),
    "schema is words": json.dumps(a_log(GOOD) | {"schema": "2"}),
    "schema 1 of nothing": '{"schema": 1, "items": {"a": null}}',
    "attempts are words": json.dumps(a_log() | {"attempts": "x"}),
    "an attempt is null": json.dumps(a_log(GOOD, None)),
    "a score of ten": json.dumps(a_log({**GOOD, "score": 10})),
    "a score in words": json.dumps(a_log({**GOOD, "score": "1"})),
    "no time": json.dumps(a_log({**GOOD, "at": "yesterday"})),
    "an id without end": json.dumps(a_log({**GOOD, "id": "x" * 100_000})),
    "answers within answers": json.dumps(a_log({**GOOD, "answers": [[["a"]]]})),
    "markup": json.dumps(a_log({**GOOD, "id": 7, "where": "<img src=x onerror=alert(1)>"})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_broken_hostile_or_foreign_changes_nothing_and_says_why(
    tool, at, tmp_path, name
):
    page = at(tool("progress"), kept=a_log(attempt("crust-steam", "2026-02-02", 1)))
    before = page.evaluate(KEPT)
    words = load(page, tmp_path, HOSTILE[name], "x<b>.json")
    assert words.startswith("Nothing was loaded from x<b>.json: ")
    assert len(words) > len("Nothing was loaded from x<b>.json: ") + 10
    assert page.evaluate(KEPT) == before
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes('bread')).length") == 1


def test_markup_and_prototypes_in_a_sound_file_do_no_harm(tool, at, tmp_path):
    bad = '"><img src=x onerror="document.title=1">'
    text = json.dumps(a_log({**GOOD, "id": bad}, {**GOOD, "id": "__proto__"}, GOOD, hint=bad))
    text = text.replace('"settings"', '"__proto__": {"polluted": 1}, "settings"')
    page = at(tool("progress"))
    assert "3 answers more" in load(page, tmp_path, text)
    assert page.evaluate("({}).polluted") is None and page.title() != "1"
    assert "1 of " in said(page)


def test_a_shared_computer_keeps_nothing(tool, dough, at):
    page = at(tool("progress"))
    page.get_by_label("This is a shared computer").check()
    assert "nothing is kept here" in page.locator(".quiz-progress [role=status]").inner_text()
    page.goto(dough)
    quiz = page.locator('fieldset[data-item="dough-gas"]').first
    quiz.get_by_role("radio").nth(1).check()
    quiz.get_by_role("button", name="Check answer").click()
    page.wait_for_function("Object.keys(sessionStorage).some(k => k.startsWith('quizbook'))")
    assert page.evaluate(KEPT) is None
    page.goto(tool("progress"))
    assert "1 of " in said(page)
    fresh = page.context.new_page()
    fresh.goto(tool("progress"))
    assert "Nothing answered yet" in said(fresh)
    assert fresh.get_by_label("This is a shared computer").is_checked()


def test_erasing_asks_once_and_keeps_the_focus(tool, at):
    page = at(tool("progress"), kept=a_log(GOOD))
    page.evaluate("localStorage['quizbook:bread:exam'] = localStorage.other = '{}'")
    erase = page.get_by_role("button", name="Erase my answers")
    erase.click()
    assert page.evaluate(KEPT)
    page.get_by_role("button", name="Press again").press("Enter")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('quizbook'))") == []
    assert page.evaluate("localStorage.other") == "{}"
    assert erase.evaluate("e => e === document.activeElement")
    assert "Nothing answered yet" in said(page)


FAULTS = {
    "full": (
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }",
        "storage is full",
    ),
    "blocked": (
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('', 'SecurityError'); } })",
        "this browser forbids it",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_without_storage_one_sentence_says_what_is_not_kept(tool, dough, at, tmp_path, fault):
    script, words = FAULTS[fault]
    page = at("about:blank")
    page.add_init_script(script)
    page.goto(dough)
    quiz = page.locator('fieldset[data-item="dough-gas"]').first
    quiz.get_by_role("radio").nth(1).check()
    quiz.get_by_role("button", name="Check answer").click()
    quiz.get_by_text("Your first answer").wait_for()
    assert words in quiz.inner_text()
    page.goto(tool("progress"))
    assert words in load(page, tmp_path, json.dumps(a_log(GOOD)))


FRAME = '<iframe sandbox="allow-scripts" src="chapters/{}.html" width="900" height="800">'


def test_in_a_sandboxed_frame_all_goes_to_its_end_and_says_what_is_not_kept(
    served,  # noqa: F811
    chromium,
    tmp_path,
):
    copy, address = served
    page, faults = chromium.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    frame = page.frame_locator("iframe")

    def show(name: str) -> None:
        (copy / f"framed-{name}.html").write_text(FRAME.format(name), encoding="utf-8")
        page.goto(f"{address}/framed-{name}.html")

    show("progress")
    shown = frame.locator(".quiz-progress")
    forbids = "Not kept: this browser forbids it."
    shown.get_by_text(f"What you answer cannot be gathered here. {forbids}", exact=True).wait_for()
    (tmp_path / "a.json").write_text(json.dumps(a_log(GOOD)), encoding="utf-8")
    shown.get_by_label("Load answers").set_input_files(tmp_path / "a.json")
    shown.get_by_text(f"Nothing was loaded from a.json: {forbids}", exact=True).wait_for()
    shown.get_by_label("This is a shared computer").check()
    shown.get_by_text("Not changed: this browser forbids it, and keeps nothing anyway.").wait_for()
    shown.get_by_role("button", name="Erase my answers").click()
    shown.get_by_role("button", name="Press again").click()
    shown.get_by_text("Erased.").wait_for()
    shown.get_by_role("button", name="Make a record").click()
    shown.get_by_text("This is no certificate").wait_for()
    show("set")
    frame.get_by_role("button", name="Begin").click()
    frame.get_by_role("button", name="Finish").click()
    frame.get_by_role("button", name="Another set").wait_for()
    show("review")
    frame.get_by_text("Nothing to review yet.").wait_for()
    show("crust")
    test = frame.locator('.quiz-exam[data-group="crust-after"]')
    test.locator("input").first.check()
    test.get_by_role("button", name="Hand in").click()
    test.get_by_text(f"Handed in: 1 of 1 right. {forbids}", exact=True).wait_for()
    assert faults == []
    page.close()


def test_what_a_newer_edition_wrote_stays_and_is_named(tool, at):
    newer = {"schema": 3, "book": "bread", "things": [1]}
    page = at(tool("progress"), kept=newer)
    said(page)
    assert json.loads(page.evaluate(KEPT)) == newer


def test_two_tabs_that_write_at_once_lose_nothing(dough, at):
    page = at(dough)
    other = page.context.new_page()
    other.goto(dough)
    write = """([tab, n]) => new Promise(async (done) => {
      for (let i = 0; i < n; i++) {
        quizbook.log.record({ id: `${tab}-${i}`, v: 1, at: quizbook.now(), answers: ['a'],
          score: 1, sure: 0, where: 'page', s: 0 });
        await new Promise((rest) => queueMicrotask(rest));
      }
      done();
    })"""
    for tab in (page, other):
        tab.evaluate(f"() => {{ globalThis.go = {write}; }}")
    # what the other tab writes between this one's reading and writing would be lost
    page.evaluate(
        """() => {
          const set = Storage.prototype.setItem;
          globalThis.late = [];
          Storage.prototype.setItem = (...a) => late.push(a);
          go(['a', 1]);
          Storage.prototype.setItem = set;
        }"""
    )
    other.evaluate("go(['b', 30])")
    page.evaluate("for (const [name, text] of late) localStorage.setItem(name, text)")
    for tab in (other, page):
        tab.wait_for_function(f"JSON.parse({KEPT}).attempts.length === 31")


def test_without_scripts_it_says_what_to_do_instead(tool, open_page):
    for name in ("progress", "review", "set"):
        page = open_page(tool(name), javascript=False)
        assert "Without one, open" in page.locator("main").inner_text()


def test_a_record_says_what_it_is_and_its_checksum_is_pythons(tool, at):
    answers = [attempt("crust-brown", "2026-02-01", 1, answers=["a", "ü"])]
    answers += [attempt("crust-pale", "2026-02-03", 0.5), attempt("crust-pale", "2026-02-04", 1)]
    page = at(tool("progress"), kept=a_log(*answers))
    assert page.evaluate("a => quizbook.checksum(a)", answers) == checksum(answers)
    changed = [{**answers[0], "score": 0}, *answers[1:]]
    assert page.evaluate("a => quizbook.checksum(a)", changed) == checksum(changed)
    assert checksum(changed) != checksum(answers)
    page.get_by_label("Your name").fill("Ada <b>")
    page.get_by_role("button", name="Make a record").click()
    record = page.locator(".quiz-record")
    words = record.inner_text()
    assert "Ada <b>, 1 March 2026" in words and f"answers: {checksum(answers)}" in words
    assert "This is no certificate" in words and "carries no credit" in words
    row = record.locator("tr", has_text="Crust").locator("td").all_inner_texts()
    assert row[1:] == ["1 of 2", "1 February 2026 to 4 February 2026"]
    assert "Ada" not in page.evaluate("JSON.stringify(localStorage)")
    assert Axe().run(page, options=AXE).response["violations"] == []
    page.evaluate("document.documentElement.dataset.record = ''")
    page.emulate_media(media="print")
    assert record.is_visible() and not page.get_by_label("Your name").is_visible()
    assert not page.get_by_text("How well you know").is_visible()
