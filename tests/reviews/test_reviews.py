"""The reviewer's kit: a packet, what comes back, and marks that nothing but a review gives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe

from quizbook.bank import reviews
from quizbook.bank.load import check, load_book
from quizbook.reviews import packet, taking

from ..conftest import run

NAME = 'Dr. Eva "Mehl" Müller'
CRUST = "quizzes/crust.yml"


def kept(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="kept">(.*?)</script>', page, re.S)
    return json.loads(found[1])


def judged(course: Path, **changes) -> dict:
    """What a reviewer sends who agrees to everything but `changes`, by entry id."""
    told = kept(packet.build(check(course), "crust"))
    hashes = told.pop("hashes")
    entries = {
        id_: {"hash": hash_, "verdict": "agree", "comment": ""} for id_, hash_ in hashes.items()
    }
    for id_, entry in changes.items():
        entries[id_.replace("__", "-").replace("_", "-")] |= entry
    who = {"name": NAME, "credentials": "Baker, Mill Street", "conflicts": "none"}
    return {**told, **who, "day": "2026-11-29", "entries": entries}


@pytest.fixture
def take(course: Path, tmp_path: Path):
    def take_(data: dict):
        path = tmp_path / "review.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return run("--book", course, "review", "--take", path)

    return take_


def test_the_packet_holds_every_statement_question_reason_and_source(root: Path):
    book = check(root)
    for name, chapter in book.chapters.items():
        page = packet.build(book, name)
        source = (root / chapter.file).read_text(encoding="utf-8")
        told = kept(page)["hashes"]
        items = packet.items_of(book, chapter)
        assert told == reviews.entries(source, items, book.safety)
        assert page.count("<fieldset") == len(told)
        assert sum(id_.startswith("item-") for id_ in told) == len(items)
        assert not re.search(r"\{(cite|doc|ref|numref|term)", page.split("</style>")[1]), name
    assert "sign-" in "".join(kept(packet.build(book, "safety"))["hashes"])


def test_the_packet_on_paper_has_the_same_entries(course: Path, tmp_path: Path):
    done = run("--book", course, "review", "crust", "-o", tmp_path / "crust.html")
    assert done.returncode == 0 and "crust.pdf is the same for a pen" in done.stdout
    document = pypdfium2.PdfDocument(tmp_path / "crust.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    told = kept((tmp_path / "crust.html").read_text(encoding="utf-8"))["hashes"]
    assert len(told) > 5 and all(id_ in text for id_ in told)
    assert text.count("reject") == len(told) + 1 and "Conflicts of interest" in text


def test_an_unknown_chapter_is_told_with_those_there_are(course: Path):
    done = run("--book", course, "review", "crumb")
    assert done.returncode == 1 and "crumb; there is index, dough, crust" in done.stderr
    done = run("--book", course, "review")
    assert done.returncode == 1 and "name a chapter" in done.stderr


def test_nothing_is_marked_while_something_is_open(course: Path, take):
    before = (course / CRUST).read_text(encoding="utf-8")
    wrong = {"verdict": "correct", "comment": "Steam first.\nThen heat."}
    done = take(judged(course, item_crust_steam=wrong, item_crust_pale={"verdict": ""}))
    assert done.returncode == 1
    assert f"{CRUST}:19: crust-steam: correct: Steam first. Then heat." in done.stdout
    assert "1 not judged yet" in done.stdout and "Nothing is marked" in done.stderr
    assert (course / CRUST).read_text(encoding="utf-8") == before
    assert not (course / reviews.FOLDER).exists()


def test_once_all_is_agreed_to_everything_is_marked_and_nothing_else_changed(course: Path, take):
    before = (course / CRUST).read_text(encoding="utf-8")
    done = take(judged(course))
    assert done.returncode == 0, done.stdout + done.stderr
    after = (course / CRUST).read_text(encoding="utf-8")
    added = set(after.split("\n")) - set(before.split("\n"))
    assert added == {
        '    reviewed: "2026-11-29"',
        f"    by: {json.dumps(NAME, ensure_ascii=False)}",
    }
    assert re.sub(r"\n    (reviewed|by): .*", "", after) == before
    book = check(course)
    assert book.chapters["crust"].review["status"] == "approved"
    assert {item.by for item in book.bank.items.values() if item.chapter == "crust"} == {NAME}
    assert all(item.by is None for item in book.bank.items.values() if item.chapter != "crust")
    assert take(judged(course)).returncode == 0, "a second review goes over the first"
    assert (course / CRUST).read_text(encoding="utf-8") == after


def test_what_changes_afterwards_loses_the_mark(warm, course: Path, take):
    assert take(judged(warm(course))).returncode == 0
    done = run("--book", course, "build", "html")
    page = course / "_build" / "html" / "chapters" / "crust.html"
    assert done.returncode == 0 and "Reviewed and approved by Dr. Eva" in page.read_text("utf-8")
    file = course / CRUST
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("It thickens the crust.", "It dries it."), encoding="utf-8")
    book = check(course)
    assert book.bank.items["crust-steam"].by is None and book.bank.items["crust-pale"].by == NAME
    assert any("has changed since Dr. Eva" in w.message for w in book.warnings)
    done = run("--book", course, "build", "html")
    told = page.read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "1 entry changed since, so not approved now" in told and "approved by" not in told


def test_a_mark_without_a_review_stops_the_build(course: Path):
    file = course / CRUST
    text = file.read_text(encoding="utf-8")
    marked = text.replace(
        '    written: "2026-11-22"\n',
        '    written: "2026-11-22"\n    reviewed: "2026-11-23"\n    by: "A"\n',
        1,
    )
    file.write_text(marked, encoding="utf-8")
    chapter = course / "chapters" / "dough.md"
    text = chapter.read_text(encoding="utf-8")
    approved = re.sub(
        r"review: .*", 'review: {status: approved, updated: "2026-11-22", by: "A"}', text, count=1
    )
    chapter.write_text(approved, encoding="utf-8")
    told = [str(problem) for problem in load_book(course).problems]
    assert any(
        "crust-brown: is marked as reviewed, and quizzes/reviews holds no" in t for t in told
    )
    assert any("dough: is approved by A, and quizzes/reviews holds no review" in t for t in told)


def test_another_name_in_the_bank_than_in_the_review_stops_the_build(course: Path, take):
    assert take(judged(course)).returncode == 0
    file = course / CRUST
    quoted = json.dumps(NAME, ensure_ascii=False)
    file.write_text(file.read_text("utf-8").replace(f"by: {quoted}", 'by: "Someone"', 1), "utf-8")
    assert any("holds no review that says so" in str(p) for p in load_book(course).problems)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "says nothing under name"),
        ({"conflicts": ""}, "says nothing under conflicts"),
        ({"day": "2999-01-01"}, "which is not past"),
        ({"day": "soon"}, "which is not past"),
        ({"book": "cake"}, 'a review of the book "cake"'),
        ({"kind": "log"}, "is no review"),
        ({"schema": 7}, "has schema 7"),
        ({"chapter": "crumb"}, "there is no chapter crumb"),
        ({"entries": {"x": {"verdict": "maybe"}}}, "without a verdict"),
        ({"entries": 3}, "has no entries"),
        ({"name": "\u202egnp"}, "says nothing under name"),
    ],
)
def test_a_file_that_is_no_sound_review_is_refused(course: Path, take, change: dict, told: str):
    done = take(judged(course) | change)
    assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr


def test_a_file_that_is_none_at_all_is_refused(course: Path, tmp_path: Path):
    for name, data in (("a", b"{"), ("b", b"\xff\xfe"), ("c", b"[" * 100_000)):
        path = tmp_path / f"{name}.json"
        path.write_bytes(data)
        with pytest.raises(packet.ReviewError, match="no review"):
            taking.read_file(path, check(course))


def test_words_that_changed_before_the_review_came_back_are_asked_again(course: Path, take):
    data = judged(course)
    chapter = course / "chapters" / "crust.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace("browns in dry heat", "browns in hot air"), encoding="utf-8")
    done = take(data)
    assert done.returncode == 1 and "1 not judged yet" in done.stdout
    assert "chapters/crust.md:11" in done.stdout


def test_a_clinician_judges_saves_loads_and_the_book_takes_it(
    course: Path, open_page, tmp_path, take
):
    file = tmp_path / "packet.html"
    assert run("--book", course, "review", "crust", "-o", file).returncode == 0
    page = open_page(file.as_uri(), viewport={"width": 390, "height": 800})
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    assert Axe().run(page, options=rules).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Save my review").click()
    assert "fill in first: name" in page.locator("#told").inner_text()
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Credentials").fill("Baker")
    page.get_by_label("Conflicts of interest").fill("none")
    agree = page.get_by_label("I agree")
    for n in range(agree.count()):
        agree.nth(n).check()
    page.get_by_label("Reject it").first.check()
    page.get_by_role("button", name="Save my review").click()
    assert "what should stand there instead" in page.locator("#told").inner_text()
    page.get_by_label("What should stand there").first.fill("Nothing.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my review").click()
    half = tmp_path / "half.json"
    saved.value.save_as(half)
    data = json.loads(half.read_text(encoding="utf-8"))
    assert take(data).returncode == 1
    again = open_page(file.as_uri())
    again.locator("#load").set_input_files(half)
    again.get_by_text("judged").wait_for()
    assert again.get_by_label("Name").input_value() == NAME
    assert again.get_by_label("Reject it").first.is_checked()
    again.get_by_label("I agree").first.check()
    with again.expect_download() as saved:
        again.get_by_role("button", name="Save my review").click()
    whole = tmp_path / "whole.json"
    saved.value.save_as(whole)
    done = take(json.loads(whole.read_text(encoding="utf-8")))
    assert done.returncode == 0, done.stdout + done.stderr
