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
    try:
        rows = with_ratios(measure(groups, work))
    except Unavailable as reason:
        print(f"The book cannot be measured: {reason}", file=sys.stderr)
        return 1
    print(table(rows))
    if set(groups) <= set(GROUPS):
        keep(rows, groups)
    marked = sum(row.limit is not None for row in rows)
    print(f"{len(missed(rows))} of {marked} limits missed")
    return 0


def measure(groups: Collection[str], work: Path) -> Iterator[Row]:
    """Measure group by group; what is quick comes first."""
    if {weight.GROUP, reader.GROUP} & set(groups):
        author.build(ROOT, "html")
        books = build_books(ROOT, work)
        with chromium() as browser:
            if weight.GROUP in groups:
                say("weighing")
                yield from weight.weigh(ROOT, books, browser)
            if reader.GROUP in groups:
                say("reading")
                yield from reader.read(ROOT, books, browser)
    if looks.GROUP in groups:
        author.build(ROOT, "html")
        with chromium() as browser:
            yield from looks.compare(ROOT, browser)
    if chapters.GROUP in groups:
        book = author.copy_book(ROOT, work / "book")
        author.build_from_nothing(book, "html")
        yield from chapters.run_times(book)
    if author.GROUP in groups:
        yield from author.build_times(ROOT, work)
    if growth.GROUP in groups:
        yield from growth.grow(ROOT, work)
        yield from classes.grow(work)


def keep(rows: list[Row], groups: Collection[str]) -> None:
    """Write the results if they are whole; tell what has to follow them by hand."""
    about = machine.describe(PEERS)
    stored = read(RESULTS) if RESULTS.is_file() else ([], [])
    rows = joined(rows, groups, stored[0] if stored[1] == about else [])
    if {row.group for row in rows} != set(GROUPS):
        print("Nothing is written: the other groups were not measured on this day and machine.")
        return
    write(rows, about, RESULTS)
    rows, _ = read(RESULTS)
    PICTURE.write_text(plot.picture(rows), encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(ROOT)} and {PICTURE.relative_to(ROOT)}.")
    print(f"README.md has to say: {show.headline(rows)}")


def joined(rows: list[Row], groups: Collection[str], stored: list[Row]) -> list[Row]:
    """Put the groups measured anew in the place of the stored ones."""
    rows = [*rows, *(row for row in stored if row.group not in groups)]
    return sorted(rows, key=lambda row: GROUPS.index(row.group))


if __name__ == "__main__":
    sys.exit(main())
