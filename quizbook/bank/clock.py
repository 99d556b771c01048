"""What day it is: today, or that of SOURCE_DATE_EPOCH, so that a build can be repeated."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Give the day of the build.

    Raises ValueError if SOURCE_DATE_EPOCH is set to something that is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ValueError(f'SOURCE_DATE_EPOCH is "{epoch}"; write seconds since 1970') from None


def on_ci() -> bool:
    """Tell whether this runs where what is overdue has to stop a build."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def is_day(written: str) -> bool:
    """Tell whether a date such as 2026-02-30 stands in the calendar."""
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def months_after(day: date, months: int) -> date:
    """Give the same day some months later, or the last of a month that is too short for it."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
