"""A measured value: what it compares with, which mark it has to meet, how it is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

OURS = "this book"


@dataclass(frozen=True)
class Row:
    """One value of one tool. No `value` means that there is none: `note` says why.

    `ratio` is the value over ours for the same thing; `limit` is the most we allow ourselves.
    """

    group: str
    what: str
    tool: str
    value: float | None
    unit: str
    ratio: float | None = None
    limit: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the value meets its limit; None where there is no limit."""
        if self.limit is None:
            return None
        return self.value is not None and self.value <= self.limit


def with_ratios(rows: Iterable[Row]) -> list[Row]:
    """Compare each tool's value with ours for the same thing."""
    rows = list(rows)
    ours = {(row.group, row.what): row.value for row in rows if row.tool == OURS}
    return [replace(row, ratio=_ratio(row, ours.get((row.group, row.what)))) for row in rows]


def _ratio(row: Row, ours: float | None) -> float | None:
    """Compare amounts; a percentage, a factor or a score with no unit is a comparison already."""
    return None if row.value is None or not ours or row.unit in {"%", "x", ""} else row.value / ours


def write(rows: Iterable[Row], about: Iterable[str], path: Path) -> None:
    """Write the rows as CSV under `#` lines that say when, where and with what."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(Row)])
    for row in rows:
        writer.writerow([_cell(value) for value in vars(row).values()])
    head = "".join(f"# {line}\n" for line in about)
    path.write_text(head + text.getvalue(), encoding="utf-8")


def _cell(value: str | float | None) -> str:
    """Write a number with four digits that count: the fifth is noise."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{float(f'{value:.4g}'):.10g}"


def read(path: Path) -> tuple[list[Row], list[str]]:
    """Read what `write` wrote: the rows, and what is said about them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    about = [line[2:] for line in lines if line.startswith("# ")]
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [
        Row(**{name: _parsed(name, cell) for name, cell in row.items()}) for row in table
    ], about


def _parsed(name: str, cell: str) -> str | float | None:
    if name not in {"value", "ratio", "limit"}:
        return cell
    return float(cell) if cell else None


def table(rows: Iterable[Row]) -> str:
    """Lay the rows out for a terminal; a value with a limit is ok or MISSED."""
    return "\n".join(_line(row) for row in rows)


def _line(row: Row) -> str:
    value = "-" if row.value is None else f"{row.value:,.4g}"
    ratio = "" if row.ratio is None or row.tool == OURS else f"x{row.ratio:.3g}"
    mark = "" if row.holds is None else f"{'ok' if row.holds else 'MISSED'} (limit {row.limit:g})"
    cells = f"{row.group:8} {row.what:44} {row.tool:21} {value:>9} {row.unit:10} {ratio:8} {mark}"
    return f"{cells.rstrip()}  {row.note}".rstrip()


def missed(rows: Iterable[Row]) -> list[Row]:
    """Pick the rows that do not meet their limit."""
    return [row for row in rows if row.holds is False]
