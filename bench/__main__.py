"""`python -m bench [GROUP ...]`: measure, print, write the results and their picture."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from . import author, chapters, classes, growth, looks, machine, plot, reader, show, weight
from .books import build_books
from .browser import chromium
from .environment import Unavailable, say
from .measure import Row, missed, read, table, with_ratios, write
from .peers import PEERS

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results.csv"
PICTURE = ROOT / ".github" / "bench.svg"
GROUPS = (weight.GROUP, reader.GROUP, author.GROUP, growth.GROUP, chapters.GROUP)
MEASURED = "measured.csv"
"""Holds the groups that were measured on one day, until there are all of them."""
BY_NAME = (looks.GROUP,)
"""Measured when it is asked for: it is no time and no weight, and is not kept."""


def main() -> int:
    """Measure what was asked for; a missed limit is told, but is no failure of the program."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS + BY_NAME)}"
    )
    groups = parser.parse_args().groups or GROUPS
    if unknown := set(groups) - {*GROUPS, *BY_NAME}:
        parser.error(f"no group is called {unknown.pop()}; there is {', '.join(GROUPS + BY_NAME)}")
    work = ROOT / ".bench"  # hidden, or each build of the book would look through it for pages
    work.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    about = machine.describe(PEERS)
    try:
        for measured in measure(groups, work):
            rows += (found := with_ratios(measured))
            keep([row for row in found if row.group in GROUPS], about, work / MEASURED)
    except Unavailable as reason:
        print(f"The book cannot be measured: {reason}", file=sys.stderr)
        return 1
    print(table(rows))
    if set(groups) & set(GROUPS):
        publish(work / MEASURED)
    marked = sum(row.limit is not None for row in rows)
    print(f"{len(missed(rows))} of {marked} limits missed")
    return 0


def measure(groups: Collection[str], work: Path) -> Iterator[list[Row]]:
    """Measure group by group, and give each whole; what is quick comes first."""
    if {weight.GROUP, reader.GROUP} & set(groups):
        author.build(ROOT, "html")
        books = build_books(ROOT, work)
        with chromium() as browser:
            if weight.GROUP in groups:
                say("weighing")
                yield list(weight.weigh(ROOT, books, browser))
            if reader.GROUP in groups:
                say("reading")
                yield list(reader.read(ROOT, books, browser))
    if looks.GROUP in groups:
        author.build(ROOT, "html")
        with chromium() as browser:
            yield list(looks.compare(ROOT, browser))
    if chapters.GROUP in groups:
        book = author.copy_book(ROOT, work / "book")
        author.build_from_nothing(book, "html")
        yield list(chapters.run_times(book))
    if author.GROUP in groups:
        yield list(author.build_times(ROOT, work))
    if growth.GROUP in groups:
        yield [*growth.grow(ROOT, work), *classes.grow(work)]


def keep(rows: list[Row], about: list[str], measured: Path) -> None:
    """Keep what was measured on a day and machine: a group that fails later does not cost it."""
    stored = next((old for old, then in map(_read, (measured, RESULTS)) if then == about), [])
    write(joined(rows, stored), about, measured)


def publish(measured: Path) -> None:
    """Write the results if they are whole; tell what has to follow them by hand."""
    rows, about = read(measured)
    if missing := [group for group in GROUPS if group not in {row.group for row in rows}]:
        print(
            f"Kept, but not yet written to {RESULTS.relative_to(ROOT)}: {', '.join(missing)} not "
            "measured on the same day and machine."
        )
        return
    write(rows, about, RESULTS)
    PICTURE.write_text(plot.picture(rows), encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(ROOT)} and {PICTURE.relative_to(ROOT)}.")
    print(f"README.md has to say: {show.headline(rows)}")


def _read(path: Path) -> tuple[list[Row], list[str]]:
    return read(path) if path.is_file() else ([], [])


def joined(rows: list[Row], stored: list[Row]) -> list[Row]:
    """Put the groups measured anew in the place of the stored ones."""
    groups = {row.group for row in rows}
    rows = [*rows, *(row for row in stored if row.group not in groups)]
    return sorted(rows, key=lambda row: GROUPS.index(row.group))


if __name__ == "__main__":
    sys.exit(main())
