"""What the last release published, and what may not change after it.

`quizzes/published.json` holds each item's version with a hash of its key and of its words. An
item may be polished (`polish: true`) or revised (a higher `version`); another key needs another
id, since learners have answered the old one. An id that is gone stands under `retired` in a file
of quizzes/, or an item `replaces` it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import shape, text
from .model import Bank, Item, Retired
from .problems import Problem
from .source import Map, line_at

NAME = "quizzes/published.json"


@dataclass(frozen=True)
class Published:
    """A release: its book and edition, and its items by id, each with `version`, `key`, `text`."""

    book: str
    title: str
    edition: str
    items: Map
    retired: Map
    data: Map

    def line(self, *path: str) -> int:
        """Give the line on which something of it stands."""
        return line_at(self.data, path)


def read(root: Path) -> tuple[Published | None, list[Problem]]:
    """Read the last release; None before the first one, or where it cannot be read."""
    if not (root / NAME).is_file():
        return None, []
    data, faults = shape.read(root, NAME, "published.schema", "file")
    if data is None:
        return None, faults
    fields = {name: data[name] for name in ("book", "title", "edition", "items", "retired")}
    return Published(**fields, data=data), []


def withdrawn(published: Published | None) -> dict[str, Retired]:
    """Give the items that the last release knew as retired, with the reasons."""
    rows = published.retired if published else {}
    return {
        id_: Retired(id=id_, why=text.literal(row["why"]), by=row.get("by"), file=NAME)
        for id_, row in rows.items()
    }


def judge(
    bank: Bank, published: Published | None, given: frozenset[str] | None
) -> Iterator[Problem]:
    """Yield what has changed since the last release and may not.

    `given` holds every id that a file gives, None if one of the files cannot be read.
    """
    replaced = {item.replaces for item in bank.items.values()}  # `rules` tells of these
    for retired in bank.retired.values():
        item = bank.items.get(retired.id)
        if item is not None and item.id not in replaced:
            message = f"this id is retired ({retired.file}); ids are permanent: choose another"
            yield Problem(item.file, item.line, item.id, message)
    if published is None:
        return
    if published.book != bank.id:
        return
    if published.title != bank.title:
        message = (
            f'the title is not "{published.title}" any more, but the id is still that book\'s: '
            f"the two would mix their learners' answers. A book of its own needs an id of its "
            f"own; if only the title is new, write it into {NAME}"
        )
        yield Problem("quizzes/book.yml", 1, "book", message)
    for id_, released in published.items.items():
        item = bank.items.get(id_)
        if item is not None:
            for message in _changes(item, released, published.edition):
                yield Problem(item.file, item.line, id_, message)
        elif given is not None and id_ not in given and id_ not in bank.retired:
            message = (
                f"edition {published.edition} has this item and the bank has not; "
                "list it under retired with the reason, or name it in the replaces of another"
            )
            yield Problem(NAME, published.line("items", id_), id_, message)


def notes(bank: Bank, published: Published | None) -> Iterator[Problem]:
    """Yield what should be looked at again, but stops nothing."""
    if published is None:
        return
    if published.book != bank.id:
        message = f'is of the book "{published.book}" and counts for nothing here; delete it'
        yield Problem(NAME, published.line("book"), "file", message)
        return
    for item in bank.items.values():
        released = published.items.get(item.id)
        if item.polish and released and released["text"] == item.text_hash:
            message = f"the wording is that of edition {published.edition}; delete polish: true"
            yield Problem(item.file, item.line, item.id, message)


def _changes(item: Item, released: Map, edition: str) -> Iterator[str]:
    before = released["version"]
    if item.key_hash != released["key"]:
        yield (
            f"the key is not that of edition {edition}; learners have answered that one: "
            f"give the item another id, with replaces: {item.id} and the reason"
        )
    elif item.version < before:
        yield f"version is {item.version}, and edition {edition} has {before}; count on from there"
    elif item.version == before and item.text_hash != released["text"] and not item.polish:
        yield (
            f"the wording is not that of edition {edition}; write version: {before + 1} if it "
            "asks something else now, polish: true if it asks the same in better words"
        )


def release(bank: Bank, edition: str) -> dict[str, Any]:
    """Give what this edition publishes: all items, and all that were ever retired."""
    items = {
        item.id: {"version": item.version, "key": item.key_hash, "text": item.text_hash}
        for item in bank.items.values()
    }
    retired = {
        old.id: {"why": text.plain(old.why), **({"by": old.by} if old.by else {})}
        for old in bank.retired.values()
    }
    head = {"schema": 1, "book": bank.id, "title": bank.title, "edition": edition}
    return {**head, "items": dict(sorted(items.items())), "retired": dict(sorted(retired.items()))}


def write(data: dict[str, Any]) -> str:
    """Write a release as JSON with one item a line, so that a difference can be read."""
    parts = [f'  "{name}": {_json(data[name])}' for name in ("schema", "book", "title", "edition")]
    for name in ("items", "retired"):
        rows = ",\n".join(f"    {_json(id_)}: {_json(row)}" for id_, row in data[name].items())
        parts.append(f'  "{name}": {{\n{rows}\n  }}' if rows else f'  "{name}": {{}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
