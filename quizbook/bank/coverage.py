"""The blueprint of a bank: how many questions test each objective, and of which kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..languages import later
from .book import Book
from .model import Item

KINDS = {
    "type": ("single", "multiple", "numeric", "short", "match", "order"),
    "level": ("recall", "apply", "analyse"),
    "audience": (),
}
"""What questions are counted by, beside their pitfall; the audiences are the book's own."""

NAMES = {
    "single": later("single"),
    "multiple": later("multiple"),
    "true-false": later("true-false"),
    "numeric": later("numeric"),
    "short": later("short"),
    "match": later("match"),
    "order": later("order"),
    "recall": later("recall"),
    "apply": later("apply"),
    "analyse": later("analyse"),
}
"""Types and levels as readers see them."""


@dataclass(frozen=True)
class Row:
    """An objective with the questions that test it."""

    chapter: str
    id: str
    text: str
    items: tuple[Item, ...]

    def count(self, by: str) -> dict[str, int]:
        """Count the questions by type, level, audience or pitfall, without zeros."""
        found = Counter(getattr(item, by) for item in self.items)
        order = KINDS.get(by) or sorted(value for value in found if value)
        return {value: found[value] for value in order if found[value]}


def rows(book: Book) -> Iterator[Row]:
    """Yield every objective, in the order of the chapters."""
    tests: dict[str, list[Item]] = {}
    for item in book.bank.items.values():
        tests.setdefault(item.objective, []).append(item)
    for chapter in book.chapters.values():
        for id_, text in chapter.objectives.items():
            yield Row(chapter.name, id_, text, tuple(tests.get(id_, ())))


def audiences(book: Book) -> tuple[str, ...]:
    """List whom questions are for: as the book says it, else those that they name."""
    met = {item.audience for item in book.bank.items.values()}
    return book.bank.audiences or tuple(sorted(met))


def table(book: Book) -> Iterator[list[str]]:
    """Yield the blueprint as rows of a spreadsheet, the names of the columns first."""
    pitfalls = list(book.bank.pitfalls)
    known = {**KINDS, "audience": audiences(book)}
    kinds = [(by, value) for by, values in known.items() for value in values]
    kinds += [("pitfall", value) for value in pitfalls]
    heads = [f"{by}: {value}" for by, value in kinds]
    yield ["chapter", "objective", "objective in words", "questions", *heads]
    for row in rows(book):
        counted = [str(row.count(by).get(value, 0)) for by, value in kinds]
        yield [row.chapter, row.id, row.text, str(len(row.items)), *counted]
