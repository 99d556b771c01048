"""How time and memory grow with the number of questions and of chapters, on made-up books."""

from __future__ import annotations

import json
import math
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import linear_regression

from .author import build
from .environment import run, say
from .measure import OURS, Row
from .peers import NOTEBOOK

GROUP = "growth"
COVER = "chapters/figures/cover.svg"
"""What the book's settings name, and a book that is built with them must have."""
ITEMS = (10, 100, 1_000, 10_000)
CHAPTERS = (10, 50, 200)
ITEMS_A_FILE = 100
ITEMS_A_CHAPTER = 10
LIMITS = {"exponent": 1.1, "largest bank": 10.0}
FITTED = 3
"""An exponent is fitted through the largest sizes: what is the same for all hides it in small."""
REVIEW = 'review: {status: draft, updated: "2026-01-01"}\n---\n'
WHY = "and a reason of some twenty words, as an author would write it for a reader who chose it"
CHECK = """
import sys, time
from pathlib import Path
from quizbook.bank.load import load_book
start = time.perf_counter()
book = load_book(Path(sys.argv[1]))
status = Path("/proc/self/status").read_text()
print(time.perf_counter() - start, int(status.split("VmHWM:")[1].split()[0]) / 1024)
assert not book.problems, book.problems[:3]
"""


def grow(root: Path, work: Path) -> Iterator[Row]:
    """Measure the check of ever larger banks, then whole builds of ever larger books."""
    yield from _curve("bank check", "questions", ITEMS, lambda size: _checked(work, size))
    for edition in ("html", "pdf"):
        measured = {size: _built(root, work, size, edition) for size in CHAPTERS}
        yield from _curve(f"{edition.upper()} build", "chapters", CHAPTERS, measured.__getitem__)


def _curve(what: str, things: str, sizes: Sequence[int], measure) -> Iterator[Row]:
    found = [measure(size) for size in sizes]
    for size, (seconds, memory) in zip(sizes, found, strict=True):
        limit = LIMITS["largest bank"] if size == max(ITEMS) else None
        yield Row(GROUP, f"{what}, {size} {things}", OURS, seconds, "s", limit=limit)
        yield Row(GROUP, f"{what}, {size} {things}, memory", OURS, memory, "MB")
    for name, values in zip(("time", "memory"), zip(*found, strict=True), strict=True):
        exponent = fit_exponent(sizes[-FITTED:], values[-FITTED:])
        limit = LIMITS["exponent"]
        yield Row(GROUP, f"{what}, exponent of {name}", OURS, exponent, "", limit=limit)


def fit_exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Fit value = c * size ** exponent by least squares on logarithms: 1 is linear."""
    return linear_regression([math.log(s) for s in sizes], [math.log(v) for v in values]).slope


def _checked(work: Path, size: int) -> tuple[float, float]:
    """Check a bank of so many questions, in a process of its own.

    It tells its own peak of memory: what `run` gives includes that of the process it came from,
    which is larger.
    """
    say(f"checking {size} questions")
    folder = write_book(work / f"bank-{size}", size, ITEMS_A_FILE)
    done = run([sys.executable, "-c", CHECK, str(folder)], cwd=folder)
    seconds, memory = map(float, done.printed.split())
    return seconds, memory


def _built(root: Path, work: Path, size: int, edition: str) -> tuple[float, float]:
    """Build a book of so many chapters; the first edition runs its cells, the next reuses them."""
    folder = work / f"book-{size}"
    if edition == "html":
        write_book(folder, size * ITEMS_A_CHAPTER, ITEMS_A_CHAPTER)
        for name in ("_config.yml", COVER):
            copied = folder / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, copied)
    done = build(folder, edition)
    return done.seconds, done.memory


def write_book(folder: Path, items: int, per_chapter: int) -> Path:
    """Write a book of made-up chapters that show every question of theirs once."""
    shutil.rmtree(folder, ignore_errors=True)
    names = [f"chapter{start // per_chapter}" for start in range(0, items, per_chapter)]
    toc = {"format": "jb-book", "root": "chapters/index"}
    toc["chapters"] = [{"file": f"chapters/{name}"} for name in [*names, "answers", "references"]]
    config = {"bibtex_bibfiles": ["references.bib"]}
    config["sphinx"] = {"extra_extensions": ["quizbook.editions"]}
    files = {
        "_config.yml": json.dumps(config),
        "_toc.yml": json.dumps(toc),
        "references.bib": "@book{a2001b, title={B}, author={A}, year={2001}, publisher={P}}\n",
        "quizzes/book.yml": json.dumps({"schema": 1, "id": "big", "title": "B", "pitfalls": []}),
        "chapters/index.md": f"---\n{REVIEW}# A book\n\nOf many chapters.\n",
        "chapters/answers.md": f"---\n{REVIEW}# Answers\n\n```{{answer-key}}\n```\n",
        "chapters/references.md": f"---\n{REVIEW}# References\n\n```{{bibliography}}\n```\n",
    }
    for number, name in enumerate(names):
        first = number * per_chapter
        own = [_item(name, n) for n in range(first, min(first + per_chapter, items))]
        bank = {"schema": 1, "chapter": name, "items": own}
        files[f"quizzes/{name}.yml"] = json.dumps(bank, indent=1)
        files[f"chapters/{name}.md"] = _chapter(name, own)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _chapter(name: str, items: list[dict]) -> str:
    objectives = f'objectives: [{{id: "{name}.1", text: "Explain."}}]\n'
    cells = "\n".join(
        f'```{{code-cell}} ipython3\n:tags: [remove-input]\nquiz("{item["id"]}")\n```\n'
        for item in items
    )
    cells = cells.replace("quiz(", "from quizbook import quiz\n\nquiz(", 1)
    front = NOTEBOOK.removesuffix("---\n") + objectives + REVIEW
    return f"{front}# {name.title()}\n\nA sentence {{cite}}`a2001b`.\n\n{cells}"


def _item(chapter: str, number: int) -> dict:
    reason = {"references": ["a2001b"]}
    options = [
        {"id": id_, "text": f"Answer {id_} to {number}", "why": f"{id_}: {WHY}", **reason}
        for id_ in "abcd"
    ]
    options[number % 4]["correct"] = True
    return {
        "id": f"q{number}",
        "type": "single",
        "objective": f"{chapter}.1",
        "level": "recall",
        "audience": "learner",
        "stem": f"Question {number}, with a stem of usual length: which answer fits?",
        "options": options,
        "point": WHY,
        "references": ["a2001b"],
        "version": 1,
        "written": "2026-01-01",
    }
