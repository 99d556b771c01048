"""Weigh what questions add to a page, what all pages share, and what a whole page loads."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from lxml.html import fragment_fromstring as html_of

from quizbook.bank.load import load_book
from quizbook.page.scripts import served

from .books import PLAIN, QUIZZES
from .browser import loaded
from .measure import OURS, Row

GROUP = "weight"
LIMITS = {"added": 10.0, "script": 18.0, "style": 6.0, "share": 1.5, "drift": 2.0}
"""kB, kB, kB, times the words, percent."""
PAGE = {"size": 0.5, "files": 15}
"""The most that a page of the book loads: MB, and files."""
SHARED = {"script": ("store.js", "quiz.js"), "style": ("quiz.css",)}
FIVE = "five questions add"
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""What a question shows is neither its text nor the markup of it."""
SOURCES = re.compile(rb"<small>.*?</small>", re.DOTALL)
"""The sources of our reasons. No other tool's questions carry any."""
MARKUP = "markup of our questions over their text"
QUESTION = re.compile(r"(<fieldset[^>]*data-item=[\"']?([a-z0-9-]+).*?</fieldset>)", re.DOTALL)


def weigh(root: Path, books: dict[str, Path | str], browser) -> Iterator[Row]:
    """Weigh the five questions in every tool's page, then our own pages and markup."""
    for tool, folder in books.items():
        if isinstance(folder, str):
            yield Row(GROUP, FIVE, tool, None, "kB", note=folder)
        elif tool != PLAIN:
            yield from weigh_additions(tool, folder)
    yield from _loads(root, books, browser)
    yield from _shared()
    yield from _markup(root)


def weigh_additions(tool: str, folder: Path) -> Iterator[Row]:
    """Compare pages with no, one, two, ten and fifty quizzes of five questions."""
    whole = {n: (folder / f"q{n}.html").read_bytes() for n in QUIZZES}
    pages = {n: SOURCES.sub(b"", page) for n, page in whole.items()}
    raw = {n: (len(page) - len(pages[0])) / 1000 for n, page in pages.items()}
    packed = {n: (_packed(page) - _packed(pages[0])) / 1000 for n, page in pages.items()}
    limit = LIMITS["added"] if tool == OURS else None
    yield Row(GROUP, FIVE, tool, raw[1], "kB", limit=limit)
    yield Row(GROUP, f"{FIVE}, gzip", tool, packed[1], "kB")
    sourced = (len(whole[1]) - len(whole[0])) / 1000
    yield Row(GROUP, f"{FIVE} with their sources", tool, sourced, "kB")
    yield Row(GROUP, "a further quiz adds", tool, raw[2] - raw[1], "kB")
    yield Row(GROUP, "a further quiz adds, gzip", tool, packed[2] - packed[1], "kB")
    for n in (10, 50):
        yield Row(GROUP, f"{n} quizzes add", tool, raw[n], "kB")
        yield Row(GROUP, f"{n} quizzes add, gzip", tool, packed[n], "kB")
    drift = abs(raw[50] / (50 * raw[1]) - 1) * 100
    limit = LIMITS["drift"] if tool == OURS else None
    yield Row(GROUP, "50 quizzes are off 50 times one by", tool, drift, "%", limit=limit)


def _packed(page: bytes) -> int:
    return len(gzip.compress(page, 9, mtime=0))


def _loads(root: Path, books: dict[str, Path | str], browser) -> Iterator[Row]:
    """Add up the files that a browser loads for a page; count what it asks of the network."""
    empty = loaded(browser, books[PLAIN] / "q0.html")
    yield _page_row("an empty page loads", PLAIN, empty)
    for tool, folder in books.items():
        if isinstance(folder, str) or tool == PLAIN:
            continue
        for what, name in (("an empty page loads", "q0"), ("a page of five questions loads", "q1")):
            yield _page_row(what, tool, loaded(browser, folder / f"{name}.html"))
    names = load_book(root).chapters
    pages = {name: loaded(browser, _chapters(root) / f"{name}.html") for name in names}
    for name, page in pages.items():
        yield _page_row(f"page {name} loads", OURS, page)
    heaviest = max(pages.values(), key=lambda page: page.size)
    yield _page_row("our heaviest page loads", OURS, heaviest, PAGE["size"])
    most = max(page.files for page in pages.values())
    yield Row(GROUP, "our page of most files loads", OURS, most, "files", limit=PAGE["files"])


def _page_row(what: str, tool: str, page, limit: float | None = None) -> Row:
    asked = f", {page.outside} requests to the network" if page.outside else ""
    note = f"{page.files} files{asked}"
    return Row(GROUP, what, tool, page.size / 1e6, "MB", limit=limit, note=note)


def _shared() -> Iterator[Row]:
    """Weigh the script and the style of a question: loaded once, the same for every page."""
    for what, names in SHARED.items():
        size = sum(len(served(name).encode()) for name in names) / 1000
        yield Row(GROUP, f"shared {what} of a question", OURS, size, "kB", limit=LIMITS[what])


def _markup(root: Path) -> Iterator[Row]:
    """Compare the markup of each of our questions, as the pages hold it, with its text.

    Text is all that a reader can read there, the names of the sources too; markup is the rest, but
    for drawings.
    """
    html = (page.read_text(encoding="utf-8") for page in _chapters(root).glob("*.html"))
    found = [(text, id_) for page in html for text, id_ in QUESTION.findall(page)]
    bare = ((DRAWING.sub("", text), id_) for text, id_ in found)
    sizes = {id_: (len(text.encode()), _read(text)) for text, id_ in bare}
    shares = {id_: size / words - 1 for id_, (size, words) in sizes.items()}
    all_sizes, all_words = map(sum, zip(*sizes.values(), strict=True))
    note = f"{len(sizes)} questions"
    yield Row(GROUP, MARKUP, OURS, all_sizes / all_words - 1, "x", limit=LIMITS["share"], note=note)
    worst = max(shares, key=shares.__getitem__)
    yield Row(GROUP, f"{MARKUP}, median", OURS, median(shares.values()), "x")
    yield Row(GROUP, f"{MARKUP}, largest", OURS, shares[worst], "x", note=worst)


def _read(markup: str) -> int:
    """Count the bytes of text in a piece of HTML."""
    return len(" ".join(html_of(markup).text_content().split()).encode())


def _chapters(root: Path) -> Path:
    return root / "_build" / "html" / "chapters"
