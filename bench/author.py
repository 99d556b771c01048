"""How long an author waits: builds of a copy of this book, after each kind of edit."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from .environment import Run, run, say
from .measure import OURS, Row

GROUP = "author"
LIMITS = {"edit": 5.0, "share": 5.0}
REPEATS = 3
CHAPTER = "chapters/neural-control.md"
QUESTIONS = "quizzes/neural-control.yml"
LEFT_OUT = shutil.ignore_patterns("_build", ".*", "__pycache__", "*.egg-info")


def build_times(root: Path, work: Path) -> Iterator[Row]:
    """Time builds from nothing, of nothing new, and after an edit; then the quizzes' share."""
    book = copy_book(root, work / "book")
    for edition in ("html", "pdf"):
        shutil.rmtree(book / "_build", ignore_errors=True)
        cold = build(book, edition)
        yield Row(GROUP, f"{edition.upper()}: from nothing", OURS, cold.seconds, "s")
        yield _repeated(book, edition, "nothing changed", lambda number: None, None)
        edits = {"a chapter edited": edit_chapter, "a question edited": edit_question}
        for what, edit in edits.items():
            yield _repeated(book, edition, what, lambda n, e=edit: e(book, n), LIMITS["edit"])
    yield from _share(book)


def copy_book(root: Path, folder: Path) -> Path:
    """Copy the book without what was built from it."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(root, folder, ignore=LEFT_OUT))


def build(book: Path, edition: str) -> Run:
    """Build an edition of a book as its author does."""
    say(f"building {edition} of {book.name}")
    return run([sys.executable, "-m", "quizbook", "--book", str(book), "build", edition], cwd=book)


def edit_chapter(book: Path, number: int) -> None:
    """Add a word to the last paragraph of a chapter."""
    file = book / CHAPTER
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n\nEdited {number}.\n")


def edit_question(book: Path, number: int) -> None:
    """Add a word to the teaching point of a chapter's first question."""
    file = book / QUESTIONS
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'^(    point: "[^"\n]*)"', rf'\1 {number}"', text, count=1, flags=re.M))


def _repeated(
    book: Path, edition: str, what: str, edit: Callable[[int], None], limit: float | None
) -> Row:
    seconds = []
    for number in range(REPEATS):
        edit(number)
        seconds.append(build(book, edition).seconds)
    return Row(GROUP, f"{edition.upper()}: {what}", OURS, median(seconds), "s", limit=limit)


def _share(book: Path) -> Iterator[Row]:
    """Build the book from nothing with its questions and without; compare processor seconds."""
    bare = copy_book(book, book.parent / "book-without-questions")
    for chapter in (bare / "chapters").glob("*.md"):
        chapter.write_text(without_questions(chapter.read_text(encoding="utf-8")))
    spent = []
    for one in (book, bare):
        shutil.rmtree(one / "_build", ignore_errors=True)
        spent.append(build(one, "html").processor)
    share = (spent[0] - spent[1]) / spent[0] * 100
    what = "questions' share of a build from nothing"
    yield Row(GROUP, what, OURS, share, "%", limit=LIMITS["share"])


def without_questions(text: str) -> str:
    """Take the cells that show questions, and the answer key, out of a chapter."""
    cell = r'^```\{code-cell\} ipython3\n(?:(?!```).*\n)*?quiz\("[a-z0-9-]+"\)\n```\n'
    text = re.sub(cell, "", text, flags=re.M)
    return re.sub(r"^```\{answer-key\}\n```\n", "", text, flags=re.M)
