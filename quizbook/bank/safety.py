"""What must not be missed: signs, how fast to act on each, and who says so, written once.

A chapter shows a sign from chapters/safety.yml; one that states an urgency in words of its own is
told, since two wordings part company sooner or later, and a reader follows the slower one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from . import characters, shape, text
from .problems import BankError, Problem
from .source import line_at, read_text
from .text import Text

FILE = "chapters/safety.yml"
_SHOWN = re.compile(r"\{safety\}`([^`]*)`|^[`:]{3,}\{safety\}[ \t]*(.*)$|^:brief:[ \t]*(.*)$", re.M)
_ASIDE = re.compile(r"^(`{3,}|:{3,})\{(?:code-cell|safety)\}.*?^\1$", re.S | re.M)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_ROW = re.compile(r"\* - ")
_INDENTED = re.compile(r"\s+\S")


@dataclass(frozen=True)
class Urgency:
    """How fast to act."""

    id: str
    title: str
    short: str
    urgent: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """One sign: what it may mean, what to do, how fast, and who says so."""

    id: str
    urgency: str
    about: str
    sign: Text
    think: Text
    act: Text
    short: str
    references: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One medicine of a list."""

    medicine: Text
    text: Text
    references: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A list of medicines under one title."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Safety:
    """The whole file, in its order."""

    urgencies: dict[str, Urgency]
    signs: dict[str, Sign]
    lists: dict[str, Listing]

    @property
    def names(self) -> list[str]:
        """Every id that a chapter can ask for."""
        return [*self.urgencies, *self.signs, *self.lists]

    def find(self, ids: Iterable[str]) -> tuple[list[Sign], list[Listing]]:
        """Pick signs and lists in the order of the file; an urgency stands for all its signs.

        Raises KeyError with the ids that name nothing.
        """
        asked = set(ids)
        unknown = asked.difference(self.names)
        if unknown:
            raise KeyError(*sorted(unknown))
        signs = [sign for sign in self.signs.values() if asked & {sign.id, sign.urgency}]
        return signs, [listing for id_, listing in self.lists.items() if id_ in asked]

    def cited(self) -> set[str]:
        """Name every work that a sign or a list cites."""
        rows = [row for listing in self.lists.values() for row in listing.rows]
        return {key for part in (*self.signs.values(), *rows) for key in part.references}

    @cached_property
    def _heard(self) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
        urgent = [phrase for urgency in self.urgencies.values() for phrase in urgency.urgent]
        return _any(urgent), {sign.id: _any(sign.words) for sign in self.signs.values()}

    def stated(self, sentence: str) -> tuple[str, str] | None:
        """Hear which sign a sentence names, and with what urgent phrase; None if not both."""
        urgent, named = self._heard
        phrase = urgent.search(sentence)
        sign = next((id_ for id_, words in named.items() if words.search(sentence)), None)
        return (sign, phrase[0]) if phrase and sign else None

    def contradicted(self, sentence: str) -> tuple[str, str, str] | None:
        """Hear a sign with an urgent phrase of another urgency; gives both, and its own title."""
        found = self.stated(sentence)
        if found is None:
            return None
        own = self.urgencies[self.signs[found[0]].urgency]
        held = own.urgent
        return None if any(_any([p]).fullmatch(found[1]) for p in held) else (*found, own.title)


def read_safety(root: Path) -> tuple[Safety | None, list[Problem]]:
    """Read the file, if the book has one; gives it (or None) and all its problems."""
    if not (root / FILE).is_file():
        return None, []
    data, problems = shape.read(root, FILE, "safety.schema", "safety")
    if data is None:
        return None, problems
    return _build(data), list(_judge(data))


def _build(data: dict[str, Any]) -> Safety:
    urgencies = {
        row["id"]: Urgency(row["id"], row["title"], row["short"], tuple(row["urgent"]))
        for row in data["urgencies"]
    }
    signs = {row["id"]: _sign(row, urgencies) for row in data["signs"]}
    lists = {row["id"]: _listing(row) for row in data.get("lists", [])}
    return Safety(urgencies, signs, lists)


def _sign(row: dict[str, Any], urgencies: dict[str, Urgency]) -> Sign:
    own = urgencies.get(row["urgency"])
    return Sign(
        id=row["id"],
        urgency=row["urgency"],
        about=row["about"],
        sign=text.parse(row["sign"]),
        think=text.parse(row["think"]),
        act=text.parse(row["act"]),
        short=row.get("short") or (own.short if own else ""),
        references=tuple(row["references"]),
        words=tuple(row["words"]),
    )


def _listing(row: dict[str, Any]) -> Listing:
    rows = tuple(
        Row(text.parse(r["medicine"]), text.parse(r["text"]), tuple(r["references"]))
        for r in row["rows"]
    )
    return Listing(row["id"], row["title"], rows)


def _judge(data: dict[str, Any]) -> Iterator[Problem]:
    """Ids are unique, every urgency is known, and every text can be printed."""
    seen: set[str] = set()
    known = [row["id"] for row in data["urgencies"]]
    for part in ("urgencies", "signs", "lists"):
        for number, row in enumerate(data.get(part, [])):
            line = line_at(data, [part, number, "id"])
            if row["id"] in seen:
                yield Problem(FILE, line, row["id"], "this id stands twice; give each its own")
            seen.add(row["id"])
            if part == "signs" and row["urgency"] not in known:
                message = f'there is no urgency "{row["urgency"]}"; write {" | ".join(known)}'
                yield Problem(FILE, line, row["id"], message)
            for words in _texts(row):
                for fault in characters.faults(words):
                    yield Problem(FILE, line, row["id"], f'"{words[:30]}" {fault}')


def _texts(row: dict[str, Any]) -> Iterator[str]:
    for key in ("title", "about", "sign", "think", "act", "short", "medicine", "text"):
        if key in row:
            yield text.plain(text.parse(row[key]))
    for part in row.get("rows", []):
        yield from _texts(part)


def judge(safety: Safety | None, root: Path, files: Iterable[str], references) -> Iterator[Problem]:
    """Judge what the file cites, what the chapters show of it, and what they say themselves."""
    if safety is None:
        return
    for key in sorted(safety.cited() - (references or safety.cited())):
        yield Problem(FILE, 1, "safety", f'references.bib has no "{key}"; add it there')
    for file in files:
        try:
            source = read_text(root / file, file)
        except BankError:
            continue  # told where the chapter itself is read
        yield from _unknown(safety, file, source)
        yield from _own_urgencies(safety, file, source)


def _unknown(safety: Safety, file: str, source: str) -> Iterator[Problem]:
    known = safety.names
    for shown in _SHOWN.finditer(source):
        for id_ in (shown[1] or shown[2] or shown[3] or "").split():
            if id_ not in known:
                close = get_close_matches(id_, known, 1)
                hint = f'; did you mean "{close[0]}"?' if close else ""
                line = source.count("\n", 0, shown.start()) + 1
                message = f'{FILE} has no sign or list "{id_}"{hint}'
                yield Problem(file, line, "safety", message)


def _own_urgencies(safety: Safety, file: str, source: str) -> Iterator[Problem]:
    for line, sentence in _sentences(source):
        found = safety.stated(sentence)
        if found:
            sign, phrase = found
            message = (
                f'says how fast to act ("{phrase}") on a sign of {FILE} in words of its own; '
                f"show it instead: {{safety}}`{sign}`"
            )
            yield Problem(file, line, "safety", message)


def _sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield the prose line by line, a table's row as one; code and what is shown are left out."""
    prose = _FRONT.sub(_blank, source)
    prose = re.sub(r"\{safety\}`[^`]*`", "", _ASIDE.sub(_blank, prose))
    first, row = 0, ""
    for number, line in enumerate([*prose.split("\n"), ""], 1):
        if row and _INDENTED.match(line):
            row += " " + line.strip()
            continue
        if row:
            yield first, row
            row = ""
        if _ROW.match(line):
            first, row = number, line
        elif line.strip():
            yield number, line


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.I)
