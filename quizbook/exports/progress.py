"""How far an export is, in one line of a terminal that goes when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def told(total: int) -> Iterator[Callable[[int], None]]:
    """Give what is called with the number of items at hand; silent where nobody looks."""
    stream, done = sys.stderr, 0

    def step(count: int) -> None:
        nonlocal done
        stream.write(f"\r{min(done, total)} of {total} questions written")
        stream.flush()
        done += count

    if not stream.isatty():
        yield lambda count: None
        return
    try:
        yield step
    finally:
        stream.write("\r" + " " * 60 + "\r")
