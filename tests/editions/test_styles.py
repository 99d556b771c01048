"""One style sheet a book, made anew only when something in it changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quizbook.editions.pages import STYLES
from quizbook.editions.styles import OF_SOME_PAGES, RECORD

from ..conftest import build

LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


@pytest.fixture(scope="module")
def course(lay, tmp_path_factory) -> Path:
    """The pages of the small course, which the tests build again and again."""
    course = lay(tmp_path_factory.mktemp("styles") / "course")
    build(course, "html")
    return course


def links(course: Path) -> set[str]:
    pages = (course / "_build/html").glob("chapters/*.html")
    found = [LINK.findall(page.read_text(encoding="utf-8")) for page in pages]
    assert all(len(of_page) == 1 for of_page in found)
    return {link for (link,) in found}


def test_code_has_the_colours_that_the_theme_gives_it_in_light_and_dark(course):
    static = course / "_build" / "html" / "_static"
    given = re.findall(
        r'data-theme="(\w+)"\] \.highlight { background: (#\w+)',
        (static / "pygments.css").read_text(encoding="utf-8"),
    )
    assert sorted(mode for mode, _ in given) == ["dark", "light"]
    sheet = (static / "book.css").read_text(encoding="utf-8")
    for mode, colour in given:
        rule = rf'html\[data-theme="?{mode}"?\] \.highlight{{background:{colour}'
        assert re.search(rule, sheet), f"{mode}: {colour}"


def test_a_new_look_on_one_page_reaches_the_sheet_and_every_page(course):
    sheet = course / "_build/html/_static/book.css"
    first, before = links(course), sheet.read_text(encoding="utf-8")
    assert len(first) == 1 and ".quiz" in before and ".admonition.danger>" not in before
    dough = course / "chapters" / "dough.md"
    text = dough.read_text(encoding="utf-8")
    dough.write_text(f"{text}\nOne more word.\n", encoding="utf-8")
    written = sheet.stat().st_mtime_ns
    build(course, "html")
    assert links(course) == first and sheet.stat().st_mtime_ns == written
    dough.write_text(f"{text}\n:::{{danger}}\nHot.\n:::\n", encoding="utf-8")
    build(course, "html")
    second = links(course)
    assert len(second) == 1 and second != first
    assert ".admonition.danger>" in sheet.read_text(encoding="utf-8")


def test_sheets_are_laid_in_one_order_whichever_page_asks_first(course):
    record = course / "_build" / ".doctrees" / RECORD
    first = json.loads(record.read_text(encoding="utf-8"))
    assert len(set(OF_SOME_PAGES) & {Path(name).name for name in first["sheets"]}) > 1
    for chapter in sorted((course / "chapters").glob("*.md")):
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(f"{text}\nOne more word.\n", encoding="utf-8")
        build(course, "html")
        then = json.loads(record.read_text(encoding="utf-8"))
        assert then["sheets"] == first["sheets"] and then["version"] == first["version"]


def test_every_sheet_of_some_pages_has_its_layer():
    assert {*STYLES, "cards.css"} == {*OF_SOME_PAGES}


def test_a_changed_style_of_the_book_itself_reaches_the_sheet(course):
    own = course / "_static" / "own.css"
    own.parent.mkdir()
    own.write_text("main { --own: 1; order: var(--own) }")
    build(course, "html")
    sheet = course / "_build/html/_static/book.css"
    assert "--own:1" in sheet.read_text(encoding="utf-8")
    own.write_text("main { --own: 2; order: var(--own) }")
    build(course, "html")
    assert "--own:2" in sheet.read_text(encoding="utf-8")
