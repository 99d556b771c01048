"""A question that is not finished: what is known of it, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonschema_rs

from ..bank.book import Book
from ..bank.coverage import audiences
from ..bank.schemas import schema
from ..exports.data import KEPT

CHOICES = {
    "single": "options",
    "multiple": "options",
    "numeric": "errors",
    "short": "errors",
    "match": "pairs",
    "order": "steps",
}
"""Where the choices of a type stand."""
PARTS = {
    "single": "option",
    "multiple": "option",
    "numeric": "error",
    "short": "spelled",
    "match": "pair",
    "order": "step",
}
"""What the schema calls a choice."""
LEVELS = ("recall", "apply", "analyse")
_ORDER = (
    *("id", "type", "objective", "pitfall", "level", "audience", "prediction", "replaces"),
    *("reason", "teaches", "stem", "media", "twin", "enemies", "hint", "options", "answer"),
    *("words", "holds", "if_true", "if_false"),
    *("errors", "pairs", "extra", "steps", "point", "references", "version", "written", "reviewed"),
    *("by", "polish", "proof", "allow"),
)


@dataclass
class Draft:
    """A question as its block in the bank will say it, as far as it is known."""

    chapter: str
    data: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    """What could not be taken over."""

    def lacks(self, book: Book) -> list[str]:
        """Say what is still to be written, in words."""
        data = self.data
        chapter = book.chapters.get(self.chapter)
        objectives = chapter.objectives if chapter else {}
        found = [] if chapter else [f"a chapter: this book has none called {self.chapter}"]
        found += [name for name in ("stem", "point", "written") if not data.get(name)]
        found += ["options: the bank asks for 3 to 5"] * (len(data.get("options", "abc")) < 3)
        if data.get("objective") not in objectives:
            found.append(f"objective ({' or '.join(objectives) or 'of a chapter'})")
        found += [f"level ({' or '.join(LEVELS)})"] * (data.get("level") not in LEVELS)
        known = audiences(book)
        found += [f"audience ({' or '.join(known)})"] * (data.get("audience") not in known)
        for row, name in self.choices():
            found += [f"the reason for {name}"] * (not row.get("why"))
            found += [f"sources for {name}"] * (not row.get("references"))
        return found + ["sources of the point"] * (not data.get("references"))

    def choices(self) -> Iterable[tuple[dict[str, Any], str]]:
        """Yield each choice with its name for an author."""
        if "answer" in self.data:
            yield self.data["answer"], "the answer"
        if "words" in self.data:
            yield self.data["words"], "the words"
        for n, row in enumerate(self.data.get(CHOICES[self.data["type"]], ()), 1):
            yield row, f"{CHOICES[self.data['type']].removesuffix('s')} {row.get('id', n)}"

    def keep(self, told: object) -> None:
        """Take back what an export of the bank had kept; what has another shape is left."""
        if not isinstance(told, dict):
            return
        kind = self.data["type"]
        for name in told.keys() & {*KEPT, *(["extra"] if kind == "match" else [])}:
            if _fits(kind if name == "extra" else "common", name, told[name]):
                self.data[name] = told[name]
        rows, named = self.data.get(CHOICES[kind], []), told.get("choices")
        if not isinstance(named, list) or len(named) != len(rows):
            return
        for row, known in zip(rows, named, strict=True):
            for name in ("id", "media", "right") if isinstance(known, dict) else ():
                if name in known and _fits(PARTS[kind], name, known[name]):
                    row[name] = known[name]

    def settle(self, book: Book, taken: set[str]) -> None:
        """Give ids, drop media that the book has not, and bring the keys into their order."""
        rows = self.data.get(CHOICES[self.data["type"]], ())
        ids = {row.get("id") for row in rows}
        for number, row in enumerate(rows):
            if self.data["type"] != "numeric" and "id" not in row:
                row["id"] = next(i for i in _letters(number) if i not in ids)
                ids.add(row["id"])
        if rows and self.data["type"] != "numeric":
            key = CHOICES[self.data["type"]]
            self.data[key] = [{"id": row["id"], **row} for row in rows]
        self._drop_media(book)
        wanted = self.data.get("id") or slug(f"{self.chapter}-{self.data.get('stem', '')}")
        name = wanted = wanted if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", wanted) else "item"
        number = 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        if name in book.bank.items:
            self.notes.append("the bank has a question of this id: it would stand twice")
        self.data |= {"id": name, "version": self.data.get("version", 1)}
        self.data = {key: self.data[key] for key in _ORDER if self.data.get(key)}

    def _drop_media(self, book: Book) -> None:
        uses = self.data.get("media")
        if isinstance(uses, list):
            here = [
                use for use in uses if isinstance(use, dict) and use.get("use") in book.bank.media
            ]
            self.notes += ["it shows what quizzes/media.yml does not have"] * (
                len(here) < len(uses)
            )
            self.data["media"] = here
        for row, name in self.choices():
            if "media" in row and row["media"] not in book.bank.media:
                del row["media"]
                self.notes.append(f"{name} shows what quizzes/media.yml does not have")


def _fits(part: str, name: str, value: object) -> bool:
    """Tell whether the bank's schema lets a part have this value under this name."""
    return _validator(part, name).is_valid(value)


@cache
def _validator(part: str, name: str) -> jsonschema_rs.Validator:
    whole = schema("schema")["$defs"]
    wanted = whole[part]["properties"].get(name, False)
    return jsonschema_rs.validator_for({"$defs": whole, "allOf": [wanted]})


def slug(words: str) -> str:
    """Make an id of words: lower case, at most 40 characters, cut between words."""
    parts = re.findall(r"[a-z0-9]+", words.lower())
    while parts and not parts[0][0].isalpha():
        parts.pop(0)
    name = ""
    for part in parts:
        if len(name) + len(part) > 40:
            break
        name = f"{name}-{part}" if name else part
    return name or "item"


def _letters(start: int):
    yield from (chr(97 + n % 26) + str(n // 26 or "") for n in range(start, start + 200))
