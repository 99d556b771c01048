"""References as a reader outside the book needs them: who, when, what, and where to find it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pybtex.database import BibliographyData, parse_string
from pybtex.richtext import Text as RichText

from ..languages import _


class Sources:
    """The book's bibliography, each entry as one line of text."""

    def __init__(self, file: Path | None) -> None:
        text = file.read_text(encoding="utf-8") if file and file.is_file() else ""
        self._entries: BibliographyData = parse_string(text, "bibtex")
        self._written: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        """Write a source with its address; an unknown key stands for itself."""
        if key not in self._written:
            self._written[key] = self._write(key)
        return self._written[key]

    def _write(self, key: str) -> str:
        entry = self._entries.entries.get(key)
        if entry is None:
            return key
        who = _who(entry)
        fields = {name: _plain(value) for name, value in entry.fields.items()}
        where = fields.get("journal") or fields.get("publisher") or fields.get("howpublished", "")
        year = fields.get("year") or _("no date")
        parts = [f"{who or fields.get('title', key)} ({year})"]
        parts += [fields.get("title", "") if who else "", where]
        return " ".join([". ".join(filter(None, parts)) + ".", address(entry.fields)]).strip()

    def short(self, key: str) -> str:
        """Name a source as people do in a text: who, and when."""
        entry = self._entries.entries.get(key)
        if entry is None:
            return key
        who = _who(entry) or _plain(entry.fields.get("title", key))
        year = entry.fields.get("year") or _("no date")
        return f"{who}, {year}"

    def list(self, keys: tuple[str, ...]) -> list[str]:
        """Write several, each once, in the order given."""
        return [self[key] for key in dict.fromkeys(keys)]

    def find(self, words: str) -> tuple[list[str], str]:
        """Find the sources that a text names as they are written here; gives keys, and the rest."""
        keys, rest = [], " ".join(words.split())
        while rest := rest.lstrip("; "):
            line = max(filter(rest.startswith, self._lines), key=len, default="")
            if not line:
                break
            keys.append(self._lines[line])
            rest = rest[len(line) :]
        return keys, rest

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {" ".join(self[key].split()): key for key in self._entries.entries}


def address(fields) -> str:
    """Give the address of a work: its DOI, its PubMed record, or its page."""
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    if "pmid" in fields:
        return f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"
    return fields.get("url", "")


def _who(entry) -> str:
    people = entry.persons.get("author", [])
    names = [_plain(" ".join(person.last_names)) for person in people]
    return _(" and ").join(names) if len(names) < 3 else f"{names[0]} et al."


def _plain(value: str) -> str:
    return str(RichText.from_latex(value))
