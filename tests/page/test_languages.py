"""Whole pages in other languages: no word of the machine is left unmarked, and none unsaid.

One build is in Arabic, with a catalogue that puts every word of the machine between ‹ and ›. Sphinx
and the theme then speak Arabic, so what is Latin outside these marks was written by the course, or
somebody forgot to mark it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pydata_sphinx_theme
import pytest
import sphinx
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from lxml import html

from quizbook.languages import catalogue, scripts
from quizbook.page.scripts import BROWSER

from ..conftest import ROOT, build
from .conftest import furnish, pages_of

TEMPLATE = catalogue.HERE / "quizbook.pot"
GERMAN = catalogue.HERE / "de" / "LC_MESSAGES" / "quizbook.po"
NAMED = ("aria-label", "aria-valuetext", "title", "placeholder", "alt", "data-tip", "data-head")
"""Attributes whose words a reader meets."""
UNREAD = {"script", "style", "svg", "math", "head", "pre", "code", "kbd"}
SETTING = "  config:\n"


def read(file: Path) -> Catalog:
    with file.open("rb") as text:
        return read_po(text, locale="de")


def told(course: Path, language: str) -> Path:
    config = course / "_config.yml"
    text = config.read_text(encoding="utf-8")
    assert SETTING in text
    config.write_text(text.replace(SETTING, f"{SETTING}    language: {language}\n", 1), "utf-8")
    return course


def bracketed(words: str) -> str:
    inner = words.strip()
    return words.replace(inner, f"‹{inner}›")


@pytest.fixture(scope="module")
def arabic(lay, tmp_path_factory) -> Path:
    """The pages of the furnished course in Arabic, each word of the machine in brackets."""
    course = told(furnish(lay(tmp_path_factory.mktemp("arabic") / "course")), "ar")
    said = Catalog(locale="en")
    for message in read(TEMPLATE):
        if message.id and message.id != "en-GB":
            one = isinstance(message.id, str)
            words = bracketed(message.id) if one else tuple(map(bracketed, message.id))
            said.add(message.id, words)
    file = course / "locales" / "ar" / "LC_MESSAGES" / "quizbook.po"
    file.parent.mkdir(parents=True)
    written = BytesIO()
    write_po(written, said)
    file.write_bytes(written.getvalue())
    build(course, "html")
    return pages_of(course)


@pytest.fixture(scope="module")
def german(lay, tmp_path_factory) -> Path:
    """The pages of the furnished course in German."""
    course = told(furnish(lay(tmp_path_factory.mktemp("german") / "course")), "de")
    build(course, "html")
    return pages_of(course)


def pieces(page: Path) -> Iterator[str]:
    """Yield what a reader meets on a page, text by text, outside the brackets."""
    parser = html.HTMLParser(encoding="utf-8")
    body = html.document_fromstring(page.read_bytes(), parser).body
    for element in () if body is None else body.iter():  # without one it leads to another page
        if not isinstance(element.tag, str):
            continue
        hidden = {element.tag, *(around.tag for around in element.iterancestors())} & UNREAD
        texts = [] if hidden else [element.text]
        if not hidden - {element.tag}:
            texts.append(element.tail)
        texts += [element.get(name) for name in NAMED]
        for text in filter(None, texts):
            yield from bare(text)


def bare(text: str) -> list[str]:
    """Give what stands outside the brackets, part by part; a link may stand within them."""
    before = None
    while before != text:
        before, text = text, re.sub(r"‹[^‹›]*›", "|", text)
    text = re.sub(r"‹[^›]*$|^[^‹]*›", "|", text)
    return [
        part
        for part in (
            plain(part) for part in re.split(r"[^\x00-\x7f\u00c0-\u017f]+|[|.,;:()]", text)
        )
        if part
    ]


def plain(text: str) -> str:
    """Words alone, parted by one space; numbers and letters that count are left out."""
    words = re.findall(r"[^\W_]+", text)
    return " ".join(word for word in words if len(word) > 1 and not word[0].isdigit())


def written(course: Path) -> str:
    """All that the course's author wrote, as words parted by one space."""
    files = [f for f in course.rglob("*") if f.suffix in {".md", ".yml", ".bib", ".py", ".csv"}]
    texts = [f.read_text("utf-8") for f in files if "_build" not in f.parts]
    return f" {' '.join(map(plain, texts))} "


NAMES = {"PDF", "CSV", "Ctrl", "Carl Yeast", "Anna Baker", "Ben Miller"}
"""What is alike in every language, and authors whom the course names by their surnames first."""


def unsaid(pages: Path, known: str) -> set[str]:
    """Name what stands on pages and is neither the author's nor alike in every language."""
    found: set[str] = set()
    theirs = {plain(words) for file in others() for words in said(file, of="id")}
    for page in pages.rglob("*.html"):
        if "_static" not in page.parts:
            words = (piece for piece in pieces(page) if re.search(r"[A-Za-z]{2}", piece))
            found.update(f"{page.stem}: {w}" for w in words if f" {w} " not in known)
    return {piece for piece in found if piece.partition(": ")[2] not in NAMES | theirs}


def test_every_word_of_a_page_is_marked(arabic):
    assert unsaid(arabic, written(arabic.parents[1])) == set()


def test_a_page_in_german_is_german(german):
    """Nothing stands there in the English of the machine, of Sphinx or of the theme."""
    known = written(german.parents[1])
    english = {plain(words) for file in (TEMPLATE, *others()) for words in said(file, of="id")}
    ours = {plain(words) for file in (GERMAN, *others()) for words in said(file)}
    found = {
        f"{page.stem}: {piece}"
        for page in german.rglob("*.html")
        if "_static" not in page.parts
        for piece in pieces(page)
        if piece in english and piece not in ours and f" {piece} " not in known
    }
    assert found == set()
    page = (german / "chapters" / "dough.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page and "dir=" not in page[:300]
    for words in (
        "Antwort 1 prüfen",
        "Wie sicher sind Sie?",
        "Antwort und Begründungen",
        "Frage 1",
    ):
        assert words in page, words


def others() -> list[Path]:
    """The German catalogues of Sphinx and of the theme."""
    packages = (sphinx, pydata_sphinx_theme)
    name = "locale/de/LC_MESSAGES/sphinx.po"
    return [Path(package.__file__).parent / name for package in packages]


def said(file: Path, of: str = "string") -> Iterator[str]:
    """Yield what a catalogue says, or what it says it of."""
    for message in read(file):
        words = getattr(message, of)
        if message.id:
            yield from [words] if isinstance(words, str) else words


CODE = re.compile(
    r"use strict|Escape|Enter|form\.|[.(#]|quiz|table |.*section\["
    r"|(?:input|ol|article|main|dl)\b[a-z, ]*$"
)
"""How a string begins that is no word for readers: selectors, classes, names of keys."""
SPOKEN = re.compile(r"[a-z]{2}[.,:;]? [a-z]{2}|^ ?[A-Z][a-z]+[a-z.: ]*$|[a-z]{3}[.!?]$")


@pytest.mark.parametrize("name", sorted(f.name for f in BROWSER.glob("*.js")))
def test_every_word_of_a_script_is_marked(name):
    if name.startswith("minisearch"):
        pytest.skip("another's")
    source = (BROWSER / name).read_text(encoding="utf-8")
    for mark in reversed(scripts.marks(source)):
        source = source[: mark.start] + "0" + source[mark.end :]
    source = re.sub(r"/\*.*?\*/|^\s*//.*$|(?<=[;,{]) // .*$", "", source, flags=re.S | re.M)
    strings = re.findall(r'"((?:[^"\\\n]|\\.)*)"', source)
    strings += [re.sub(r"\$\{[^{}]*\}", "", text) for text in re.findall(r"`([^`]*)`", source)]
    assert [text for text in strings if SPOKEN.search(text) and not CODE.match(text)] == []


def test_the_list_of_words_is_that_of_the_code(tmp_path):
    made = tmp_path / "quizbook.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    command += [
        "-F",
        "pyproject.toml",
        "-k",
        "later",
        "-k",
        "plural:1,2",
        "--no-location",
        "-o",
        str(made),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300)
    ids = [{str(m.id) for m in read(file) if m.id} for file in (made, TEMPLATE)]
    assert ids[0] ^ ids[1] == set(), "say `pybabel extract` as docs/languages.md does"


def test_no_mark_in_python_is_overlooked():
    """Babel reads no mark within another, nor one in an f-string."""
    listed = {
        words for m in read(TEMPLATE) for words in ([m.id] if isinstance(m.id, str) else m.id)
    }
    found = {
        argument.value
        for file in (ROOT / "quizbook").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in MARKS
        for argument in call.args[: MARKS[call.func.id]]
        if isinstance(argument, ast.Constant)
    }
    assert len(found) > 300 and found - listed == set()


MARKS = {"_": 1, "later": 1, "ngettext": 2, "plural": 2}


def test_german_says_everything():
    wanted = {str(message.id) for message in read(TEMPLATE) if message.id}
    german = [message for message in read(GERMAN) if message.id]
    assert {str(message.id) for message in german} == wanted
    for message in german:
        words = [message.string] if isinstance(message.string, str) else message.string
        assert all(words) and not message.fuzzy, message.id
        assert list(catalogue.faults(message)) == [], message.id


NARROW = ("dough", "crust", "signs", "review", "set", "progress", "answers")


def test_right_to_left_nothing_hangs_over(arabic, chromium):
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    for name in [*(f"chapters/{name}" for name in NARROW), "chapters/index", "search"]:
        page.goto((arabic / f"{name}.html").as_uri())
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.dir") == "rtl"
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], (name, wide)
    page.close()


def test_right_to_left_the_marks_stand_on_the_right(arabic, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto((arabic / "chapters" / "dough.html").as_uri())
    question = page.locator(".quiz").first
    label = question.locator("li label").first
    box, words = label.locator("input").bounding_box(), label.locator("span").first.bounding_box()
    assert box["x"] >= words["x"] + words["width"] - 1
    bar = page.locator("#pst-primary-sidebar").bounding_box()
    assert bar["x"] > 640
    before, after = (
        page.locator(f"a.{name}").bounding_box() for name in ("left-prev", "right-next")
    )
    assert before["x"] > after["x"]
    drawn = page.locator(".figure-drawing").first
    assert drawn.evaluate("drawing => getComputedStyle(drawing).direction") == "ltr"
    label.locator("input").check()
    question.locator(".quiz-check").click()
    assert question.locator("[role=status]").inner_text().startswith("‹")
    page.close()
