"""What a named person has reviewed: statements, questions and safety lines, each by a hash.

A review is a file in quizzes/reviews/ that `python -m quizbook review --take` put there. Nothing is
marked as reviewed without one, and what has changed since loses the mark.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from . import text
from .chapters import cells
from .model import Item
from .problems import BankError, Problem
from .safety import Safety, Sign
from .source import read_text

FOLDER = "quizzes/reviews"
SCHEMA = 1
VERDICTS = ("agree", "correct", "reject")
STRENGTHS = ("shown", "likely", "plausible", "contested", "unsupported")
_CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
_SHOWN = re.compile(r"\{safety\}`([^`]*)`|^[`:]{3,}\{safety\}[ \t]*(.*)$|^:brief:[ \t]*(.*)$", re.M)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)


@dataclass(frozen=True)
class Claim:
    """A sentence of a chapter that cites a source."""

    words: str
    line: int
    keys: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"claim-{self.hash}"

    @property
    def hash(self) -> str:
        return hashed(" ".join(self.words.split()))

    @property
    def strength(self) -> str:
        """The word for the strength of the evidence that the sentence uses, if any."""
        return next((word for word in STRENGTHS if f"*{word}*" in self.words), "")


@dataclass(frozen=True)
class Review:
    """One review of one chapter: who, when, with what conflicts, and what of each entry."""

    file: str
    chapter: str
    name: str
    credentials: str
    conflicts: str
    day: str
    entries: dict[str, dict[str, str]] = field(default_factory=dict)

    def agrees(self, id_: str, hash_: str) -> bool:
        """Tell whether the reviewer agreed to this entry in these words."""
        entry = self.entries.get(id_, {})
        return entry.get("verdict") == "agree" and entry.get("hash") == hash_


def hashed(data: Any) -> str:
    """Give twelve hex digits that change with the data."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def item_hash(item: Item) -> str:
    """Hash all that a reviewer of an item sees: question, key, reasons and sources."""
    reasons = [[text.typed(r.why), list(r.references)] for r in item.reasons()]
    shown = [text.typed(words) for words in item.texts()]
    return hashed([item.key_hash, item.text_hash, shown, reasons, list(item.references)])


def sign_hash(sign: Sign) -> str:
    """Hash all that a reviewer of a safety line sees."""
    words = [text.typed(part) for part in (sign.sign, sign.think, sign.act)]
    return hashed([*words, sign.urgency, list(sign.references)])


def claims(source: str) -> Iterator[Claim]:
    """Yield every line of a chapter's prose that cites a source; a sentence is a line."""
    hidden = {n for cell in cells(source) for n in range(cell.first, cell.last + 1)}
    front = _FRONT.match(source)
    skipped = front[0].count("\n") if front else 0
    seen: set[str] = set()
    for number, line in enumerate(source.split("\n"), 1):
        cited = _CITED.findall(line)
        if number <= skipped or number in hidden or not cited:
            continue
        keys = dict.fromkeys(key.strip() for group in cited for key in group.split(","))
        claim = Claim(line.strip(), number, tuple(keys))
        if claim.id not in seen:
            seen.add(claim.id)
            yield claim


def signs(source: str, safety: Safety | None) -> list[Sign]:
    """List the safety lines that a chapter shows, in the order of their file."""
    if safety is None:
        return []
    named = " ".join(" ".join(filter(None, found)) for found in _SHOWN.findall(source)).split()
    return safety.find(id_ for id_ in named if id_ in safety.names)[0]


def entries(source: str, items: Iterable[Item], safety: Safety | None) -> dict[str, str]:
    """Give everything of a chapter that is reviewed: each entry's id with the hash of its words."""
    found = {claim.id: claim.hash for claim in claims(source)}
    found |= {f"item-{item.id}": item_hash(item) for item in items}
    return found | {f"sign-{sign.id}": sign_hash(sign) for sign in signs(source, safety)}


def parse(data: Any, file: str) -> Review:
    """Read a review's data; raises ValueError that says what is wrong with it."""
    if not isinstance(data, dict) or data.get("kind") != "quizbook-review":
        raise ValueError("is no review")
    if data.get("schema") != SCHEMA:
        raise ValueError(f"has schema {data.get('schema')}; this version reads {SCHEMA}")
    told = {}
    for name in ("chapter", "name", "credentials", "conflicts", "day"):
        told[name] = data.get(name)
        if not isinstance(told[name], str) or len(told[name]) > 2000:
            raise ValueError(f"has no {name}")
    given = data.get("entries")
    if not isinstance(given, dict):
        raise ValueError("has no entries")
    read = {}
    for id_, entry in given.items():
        if not isinstance(entry, dict) or entry.get("verdict") not in (*VERDICTS, ""):
            raise ValueError(f"has an entry {id_!r} without a verdict")
        read[id_] = {k: str(entry.get(k, "")) for k in ("hash", "verdict", "comment")}
    return Review(file=file, entries=read, **told)


def read(root: Path) -> tuple[dict[str, list[Review]], list[Problem]]:
    """Read every review that was taken, by chapter, the latest last."""
    found: dict[str, list[Review]] = {}
    problems = []
    for path in sorted((root / FOLDER).glob("*.json")):
        file = f"{FOLDER}/{path.name}"
        try:
            review = parse(json.loads(read_text(path, file)), file)
            date.fromisoformat(review.day)
        except BankError as error:
            problems += error.problems
        except (ValueError, RecursionError) as error:
            problems.append(Problem(file, 1, "review", f"{error}; take it again from its file"))
        else:
            found.setdefault(review.chapter, []).append(review)
    for taken in found.values():
        taken.sort(key=lambda review: review.day)
    return found, problems


@dataclass(frozen=True)
class Standing:
    """What a chapter's approval is worth today: how many entries are new or changed since."""

    review: Review | None
    changed: int


def standing(
    chapter: str, source: str, items: Iterable[Item], safety: Safety | None, taken: dict
) -> Standing:
    """Compare a chapter as it stands with the latest review of it."""
    review = taken.get(chapter, [None])[-1]
    now = entries(source, items, safety)
    changed = sum(not review.agrees(id_, hash_) for id_, hash_ in now.items()) if review else 0
    return Standing(review, changed)


def judge(book) -> Iterator[Problem]:
    """Yield each mark of a review that has no review behind it."""
    for item in (*book.bank.items.values(), *book.private.values()):
        if item.reviewed is None and item.by is None:
            continue
        behind = [
            review
            for review in book.reviews.get(item.chapter, ())
            if (review.name, review.day) == (item.by, item.reviewed)
            and review.entries.get(f"item-{item.id}", {}).get("verdict") == "agree"
        ]
        if not behind:
            message = (
                f"is marked as reviewed, and {FOLDER} holds no review that says so; "
                "delete reviewed and by"
            )
            yield Problem(item.file, item.line, item.id, message)
    for chapter in book.chapters.values():
        by = chapter.review.get("by")
        if by and not any(review.name == by for review in book.reviews.get(chapter.name, ())):
            message = f"is approved by {by}, and {FOLDER} holds no review of it by this name"
            yield Problem(chapter.file, 1, chapter.name, f"{message}; write status: draft")


def notes(book) -> Iterator[Problem]:
    """Yield what has changed since it was reviewed, and shows no mark any more."""
    for item in book.bank.items.values():
        if item.reviewed and not is_current(item, book.reviews):
            message = f"has changed since {item.by} reviewed it on {item.reviewed}; ask again"
            yield Problem(item.file, item.line, item.id, message)


def unmark(book) -> None:
    """Take the mark from every item that is not what was reviewed any more."""
    for held in (book.bank.items, book.private):
        for id_, item in held.items():
            if item.reviewed and not is_current(item, book.reviews):
                held[id_] = replace(item, reviewed=None, by=None)


def is_current(item: Item, taken: dict[str, list[Review]]) -> bool:
    """Tell whether the latest review of an item agreed to what it says today."""
    saw = [r for r in taken.get(item.chapter, ()) if f"item-{item.id}" in r.entries]
    return bool(saw) and saw[-1].agrees(f"item-{item.id}", item_hash(item))
