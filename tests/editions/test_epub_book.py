"""This book's own EPUB, read back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pybtex.database import parse_file
from pybtex.richtext import Text

from quizbook.bank.load import load_bank
from quizbook.bank.text import plain

from ..conftest import build
from .test_epub import SPACES, Pack

MOST_BYTES = 4_000_000


@pytest.fixture(scope="module")
def file(root: Path, one_at_a_time) -> Path:
    with one_at_a_time("html"):  # every edition is made from one set of doctrees
        build(root, "epub")
    return root / "_build" / "epub" / f"{load_bank(root).id}.epub"


@pytest.fixture(scope="module")
def pack(file: Path) -> Pack:
    return Pack(file)


@pytest.fixture(scope="module")
def words(pack: Pack) -> str:
    return _bare("".join(pack.words(name) for name in pack.pages))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def test_a_validator_finds_nothing(file: Path, epubcheck) -> None:
    assert epubcheck(file) == []


def test_it_is_light(file: Path) -> None:
    assert file.stat().st_size <= MOST_BYTES


def test_every_question_is_asked_and_answered(root: Path, words: str) -> None:
    missing = [
        f"{item.id}: {part.text}"
        for item in load_bank(root).items.values()
        for text in item.texts()
        for part in text
        if part.kind != "math" and _bare(part.text) not in words
    ]
    assert missing == []


def test_every_source_is_listed(root: Path, words: str) -> None:
    for key, entry in parse_file(root / "references.bib").entries.items():
        assert _bare(str(Text.from_latex(entry.fields["title"]))) in words, key


def test_every_drawing_is_told_in_words(pack: Pack) -> None:
    for name, page in pack.pages.items():
        drawings = page.xpath("//s:svg[not(ancestor::h:summary)]", namespaces=SPACES)
        bare = [d for d in drawings if not d.get("aria-label") and d.get("aria-hidden") != "true"]
        assert not bare, name


def test_every_medium_is_told_in_words(root: Path, pack: Pack) -> None:
    told = {
        label
        for page in pack.pages.values()
        for label in page.xpath("//s:svg/@aria-label", namespaces=SPACES)
    }
    bank = load_bank(root)
    for item in bank.items.values():
        for use in item.uses():
            if use.medium.kind != "table":
                assert plain(use.medium.alt) in told, f"{item.id}: {use.name}"
