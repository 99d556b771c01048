"""The report as one page that needs nothing else, and as a table for spreadsheets."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from .. import languages
from ..bank import clock
from ..languages import _, decimal, later
from ..templates import environment
from . import report_plots
from .item_statistics import CONFIDENCE, Estimate
from .report import DEAD, EASY, FIRST, HARD, ItemRow, Report

_HERE = Path(__file__).parent
KEPT_BACK = later("kept back")


def page(report: Report) -> str:
    """Write the report as one HTML file without a script, an address or a font of others."""
    return _ENVIRONMENT.get_template("report.html.jinja").render(
        lang=languages.locale().language,
        report=report,
        day=languages.day(clock.today()),
        plots=report_plots.draw(report),
        limits={"hard": HARD, "easy": EASY, "dead": DEAD, "first": FIRST},
        confidence=round(100 * CONFIDENCE),
    )


def table(report: Report) -> Iterator[list[str]]:
    """Yield the items as rows of a spreadsheet, the names of the columns first."""
    most = max((len(row.choices) for row in report.items), default=0)
    heads = "item,version,chapter,objective,pitfall,type,level,stem,people".split(",")
    for name in ("right", "discrimination", "sure and wrong"):
        heads += [name, f"{name} low", f"{name} high"]
    heads += ["look at"]
    for n in range(1, most + 1):
        heads += [
            f"choice {n}",
            f"choice {n} is right",
            f"choice {n} people",
            f"choice {n} is dead",
        ]
    yield heads
    for row in report.items:
        yield [_unread(cell) for cell in _cells(row, len(heads))]


def _cells(row: ItemRow, width: int) -> list[str]:
    item = row.item
    cells = [item.id, str(item.version), item.chapter, item.objective, item.pitfall or ""]
    cells += [item.type, item.level, row.stem, str(row.people or "")]
    for estimate in (row.right, row.discrimination, row.sure_and_wrong):
        cells += (
            [_number(x) for x in (estimate.value, estimate.low, estimate.high)]
            if estimate
            else [""] * 3
        )
    cells += [" ".join(row.look)]
    for choice in row.choices:
        count = KEPT_BACK if choice.count is None else str(choice.count)
        cells += [choice.text, "yes" if choice.is_right else "no", count]
        cells += ["yes" if choice.is_dead else "no"]
    return cells + [""] * (width - len(cells))


def _number(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else ""


def _unread(cell: str) -> str:
    """Keep a spreadsheet from taking words for a formula; numbers may begin with a minus."""
    is_number = cell[1:2].isdigit() and cell[:1] == "-"
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else cell


def write_table(report: Report, target: Path) -> None:
    """Write the table with a mark by which spreadsheets know UTF-8."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table(report))


def _per_cent(value: float) -> str:
    return _("{n}%", n=f"{100 * value:.0f}") if math.isfinite(value) else "–"


def _between(estimate: Estimate | None, sign: str = "%") -> str:
    """Write an estimate with its interval."""
    if estimate is None:
        return _(KEPT_BACK)
    show = _per_cent if sign == "%" else (lambda value: decimal(f"{value:.2f}"))
    if not math.isfinite(estimate.value):
        return "–"
    if not math.isfinite(estimate.low):
        return show(estimate.value)
    told = [
        show(value).replace("-", "−") for value in (estimate.value, estimate.low, estimate.high)
    ]
    return _("{value} ({low} to {high})", value=told[0], low=told[1], high=told[2])


_ENVIRONMENT = environment(_HERE)
_ENVIRONMENT.globals.update(
    between=_between,
    per_cent=_per_cent,
    number=lambda value: decimal(f"{value:.2f}").replace("-", "−"),
    kept_back=lambda: _(KEPT_BACK),
    Markup=Markup,
)
