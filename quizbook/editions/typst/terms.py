"""Terms of the printed index that one file lists; where they stand is found in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

NAME = "index-terms.yml"


@dataclass
class Term:
    """What is looked up: its name, what the text calls it, and what stands below it."""

    name: str
    written: tuple[str, ...]
    below: list[Term] = field(default_factory=list)
    above: str = ""

    @property
    def key(self) -> str:
        """What marks its places in the text."""
        return f"term {self.above}: {self.name}" if self.above else f"term {self.name}"

    def others(self) -> Iterator[str]:
        """Yield the names under which a reader would look elsewhere in the alphabet."""
        for word in self.written:
            near = word.lower()[:4] == self.name.lower()[:4] or self.name in word
            plural = word.endswith("s") and word[:-1] in self.written
            if not near and not plural:
                yield word


class Terms:
    """Knows the terms, where in the text each is met, and where the text defines it."""

    def __init__(self, folder: Path) -> None:
        file = folder / NAME
        groups = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
        self.all = [_term(row) for rows in groups.values() for row in rows]
        self._named = {folded(word): term for term in self.all for word in term.written}
        self._heads = _pattern(self._named)
        self._below = {id(low): _pattern(low.written) for t in self.all for low in t.below}
        self.met_at_all: set[str] = set()
        self.bold: dict[str, str] = {}
        """The label of the place where a key stands in bold."""

    def named(self, words: str) -> Term | None:
        """Give the term that goes by this name."""
        return self._named.get(folded(words))

    def met(self, text: str, around: str) -> Iterator[Term]:
        """Yield what a text names, each once: with its paragraph, whether below an entry."""
        if not self._named:
            return
        for term in dict.fromkeys(self._named[folded(w)].name for w in self._heads.findall(text)):
            head = self._named[folded(term)]
            low = [low for low in head.below if self._below[id(low)].search(around)]
            for found in low or [head]:
                self.met_at_all.add(found.key)
                yield found


def folded(words: str) -> str:
    """Give the form of a name that is compared.

    >>> folded("Trousseau’s sign")
    "trousseau's sign"
    """
    return words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _term(row: str | dict[str, list[str]]) -> Term:
    written, low = next(iter(row.items())) if isinstance(row, dict) else (row, [])
    words = tuple(written.split("|"))
    below = [Term(one.split("|")[0], tuple(one.split("|")), above=words[0]) for one in low]
    return Term(words[0], words, below)


def _pattern(words) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    spelt = "|".join(map(re.escape, longest)).replace("'", "['’]")
    return re.compile(rf"(?<!\w)({spelt})(?!\w)", re.I)
