"""What to ask again today: missed and unsure items until they are kept, and a sample of the rest.

An item stumbles when it is missed, or right by a guess. It is kept after two right answers that
were no guesses, on later days at least a week apart, the last three weeks or more after the
stumble; three, if it was ever missed by somebody who was sure. From the second on, another item of
the same objective is asked in its place, so that the matter is learnt and not the wording. Of
each objective without such an item one is asked again, three weeks after its last question.
log.js holds the same in the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from .log import Attempt, by_item, day, is_right
from .memory import memory

GUESS, SURE = 1, 3
APART, LATE = 7, 21
"""Days between the first and the last success, and from the stumble to the last one."""


def believed(tries: Sequence[Attempt], now: str) -> list[Attempt]:
    """Give one item's attempts without those of the future: a clock was wrong, and set back.

    What they say counts; they are taken to have been made on the day before all others.
    """
    present = datetime.fromisoformat(now)
    ahead = [a for a in tries if datetime.fromisoformat(a["at"]) > present]
    past = tries[: len(tries) - len(ahead)]
    first = past[0]["at"] if past else now
    zone = "Z" if first.endswith("Z") else first[-6:]
    at = f"{_later(first[:10], -1)}T00:00:00{zone}"
    return [*({**a, "at": at} for a in ahead), *past]


def _later(day_: str, days: int) -> str:
    return (date.fromisoformat(day_) + timedelta(days=days)).isoformat()


def _is_success(attempt: Attempt) -> bool:
    return is_right(attempt) and attempt["sure"] != GUESS


def is_wrong(tries: Sequence[Attempt]) -> bool:
    """Tell whether an item was missed, and not yet right on a later day."""
    missed = [day(a) for a in tries if not is_right(a)]
    return bool(missed) and not any(is_right(a) and day(a) > max(missed) for a in tries)


def plan(attempts: Iterable[Attempt], of: Mapping[str, str], now: str) -> dict[str, Any]:
    """Say what is to be asked again.

    Parameters
    ----------
    attempts
        The log's attempts.
    of
        The objective of each item that may be asked, in the book's order.
    now
        The present, ISO 8601 with the learner's offset.

    Returns
    -------
    dict
        `wrong`: the items that are still wrong; `due`: a row for each item that is due, the most
        urgent first, with the `item` and what to `ask` for it; `next`: the first day on which
        something is due, None if nothing ever will be; `kept`: how many stumbled and are kept.
    """
    tries = {id_: believed(own, now) for id_, own in by_item(attempts).items() if id_ in of}
    groups: dict[str, list[str]] = {}
    for id_, objective in of.items():
        groups.setdefault(objective, []).append(id_)
    rows: list[tuple[int, str, str, str]] = []
    kept = 0
    for group in groups.values():
        active = []
        for id_ in group:
            if not any(not _is_success(a) for a in tries.get(id_, ())):
                continue
            row = _climb(id_, group, tries)
            if row is None:
                kept += 1
            else:
                active.append(row)
        answered = [id_ for id_ in group if id_ in tries]
        rows += active or (_sample(answered, tries) if answered else [])
    rows.sort(key=lambda row: row[:2])
    today = now[:10]
    due: dict[str, str] = {}
    for _, when, id_, ask in rows:
        if when <= today:
            due.setdefault(ask, id_)
    return {
        "wrong": [id_ for id_ in of if is_wrong(tries.get(id_, ()))],
        "due": [{"item": id_, "ask": ask} for ask, id_ in due.items()],
        "next": max(today, min(row[1] for row in rows)) if rows else None,
        "kept": kept,
    }


def _climb(
    id_: str, group: list[str], tries: Mapping[str, list[Attempt]]
) -> tuple[int, str, str, str] | None:
    """Give the row of an item that stumbled: urgency, due day, item, what to ask; None if kept."""
    own = tries[id_]
    fall = max(day(a) for a in own if not _is_success(a))
    good = [day(a) for a in own if _is_success(a) and day(a) > fall]
    partner = group[(group.index(id_) + 1) % len(group)]
    lent = []
    if partner != id_ and good:
        lent = [
            a
            for a in tries.get(partner, ())
            if _is_success(a) and a.get("where") == "review" and day(a) > good[0]
        ]
    days = sorted({*good, *map(day, lent)})
    missed_sure = any(not is_right(a) and a["sure"] == SURE for a in own)
    enough = len(days) >= (3 if missed_sure else 2)
    if enough and _later(days[0], APART) <= days[-1] and _later(fall, LATE) <= days[-1]:
        return None
    last = [a for a in own if not is_right(a)]
    urgency = 2
    if is_wrong(own):
        urgency = 0 if last[-1]["sure"] == SURE else 1
    fresh = all(_is_success(a) for a in tries.get(partner, ()))
    ask = partner if days and fresh else id_
    left = memory([*own, *lent])
    return urgency, left.due.isoformat(), id_, ask


def _sample(
    answered: list[str], tries: Mapping[str, list[Attempt]]
) -> list[tuple[int, str, str, str]]:
    """Choose one item of an objective that goes well: the one that was answered longest ago."""
    last = {id_: max(day(a) for a in tries[id_]) for id_ in answered}
    chosen = min(answered, key=last.__getitem__)
    due = max(memory(tries[chosen]).due.isoformat(), _later(max(last.values()), LATE))
    return [(3, due, chosen, chosen)]
