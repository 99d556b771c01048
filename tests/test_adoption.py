"""Who takes this book over and adds a sound chapter, or reviews one, meets no rule of this book."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizbook.bank.load import check
from quizbook.reviews import packet, taking

from .conftest import ROOT

SOURCES = ("chapters", "quizzes", "references.bib", "_config.yml", "_toc.yml", "README.md")
RULES = ("__init__.py", "conftest.py", "test_content.py", "test_self_test.py")
CHAPTER = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
objectives:
  - {id: "yeast.1", text: "Say what yeast does for a loaf."}
review: {status: draft, updated: "2026-11-29"}
---

# Yeast

Yeast makes the gas of a **loaf**.

```{objectives}
```

```{code-cell} ipython3
from quizbook import quiz
quiz("yeast-gas")
```

```{code-cell} ipython3
quiz("yeast-holds")
```
"""
QUESTIONS = """\
schema: 1
chapter: "yeast"
items:
  - id: "yeast-gas"
    type: single
    objective: "yeast.1"
    level: recall
    audience: learner
    stem: "Which gas lifts a loaf?"
    options:
      - {id: a, text: "Methane", why: "Yeast makes none.", references: [SOURCE]}
      - {id: b, text: "Carbon dioxide", correct: true, why: "Sugar gives it.", references: [SOURCE]}
    point: "Yeast makes carbon dioxide."
    references: [SOURCE]
    version: 1
    written: "2026-11-29"
  - id: "yeast-holds"
    type: true-false
    objective: "yeast.1"
    level: recall
    audience: learner
    stem: "Yeast is a mineral."
    holds: false
    if_true: {why: "It is alive.", references: [SOURCE]}
    if_false: {why: "It is a fungus.", references: [SOURCE]}
    point: "Yeast is alive."
    references: [SOURCE]
    version: 1
    written: "2026-11-29"
"""


@pytest.fixture(scope="module")
def adopted(tmp_path_factory) -> Path:
    """The sources of this book, with one more chapter, and another one reviewed."""
    book = tmp_path_factory.mktemp("adopted") / "book"
    book.mkdir()
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, book / name)
    (book / "tests").mkdir()
    for name in RULES:
        shutil.copy(ROOT / "tests" / name, book / "tests" / name)
    for name in ("physiology", "bench"):  # what makes and measures things that chapters show
        (book / name).symlink_to(ROOT / name)
    toc = (book / "_toc.yml").read_text(encoding="utf-8")
    toc = re.sub(r"( +- file: )(chapters/)?definitions\n", r"\g<0>\1\2yeast\n", toc)
    assert "yeast" in toc
    (book / "_toc.yml").write_text(toc, encoding="utf-8")
    (book / "chapters" / "yeast.md").write_text(CHAPTER, encoding="utf-8")
    source = re.search(r"^@\w+\{(\w+),", (ROOT / "references.bib").read_text("utf-8"), re.M)[1]
    questions = QUESTIONS.replace("SOURCE", source)
    (book / "quizzes" / "yeast.yml").write_text(questions, encoding="utf-8")
    review(book)
    return book


def review(root: Path) -> None:
    """Review a chapter by what `review` makes, and agree to all of it."""
    book = check(root)
    showing = {item.chapter for item in book.bank.items.values() if item.uses()}
    asking = {item.chapter for item in book.bank.items.values()} - showing
    name = next(name for name in book.chapters if name in asking - {"yeast"})
    page = packet.build(book, name)
    kept = re.search(r'<script type="application/json" id="kept">(.*?)</script>', page, re.S)
    told = json.loads(kept[1])
    agreed = {
        id_: {"hash": hash_, "verdict": "agree", "comment": ""}
        for id_, hash_ in told.pop("hashes").items()
    }
    who = {"name": "A. Reviewer", "credentials": "reads", "conflicts": "none", "day": "2026-11-29"}
    file = root / "review.json"
    file.write_text(json.dumps({**told, **who, "entries": agreed}), encoding="utf-8")
    marked = taking.mark(book, taking.judge(book, taking.read_file(file, book)), file)
    assert book.chapters[name].file in marked


def test_its_tests_are_green(adopted: Path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
    named = [f"tests/{name}" for name in RULES if name.startswith("test_")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, *named], cwd=adopted, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "yeast" not in done.stdout and re.search(r"[4-9]\d\d passed", done.stdout)
