"""The book as a learning activity: what a learner is told beforehand, and until when it holds.

quizzes/activity.yml says it. A book that gives no credit has to say so, names nobody who does not
exist, and may not use the words with which accredited providers offer credit (`credit`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from . import characters, clock, shape
from .problems import Problem
from .source import Map, line_at

FILE = "quizzes/activity.yml"
NONE = "none"
LONGEST = 36
"""Months from release or review to expiry: what providers of continuing education allow."""


@dataclass(frozen=True)
class Activity:
    """The file, whose shape is right; `data` holds its words as they stand in it."""

    data: Map

    @property
    def is_accredited(self) -> bool:
        """Whether a provider gives credit for it."""
        return self.data["accreditation"] != NONE

    @property
    def expires(self) -> date:
        """The last day on which it holds."""
        return date.fromisoformat(self.data["expires"])

    @property
    def staleness(self) -> Mapping[str, Any] | None:
        """When items and sources have to be looked at again; None if the file does not say."""
        return self.data.get("staleness")

    @property
    def pass_mark(self) -> int | None:
        """The share in per cent that has to be right; None if nothing is passed or failed."""
        told = self.data["minimum_performance"]
        return None if told == NONE else told

    def line(self, *path: str | int) -> int:
        """Give the line on which something of it stands."""
        return line_at(self.data, path)


def read(root: Path) -> tuple[Activity | None, list[Problem]]:
    """Read the file, if the book has one; gives it (or None) and all its problems."""
    if not (root / FILE).is_file():
        return None, []
    data, problems = shape.read(root, FILE, "activity.schema", "activity")
    if data is None:
        return None, problems
    activity = Activity(data)
    problems = list(_judge(activity))
    return (None if problems else activity), problems


def _judge(activity: Activity) -> Iterator[Problem]:
    """Dates are days of the calendar, in order, and at most three years apart."""
    data = activity.data
    days = {name: data[name] for name in ("released", "reviewed", "expires") if data[name] != NONE}
    if activity.staleness:
        days["sources_checked"] = activity.staleness["sources_checked"]
    impossible = [name for name, day in days.items() if not clock.is_day(day)]
    for name in impossible:
        yield _problem(activity, name, f'{name} is "{days[name]}", which is no day of the calendar')
    if not impossible:
        yield from _judge_days(activity, {n: date.fromisoformat(d) for n, d in days.items()})
    for words in _words(data):
        for fault in characters.faults(words):
            yield _problem(activity, "title", f'"{words[:30]}" {fault}')


def _judge_days(activity: Activity, days: Mapping[str, date]) -> Iterator[Problem]:
    begins = max(days["released"], days.get("reviewed", days["released"]))
    if days.get("reviewed", begins) < days["released"]:
        yield _problem(activity, "reviewed", "reviewed lies before released")
    if days["expires"] <= begins:
        yield _problem(activity, "expires", f"expires has to lie after {begins}")
    latest = clock.months_after(begins, LONGEST)
    if days["expires"] > latest:
        message = (
            f"expires is more than three years after {begins}; "
            f'write "{latest}" or earlier, and review the book before then'
        )
        yield _problem(activity, "expires", message)


def _problem(activity: Activity, key: str, message: str) -> Problem:
    return Problem(FILE, activity.line(key), "activity", message)


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for value in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        yield from _words(value)


def cited(activity: Activity | None) -> tuple[str, ...]:
    """Name the works behind the practice gap."""
    return tuple(activity.data.get("gap_references", ())) if activity else ()


def judge(activity: Activity | None, references: frozenset[str] | None) -> Iterator[Problem]:
    """Yield each work that the bibliography lacks."""
    for key in cited(activity):
        if references is not None and key not in references:
            yield _problem(
                activity, "gap_references", f'references.bib has no "{key}"; add it there'
            )


def expired(activity: Activity | None, today: date) -> Iterator[Problem]:
    """Yield what to do about an activity that is past its date."""
    if activity and today > activity.expires:
        message = (
            f"expired on {activity.expires}, and today is {today}; have the content reviewed, "
            "then write the new dates"
        )
        yield _problem(activity, "expires", message)
