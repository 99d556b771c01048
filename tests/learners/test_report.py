"""The report of a class: what it tells, what it keeps back, and the page it is told on."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from quizbook.learners import report, report_page
from quizbook.learners.responses import gather

from ..conftest import run

EXAMS = ("self-test-before", "self-test-after")


def told(folder: Path, bank, minimum: int = 5) -> report.Report:
    return report.make(gather([folder], bank), bank, {}, minimum)


@pytest.fixture
def exam_items(bank) -> list[str]:
    return [id_ for exam in EXAMS for id_ in bank.exams[exam].items]


def taker(bank, hard: dict[str, float], learns: float = 0, turned: bool = True):
    """Decide as a class does of which half had each form first (or all the same, if not turned)."""

    def decide(person: int, item) -> dict:
        own = next(n for n, name in enumerate(EXAMS) if item.id in bank.exams[name].items)
        is_second = own == (1 - person % 2 if turned else 1)
        chance = 0.55 - hard.get(EXAMS[own], 0) + learns * is_second
        draw = (hash_(person, item.id) % 1000) / 1000
        where = "after" if is_second else "before"
        return {"right": draw < chance, "where": where, "sure": 1 + person % 3}

    return decide


def hash_(person: int, id_: str) -> int:
    import zlib

    return zlib.crc32(f"{person}/{id_}".encode())


def test_of_fewer_than_the_minimum_nothing_is_told(write_class, bread):
    folder = write_class(bread, 4, ["crust-brown"], lambda p, i: {"right": p > 1})
    found = told(folder, bread)
    page = report_page.page(found)
    assert not found.is_enough and found.items == [] and "Not enough yet" in page
    assert "crust-brown" not in page and " 4 people" not in page
    with pytest.raises(ValueError, match="may not be below 3"):
        told(folder, bread, minimum=2)


def test_no_count_of_a_few_is_on_the_page_or_in_the_table(write_class, bank):
    items = [i.id for i in bank.items.values() if i.type in ("single", "numeric")][:40]
    folder = write_class(
        bank, 23, items, lambda p, i: {"right": hash_(p, i.id) % 7 > 1, "sure": hash_(p, i.id) % 4}
    )
    found = told(folder, bank)
    kept_back = 0
    for row in found.items:
        counts = [choice.count for choice in row.choices]
        assert not any(count and count < 5 for count in counts)
        kept_back += counts.count(None)
        if row.item.type == "single":
            assert counts.count(None) != 1 or 0 in counts, "one alone could be worked out"
        if row.right:
            right = round(row.right.value * row.people)
            assert right >= 5 or right == 0
            assert row.people - right >= 5 or right == row.people
    assert kept_back > 20
    rows = list(report_page.table(found))
    places = [n for n, head in enumerate(rows[0]) if re.fullmatch(r"choice \d+ people", head)]
    cells = {row[n] for row in rows[1:] for n in places}
    assert cells.isdisjoint({"1", "2", "3", "4"}) and "kept back" in cells
    page = report_page.page(found)
    listed = re.findall(r"<li(?: class=\"right\")?>[^<]*: (\d+|kept back)", page)
    assert listed and set(listed).isdisjoint({"1", "2", "3", "4"})


def test_what_is_true_of_a_class_is_found(write_class, bank):
    items = [i.id for i in bank.items.values() if i.type == "single" and i.pitfall][:6]
    hard, sure_wrong = items[0], items[1]

    def decide(person: int, item) -> dict:
        if item.id == hard:
            return {"right": person < 10, "sure": 1}
        if item.id == sure_wrong:
            return {"right": person < 20, "sure": 3}
        return {"right": person % 3 > 0, "sure": 2}

    found = told(write_class(bank, 40, items, decide), bank)
    rows = {row.item.id: row for row in found.items}
    assert rows[hard].right.value == 0.25 and rows[sure_wrong].right.value == 0.5
    assert rows[sure_wrong].sure_and_wrong.value == 0.5
    assert {row.item.id for row in found.first[:2]} == {hard, sure_wrong}
    certainty = {row.words: row.share.value for row in found.certainty}
    assert certainty == {"a guess": 0.25, "think so": pytest.approx(4 * 26 / 160), "sure": 0.5}
    worst = found.pitfalls[0]
    assert worst.id == bank.items[sure_wrong].pitfall and worst.share.value > 0
    assert found.forms == [] and rows[hard].discrimination is None, "no form, no discrimination"


def test_a_wrong_key_is_named_first(write_class, bank, exam_items):
    def decide(person: int, item) -> dict:
        knows = person % 10 > 4
        turned = item.id == bank.exams[EXAMS[0]].items[2]
        return {"right": knows != turned, "where": "exam"}

    found = told(write_class(bank, 30, list(bank.exams[EXAMS[0]].items), decide), bank)
    assert found.first[0].item.id == bank.exams[EXAMS[0]].items[2]
    assert "check the key" in found.first[0].look[0]


def test_a_form_that_some_left_open_is_judged_by_those_who_did_not(write_class, bank):
    items = list(bank.exams[EXAMS[0]].items)

    def decide(person: int, item) -> dict | None:
        if person >= 20 and item.id == items[0]:
            return None
        return {"right": hash_(person, item.id) % 3 > 0, "where": "exam"}

    form = told(write_class(bank, 28, items, decide), bank).forms[0]
    assert (form.people, form.incomplete, form.items) == (20, 8, len(items))
    assert form.reliability is not None
    few = told(write_class(bank, 23, items, decide, "few"), bank).forms[0]
    assert few.people == 20 and few.incomplete is None, "three people are too few to be told"


def test_a_gain_needs_both_orders_of_the_forms(write_class, bank, exam_items):
    easy = taker(bank, {EXAMS[0]: 0.25}, turned=False)
    found = told(write_class(bank, 30, exam_items, easy), bank)
    assert found.gains == [] and "same form first" in found.no_gain
    assert "No gain is given" in report_page.page(found)


def test_a_harder_form_is_no_gain_and_learning_is(write_class, bank, exam_items):
    none = told(write_class(bank, 40, exam_items, taker(bank, {EXAMS[0]: 0.25})), bank)
    assert none.gains[0].gain.mean.low < 0 < none.gains[0].gain.mean.high
    learnt = taker(bank, {EXAMS[0]: 0.15}, learns=0.3)
    found = told(write_class(bank, 40, exam_items, learnt, "learnt"), bank)
    whole = found.gains[0].gain
    assert whole.mean.low > 0 and whole.effect.low > 0 and whole.people == 40
    assert len(found.gains) > 3, "by objective as well"


@pytest.fixture
def written(write_class, bank, exam_items, tmp_path) -> Path:
    folder = write_class(bank, 30, exam_items, taker(bank, {}, learns=0.2))
    (folder / "<img src=x onerror=alert(1)>.json").write_text("{")
    done = run("report", folder, "-o", tmp_path / "out" / "class.html")
    assert done.returncode == 0, done.stderr
    assert "is left out: it is not a learner's file" in done.stderr
    assert "tell of 30 people" in done.stdout
    return tmp_path / "out" / "class.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_stands_alone_and_everyone_can_read_it(written: Path, open_page, scheme: str):
    page = open_page(written.as_uri(), color_scheme=scheme, viewport={"width": 390, "height": 800})
    rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("figure svg").count() == 4
    assert page.locator("img, script").count() == 0
    text = written.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=.?https?:", text)
    assert "<img src=x" not in text and "&lt;img src=x" in text


def test_the_table_has_every_item_and_no_formula(written: Path, bank):
    with written.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(bank.exams[name].items) for name in EXAMS)
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert {row["people"] for row in rows} == {"30"}


def test_the_same_files_give_the_same_bytes(write_class, bank, exam_items, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    folder = write_class(bank, 12, exam_items, taker(bank, {}))
    assert report_page.page(told(folder, bank)) == report_page.page(told(folder, bank))


def test_what_was_read_is_never_written_over(tmp_path, write_class, bread):
    folder = write_class(bread, 1, ["crust-brown"], lambda p, i: {"right": True})
    file = folder / "learner-000.json"
    table = folder / "answers.csv"
    table.write_text("user,item,answer\n1,crust-brown,a\n")
    done = run("report", file, table, "-o", folder / "answers.html")
    assert done.returncode == 1 and "one of the files to read" in done.stderr
    assert json.loads(file.read_text()) and table.read_text().startswith("user")
