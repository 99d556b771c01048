"""How the report of a class grows with its learners, up to ten thousand who answered everything."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .environment import run, say
from .growth import GROUP, LIMITS, fit_exponent, write_book
from .measure import OURS, Row

LEARNERS = (100, 1_000, 10_000)
ITEMS = 350
SECONDS, MEGABYTES = 60, 2048
"""The most that the largest class may take."""
REPORT = """
import json, sys, time
from pathlib import Path
from quizbook.bank.load import load_bank
from quizbook.learners import report, report_page
from quizbook.learners.responses import gather
start = time.perf_counter()
book, folder, size = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
bank = load_bank(book)
files = [folder / f"{n}.json" for n in range(size)]
told = report.make(gather(files, bank), bank, {})
page = report_page.page(told)
report_page.write_table(told, folder / "report.csv")
status = Path("/proc/self/status").read_text()
print(time.perf_counter() - start, int(status.split("VmHWM:")[1].split()[0]) / 1024)
assert told.people == size and len(page) > 10_000
"""


def grow(work: Path) -> Iterator[Row]:
    """Measure the report of ever larger classes, each in a process of its own."""
    book = write_book(work / "class-book", ITEMS, ITEMS)
    folder = write_class(work / "class", max(LEARNERS))
    found = []
    for size in LEARNERS:
        say(f"reporting on {size} learners")
        command = [sys.executable, "-c", REPORT, str(book), str(folder), str(size)]
        seconds, memory = map(float, run(command, cwd=book).printed.split())
        found.append((seconds, memory))
        largest = size == max(LEARNERS)
        limits = (SECONDS, MEGABYTES) if largest else (None, None)
        what = f"class report, {size} learners"
        yield Row(GROUP, what, OURS, seconds, "s", limit=limits[0])
        yield Row(GROUP, f"{what}, memory", OURS, memory, "MB", limit=limits[1])
    for name, values in zip(("time", "memory"), zip(*found, strict=True), strict=True):
        exponent, limit = fit_exponent(LEARNERS, values), LIMITS["exponent"]
        yield Row(GROUP, f"class report, exponent of {name}", OURS, exponent, "", limit=limit)


def write_class(folder: Path, people: int, items: int = ITEMS) -> Path:
    """Write the saved files of made-up learners, each of whom answered every question once."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(1)
    for person in range(people):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=rng.randrange(10**10))
        attempts = []
        for number in range(items):
            at += timedelta(milliseconds=rng.randrange(20_000, 90_000))
            answer = rng.choice("abcd")
            attempts.append(
                {
                    "id": f"q{number}",
                    "v": 1,
                    "at": at.isoformat(timespec="milliseconds"),
                    "answers": [answer],
                    "score": float(answer == "abcd"[number % 4]),
                    "sure": rng.randrange(4),
                    "where": "page",
                    "s": rng.randrange(5, 90),
                }
            )
        log = {"schema": 2, "book": "big", "edition": "", "attempts": attempts, "settings": {}}
        log["since"] = attempts[0]["at"]
        (folder / f"{person}.json").write_text(json.dumps(log), encoding="utf-8")
    return folder
