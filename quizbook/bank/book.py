"""A book as `check` sees it: bank, chapters and references together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import safety
from .activity import Activity
from .chapters import Chapter
from .model import Bank, Item
from .problems import Problem
from .reviews import Review


@dataclass
class Book:
    """Everything that `check` looks at together."""

    root: Path
    bank: Bank
    chapters: dict[str, Chapter]
    ids: frozenset[str] | None
    """Every id that a file gives, also to an item with problems; None if one cannot be read."""
    references: frozenset[str] | None
    """Keys of references.bib; None where it cannot be read."""
    problems: list[Problem] = field(default_factory=list)
    safety: safety.Safety | None = None
    """Signs that cannot wait; None if the book has no such file, or one with problems of shape."""
    private: dict[str, Item] = field(default_factory=dict)
    """Items for examinations, which no page shows."""
    reviews: dict[str, list[Review]] = field(default_factory=dict)
    """The reviews that were taken, by chapter, the latest last."""
    activity: Activity | None = None
    """What a learner is told beforehand; None if the book has no such file, or a faulty one."""
    warnings: list[Problem] = field(default_factory=list)
    """What an item-writer should look at again; the book builds all the same."""
    listed: frozenset[str] = frozenset()
    """Names of the chapters in _toc.yml, also of those that cannot be read."""
