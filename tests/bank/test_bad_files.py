"""Every file in tests/data/bad breaks one rule and says in its first lines what must be said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quizbook.bank.load import load_book

from ..conftest import COURSE

DATA = Path(__file__).parents[1] / "data"
EXPECT = "# expect: "
BAD = sorted((DATA / "bad").glob("*.yml"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with one chapter, `types`, and no questions yet."""
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "chapters").mkdir()
    shutil.copy(COURSE / "quizzes" / "book.yml", tmp_path / "quizzes")
    shutil.copy(COURSE / "references.bib", tmp_path)
    shutil.copy(DATA / "good" / "types.md", tmp_path / "chapters")
    shutil.copy(COURSE / "_config.yml", tmp_path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/types\n", encoding="utf-8")
    return tmp_path


def messages(book: Path, file: Path) -> list[str]:
    shutil.copy(file, book / "quizzes" / "types.yml")
    return [str(problem) for problem in load_book(book).problems]


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_the_message_is_the_expected_one(book: Path, file: Path):
    lines = file.read_bytes().split(b"\n")
    expected = [e.decode()[len(EXPECT) :] for e in lines if e.startswith(EXPECT.encode())]
    assert expected
    assert messages(book, file) == expected
