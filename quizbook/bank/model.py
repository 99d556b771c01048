"""What a question is: frozen data, parsed once, read by every writer.

This module touches no file and judges nothing; `shape` and `rules` have judged before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import combinations, permutations
from typing import Any, ClassVar, TypeVar

from . import text
from .grade import fold_words as fold
from .media import Medium, Use
from .text import Text

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a choice is right or wrong, and who says so (keys of the bibliography)."""

    why: Text
    references: tuple[str, ...]
    media: ClassVar[Use | None] = None
    """What is shown with the choice; only options and pairs may have one."""


@dataclass(frozen=True, kw_only=True)
class Option(Reason):
    id: str
    text: Text
    correct: bool = False
    media: Use | None = None


@dataclass(frozen=True, kw_only=True)
class Answer(Reason):
    """A number with its unit; `accept` maps other units to the factor that converts them."""

    value: float
    unit: str
    tolerance: float
    accept: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Spelled(Reason):
    """A word or a few, in every spelling that counts; the first is the one shown."""

    accept: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Slip(Reason):
    """A wrong number that a typical error gives, in the answer's unit."""

    value: float


@dataclass(frozen=True, kw_only=True)
class Pair(Reason):
    id: str
    left: Text
    right: Text
    media: Use | None = None


@dataclass(frozen=True, kw_only=True)
class Step(Reason):
    id: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The calculation that yields a key: a function by its dotted name, and how to read its result.

    Nothing in this package runs it; the tests of the book do.
    """

    function: str
    arguments: dict[str, Any] = field(default_factory=dict)
    pick: str | int | None = None
    scale: float = 1
    within: float = 0
    states: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Item:
    """What all questions share. `file` and `line` say where it was written."""

    id: str
    type: str
    chapter: str
    objective: str
    level: str
    audience: str
    stem: Text
    point: Text
    references: tuple[str, ...]
    version: int
    written: str
    pitfall: str | None = None
    reviewed: str | None = None
    by: str | None = None
    replaces: str | None = None
    prediction: bool = False
    teaches: str | None = None
    proof: Proof | None = field(default=None, hash=False)
    reason: Text = ()
    allow: tuple[tuple[str, Text], ...] = ()
    hint: Text = ()
    polish: bool = False
    media: tuple[Use, ...] = ()
    twin: str | None = None
    enemies: tuple[str, ...] = ()
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)

    @property
    def key(self) -> dict[str, Any]:
        """What a grader needs, as JSON data: see `quizbook.bank.grade`."""
        raise NotImplementedError

    def reasons(self) -> Sequence[Reason]:
        """Every choice with its reason, in the order written."""
        raise NotImplementedError

    def texts(self) -> Iterator[Text]:
        """Every text a reader may see."""
        yield self.stem
        yield self.point
        if self.hint:
            yield self.hint
        for reason in self.reasons():
            yield from (v for v in vars(reason).values() if _is_text(v))

    def cited(self) -> tuple[str, ...]:
        """Every reference key, each once, in order of appearance."""
        keys = [*self.references, *(k for r in self.reasons() for k in r.references)]
        keys += [k for use in self.uses() if use.medium for k in use.medium.references]
        return tuple(dict.fromkeys(keys))

    def uses(self) -> tuple[Use, ...]:
        """Every medium that is shown or played: with the stem, then with the choices."""
        return (*self.media, *(reason.media for reason in self.reasons() if reason.media))

    @cached_property
    def key_hash(self) -> str:
        """Twelve hex digits that change when what is right changes."""
        return _hash(self._right())

    @cached_property
    def text_hash(self) -> str:
        """Twelve hex digits that change when what is asked changes: not by a reason or a hint."""
        shown = [use.medium.identity if use.medium else use.name for use in self.uses()]
        return _hash([text.plain(self.stem), *self._offered(), *shown])

    def _right(self) -> Any:
        """What decides whether an answer is right, as JSON data."""
        return self.key

    def _offered(self) -> list[Any]:
        """What a learner can choose from, or answer in, as JSON data."""
        return []


@dataclass(frozen=True, kw_only=True)
class Choice(Item):
    """`single` and `multiple`: options of which one or several are right."""

    options: tuple[Option, ...]
    statement: bool = False
    """Whether the stem is a statement, and the options are that it is true and that it is not."""

    @property
    def key(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "right": [o.id for o in self.options if o.correct],
            "wrong": [o.id for o in self.options if not o.correct],
        }

    def reasons(self) -> Sequence[Option]:
        return self.options

    def _right(self) -> Any:
        return sorted(self.key["right"])

    def _offered(self) -> list[Any]:
        return [[o.id, text.plain(o.text)] for o in self.options]


@dataclass(frozen=True, kw_only=True)
class Numeric(Item):
    """A number to type, with its unit."""

    answer: Answer
    errors: tuple[Slip, ...] = ()

    @property
    def key(self) -> dict[str, Any]:
        answer = self.answer
        return {
            "type": self.type,
            "value": answer.value,
            "tolerance": answer.tolerance,
            "units": {answer.unit: 1, **dict(answer.accept)},
        }

    def reasons(self) -> Sequence[Reason]:
        return (self.answer, *self.errors)

    def _right(self) -> Any:
        return [float(self.answer.value), float(self.answer.tolerance), self.answer.unit]

    def _offered(self) -> list[Any]:
        return [self.answer.unit, *([unit, float(factor)] for unit, factor in self.answer.accept)]


@dataclass(frozen=True, kw_only=True)
class Short(Item):
    """A word or a few to type; `errors` are typical wrong ones."""

    words: Spelled
    errors: tuple[Spelled, ...] = ()

    @property
    def key(self) -> dict[str, Any]:
        return {"type": self.type, "right": [*dict.fromkeys(map(fold, self.words.accept))]}

    def reasons(self) -> Sequence[Spelled]:
        return (self.words, *self.errors)

    def _right(self) -> Any:
        return fold(self.words.accept[0])  # one more spelling is no other answer


@dataclass(frozen=True, kw_only=True)
class Match(Item):
    """Left sides to be given their right sides; `extra` right sides fit nothing."""

    pairs: tuple[Pair, ...]
    extra: tuple[Text, ...] = ()

    @property
    def key(self) -> dict[str, Any]:
        return {"type": self.type, "right": [p.id for p in self.pairs]}

    @cached_property
    def offered(self) -> tuple[tuple[str, Text], ...]:
        """The right sides in a fixed order that gives nothing away, as (id, text)."""
        sides = [(p.id, p.right) for p in self.pairs]
        sides += [(f"extra{n}", side) for n, side in enumerate(self.extra, 1)]
        return _scattered(self.id, sides)

    def reasons(self) -> Sequence[Pair]:
        return self.pairs

    def texts(self) -> Iterator[Text]:
        yield from super().texts()
        yield from self.extra

    def _right(self) -> Any:
        return sorted(self.key["right"])

    def _offered(self) -> list[Any]:
        pairs = [[p.id, text.plain(p.left), text.plain(p.right)] for p in self.pairs]
        return [*pairs, *map(text.plain, self.extra)]


@dataclass(frozen=True, kw_only=True)
class Order(Item):
    """Steps to be put in order; they are written in the right one."""

    steps: tuple[Step, ...]

    @property
    def key(self) -> dict[str, Any]:
        return {"type": self.type, "right": [s.id for s in self.steps]}

    @cached_property
    def shown(self) -> tuple[Step, ...]:
        """The steps in a fixed order that tells as little as can be of the right one."""
        return tuple(self.steps[place] for place in _unsorted(self.id, len(self.steps)))

    def reasons(self) -> Sequence[Step]:
        return self.steps

    def _offered(self) -> list[Any]:
        return sorted([s.id, text.plain(s.text)] for s in self.steps)


@dataclass(frozen=True, kw_only=True)
class CaseStep:
    text: Text
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A shared story, released step by step."""

    id: str
    title: Text
    steps: tuple[CaseStep, ...]
    chapter: str
    discuss: tuple[Text, ...] = ()
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, kw_only=True)
class Exam:
    """Items handed in together; the key waits for the exam named by `after`, if any."""

    id: str
    title: Text
    items: tuple[str, ...]
    chapter: str
    after: str | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, kw_only=True)
class Retired:
    """An item that is asked no more: why, and the id of the item that took its place, if any."""

    id: str
    why: Text
    by: str | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)


Shown = Item | Case | Exam
"""What `quiz(id)` can show."""


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Every question, case and exam of a book, by id, in the order of the files."""

    id: str
    title: str
    pitfalls: dict[str, str]
    analytes: tuple[str, ...]
    items: dict[str, Item]
    cases: dict[str, Case]
    exams: dict[str, Exam]
    retired: dict[str, Retired] = field(default_factory=dict)
    edition: str = ""
    """The last release, empty before the first."""
    licence: str = ""
    """Under what the questions may be used, as book.yml says it."""
    certainty: bool = True
    """Whether the page asks how sure a learner is."""
    media: dict[str, Medium] = field(default_factory=dict)
    reviewer: str = ""
    """Who reviews pages, with an article; empty where pages need not say how far that is."""
    audiences: tuple[str, ...] = ()
    """Whom items can be for; empty if that is free."""

    def show(self, id_: str) -> Shown:
        """Find what `quiz(id)` shows; raises LookupError naming the nearest ids."""
        found = self.items.get(id_) or self.cases.get(id_) or self.exams.get(id_)
        if found is None:
            near = get_close_matches(id_, [*self.items, *self.cases, *self.exams], 2)
            close = " or ".join(f'"{name}"' for name in near)
            hint = f"did you mean {close}?" if close else "see the ids in quizzes/*.yml"
            raise LookupError(f'no question has the id "{id_}"; {hint}')
        return found

    def partner(self, exam: str) -> tuple[str, Exam | None]:
        """Tell whether an exam comes "before" or "after" another, which it names; else "exam"."""
        for other in self.exams.values():
            if other.after == exam:
                return "after", other
        after = self.exams[exam].after
        return ("before", self.exams[after]) if after else ("exam", None)

    def forms(self) -> list[tuple[Exam, Exam]]:
        """List the pairs of exams of which either may be taken first.

        One waits for the other and for no third; each question has its partner in the same place.
        """
        waiting = [exam for exam in self.exams.values() if exam.after]
        pairs = [(exam, self.exams[exam.after]) for exam in waiting]
        waited_for = [after.id for _, after in pairs]
        return [
            (before, after)
            for before, after in pairs
            if len(before.items) == len(after.items)
            and not after.after
            and before.id not in waited_for
            and waited_for.count(after.id) == 1
        ]

    def asked_by(self, id_: str) -> tuple[str, ...]:
        """List the items that `quiz(id)` asks: itself, or those of a case or an exam."""
        if id_ in self.exams:
            return self.exams[id_].items
        case = self.cases.get(id_)
        return tuple(i for step in case.steps for i in step.items) if case else (id_,)


def _hash(data: Any) -> str:
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _is_text(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], text.Run)


def _scattered(seed: str, pairs: list[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
    """Order pairs by a hash of seed and id: the same on every machine, never as written."""
    scattered = sorted(pairs, key=lambda p: hashlib.sha256(f"{seed}/{p[0]}".encode()).digest())
    if scattered == pairs:
        scattered.append(scattered.pop(0))
    return tuple(scattered)


@lru_cache(maxsize=256)
def _unsorted(seed: str, count: int) -> tuple[int, ...]:
    """Draw by a hash an order of `count` places that is as far from sorted as from reversed.

    Kendall's tau is at most 0.2 in size, or the smallest that so few places can have.
    """
    pairs = count * (count - 1) // 2
    orders: dict[int, list[tuple[int, ...]]] = {}
    for order in permutations(range(count)):
        ahead = sum(a < b for a, b in combinations(order, 2))
        orders.setdefault(abs(2 * ahead - pairs), []).append(order)
    limit = max(min(orders), pairs // 5)
    fair = [order for excess, found in orders.items() if excess <= limit for order in found]
    return min(fair, key=lambda order: hashlib.sha256(f"{seed}/{order}".encode()).digest())
