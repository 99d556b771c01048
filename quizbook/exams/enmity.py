"""Which items may not stand in one examination: one answers the other, or both ask the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from ..bank.lint import words
from ..bank.model import Choice, Item
from ..bank.text import plain

ALIKE = 0.6
"""Share of their telling words that two stems may have in common."""
TELLING = 4
"""Telling words by which a key can be recognised in another stem."""


def enemies(items: Iterable[Item]) -> dict[str, set[str]]:
    """Give the enemies of each item among these, both ways.

    They are declared (`enemies:`), the same task in another dress (`twin:`, or nearly the same
    words), or one's stem holds the other's key.
    """
    items = list(items)
    found: dict[str, set[str]] = {item.id: set() for item in items}
    stems = {item.id: words(plain(item.stem)) for item in items}
    keys = {item.id: _keys(item) for item in items}
    for one, two in combinations(items, 2):
        if _declared(one, two) or _declared(two, one) or _told(one, two, stems, keys):
            found[one.id].add(two.id)
            found[two.id].add(one.id)
    return found


def _declared(one: Item, two: Item) -> bool:
    return two.id in one.enemies or one.twin == two.id or one.replaces == two.id


def _told(
    one: Item, two: Item, stems: Mapping[str, set[str]], keys: Mapping[str, list[set[str]]]
) -> bool:
    first, second = stems[one.id], stems[two.id]
    both = len(first & second)
    if both >= TELLING and both >= ALIKE * len(first | second):
        return True
    return any(key <= second for key in keys[one.id]) or any(key <= first for key in keys[two.id])


def _keys(item: Item) -> list[set[str]]:
    if not isinstance(item, Choice):
        return []
    found = [words(plain(option.text)) for option in item.options if option.correct]
    return [key for key in found if len(key) >= TELLING]
