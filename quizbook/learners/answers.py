"""Answers as learning systems write them down, read back as `quizbook.bank.grade` takes them.

Moodle writes what a learner saw: the words of the options. SCORM packages write ids. Words are
compared without case, marks and spaces, since systems set them in their own way.
"""

from __future__ import annotations

import re

from ..bank.model import Choice, Item, Match, Numeric, Order, Short
from ..bank.text import Text, plain

EMPTY = ("", "-", "–")


def bare(words: str) -> str:
    """Strip words to their letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", words.casefold())


def _bare(text: Text) -> str:
    return bare(plain(text))


def read(item: Item, cell: str) -> list[str] | None:
    """Read a cell as an answer to an item; None if it is none of the item's."""
    cell = cell.strip()
    if cell in EMPTY:
        return None
    match item:
        case Choice():
            return _ids(cell, [option.id for option in item.options]) or _choice(item, cell)
        case Numeric() | Short():
            return [cell] if len(cell) < 100 else None
        case Match():
            return _sides(item, cell) or _matched(item, cell)
        case Order():
            steps = [step.id for step in item.steps]
            ids = _ids(cell, steps)
            return ids if ids and len(ids) == len(steps) else _ordered(item, cell)
    return None


def read_places(item: Item, cell: str) -> list[str] | None:
    """Read what this book's SCORM packages report: choices as the letters of their places."""
    letters = cell.strip()
    match item:
        case Choice():
            choices = [option.id for option in item.options]
        case Match():
            choices = [id_ for id_, _ in item.offered]
            letters = re.sub(r"[0-9]+\.", "", letters)
        case Order():
            choices = [step.id for step in item.shown]
        case _:
            return read(item, cell)
    places = [ord(letter) - ord("a") for letter in letters if letter != ","]
    if not places or not all(0 <= place < len(choices) for place in places):
        return None
    return [choices[place] for place in places]


def _ids(cell: str, known: list[str]) -> list[str] | None:
    """Read ids, alone or in a list: a; a,b; {a,b}; a[,]b."""
    found = [part for part in re.split(r"[\s,;{}\[\]|]+", cell) if part]
    if found and len(set(found)) == len(found) and set(found) <= set(known):
        return found
    return None


def _choice(item: Choice, cell: str) -> list[str] | None:
    """Read the words of one option, or of several joined in any order."""
    rest, found = bare(cell), []
    texts = {option.id: _bare(option.text) for option in item.options}
    whole = [id_ for id_, words in texts.items() if words == rest]
    if whole:
        return whole
    if item.type == "single":
        return None
    for id_, words in sorted(texts.items(), key=lambda pair: -len(pair[1])):
        if words and words in rest:
            rest = rest.replace(words, "\0", 1)
            found.append(id_)
    return sorted(found) if found and not rest.strip("\0") else None


def _sides(item: Match, cell: str) -> list[str] | None:
    """Read pairs of ids: a.b,c.d or a[.]b[,]c[.]d."""
    rows = re.findall(r"([a-z0-9]+)(?:\[\.\]|\.)([a-z0-9]+)", cell)
    given, known = dict(rows), {id_ for id_, _ in item.offered}
    if set(given) == {pair.id for pair in item.pairs} and set(given.values()) <= known:
        return [given[pair.id] for pair in item.pairs]
    return None


def _segments(cell: str, lefts: dict[str, str]) -> dict[str, str] | None:
    """Cut a cell at the left sides it names, "left -> right; left -> right": what stands beside."""
    found: dict[str, str] = {}
    for part in re.split(r";\s*(?=[^;]*(?:->|→))", cell):
        left, arrow, right = re.sub(r"→", "->", part).rpartition("->")
        id_ = lefts.get(bare(left))
        if arrow and id_:
            found[id_] = right.strip().rstrip(";")
    return found if len(found) == len(lefts) else None


def _matched(item: Match, cell: str) -> list[str] | None:
    given = _segments(cell, {_bare(pair.left): pair.id for pair in item.pairs})
    sides = {_bare(side): id_ for id_, side in item.offered}
    if given is None or not all(bare(right) in sides for right in given.values()):
        return None
    return [sides[bare(given[pair.id])] for pair in item.pairs]


def _ordered(item: Order, cell: str) -> list[str] | None:
    """Read an order that was asked as a matching of steps with their places."""
    given = _segments(cell, {_bare(step.text): step.id for step in item.steps})
    places = {str(n) for n in range(1, len(item.steps) + 1)}
    if given is None or {place.strip() for place in given.values()} != places:
        return None
    return sorted(given, key=lambda id_: int(given[id_]))
