"""The answers of a class, gathered from its files, without knowing who is who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from ..bank.grade import find_factor, read_number
from ..bank.model import Bank, Choice, Item, Numeric
from . import files, log, tables
from .files import FileError, LeftOut

MISSING = -1
EXAM = {"before", "after", "exam"}


@dataclass
class Form:
    """A fixed set of items that people handed in together."""

    name: str
    items: tuple[str, ...]
    right: np.ndarray
    """One row a person, one column an item; MISSING where it was left open."""


@dataclass
class Responses:
    """First answers, one row a person and one column an item; MISSING where there is none."""

    items: tuple[str, ...]
    right: np.ndarray
    sure: np.ndarray
    before: np.ndarray
    after: np.ndarray
    first: np.ndarray
    """Of each pair of forms (a column, as in `Bank.forms`) which one a person had first: 0 or 1."""
    chosen: dict[str, Counter[str]]
    forms: list[Form] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    """What single answers were passed over, by reason."""

    @property
    def people(self) -> int:
        return len(self.right)


class _Row:
    """One person's first answers."""

    __slots__ = ("after", "before", "chosen", "first", "forms", "right", "sure")

    def __init__(self, items: int, pairs: int) -> None:
        self.first = np.full(pairs, MISSING, dtype=np.int8)
        self.right, self.sure, self.before, self.after = np.full((4, items), MISSING, dtype=np.int8)
        self.chosen: list[tuple[str, str]] = []
        self.forms: dict[str, dict[str, int]] = {}


def gather(paths: Iterable[str | Path], bank: Bank) -> Responses:
    """Read all files; what cannot be used is named with the reason, and the rest is counted."""
    items = tuple(item.id for item in bank.items.values() if not item.prediction)
    gathering = _Gathering(bank, items)
    for path in files.find(paths):
        name = files.name_of(path)
        try:
            data = files.content(path)
            before = gathering.repeats.of_bytes(data, name)
            if before:
                raise FileError(f"is the same as {before}")
            gathering.take(path, name, data)
        except FileError as error:
            gathering.left_out.append(LeftOut(name, str(error)))
    return gathering.finish()


class _Gathering:
    def __init__(self, bank: Bank, items: tuple[str, ...]) -> None:
        self.bank, self.items = bank, items
        self.place = {id_: n for n, id_ in enumerate(items)}
        self.versions = {id_: bank.items[id_].version for id_ in items}
        self.choices = {id_: _Choices(bank.items[id_]) for id_ in items}
        self.pairs = [[vars(form) for form in pair] for pair in bank.forms()]
        self.exam_of = {id_: exam.id for exam in bank.exams.values() for id_ in exam.items}
        self.repeats = files.Repeats()
        self.logs: list[tuple[str, _Row]] = []
        self.rows: list[_Row] = []
        self.left_out: list[LeftOut] = []
        self.passed_over: Counter[str] = Counter()
        self.tables: list[Form] = []

    def take(self, path: Path, name: str, data: bytes) -> None:
        if path.suffix.lower() == ".csv":
            self._take_table(name, tables.read(data, self.bank))
        else:
            self._take_log(name, files.read_log(data, self.bank.id))

    def _take_log(self, name: str, found: log.Log) -> None:
        given = found["attempts"]
        try:
            tries = log.by_item(given)
        except (OverflowError, RecursionError, TypeError):
            raise FileError("is not a learner's file, or is damaged") from None
        known = {id_: attempts for id_, attempts in tries.items() if id_ in self.place}
        if not known:
            raise FileError("holds no answer to a question of this book")
        passed = Counter()
        passed["that cannot be read"] = len(given) - sum(map(len, tries.values()))
        passed["to questions that this edition does not score or have"] = sum(
            len(attempts) for id_, attempts in tries.items() if id_ not in known
        )
        row, others = self._row(), 0
        for n, pair in enumerate(self.pairs):
            first = log.first_form(given, pair)
            if first:
                row.first[n] = [form["id"] for form in pair].index(first)
        for id_, attempts in known.items():
            versions = (self.versions[id_], 0, None)
            current = [a for a in attempts if a.get("v") in versions and 0 <= a["score"] <= 1]
            others += len(attempts) - len(current)
            if current:
                self._note(row, id_, current)
        passed["to another wording of a question, or beyond the scale"] = others
        self.passed_over += passed
        self.repeats.note([a for attempts in tries.values() for a in attempts], name)
        self.logs.append((name, row))

    def _row(self) -> _Row:
        return _Row(len(self.items), len(self.pairs))

    def _note(self, row: _Row, id_: str, attempts: list[log.Attempt]) -> None:
        first, place = attempts[0], self.place[id_]
        row.right[place] = log.is_right(first)
        row.sure[place] = first["sure"]
        row.chosen += self.choices[id_].read(first["answers"])
        for attempt in attempts if id_ in self.exam_of else ():
            where = attempt.get("where")
            if where not in EXAM:
                continue
            right = int(log.is_right(attempt))
            row.forms.setdefault(self.exam_of[id_], {}).setdefault(id_, right)
            side = row.before if where == "before" else row.after
            if where != "exam" and side[place] == MISSING:
                side[place] = right

    def _take_table(self, name: str, table: tables.Table) -> None:
        for given in table.people:
            row = self._row()
            for answer in given:
                if answer.item not in self.place:
                    continue
                row.right[self.place[answer.item]] = answer.score == 1
                row.sure[self.place[answer.item]] = 0
                if answer.given:
                    row.chosen += self.choices[answer.item].read(answer.given)
            self.rows.append(row)
        items = tuple(id_ for id_ in table.items if id_ in self.place)
        if len(items) > 1:
            columns = [self.place[id_] for id_ in items]
            right = np.array([row.right[columns] for row in self.rows[-len(table.people) :]])
            self.tables.append(Form(Path(name).name, items, right))
        self.passed_over["to questions that this edition does not score or have"] += table.unknown
        self.passed_over["that cannot be read"] += table.unreadable
        self.passed_over["of a person's later attempts"] += table.later
        self.passed_over["of attempts that were not finished"] += table.unfinished

    def finish(self) -> Responses:
        doubles = dict(self.repeats.same_learner())
        for number, kept in sorted(doubles.items()):
            name = self.logs[number][0]
            self.left_out.append(LeftOut(name, f"is another save of the learner of {kept}"))
        rows = [row for n, (_, row) in enumerate(self.logs) if n not in doubles]
        forms = [*self._exams(rows), *self.tables]
        rows += self.rows
        chosen: dict[str, Counter[str]] = {id_: Counter() for id_ in self.items}
        for row in rows:
            for id_, choice in row.chosen:
                chosen[id_][choice] += 1
        widths = dict.fromkeys(("right", "sure", "before", "after"), len(self.items))
        stacked = {
            name: np.array([getattr(row, name) for row in rows], dtype=np.int8).reshape(
                len(rows), width
            )
            for name, width in (widths | {"first": len(self.pairs)}).items()
        }
        return Responses(
            self.items,
            **stacked,
            chosen=chosen,
            forms=forms,
            left_out=sorted(self.left_out, key=lambda left: left.name),
            passed_over=+self.passed_over,
        )

    def _exams(self, rows: list[_Row]) -> Iterator[Form]:
        """Yield each exam of the book with the answers of those who handed it in."""
        for exam in self.bank.exams.values():
            handed_in = [row.forms[exam.id] for row in rows if exam.id in row.forms]
            if handed_in:
                right = [[given.get(id_, MISSING) for id_ in exam.items] for given in handed_in]
                yield Form(exam.id, exam.items, np.array(right, dtype=np.int8))


class _Choices:
    """Names what was chosen: an option by its id, a number as the key, a known slip, or another."""

    def __init__(self, item: Item) -> None:
        self.item = item
        options = item.options if isinstance(item, Choice) else ()
        self._named = lru_cache(maxsize=1000)(partial(_number, item))
        self.pairs = {option.id: (item.id, option.id) for option in options}

    def read(self, answers: list) -> list[tuple[str, str]]:
        """Give (item, choice) of each; the same pair is the same object, which spares memory."""
        if isinstance(self.item, Choice):
            given = dict.fromkeys(a for a in answers if isinstance(a, str))
            return [self.pairs[a] for a in given if a in self.pairs]
        if isinstance(self.item, Numeric) and answers and isinstance(answers[0], str):
            named = self._named(answers[0][:100])
            return [self.pairs.setdefault(named, (self.item.id, named))]
        return []


def _number(item: Numeric, typed: str) -> str:
    """Name the key or the slip that a typed number means."""
    read = read_number(typed)
    factor = find_factor(item.key["units"], read[1]) if read else None
    if read is None or factor is None:
        return "another"
    value = read[0] * factor
    for reason in (item.answer, *item.errors):
        if abs(value - reason.value) <= max(item.answer.tolerance, 1e-9 * abs(reason.value)):
            return f"{reason.value:.12g}"
    return "another"
