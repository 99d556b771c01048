"""Draw an examination: items by blueprint and seed, then forms that differ in order alone.

Everything is ordered by hashes of the seed, so that the same seed gives the same papers on every
machine and with every version of Python.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ..bank.book import Book
from ..bank.model import Choice, Item, Match, Order
from ..bank.problems import BankError, Problem
from ..bank.text import Text, plain
from .blueprint import Blueprint
from .enmity import enemies

T = TypeVar("T")
TRIES = 300
MOST_FORMS = 26


@dataclass(frozen=True)
class Question:
    """An item as a form shows it: `offered` are the right sides or steps in this form's order."""

    item: Item
    offered: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Form:
    """One paper: its letter, and its questions in their order."""

    letter: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Examination:
    """The blueprint, the seed, and the forms drawn by both."""

    blueprint: Blueprint
    seed: int
    forms: tuple[Form, ...]


def pool(book: Book, source: str) -> list[Item]:
    """List the items that can be drawn.

    Guesses are scored nowhere, an item of a case lives by its story, and the book's own self-test
    has to stay unseen: none of these is drawn.
    """
    bank = book.bank
    told = {id_ for group in (*bank.cases, *bank.exams) for id_ in bank.asked_by(group)}
    held = {
        "private": book.private,
        "open": book.bank.items,
        "both": {**book.bank.items, **book.private},
    }[source]
    return [item for item in held.values() if not item.prediction and item.id not in told]


def draw(book: Book, blueprint: Blueprint, seed: int, forms: int = 1) -> Examination:
    """Draw an examination.

    Raises BankError that names the row which cannot be filled, and why, and ValueError if so
    many forms cannot be had.
    """
    if not 1 <= forms <= MOST_FORMS:
        raise ValueError(f"{forms} forms are asked for; ask for 1 to {MOST_FORMS}")
    items = pool(book, blueprint.source)
    foes = enemies(items)
    rows = list(enumerate(blueprint.rows))
    fitting = {n: [item for item in items if row.fits(item)] for n, row in rows}
    missed: tuple[int, int] | None = None
    for attempt in range(TRIES):
        chosen, missed = _try(rows, fitting, foes, f"{seed}/{attempt}")
        if missed is None:
            letters = (chr(ord("A") + n) for n in range(forms))
            drawn = tuple(_form(chosen, seed, letter) for letter in letters)
            return Examination(blueprint, seed, drawn)
    raise BankError([_problem(blueprint, *missed, fitting)])


def _try(rows, fitting, foes, seed: str) -> tuple[list[Item], tuple[int, int] | None]:
    """Fill the rows, the scarcest first; gives the items, or the row that found too few."""
    chosen: dict[str, Item] = {}
    barred: set[str] = set()
    for n, row in sorted(rows, key=lambda pair: len(fitting[pair[0]]) - pair[1].count):
        found = 0
        for item in ordered(fitting[n], f"{seed}/{n}", lambda item: item.id):
            if found == row.count:
                break
            if item.id not in chosen and item.id not in barred:
                chosen[item.id] = item
                barred |= foes[item.id]
                found += 1
        if found < row.count:
            return [], (n, found)
    return sorted(chosen.values(), key=lambda item: item.id), None


def _problem(blueprint: Blueprint, number: int, found: int, fitting) -> Problem:
    row, fit = blueprint.rows[number], len(fitting[number])
    if fit < row.count:
        why = f"only {fit} can be drawn"
        if blueprint.source == "private":
            why += "; write more into quizzes/private, or say from: both"
    else:
        why = (
            f"of {fit} that fit no more than {found} go together with the rest: others answer "
            "them or ask the same; ask for fewer, or wider"
        )
    return Problem(blueprint.file, row.line, "exam", f"row {number + 1} asks for {row}, but {why}")


def ordered(things: Iterable[T], seed: str, name) -> list[T]:
    """Order things by a hash of the seed and of each one's name."""

    def place(thing: T) -> bytes:
        return hashlib.sha256(f"{seed}/{name(thing)}".encode()).digest()

    return sorted(things, key=place)


def _form(items: Sequence[Item], seed: int, letter: str) -> Form:
    salt = f"{seed}/{letter}"
    placed = ordered(items, salt, lambda item: item.id)
    return Form(letter, tuple(_question(item, salt) for item in placed))


def _question(item: Item, salt: str) -> Question:
    salt = f"{salt}/{item.id}"
    match item:
        case Choice(statement=False) if not has_order(item):
            options = tuple(ordered(item.options, salt, lambda option: option.id))
            return Question(replace(item, options=options))
        case Match():
            return Question(item, tuple(ordered(item.offered, salt, lambda side: side[0])))
        case Order():
            steps = ordered([(step.id, step.text) for step in item.steps], salt, lambda s: s[0])
            if [id_ for id_, _ in steps] == item.key["right"]:
                steps.append(steps.pop(0))
            return Question(item, tuple(steps))
    return Question(item)


_NUMBER = re.compile(r"^\D{0,12}[−-]?\d")


def has_order(item: Choice) -> bool:
    """Tell whether the options stand in an order that means something: they are quantities."""
    return all(_NUMBER.match(plain(option.text)) for option in item.options)
