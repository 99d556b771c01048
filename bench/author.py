"""How long an author waits: builds of a copy of this book, after each kind of edit."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from quizbook.bank.chapters import find_curtains, rewrite_questions
from quizbook.watch import WAITING

from .environment import Run, Unavailable, run, say, started
from .measure import OURS, Row

GROUP = "author"
LIMITS = {"edit": 5.0, "share": 5.0}
REPEATS = 3
CHAPTER = "chapters/neural-control.md"
QUESTIONS = "quizzes/neural-control.yml"
NEW_PAGE = "Words that fill a page and move all that follow. " * 150
OUTPUTS = ".jupyter_cache"
LEFT_OUT = shutil.ignore_patterns("_build", ".*", "__pycache__", "*.egg-info")


def build_times(root: Path, work: Path) -> Iterator[Row]:
    """Time builds from nothing, of nothing new, and after an edit; then the quizzes' share."""
    book = copy_book(root, work / "book")
    spent = {}
    for edition in ("html", "pdf"):
        cold = build_from_nothing(book, edition)
        spent[edition] = cold.processor
        yield _row(edition, "from nothing", cold.seconds)
        same = [build(book, edition).seconds for _ in range(REPEATS)]
        yield _row(edition, "nothing changed", median(same))
        for what, edit in EDITS.items():
            seconds = []
            for number in range(REPEATS):
                edit(book, number)
                seconds.append(build(book, edition).seconds)
            # One command sets the whole PDF anew; what its author waits for is `watch`.
            limit = LIMITS["edit"] if edition == "html" else None
            yield _row(edition, what, median(seconds), limit)
        yield from _watched(book, edition)
    yield from _share(book, spent["html"])


def copy_book(root: Path, folder: Path) -> Path:
    """Copy the book without what was built from it."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(root, folder, ignore=LEFT_OUT))


def build(book: Path, edition: str) -> Run:
    """Build an edition of a book as its author does."""
    say(f"building {edition} of {book.name}")
    return run(_command(book, "build", edition), cwd=book)


def build_from_nothing(book: Path, edition: str) -> Run:
    """Build an edition of a book after throwing away all that was built before."""
    shutil.rmtree(book / "_build", ignore_errors=True)
    return build(book, edition)


def build_from_outputs(book: Path, edition: str) -> Run:
    """Build an edition of a book after throwing away all but what its cells gave."""
    for path in (book / "_build").iterdir():
        if path.is_file():
            path.unlink()
        elif path.name != OUTPUTS:
            shutil.rmtree(path)
    return build(book, edition)


def edit_chapter(book: Path, number: int) -> None:
    """Add a word to the last paragraph of a chapter."""
    file = book / CHAPTER
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n\nEdited {number}.\n")


def edit_question(book: Path, number: int) -> None:
    """Add a word to the teaching point of a chapter's first question."""
    file = book / QUESTIONS
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'^(    point: "[^"\n]*)"', rf'\1 {number}"', text, count=1, flags=re.M))


def add_page(book: Path, number: int) -> None:
    """Add a long paragraph to a chapter, so that every later page of the PDF gets a new number."""
    file = book / CHAPTER
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n\n{NEW_PAGE}{number}.\n")


EDITS = {"a chapter edited": edit_chapter, "a question edited": edit_question}


def _command(book: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-u", "-m", "quizbook", "--book", str(book), *arguments]


def _row(edition: str, what: str, seconds: float, limit: float | None = None) -> Row:
    return Row(GROUP, f"{edition.upper()}: {what}", OURS, seconds, "s", limit=limit)


def _watched(book: Path, edition: str) -> Iterator[Row]:
    """Time from a saved edit until the edition stands, while `watch` keeps it built."""
    say(f"watching {edition} of {book.name}")
    with _watching(book, edition) as wait:
        for what, edit in {**EDITS, "a page added": add_page}.items():
            seconds = [wait(edit, number) for number in range(REPEATS)]
            limit = LIMITS["edit"] if what in EDITS else None
            yield _row(edition, f"{what}, watched", median(seconds), limit)


@contextmanager
def _watching(book: Path, edition: str) -> Iterator[Callable[[Callable, int], float]]:
    with started(_command(book, "watch", edition), book) as process:

        def until_tried() -> None:
            said = []
            for line in process.stdout:
                said.append(line)
                if WAITING in line:
                    break
            if not any(line.startswith("Built ") for line in said):
                raise Unavailable("".join(said[-3:]).strip())

        def wait(edit: Callable[[Path, int], None], number: int) -> float:
            start = time.perf_counter()
            edit(book, number)
            until_tried()
            return time.perf_counter() - start

        until_tried()
        yield wait


def _share(book: Path, whole: float) -> Iterator[Row]:
    """Give what the questions cost as a share of `whole`, the processor seconds from nothing.

    No kernel is asked for a question (`quizbook.editions.cells`), so they cost what the book takes
    more than without them when the outputs of all other cells are there, as they are in `book`.
    Builds that run the cells would drown that: the models alone take up to two seconds more or
    less each time.
    """
    bare = copy_book(book, book.parent / "book-without-questions")
    for chapter in (bare / "chapters").glob("*.md"):
        chapter.write_text(without_questions(chapter.read_text(encoding="utf-8")))
    build_from_nothing(bare, "html")
    spent: dict[Path, list[float]] = {book: [], bare: []}
    for _ in range(REPEATS):
        for one, seconds in spent.items():
            seconds.append(build_from_outputs(one, "html").processor)
    with_, without = (min(seconds) for seconds in spent.values())
    share = (with_ - without) / whole * 100
    what = "questions' share of a build from nothing"
    yield Row(GROUP, what, OURS, share, "%", limit=LIMITS["share"])


def without_questions(text: str) -> str:
    """Take the cells that show questions, their curtains, and the answer key out of a chapter."""
    lines = text.split("\n")
    for found in find_curtains(text):
        lines[found.first - 1] = lines[found.last - 1] = ""
    text = rewrite_questions("\n".join(lines), lambda id_: [])
    return re.sub(r"^```\{answer-key\}\n```\n", "", text, flags=re.M)
