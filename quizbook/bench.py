"""Measure weight and speed: in one run, on one machine, ratios first, since machines differ.

This measures the book and its machine alone; it compares with nobody else's.
"""

from __future__ import annotations

import csv
import json
import math
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

from jupyter_cache import get_cache

from .bank.load import load_bank
from .bank.text import plain
from .page.html import BROWSER, render

SIZES = (10, 100, 1_000, 10_000)
ITEMS_A_FILE = 100


@dataclass(frozen=True)
class Measure:
    """One measured value; `ratio` compares it with the first of its group."""

    group: str
    what: str
    value: float
    unit: str
    ratio: float


def measure(root: Path) -> list[Measure]:
    """Measure everything; each group's ratios are taken against its own first row."""
    groups = {
        "bank check": growth(),
        "weight": weight(root),
        "page": pages(root),
        "chapter run": chapter_times(root),
        "build": builds(root),
    }
    rows = []
    for group, found in groups.items():
        first = None
        for what, value, unit in found:
            first = first or value or 1
            rows.append(Measure(group, what, value, unit, value / first))
    return rows


def write(rows: list[Measure], path: Path) -> None:
    """Write the measures as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Measure)])
        writer.writerows(astuple(row) for row in rows)


def growth() -> Iterator[tuple[str, float, str]]:
    """Time the check of synthetic banks, and fit the exponent of its growth: 1 is linear."""
    times = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            make_bank(Path(folder), size)
            seconds, peak = _timed_check(Path(folder))
        times.append(seconds)
        yield f"{size} items", seconds, "s"
        yield f"{size} items, peak memory", peak, "MB"
    steps = zip(SIZES[1:], SIZES[2:], times[1:], times[2:], strict=False)
    yield "exponent of growth", median(math.log(t2 / t1, b / a) for a, b, t1, t2 in steps), ""


def make_bank(root: Path, size: int) -> None:
    """Write a book of `size` questions of four options, a hundred to a chapter."""
    (root / "quizzes").mkdir()
    (root / "chapters").mkdir()
    (root / "references.bib").write_text("@book{a2001b, title={B}, author={A}, year={2001}}\n")
    book = {"schema": 1, "id": "bench", "title": "Bench", "pitfalls": []}
    (root / "quizzes" / "book.yml").write_text(json.dumps(book))
    for start in range(0, size, ITEMS_A_FILE):
        name = f"chapter{start // ITEMS_A_FILE}"
        items = [_item(name, n) for n in range(start, min(start + ITEMS_A_FILE, size))]
        bank = {"schema": 1, "chapter": name, "items": items}
        (root / "quizzes" / f"{name}.yml").write_text(json.dumps(bank, indent=1))
        front = f'objectives: [{{id: "{name}.1", text: "Explain."}}]'
        review = 'review: {status: draft, updated: "2026-01-01"}'
        (root / "chapters" / f"{name}.md").write_text(f"---\n{front}\n{review}\n---\n# C\n")


def _item(chapter: str, number: int) -> dict:
    words = (
        "and a reason of some twenty words, as an author would write it for a reader who chose it"
    )
    options = [
        {
            "id": id_,
            "text": f"Answer {id_} to {number}",
            "why": f"{id_}: {words}",
            "references": ["a2001b"],
        }
        for id_ in "abcd"
    ]
    options[number % 4]["correct"] = True
    common = {"objective": f"{chapter}.1", "level": "recall", "audience": "learner"}
    tail = {"point": words, "references": ["a2001b"], "version": 1, "written": "2026-01-01"}
    stem = f"Question {number}, with a stem of usual length: which answer fits?"
    return {
        "id": f"q{number}",
        "type": "single",
        **common,
        "stem": stem,
        "options": options,
        **tail,
    }


def _timed_check(root: Path) -> tuple[float, float]:
    """Check a book in a process of its own; gives seconds and peak memory in MB."""
    code = (
        "import resource, sys, time; from pathlib import Path\n"
        "from quizbook.bank.load import load_book\n"
        "start = time.perf_counter(); book = load_book(Path(sys.argv[1]))\n"
        "assert not book.problems, book.problems[:3]\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "print(time.perf_counter() - start, peak)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
    )
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def weight(root: Path) -> Iterator[tuple[str, float, str]]:
    """Weigh what questions add to a page: their markup against their words, and what all share."""
    shares = []
    for item in load_bank(root).items.values():
        words = sum(len(plain(text).encode()) for text in item.texts())
        html = render(item, lambda keys: "", uid="q1", number=1)
        shares.append(len(html.encode()) / words)
    yield "words of a question", 1.0, "of its words"
    yield "its HTML, median", median(shares), "of its words"
    yield "its HTML, heaviest", max(shares), "of its words"
    for file in sorted(BROWSER.iterdir()):
        yield f"shared file {file.name}", file.stat().st_size / 1000, "kB"


def pages(root: Path) -> Iterator[tuple[str, float, str]]:
    """Weigh what each built page loads: itself and every local file that it names."""
    html = root / "_build" / "html"
    for page in sorted((html / "chapters").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        named = {n.split("?")[0] for n in re.findall(r'(?:src|href)="([^"#]+\.(?:js|css))', text)}
        files = [(page.parent / name).resolve() for name in named]
        total = len(text.encode()) + sum(f.stat().st_size for f in files if f.is_file())
        yield page.stem, total / 1e6, f"MB in {1 + len(files)} files"


def chapter_times(root: Path) -> Iterator[tuple[str, float, str]]:
    """Tell how long each chapter's cells ran when they last ran."""
    folder = root / "_build" / ".jupyter_cache"
    records = get_cache(str(folder)).list_cache_records() if folder.is_dir() else []
    for record in sorted(records, key=lambda record: record.uri):
        yield Path(record.uri).stem, record.data.get("execution_seconds", 0.0), "s"


def builds(root: Path) -> Iterator[tuple[str, float, str]]:
    """Time builds with nothing changed, and with one question's file touched."""
    yield "html, nothing changed", _timed_build(root, "html"), "s"
    yield "pdf, nothing changed", _timed_build(root, "pdf"), "s"
    quiz = next(path for path in sorted((root / "quizzes").glob("*.yml")) if path.stem != "book")
    quiz.touch()
    yield "html, one question file touched", _timed_build(root, "html"), "s"


def _timed_build(root: Path, edition: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "quizbook", "--book", str(root), "build", edition]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start
