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

from quizbook.bank.load import load_bank

from ...conftest import run
from .conftest import solid, text_of


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
            assert min(b[0] for b in boxes) > 50, f"page {number}"
            assert max(b[2] for b in boxes) < page.get_width() - 50, f"page {number}"


def test_no_heading_stands_alone_at_the_foot_of_a_page(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        targets = [
            (mark.get_dest().get_index(), mark.get_dest().get_view()[1][1], mark.get_title())
            for mark in document.get_toc()
            if mark.get_dest() is not None
        ]
        assert targets
        low = [title for _, height, title in targets if height is not None and height < 110]
    assert low == []
