"""Words that the search of a book understands beside its own: other spellings, and lay words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import shape
from .problems import Problem

FILE = "chapters/search.yml"


@dataclass(frozen=True)
class SearchWords:
    """`spellings`: parts of words, and how to read them; `lay`: what people say, and mean."""

    spellings: dict[str, str] = field(default_factory=dict)
    lay: dict[str, str] = field(default_factory=dict)


def read_search(root: Path) -> tuple[SearchWords, list[Problem]]:
    """Read the file, if the book has one; gives its words (none if faulty) and all its problems."""
    if not (root / FILE).is_file():
        return SearchWords(), []
    data, problems = shape.read(root, FILE, "search.schema", "search")
    if data is None:
        return SearchWords(), problems
    return SearchWords({**data.get("spellings", {})}, {**data.get("lay", {})}), []
