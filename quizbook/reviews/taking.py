"""Take a review in: list what is to mend; once nothing is open, mark what was reviewed, by whom.

The file itself goes into quizzes/reviews/, so that every mark has its proof beside it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..bank import clock, reviews
from ..bank.book import Book
from ..bank.chapters import Chapter
from ..bank.load import load_book
from ..bank.model import Item
from ..bank.reviews import FOLDER, Review
from ..bank.source import read_text
from .packet import ReviewError, chapter_of, items_of

MOST = 4 * 2**20
"""Bytes of the largest review that is read."""


@dataclass
class Outcome:
    """What a review says of a chapter as it stands today."""

    review: Review
    agreed: int = 0
    mend: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether every entry was agreed to, in today's words."""
        return not (self.mend or self.changed or self.open)

    def lines(self) -> Iterator[str]:
        """Put it into words."""
        yield f"{self.review.name} agrees to {self.agreed} entries of {self.review.chapter}"
        for head, rows in (
            ("to mend", self.mend),
            ("changed since it was reviewed; ask again", self.changed),
            ("not judged yet", self.open),
        ):
            if rows:
                yield f"{len(rows)} {head}:"
                yield from (f"  {row}" for row in rows)


def read_file(path: Path, book: Book) -> Review:
    """Read a review that somebody saved.

    Raises ReviewError if it is none, another book's, names nobody, or is of the future.
    """
    try:
        if path.stat().st_size > MOST:
            raise ReviewError(f"{path.name} is far too large for a review")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        review = reviews.parse(data, path.name)
    except (UnicodeDecodeError, RecursionError, json.JSONDecodeError):
        raise ReviewError(f"{path.name} is no review, or is damaged") from None
    except ValueError as error:
        raise ReviewError(f"{path.name} {error}") from None
    if data.get("book") != book.bank.id:
        raise ReviewError(f'{path.name} is a review of the book "{data.get("book")}"')
    for name in ("name", "credentials", "conflicts"):
        words = getattr(review, name)
        if not words.strip() or not all(c.isprintable() or c == "\n" for c in words):
            raise ReviewError(f"{path.name} says nothing under {name}; ask the reviewer")
    if not clock.is_day(review.day) or date.fromisoformat(review.day) > clock.today():
        raise ReviewError(f'{path.name} is of the day "{review.day}", which is not past')
    return review


def judge(book: Book, review: Review) -> Outcome:
    """Compare a review with the chapter as it stands."""
    chapter = chapter_of(book, review.chapter)
    source = read_text(book.root / chapter.file, chapter.file)
    items = items_of(book, chapter)
    places = {claim.id: f"{chapter.file}:{claim.line}" for claim in reviews.claims(source)}
    places |= {f"item-{item.id}": f"{item.file}:{item.line}: {item.id}" for item in items}
    outcome = Outcome(review)
    for id_, hash_ in reviews.entries(source, items, book.safety).items():
        place = places.get(id_, f"chapters/safety.yml: {id_.removeprefix('sign-')}")
        entry = review.entries.get(id_, {"hash": "", "verdict": "", "comment": ""})
        if review.agrees(id_, hash_):
            outcome.agreed += 1
        elif entry["verdict"] in ("correct", "reject") and entry["hash"] == hash_:
            outcome.mend.append(f"{place}: {entry['verdict']}: {_in_a_line(entry['comment'])}")
        elif entry["verdict"]:
            outcome.changed.append(place)
        else:
            outcome.open.append(place)
    return outcome


def _in_a_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def mark(book: Book, outcome: Outcome, path: Path) -> list[str]:
    """Write the marks and keep the review; gives the files that were changed.

    Raises ReviewError if something is still open, or if the book would not be in order
    afterwards: then nothing is changed.
    """
    if not outcome.is_done:
        raise ReviewError("something is still open")
    review, chapter = outcome.review, chapter_of(book, outcome.review.chapter)
    texts = {chapter.file: _approve(book.root, chapter, review)}
    by_file: dict[str, list[Item]] = {}
    for item in items_of(book, chapter):
        by_file.setdefault(item.file, []).append(item)
    for file, items in by_file.items():
        texts[file] = _mark_items(read_text(book.root / file, file), items, review)
    texts[f"{FOLDER}/{review.chapter}-{review.day}.json"] = path.read_text(encoding="utf-8-sig")
    before = {name: _old(book.root / name) for name in texts}
    _write(book.root, texts)
    problems = load_book(book.root).problems
    if problems:
        _write(book.root, before)
        raise ReviewError(f"the book would not be in order, so nothing was marked: {problems[0]}")
    return list(texts)


def _old(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _write(root: Path, texts: dict[str, str | None]) -> None:
    for name, words in texts.items():
        path = root / name
        if words is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        part.write_text(words, encoding="utf-8", newline="\n")
        os.replace(part, path)


def _approve(root: Path, chapter: Chapter, review: Review) -> str:
    """Write the approval into a chapter's front matter."""
    source = read_text(root / chapter.file, chapter.file)
    told = f'status: approved, updated: "{chapter.review["updated"]}", by: {_quoted(review.name)}'
    written, count = re.subn(
        r"^review: *\{[^\n}]*\} *$", lambda _: f"review: {{{told}}}", source, count=1, flags=re.M
    )
    if not count:
        raise ReviewError(f"{chapter.file}: write its review on one line: review: {{{told}}}")
    return written


def _mark_items(source: str, items: list[Item], review: Review) -> str:
    """Write day and name under the `written` of each item, over what stood there."""
    lines = source.split("\n")
    for item in sorted(items, key=lambda item: -item.line):
        end = _end(lines, item.line)
        own = [n for n in range(item.line - 1, end) if re.match(r" +(reviewed|by): ", lines[n])]
        for n in reversed(own):
            del lines[n]
            end -= 1
        place = next(
            (n for n in range(item.line - 1, end) if re.match(r" +written: ", lines[n])), None
        )
        if place is None:
            raise ReviewError(f"{item.file}:{item.line}: write written: on a line of its own")
        indent = re.match(" +", lines[place])[0]
        lines[place + 1 : place + 1] = [
            f'{indent}reviewed: "{review.day}"',
            f"{indent}by: {_quoted(review.name)}",
        ]
    return "\n".join(lines)


def _end(lines: list[str], line: int) -> int:
    """Find where the item ends that begins on a line: at the next entry, or the next list."""
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    for n in range(line, len(lines)):
        row = lines[n]
        if row.strip() and len(row) - len(row.lstrip()) <= indent:
            return n
    return len(lines)


def _quoted(words: str) -> str:
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
