"""Which items are written: all that are scored, or those that one asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from ..bank import settings
from ..bank.book import Book
from ..media import Shelf
from . import FILTERS, PASS_MARK, ChoiceError
from .sources import Sources
from .writing import Selection


def choose(
    book: Book,
    filters: Mapping[str, Iterable[str]],
    items: Iterable[str] = (),
    predictions: bool = False,
    pass_mark: int = PASS_MARK,
) -> Selection:
    """Choose items of a book's bank.

    Parameters
    ----------
    book
        The book, checked.
    filters
        For each name of `FILTERS` the values that an item may have; an empty one lets all pass.
    items
        Ids; they are taken whatever the filters say of others.
    predictions
        Whether guesses, for which nothing is scored, come along.
    pass_mark
        Of 100 points, what one needs to pass.

    Raises
    ------
    ChoiceError
        If a value or an id is unknown, or nothing is left.
    """
    bank = book.bank
    for name in FILTERS:
        known = {str(getattr(item, name)) for item in bank.items.values() if getattr(item, name)}
        for value in filters.get(name, ()):
            _known(value, known, f"no question has the {name}")
    for id_ in items:
        _known(id_, set(bank.items), "no question has the id")
    if not 0 <= pass_mark <= 100:
        raise ChoiceError(f"a pass mark is a number from 0 to 100, not {pass_mark}")
    named = set(items)
    found = [
        item
        for item in bank.items.values()
        if (item.id in named if named else predictions or not item.prediction)
        and all(not filters.get(n) or getattr(item, n) in filters[n] for n in FILTERS)
    ]
    if not found:
        raise ChoiceError("no question is all of that at once; name fewer conditions")
    return Selection(
        bank=bank,
        items=tuple(found),
        titles={name: _title(book.root / chapter.file) for name, chapter in book.chapters.items()},
        objectives={i: t for c in book.chapters.values() for i, t in c.objectives.items()},
        sources=Sources(book.root / "references.bib"),
        shelf=Shelf(book.root, bank),
        pass_mark=pass_mark,
        language=settings.language(book.root).replace("_", "-"),
    )


def _known(value: str, known: set[str], words: str) -> None:
    if value not in known:
        near = get_close_matches(value, sorted(known), 2)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ChoiceError(f'{words} "{value}"{hint}')


def _title(file: Path) -> str:
    found = re.search(r"^# +(.+?)\s*$", file.read_text(encoding="utf-8"), re.M)
    return found[1] if found else file.stem
