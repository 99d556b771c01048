"""Tables of answers that learning systems hand out.

The responses of a Moodle quiz, the interactions of a SCORM package, or one answer a row.

Names and addresses serve to tell two attempts of one person from two people, in memory alone; they
are neither kept nor written anywhere.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..bank.grade import grade
from ..bank.model import Bank, Item
from ..bank.text import plain
from . import answers
from .files import FileError

_WIDE = re.compile(r"(question|response|right answer|result) (\d+)")
_CMI = re.compile(
    r"cmi\.interactions[._](\d+)[._](id|type|student_response|learner_response|result)"
)
_OWN = re.compile(r"(?P<item>[a-z0-9-]+)-v(?P<version>[0-9]{1,6})")
"""How this book's SCORM packages name an interaction: item and version."""
_PART = {"id": "question", "student_response": "response", "learner_response": "response"}
_LONG = {
    "question": (
        "item",
        "item id",
        "item_id",
        "question",
        "question id",
        "interaction",
        "interaction id",
    ),
    "response": ("response", "answer", "answers", "student response", "learner response"),
    "result": ("result", "score", "correct"),
}
_WHO = (
    ("email address",),
    ("id number",),
    ("username",),
    ("user id",),
    ("learner id",),
    ("learner",),
    ("student",),
    ("participant",),
    ("user",),
    ("last name", "first name"),
    ("surname", "first name"),
    ("name",),
)
_STATE = ("state", "status")
_DONE = ("finished", "submitted", "completed", "complete", "passed", "failed")
_RIGHT = {"correct", "right", "true"}
_WRONG = {"incorrect", "wrong", "false", "unanticipated"}
MOST = 10_000
"""Columns of the widest table that is read."""


@dataclass
class Answer:
    """One answer: its score, 0 to 1, and what was given (None where only the result is told)."""

    item: str
    score: float
    given: list[str] | None


@dataclass
class Table:
    """The answers of a table, person by person, and what could not be read."""

    people: list[list[Answer]] = field(default_factory=list)
    items: tuple[str, ...] = ()
    """The items that each attempt had; empty where attempts differ, or each answer has its row."""
    unknown: int = 0
    unreadable: int = 0
    later: int = 0
    unfinished: int = 0


def read(data: bytes, bank: Bank) -> Table:
    """Read a table; only a person's first finished attempt counts.

    Raises FileError if it is no table of answers to this book's questions.
    """
    heads, rows = _rows(_decode(data))
    wide = _columns(heads)
    who = next(
        (tuple(heads.index(n) for n in names) for names in _WHO if set(names) <= set(heads)), ()
    )
    table = _read_wide(heads, rows, wide, who, bank) if wide else _read_long(heads, rows, who, bank)
    if not any(table.people):
        raise FileError("holds no answer to a question of this book")
    return table


def _decode(data: bytes) -> str:
    for encoding in (
        ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError("is not a table in UTF-8")


def _rows(text: str) -> tuple[list[str], Iterator[list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads = [" ".join(head.split()).casefold() for head in next(_safe(rows), [])]
    if len(heads) > MOST:
        raise FileError(f"has {len(heads)} columns, which no quiz has")
    return heads, _safe(rows)


def _safe(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise FileError(f"is not a table: {error}") from None


def _columns(heads: list[str]) -> dict[int, dict[str, int]]:
    """Find the columns of each question, by its number."""
    found: dict[int, dict[str, int]] = {}
    for place, head in enumerate(heads):
        match = _WIDE.fullmatch(head)
        part, number = match.groups() if match else (None, None)
        if not match and (match := _CMI.fullmatch(head)):
            number, named = match.groups()
            part = _PART.get(named, named)
        if part and len(number) < 6:
            found.setdefault(int(number), {})[part] = place
    return {n: parts for n, parts in found.items() if "response" in parts or "result" in parts}


class _People:
    """Counts each person once: the first attempt that is finished."""

    def __init__(self, heads: list[str], who: tuple[int, ...], table: Table) -> None:
        self.state = next((heads.index(name) for name in _STATE if name in heads), None)
        self.who, self.table = who, table
        self.seen: set[int] = set()

    def is_counted(self, row: list[str]) -> bool:
        if self.state is not None and _cell(row, self.state).casefold() not in _DONE:
            self.table.unfinished += any(row)
            return False
        named = self.name(row)
        if named is not None and named in self.seen:
            self.table.later += 1
            return False
        self.seen.add(named)
        return True

    def name(self, row: list[str]) -> int | None:
        named = tuple(_cell(row, place) for place in self.who)
        return hash(named) if any(named) else None


def _cell(row: list[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _read_wide(heads, rows, wide, who, bank: Bank) -> Table:
    table = Table()
    people = _People(heads, who, table)
    counted = [row for row in rows if any(row) and people.is_counted(row)]
    finder = _Finder(bank)
    same: dict[int, Item | None] = {}
    for number, parts in wide.items():
        told = {_cell(row, parts.get("question")) for row in counted} - {""}
        if len(told) <= 1:
            column = [_cell(row, parts.get("response")) for row in counted]
            same[number] = finder.named(told.pop()) if told else finder.answered(column)
    for row in counted:
        found: list[Answer] = []
        for number, parts in wide.items():
            cells = {part: _cell(row, place) for part, place in parts.items()}
            item = same[number] if number in same else finder.named(cells.get("question", ""))
            _take(item, cells, found, table)
        first: dict[str, Answer] = {}
        for answer in found:  # a package reports each try; the first one counts
            table.later += answer.item in first
            first.setdefault(answer.item, answer)
        table.people.append(list(first.values()))
    if len(same) == len(wide):
        table.items = tuple(dict.fromkeys(item.id for item in same.values() if item))
    return table


def _read_long(heads, rows, who, bank: Bank) -> Table:
    place = {
        part: next((heads.index(name) for name in names if name in heads), None)
        for part, names in _LONG.items()
    }
    if place["question"] is None or (place["response"] is None and place["result"] is None):
        raise FileError('has no columns of answers, such as "Question 1" and "Response 1"')
    if not who:
        raise FileError("has one answer a row, and no column that tells people apart")
    table, finder = Table(), _Finder(bank)
    people: dict[int, dict[str, Answer]] = {}
    for row in rows:
        if not any(row):
            continue
        cells = {part: _cell(row, at) for part, at in place.items() if at is not None}
        found: list[Answer] = []
        _take(finder.named(cells["question"]), cells, found, table)
        named = hash(tuple(_cell(row, at) for at in who))
        for answer in found:
            table.later += answer.item in people.setdefault(named, {})
            people[named].setdefault(answer.item, answer)
    table.people = [list(given.values()) for given in people.values()]
    return table


def _result(told: str) -> float | None:
    """Give the score that a result stands for: a word, or a number from 0 to 1."""
    if told in _RIGHT | _WRONG:
        return float(told in _RIGHT)
    try:
        score = float(told)
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _take(item: Item | None, cells: dict[str, str], found: list[Answer], table: Table) -> None:
    """Grade one answer, by its words where they can be read, else by the result that is told."""
    response, result = cells.get("response", ""), cells.get("result", "").casefold()
    if response in answers.EMPTY and not result:
        return
    if item is None:
        table.unknown += 1
        return
    own = _OWN.fullmatch(cells.get("question", ""))
    if own and int(own["version"]) != item.version:
        table.unknown += 1
        return
    given = (answers.read_places if own else answers.read)(item, response)
    score = grade(item.key, given) if given else None
    if score is None:
        score = _result(result)
    if score is None:
        table.unreadable += response not in answers.EMPTY
        return
    found.append(Answer(item.id, score, given))


class _Finder:
    """Finds the item that a column is about."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.stems = {answers.bare(plain(item.stem)): item for item in bank.items.values()}
        self.known: dict[str, Item | None] = {}

    def named(self, words: str) -> Item | None:
        """Find the item with this id, or whose stem stands in these words."""
        if words not in self.known:
            own = _OWN.fullmatch(words)
            id_ = own["item"] if own else words
            self.known[words] = self.bank.items.get(id_) or self._asked(answers.bare(words))
        return self.known[words]

    def _asked(self, words: str) -> Item | None:
        if words in self.stems:
            return self.stems[words]
        held = [stem for stem in self.stems if stem in words] if len(words) < 20_000 else []
        return self.stems[max(held, key=len)] if held else None

    def answered(self, column: list[str]) -> Item | None:
        """Find the one item to which all words of a column can be answers; None if not one."""
        given = {cell for cell in column if cell not in answers.EMPTY and not cell.isalnum()}
        given = {cell for cell in given if len(answers.bare(cell)) > 3}
        if not given:
            return None
        fits = [
            item
            for item in self.bank.items.values()
            if item.type not in ("numeric", "short")
            and all(answers.read(item, cell) for cell in given)
        ]
        return fits[0] if len(fits) == 1 else None
