"""The landing page and the trail: where to begin, where one was, what to take along."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from quizbook.downloads import offer
from quizbook.editions.beside import mirror

from .test_looks import AXE
from .test_progress import a_log, attempt

KEY = "quizbook:muscle-spasms"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def book(html):
    return lambda name: (html / "chapters" / f"{name}.html").as_uri()


def keep(page, book: str, *answered: str) -> None:
    log = a_log(*(attempt(id_, "2026-02-01", 1) for id_ in answered)) | {"book": "muscle-spasms"}
    page.evaluate("([k, t]) => localStorage.setItem(k, t)", [KEY, json.dumps(log)])


def test_start_stands_on_the_first_screen_of_a_phone(book, open_page):
    page = open_page(book("index"), **PHONE)
    start = page.locator(".quiz-start a")
    assert start.count() == 1 and start.get_attribute("href") == "self-test.html"
    assert start.evaluate("e => e.getBoundingClientRect().bottom") < 844
    assert page.locator("main img, main svg.figure-drawing").count() >= 1
    assert "hours of study" in page.locator("main").inner_text()


def test_one_goes_on_where_one_was_and_sees_what_is_done(book, open_page):
    page = open_page(book("definitions"))
    first = page.locator("fieldset.quiz:not([data-guess])").first.get_attribute("data-item")
    keep(page, "muscle-spasms", first)
    page.goto(book("definitions"))
    here = page.locator(".quiz-here")
    assert here.inner_text().startswith("1 of ")
    anchor = "what-would-the-needle-show"
    page.locator(f"#{anchor}").evaluate("e => e.scrollIntoView()")
    page.goto(book("index"))
    on = page.locator(".quiz-start a").first
    on.get_by_text("Continue: ").wait_for()
    assert on.get_attribute("href").endswith(f"definitions.html#{anchor}")
    assert page.locator(".quiz-start a").count() == 2
    row = page.locator(".quiz-map tr", has_text="What kind of spasm is it?")
    assert "1 of " in row.inner_text()
    tick = page.locator(".bd-docs-nav a", has_text="What kind of spasm is it?").first
    assert tick.locator(".quiz-tick").inner_text().startswith("1/")
    assert Axe().run(page, options=AXE).response["violations"] == []


def test_a_stored_place_that_is_no_page_of_the_book_is_not_offered(book, open_page):
    page = open_page(book("index"))
    for place in ('{"page": "javascript:alert(1)"}', "{", '{"page": 7}', '{"page": "gone.html"}'):
        page.evaluate("([k, t]) => localStorage.setItem(k, t)", [f"{KEY}:here", place])
        page.reload()
        page.locator(".quiz-standing").first.wait_for()
        assert page.locator(".quiz-start a").count() == 1


def a_copy(root: Path) -> Path:
    """Lay a built book of one page with a place for its files."""
    html = root / "_build" / "html"
    (html / "chapters").mkdir(parents=True)
    (html / "index.html").write_text("begin", encoding="utf-8")
    page = html / "chapters" / "index.html"
    page.write_text('<div class="quiz-files docutils">\n<p>None.</p>\n</div> end', "utf-8")
    return page


def test_the_archive_opens_from_disk_and_the_links_lead_to_files(tmp_path):
    page = a_copy(tmp_path)
    (tmp_path / "_build" / "pdf").mkdir()
    (tmp_path / "_build" / "pdf" / "bread.pdf").write_bytes(b"pdf")
    offer(tmp_path, "bread")
    text = page.read_text(encoding="utf-8")
    assert '<a href="../downloads/bread.pdf">' in text and '"../downloads/bread.zip"' in text
    assert "None." not in text and text.endswith("</div> end") and "EPUB" not in text
    archive = tmp_path / "_build" / "html" / "downloads" / "bread.zip"
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        inside = packed.read("bread/chapters/index.html").decode()
    assert {"bread/index.html", "bread/downloads/bread.pdf"} <= set(names)
    assert not any(name.endswith(".zip") for name in names)
    assert "bread.pdf" in inside and "bread.zip" not in inside
    before = archive.stat().st_mtime_ns
    offer(tmp_path, "bread")
    assert archive.stat().st_mtime_ns == before, "nothing has changed"
    (tmp_path / "_build" / "pdf" / "bread.pdf").write_bytes(b"another")
    offer(tmp_path, "bread")
    with zipfile.ZipFile(archive) as packed:
        assert packed.read("bread/downloads/bread.pdf") == b"another"


def test_pages_that_are_built_without_the_other_editions_offer_no_file(tmp_path):
    """`jupyter-book build .` and `quizbook watch` end with what `publish` does: a mirror."""
    page = a_copy(tmp_path)
    html = tmp_path / "_build" / "html"
    beside = Path(shutil.copytree(html, tmp_path / "_build" / ".html"))
    (tmp_path / "_build" / "pdf").mkdir()
    (tmp_path / "_build" / "pdf" / "bread.pdf").write_bytes(b"pdf")
    offer(tmp_path, "bread")
    assert 'href="../downloads/bread.zip"' in page.read_text(encoding="utf-8")
    mirror(beside, html)
    text = page.read_text(encoding="utf-8")
    assert "None." in text and "<a " not in text and "<ul" not in text
    assert not (html / "downloads").exists()
    offer(tmp_path, "bread")
    assert 'href="../downloads/bread.zip"' in page.read_text(encoding="utf-8")
    assert (html / "downloads" / "bread.zip").is_file()


def test_a_book_without_a_place_for_files_gets_none(tmp_path):
    page = a_copy(tmp_path)
    page.write_text("no place", encoding="utf-8")
    offer(tmp_path, "bread")
    assert not (page.parents[1] / "downloads").exists()
