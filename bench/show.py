"""The results as a page of the book shows them: Markdown tables, ratios beside values."""

from __future__ import annotations

from collections.abc import Sequence

from .books import PLAIN
from .measure import OURS, Row
from .plot import PANELS, absent, rounded

COMPARED = (
    "five questions add",
    "five questions add, gzip",
    "five questions add with their sources",
    "a further quiz adds",
    "50 quizzes add",
    "a page of five questions loads",
    "question can be answered",
    "first verdict is seen",
    "feedback is painted",
    "layout shift",
)


def peers_table(rows: Sequence[Row]) -> str:
    """Lay out what was compared: a row for each thing, a column for each tool."""
    things = [found for what in COMPARED if (found := [r for r in rows if r.what == what])]
    tools = list(dict.fromkeys(row.tool for row in things[0]))
    head = ["", *tools]
    body = [[_title(found[0]), *(_cell(found, tool) for tool in tools)] for found in things]
    return _markdown([head, *body])


def _cell(found: Sequence[Row], tool: str) -> str:
    row = next((row for row in found if row.tool == tool), None)
    if row is None or row.value is None:
        return absent(row) if row else "not built"
    ratio = f" (×{rounded(row.ratio)})" if row.ratio and tool != OURS else ""
    return f"{rounded(row.value)}{ratio}"


def limits_table(rows: Sequence[Row]) -> str:
    """List every limit, what was measured, and whether it holds."""
    body = [
        [
            f"{row.group.capitalize()}: {row.what}{_unit(row)}",
            rounded(row.value) if row.value is not None else "none",
            f"{row.limit:.3g}",
            "ok" if row.holds else "**missed**",
        ]
        for row in rows
        if row.limit is not None
    ]
    return _markdown([["What", "Measured", "At most", "Holds"], *body])


def group_table(rows: Sequence[Row], group: str) -> str:
    """List the values of one group."""
    body = [[_title(row), rounded(row.value)] for row in rows if row.group == group]
    return _markdown([["What", "Measured"], *body])


def verdict(rows: Sequence[Row]) -> str:
    """Count the limits and those that hold, in a sentence."""
    marked = [row for row in rows if row.limit is not None]
    held = sum(row.holds for row in marked)
    return f"{held} of {len(marked)} limits hold."


def after_the_verdict(rows: Sequence[Row]) -> str:
    """Say what feedback is here, and when the reasons are there, page by page."""
    times = [
        f"{rounded(row.value)} ms ({row.what.partition(', ')[2] or 'five questions'})"
        for row in rows
        if row.what.startswith("reasons are painted")
    ]
    follow = f" The reasons follow, painted {' and '.join(times)} after the click." if times else ""
    return f"Feedback in this book is the verdict.{follow}"


def circumstances(about: Sequence[str]) -> str:
    """Say when, on what and with which versions was measured."""
    told = dict(line.split(": ", 1) for line in about)
    day, *rest = (told.pop(name) for name in ("date", "processor", "memory", "system"))
    versions = ", ".join(f"{name} {version}" for name, version in told.items())
    return f"Measured on {day}, on {', '.join(rest)}. Versions: {versions}."


def _title(row: Row) -> str:
    return f"{row.what[0].upper()}{row.what[1:]}{_unit(row)}"


def _unit(row: Row) -> str:
    return f" ({row.unit})" if row.unit else ""


def _markdown(table: Sequence[Sequence[str]]) -> str:
    head, *body = [f"| {' | '.join(cells)} |" for cells in table]
    return "\n".join([head, "|" + " --- |" * len(table[0]), *body])


def headline(rows: Sequence[Row]) -> str:
    """Put the comparison into two sentences, as the README has them."""
    added, loads, ready, painted = (
        f"{rounded(ours)} {unit} (the others: {_span(ratios)})"
        for ours, unit, ratios in (_compared(rows, key) for key in PANELS)
    )
    return (
        f"Five questions with a reason for every option add {added} to a page, and the page loads "
        f"{loads}. On a processor slowed fourfold the first can be answered after {ready}, and "
        f"feedback is painted {painted} after the click."
    )


def _compared(rows: Sequence[Row], key: tuple[str, str]) -> tuple[float, str, list[float | None]]:
    found = [row for row in rows if (row.group, row.what) == key]
    ours = next(row for row in found if row.tool == OURS)
    return ours.value, ours.unit, [r.ratio for r in found if r.tool not in (OURS, PLAIN)]


def _span(ratios: list[float | None]) -> str:
    known = [ratio for ratio in ratios if ratio is not None]
    if not known:
        return "none could be measured"
    never = ", or never" if None in ratios else ""
    return f"×{rounded(min(known))} to ×{rounded(max(known))}{never}"
