"""Terms of the printed index that one file lists; where they stand is found in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

NAME = "index-terms.yml"


class Terms:
    """Knows the terms, where in the text each is met, and where it is met first or in bold."""

    def __init__(self, folder: Path) -> None:
        file = folder / NAME
        groups = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
        self.words: dict[str, str] = {}
        for row in (row for rows in groups.values() for row in rows):
            head, *others = row.split("|")
            self.words.update({written.lower(): head for written in (head, *others)})
        longest = sorted(self.words, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", re.I)
        self.first: dict[str, str] = {}
        self.bold: dict[str, str] = {}

    def met(self, text: str) -> Iterator[str]:
        """Yield each term that a text names, once."""
        if self.words:
            found = self._pattern.findall(text)
            yield from dict.fromkeys(self.words[written.lower()] for written in found)

    def main(self, term: str) -> str:
        """Give the label of the place that defines a term: in bold, or where it is first met."""
        return self.bold.get(term) or self.first.get(term, "")
