"""What has to be looked at again: items and sources past their review-by dates.

An item is due so many months after it was reviewed, or written; a source so many after all were
checked, or on the `reviewby` of its own entry. What is due is listed; past the grace it stops a
build where CI is set, so that an old copy can still be built by whoever has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from . import clock
from .activity import Activity
from .bibliography import review_dates
from .model import Bank, Item
from .problems import Problem


def judge(
    activity: Activity | None, bank: Bank, root: Path, today: date
) -> Iterator[tuple[bool, Problem]]:
    """Yield what is due, each with whether its grace is over as well; a date that is none is."""
    if activity is None or activity.staleness is None:
        return
    months, grace = activity.staleness["months"], activity.staleness["grace"]
    for item in bank.items.values():
        if not (clock.is_day(item.written) and clock.is_day(item.reviewed or item.written)):
            continue  # `rules` tells of it
        due = item_due(item, months)
        if today > due:
            told = f"was to be looked at again by {due}; do so, then write reviewed and by"
            late = today > clock.months_after(due, grace)
            yield late, Problem(item.file, item.line, item.id, told)
    checked = date.fromisoformat(activity.staleness["sources_checked"])
    for file, line, key, named in review_dates(root):
        if named and not clock.is_day(named):
            message = f'reviewby is "{named}"; write a date such as 2029-11-28'
            yield True, Problem(file, line, key, message)
            continue
        due = date.fromisoformat(named) if named else clock.months_after(checked, months)
        if today > due:
            told = (
                f"was to be looked up again by {due}, for a newer version, a correction or a "
                "retraction; do so, then write the next reviewby, or sources_checked for all"
            )
            yield today > clock.months_after(due, grace), Problem(file, line, key, told)


def item_due(item: Item, months: int) -> date:
    """Give the day by which an item is to be looked at again."""
    return clock.months_after(date.fromisoformat(item.reviewed or item.written), months)
