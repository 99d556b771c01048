"""A learner's log: read from data, and what follows from it.

`log.schema.json` gives the shape of schema 2. The page keeps the same log with store.js and log.js;
tests/data/learners.json holds the cases that both languages have to pass. An attempt is a
dictionary: `id`, `v` (the item's version, 0 if it was not kept), `at` (ISO 8601 with offset),
`answers`, `score` (0 to 1), `sure` (0 not asked, 1 guess, 2 think so, 3 sure), `where` and `s`
(seconds). Nothing here writes, and nothing looks up a question.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

SCHEMA = 2
Attempt = Mapping[str, Any]
Log = dict[str, Any]


class LogError(ValueError):
    """The data are not a learner's log that this version can read; the message says why."""


def read(data: Any, book: str) -> Log:
    """Give a book's log in schema 2 from data in schema 1 or 2.

    Attempts of unknown items, and keys that this version does not know, are kept.

    Raises
    ------
    LogError
        If the data are something else, another book's, or of a newer schema.
    """
    if not isinstance(data, dict) or not isinstance(data.get("schema"), int):
        raise LogError("this is not a learner's log")
    if data["schema"] == 1 and isinstance(data.get("items"), dict):
        attempts = _upgrade(data["items"])
        return {"schema": SCHEMA, "book": book, "attempts": attempts, "settings": {}}
    if data["schema"] > SCHEMA:
        raise LogError(f"this log has schema {data['schema']}; this version reads up to {SCHEMA}")
    if data.get("book") != book:
        raise LogError(f'this log is of the book "{data.get("book")}", not of "{book}"')
    if data["schema"] != SCHEMA or not isinstance(data.get("attempts"), list):
        raise LogError("this is not a learner's log")
    return dict(data)


def _upgrade(items: Mapping[str, Any]) -> list[Attempt]:
    """Turn the first and last answers of schema 1 into attempts."""
    attempts = []
    for id_, record in items.items():
        record = record if isinstance(record, dict) else {}
        first, last = record.get("first"), record.get("last")
        kept = [first, last] if last and last.get("time") != (first or {}).get("time") else [first]
        for old in filter(None, kept):
            new = {"id": id_, "v": 0, "at": old.get("time"), "answers": old.get("answers")}
            sure = 3 if old.get("sure") else 0
            attempts.append(
                {**new, "score": old.get("score"), "sure": sure, "where": "page", "s": 0}
            )
    return attempts


def sound(attempts: Iterable[Any]) -> list[Attempt]:
    """Give the attempts that can be read, in the order of their times."""
    timed = [(_instant(attempt), attempt) for attempt in attempts if _is_attempt(attempt)]
    timed = [pair for pair in timed if pair[0] is not None]
    return [attempt for _, attempt in sorted(timed, key=itemgetter(0))]


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", flags=re.ASCII)


def _is_attempt(data: Any) -> bool:
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        return False
    score, sure = data.get("score"), data.get("sure")
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        return False
    if isinstance(sure, bool) or sure not in (0, 1, 2, 3):
        return False
    return isinstance(data.get("answers"), list)


def _instant(data: Any) -> float | None:
    at = data.get("at") if isinstance(data, dict) else None
    if not isinstance(at, str) or not _TIME.fullmatch(at):
        return None
    try:
        return datetime.fromisoformat(at).timestamp()
    except (ValueError, OverflowError):
        return None


def day(attempt: Attempt) -> str:
    """Give the learner's own day, as 2026-11-29."""
    return attempt["at"][:10]


def is_right(attempt: Attempt) -> bool:
    """Tell whether an attempt was right; partly right is not."""
    return attempt["score"] == 1


def by_item(attempts: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    """Sort attempts by item and time; the first of each stays the first, whatever follows."""
    found: dict[str, list[Attempt]] = {}
    for attempt in sound(attempts):
        found.setdefault(attempt["id"], []).append(attempt)
    return found


def merge(mine: Log, theirs: Log) -> Log:
    """Unite two logs: what stands in either, once by item and time; all else as in the first.

    What cannot be read comes first, and is kept.
    """
    united = {_identity(a): a for log in (theirs, mine) for a in log["attempts"]}
    order = sorted(united, key=lambda key: (_instant(united[key]) or 0, key))
    attempts = [united[key] for key in order]
    begun = sorted(
        (log["since"] for log in (mine, theirs) if "since" in log), key=datetime.fromisoformat
    )
    since = {"since": begun[0]} if begun else {}
    return {**theirs, **mine, "attempts": attempts, **since}


def _identity(attempt: Any) -> str:
    named = attempt if isinstance(attempt, dict) else {}
    id_, at = named.get("id"), named.get("at")
    told = [id_, at] if id_ and at else attempt
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def profile(attempts: Iterable[Attempt], of: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Count, for each group of items, what was answered and what is still wrong.

    Parameters
    ----------
    attempts
        The log's attempts.
    of
        The group of each item, for example its pitfall; other items do not count.

    Returns
    -------
    dict
        For each group `answered` items, right at `first`, right at `last`, and how many are
        `wrong` at last, by how sure that answer was (four numbers).
    """
    found: dict[str, dict[str, Any]] = {}
    for id_, tries in by_item(attempts).items():
        if id_ not in of:
            continue
        empty = {"answered": 0, "first": 0, "last": 0, "wrong": [0, 0, 0, 0]}
        row = found.setdefault(of[id_], empty)
        row["answered"] += 1
        row["first"] += is_right(tries[0])
        row["last"] += is_right(tries[-1])
        if not is_right(tries[-1]):
            row["wrong"][tries[-1]["sure"]] += 1
    return found


def calibration(attempts: Iterable[Attempt]) -> list[dict[str, int]]:
    """Count how often an answer was right, for each step of certainty (1 to 3).

    Only an item's first answer of a day counts: after it the key is fresh. A partly right answer
    counts as wrong.
    """
    found = [{"sure": sure, "answered": 0, "right": 0} for sure in (1, 2, 3)]
    for tries in by_item(attempts).values():
        for n, attempt in enumerate(tries):
            if not attempt["sure"] or (n and day(tries[n - 1]) == day(attempt)):
                continue
            row = found[attempt["sure"] - 1]
            row["answered"] += 1
            row["right"] += is_right(attempt)
    return found


def first_form(
    attempts: Iterable[Attempt],
    pair: Sequence[Mapping[str, Any]],
    drawn: Mapping[str, str] | None = None,
) -> str | None:
    """Tell which of two forms of a test came first: as the earliest answer says, or else the draw.

    Parameters
    ----------
    attempts
        The log's attempts; those of review and sets do not count.
    pair
        The forms, each with its `id` and `items`.
    drawn
        What the device drew, by the id of the pair's first form: the log's `settings["first"]`.

    Returns
    -------
    str or None
        The form's id; None if nothing tells.
    """
    form_of = {item: form["id"] for form in pair for item in form["items"]}
    ids = [form["id"] for form in pair]
    for attempt in sound(attempts):
        if attempt["id"] in form_of and attempt.get("where") not in ("review", "set"):
            own = form_of[attempt["id"]]
            return next(i for i in ids if i != own) if attempt.get("where") == "after" else own
    found = drawn.get(ids[0]) if isinstance(drawn, dict) else None
    return found if found in ids else None


def gain(attempts: Iterable[Attempt], pairs: Iterable[Sequence[str]]) -> dict[str, int]:
    """Compare the first answers to pairs of items, one asked before and one after.

    Only pairs of which both were answered count: `kept` right both times, `gained`, `lost`, and
    `open`, wrong both times.
    """
    tries = by_item(attempts)
    both = [
        (is_right(tries[before][0]), is_right(tries[after][0]))
        for before, after in pairs
        if before in tries and after in tries
    ]
    return {
        "pairs": len(both),
        "kept": both.count((True, True)),
        "gained": both.count((False, True)),
        "lost": both.count((True, False)),
        "open": both.count((False, False)),
    }
