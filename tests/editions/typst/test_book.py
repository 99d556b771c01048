"""This book's own PDF, read back."""

from __future__ import annotations

import re
from pathlib import Path

import page as validator
import pikepdf
import pypdfium2
import pytest
from pybtex.database import parse_file
from pybtex.richtext import Text

from quizbook.bank.chapters import find_curtains
from quizbook.bank.load import load_bank
from quizbook.bank.text import plain

from ...conftest import run
from .conftest import pages_of, solid, text_of

MOST_PAGES = 290
EDGE = 48
"""Points that stay white at each side of the sheet."""

SCREEN = re.compile(r"\b(scroll|press|slider|browser|click)s?\b", re.I)


@pytest.fixture(scope="module")
def built(root: Path, one_at_a_time) -> Path:
    with one_at_a_time("html"):  # both editions are made from one set of doctrees
        done = run("build", "pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build" / "pdf" / f"{load_bank(root).id}.pdf"


@pytest.fixture(scope="module")
def words(built: Path) -> str:
    return text_of(built)


def test_it_passes_every_rule_of_pdf_ua_1(built: Path) -> None:
    report = validator.validate_pdf(str(built), profile=validator.ValidationProfile.PDF_UA_1)
    assert [(f.rule_id, f.message) for f in report.failures] == []


def test_every_question_is_asked_and_answered(root: Path, words: str) -> None:
    missing = []
    for item in load_bank(root).items.values():
        for text in item.texts():
            missing += [
                f"{item.id}: {part.text}"
                for part in text
                if part.kind != "math" and solid(part.text) not in words
            ]
        if solid(f"{item.id}, version {item.version}") not in words:
            missing.append(item.id)
    assert missing == []


def test_it_has_no_more_pages_than_a_hand_can_hold(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        assert len(document) <= MOST_PAGES


def around(page: str, found: re.Match) -> str:
    return page[max(0, found.start() - 12) : found.end() + 12]


def test_nothing_is_said_that_only_a_screen_can_do(root: Path, built: Path) -> None:
    bank = load_bank(root)
    heard = {plain(text) for item in bank.items.values() for text in item.texts()}
    heard |= {plain(use.medium.long or ()) for i in bank.items.values() for use in i.uses()}
    of_the_body = [solid(words) for words in heard if SCREEN.search(words)]
    pages = pages_of(built)
    before = next(n for n, page in enumerate(pages) if page.startswith("References Draft"))
    found = []
    for number, page in enumerate(pages[:before], 1):  # publishers are called Press
        left = solid(re.sub(r"[a-z-]+, version \d+", "", page))
        for words in of_the_body:  # a click that a patient hears, a mass that presses on a nerve
            left = left.replace(words, "")
        found += [(number, m[0]) for m in SCREEN.finditer(page) if solid(around(page, m)) in left]
    assert found == []


def test_what_answers_a_question_stands_overleaf(root: Path, built: Path) -> None:
    pages = pages_of(built)
    turns = [
        (n, int(page))
        for n, text in enumerate(pages, 1)
        for page in re.findall(r"turn to page (\d+)", text)
    ]
    chapters = [find_curtains(f.read_text(encoding="utf-8")) for f in root.glob("chapters/*.md")]
    steps = sum(len(case.steps) - 1 for case in load_bank(root).cases.values())
    assert len(turns) == sum(map(len, chapters)) + steps
    assert [turn for turn in turns if turn[0] // 2 == turn[1] // 2] == []


def test_every_source_is_listed(root: Path, words: str) -> None:
    bare = re.compile(r"[\W_]+")
    printed = bare.sub("", words).lower()
    for key, entry in parse_file(root / "references.bib").entries.items():
        title = bare.sub("", str(Text.from_latex(entry.fields["title"]))).lower()
        assert title in printed, key


def test_every_picture_of_the_book_is_described(built: Path) -> None:
    with pikepdf.open(built) as pdf:
        kinds = ("/Figure", "/Formula")
        described = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and str(o.get("/S", "")) in kinds
        ]
        assert described
        assert all(str(o.get("/Alt", "")).strip() for o in described)


def test_nothing_is_set_beyond_the_margins(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            assert min(b[0] for b in boxes) > EDGE, f"page {number}"
            assert max(b[2] for b in boxes) < page.get_width() - EDGE, f"page {number}"


def test_no_heading_stands_alone_at_the_foot_of_a_page(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        targets = [
            (mark.get_dest().get_index(), mark.get_dest().get_view()[1][1], mark.get_title())
            for mark in document.get_toc()
            if mark.get_dest() is not None
        ]
        assert targets
        low = [title for _, height, title in targets if height is not None and height < 80]
    assert low == []


def test_it_is_small_enough_to_be_sent(built: Path) -> None:
    assert built.stat().st_size <= 4_000_000


def test_the_index_is_one_by_which_a_book_can_be_used(built: Path) -> None:
    pages = pages_of(built)
    first = next(n for n, text in enumerate(pages) if text.startswith("Index "))
    index = " ".join(pages[first:])
    assert len(pages) - first >= 3
    for term in ("quinine", "magnesium", "baclofen", "McArdle disease", "Nadia", "dialysis"):
        assert re.search(rf"{term} [\d, ]*\d", index), term
