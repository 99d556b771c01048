"""Grade a learner's file again: whether its scores follow from its answers, and no more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..bank.grade import grade
from ..bank.model import Bank
from . import log

NOT_SHOWN = (
    "This does not show who answered, when, or with what help: a file made in a browser can be "
    "written by hand. Who needs proof asks in a learning system or in a supervised room."
)
CONSISTENT, DIFFERS = "consistent", "differs"


@dataclass(frozen=True)
class Difference:
    """An attempt whose score is not that of its answers; `graded` is None if they fit no item."""

    item: str
    at: str
    kept: float
    graded: float | None

    def __str__(self) -> str:
        graded = "cannot be graded" if self.graded is None else f"graded again {self.graded:g}"
        return f"{self.item}, {self.at}: kept {self.kept:g}, {graded}"


@dataclass
class Verdict:
    """What grading again gave; `passed_over` counts what this edition cannot grade, by reason."""

    edition: str
    graded: int = 0
    differences: list[Difference] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    @property
    def word(self) -> str:
        """Say whether the file is consistent; never that it is true."""
        return DIFFERS if self.differences else CONSISTENT

    def lines(self, bank: Bank) -> Iterator[str]:
        """Put it into words, the finding first."""
        if not self.graded:
            yield "nothing in it can be graded with this edition"
        else:
            yield f"{self.word}: {self.graded} answers were graded again with this edition"
        yield from (f"  {difference}" for difference in self.differences)
        for words, count in sorted(self.passed_over.items()):
            yield f"  {count} not graded: {words}"
        if self.edition != bank.edition:
            ours, theirs = (name or "not yet released" for name in (bank.edition, self.edition))
            yield f"  the file was written by edition {theirs}, and this is edition {ours}"
        yield NOT_SHOWN


def verify(found: log.Log, bank: Bank) -> Verdict:
    """Grade every attempt at the present wording of an item again; see `log.read` for the log."""
    attempts = log.sound(found["attempts"])
    verdict = Verdict(str(found.get("edition", "")))
    unread = len(found["attempts"]) - len(attempts)
    verdict.passed_over["they cannot be read"] += unread
    for attempt in attempts:
        item = bank.items.get(attempt["id"])
        if item is None:
            retired = attempt["id"] in bank.retired
            words = "the question was withdrawn" if retired else "no such question in this edition"
            verdict.passed_over[words] += 1
        elif attempt.get("v") not in (item.version, 0, None):
            verdict.passed_over["another wording of the question"] += 1
        else:
            verdict.graded += 1
            score = _grade(item.key, attempt["answers"])
            if score is None or not math.isclose(score, attempt["score"], abs_tol=1e-9):
                kept = Difference(item.id, attempt["at"], attempt["score"], score)
                verdict.differences.append(kept)
    verdict.passed_over = +verdict.passed_over
    return verdict


def _grade(key, answers: list) -> float | None:
    if not all(isinstance(answer, str) and len(answer) < 10_000 for answer in answers):
        return None
    return grade(key, answers)
