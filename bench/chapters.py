"""How long each chapter's cells run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_cache import get_cache

from .measure import OURS, Row

GROUP = "chapters"


def run_times(book: Path) -> Iterator[Row]:
    """Read the times that a build from nothing has left, and add up the model pages.

    What lies in the `_build` of a book that is worked on may come from other days and pages.
    """
    records = get_cache(str(book / "_build" / ".jupyter_cache")).list_cache_records()
    times = {Path(record.uri).stem: record.data.get("execution_seconds", 0.0) for record in records}
    for name, seconds in sorted(times.items()):
        yield Row(GROUP, f"cells of {name}", OURS, seconds, "s")
    models = [seconds for name, seconds in times.items() if name.startswith("models")]
    yield Row(GROUP, "cells of the model pages together", OURS, sum(models), "s")
    yield Row(GROUP, "cells of all pages together", OURS, sum(times.values()), "s")
