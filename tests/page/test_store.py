"""The script's half of the table of a learner's log, and what a real browser keeps."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from quizbook.learners.memory import memory
from quizbook.learners.review import plan
from quizbook.page.scripts import served

CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "learners.json").read_text(encoding="utf-8")
)
SCRIPTS = [served(name) for name in ("store.js", "log.js", "forms.js")]
ATTEMPT = {"id": "a", "v": 1, "answers": ["a"], "score": 1, "sure": 0, "where": "page", "s": 1}
KEPT = "localStorage['quizbook:bread']"


@pytest.fixture(scope="module")
def browser_page(chromium, tmp_path_factory):
    """A page that holds the two scripts and nothing else; it has a storage of its own."""
    file = tmp_path_factory.mktemp("store") / "page.html"
    file.write_text("".join(f"<script>{script}</script>" for script in SCRIPTS), "utf-8")
    page = chromium.new_page()
    page.goto(file.as_uri())
    yield page
    page.close()


@pytest.fixture
def page(browser_page):
    browser_page.reload()
    browser_page.evaluate("localStorage.clear()")
    return browser_page


def cases(part: str):
    return pytest.mark.parametrize("case", CASES[part], ids=[c["name"] for c in CASES[part]])


def test_the_scripts_functions_agree_with_the_table(page):
    by_item = "c => (quizbook.byItem(c.attempts).get(c.item) ?? []).map(a => a.at)"
    for case in CASES["tries"]:
        assert page.evaluate(by_item, case) == case["at"], case["name"]
    for case in CASES["merge"]:
        merged = page.evaluate("c => quizbook.merge(c.mine, c.theirs)", case)
        assert merged == case["merged"], case["name"]
    for name, arguments in {"profile": "c.attempts, c.of", "gain": "c.attempts, c.pairs"}.items():
        for case in CASES[name]:
            assert page.evaluate(f"c => quizbook.{name}({arguments})", case) == case[name]
    for case in CASES["first_form"]:
        first = page.evaluate("c => quizbook.firstForm(c.attempts, c.pair, c.drawn)", case)
        assert first == case["first"], case["name"]
    for case in CASES["calibration"]:
        found = page.evaluate("c => quizbook.calibration(c.attempts)", case)
        assert found == case["calibration"], case["name"]
    for case in CASES["memory"]:
        found = page.evaluate("c => quizbook.memory(c.attempts)", case)
        if case["due"] is None:
            assert found is None
            continue
        assert found["stability"] == pytest.approx(case["stability"], rel=1e-12), case["name"]
        assert found["difficulty"] == pytest.approx(case["difficulty"], rel=1e-12)
        assert found["due"] == case["due"]


def test_the_scripts_plan_agrees_with_the_table(page):
    for case in CASES["plan"]:
        found = page.evaluate("c => quizbook.plan(c.attempts, c.of, c.now)", case)
        assert found == case["plan"], case["name"]


def test_review_and_memory_agree_with_python_over_random_histories(page):
    of = {f"i{n}": f"o{n % 4}" for n in range(10)}
    for seed in range(300):
        draw = random.Random(seed)
        at, attempts = datetime(2026, 1, 5, 12, tzinfo=UTC), []
        for _ in range(draw.randint(1, 40)):
            at += timedelta(hours=draw.choice([-30, 0.01, 1, 5, 20, 50, 200, 600]))
            zone = timezone(timedelta(hours=draw.choice([-8, 0, 5.5, 12])))
            attempts.append(
                {
                    **ATTEMPT,
                    "id": draw.choice(list(of)),
                    "at": at.astimezone(zone).isoformat(timespec="milliseconds"),
                    "score": draw.choice([0, 0.5, 1, 1, 1]),
                    "sure": draw.randrange(4),
                    "where": draw.choice(["page", "review"]),
                }
            )
        now = at + timedelta(days=draw.choice([-90, 0, 1, 30, 400]))
        case = {"attempts": attempts, "of": of, "now": now.isoformat(timespec="milliseconds")}
        found = page.evaluate("c => quizbook.plan(c.attempts, c.of, c.now)", case)
        assert found == plan(**case), seed
        one = [attempt for attempt in attempts if attempt["id"] == "i1"]
        left = page.evaluate("a => quizbook.memory(a)", one)
        assert (left["due"] if left else None) == (memory(one).due.isoformat() if one else None)


@cases("read")
def test_what_is_kept_is_read_and_an_answer_is_added_without_loss(page, case):
    text = json.dumps(case["data"])
    page.evaluate("t => localStorage.setItem('quizbook:bread', t)", text)
    page.evaluate("globalThis.log = quizbook.openLog('bread', '1')")
    for id_ in ("a", "b"):
        wanted = [a for a in case["attempts"] or [] if a["id"] == id_]
        assert page.evaluate("id => log.tries(id)", id_) == wanted
    assert page.evaluate(KEPT) == text, "reading changes nothing"
    page.evaluate("a => log.record({...a, at: quizbook.now()})", ATTEMPT)
    assert page.evaluate("log.tries('a').length") >= 1
    after = json.loads(page.evaluate(KEPT))
    if case["data"] and "schema" in case["data"] and case["data"]["schema"] > 2:
        assert after == case["data"] and "newer edition" in page.evaluate("log.trouble")
        return
    assert after["schema"] == 2 and after["book"] == "bread" and after["edition"] == "1"
    assert after["attempts"][:-1] == (case["attempts"] or [])
    aside = page.evaluate("Object.keys(localStorage).filter(k => k.includes(':aside:'))")
    if case["attempts"] is None and case["data"] is not None:
        assert page.evaluate("k => localStorage[k]", aside[0]) == text
    if case["attempts"] is not None:
        assert aside == []


def test_further_keys_survive_an_answer(page):
    log = {"schema": 2, "book": "bread", "attempts": [], "later": {"x": 1}, "since": "s"}
    page.evaluate("t => localStorage.setItem('quizbook:bread', t)", json.dumps(log))
    page.evaluate("a => quizbook.openLog('bread', '').record({...a, at: quizbook.now()})", ATTEMPT)
    after = json.loads(page.evaluate(KEPT))
    assert after["later"] == {"x": 1} and after["since"] == "s"


def test_two_tabs_lose_nothing(page):
    page.evaluate(
        """a => {
          const [one, two] = [quizbook.openLog('bread', ''), quizbook.openLog('bread', '')];
          one.tries('a'); two.tries('a');
          one.record({...a, at: '2026-01-01T08:00:00+01:00'});
          two.record({...a, at: '2026-01-01T08:00:01+01:00'});
          one.record({...a, at: '2026-01-01T08:00:02+01:00'});
          globalThis.seen = two.tries('a').length;
        }""",
        ATTEMPT,
    )
    assert page.evaluate("seen") == 3
    assert len(json.loads(page.evaluate(KEPT))["attempts"]) == 3


FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
BLOCKED = """Object.defineProperty(window, 'localStorage', {
  configurable: true, get() { throw new DOMException('', 'SecurityError'); } })"""


@pytest.mark.parametrize(("fault", "trouble"), [(FULL, "is full"), (BLOCKED, "forbids")])
def test_without_storage_a_page_remembers_until_it_is_left(page, fault, trouble):
    page.evaluate(f"() => {{ {fault} }}")
    page.evaluate("globalThis.log = quizbook.openLog('bread', '1')")
    page.evaluate("a => log.record({...a, at: quizbook.now()})", ATTEMPT)
    page.evaluate("a => log.record({...a, at: quizbook.now()})", ATTEMPT)
    assert page.evaluate("log.tries('a').length") == 2
    assert trouble in page.evaluate("log.trouble")


def test_what_could_not_be_kept_is_kept_as_soon_as_there_is_room(page):
    page.evaluate(
        """a => {
          const log = quizbook.openLog('bread', '1');
          const set = Storage.prototype.setItem;
          Storage.prototype.setItem = () => { throw new Error('full'); };
          log.record({...a, at: '2026-01-01T08:00:00+01:00'});
          Storage.prototype.setItem = set;
          log.record({...a, at: '2026-01-01T08:00:01+01:00'});
          globalThis.trouble = log.trouble;
        }""",
        ATTEMPT,
    )
    assert len(json.loads(page.evaluate(KEPT))["attempts"]) == 2
    assert page.evaluate("trouble") == ""


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns", "UTC"])
def test_a_time_holds_the_readers_own_day_and_offset(chromium, zone):
    context = chromium.new_context(timezone_id=zone)
    page = context.new_page()
    page.add_script_tag(content=SCRIPTS[0])
    said = page.evaluate("quizbook.now(new Date('2026-01-05T23:15:00Z'))")
    wanted = {
        "Asia/Kolkata": "2026-01-06T04:45:00.000+05:30",
        "America/St_Johns": "2026-01-05T19:45:00.000-03:30",
        "UTC": "2026-01-05T23:15:00.000+00:00",
    }
    assert said == wanted[zone]
    context.close()
