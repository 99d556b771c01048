"""This book, a blueprint for it, and a copy of the small course with private items."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.bank.book import Book
from quizbook.bank.load import check, load_book

from ..conftest import ROOT

BLUEPRINT = """\
schema: 1
id: "module-one"
title: "End of module"
from: open
minutes: 30
pass_mark: 60
rows:
  - {count: 4, chapter: [dehydration, electrolytes], level: [apply, analyse]}
  - {count: 2, type: [match]}
  - {count: 2, type: [order]}
  - {count: 2, type: [numeric]}
  - {count: 2, type: [multiple]}
"""
PRIVATE = """\
schema: 1
chapter: "dough"
items:
  - id: "secret-one"
    type: single
    objective: "dough.1"
    level: recall
    audience: learner
    stem: "Which gas lifts the secret loaf?"
    enemies: ["dough-gas"]
    options:
      - {id: a, text: "Carbon dioxide", correct: true, why: "Yeast.", references: [yeast2010rise]}
      - {id: b, text: "Nitrogen oxide", why: "Not from yeast.", references: [yeast2010rise]}
      - {id: c, text: "Simple oxygen", why: "Yeast takes it in.", references: [yeast2010rise]}
    point: "Yeast makes carbon dioxide."
    references: [yeast2010rise]
    version: 1
    written: "2026-11-29"
"""


@pytest.fixture(scope="session")
def book() -> Book:
    return check(ROOT)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "exam.yml"
    path.write_text(BLUEPRINT, encoding="utf-8")
    return path


@pytest.fixture
def secret(course: Path) -> Path:
    """The small course with one private item."""
    (course / "quizzes" / "private").mkdir()
    (course / "quizzes" / "private" / "dough.yml").write_text(PRIVATE, encoding="utf-8")
    assert load_book(course).problems == []
    return course
