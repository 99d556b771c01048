"""The book's sources: the keys of its BibTeX files, and what is wrong with these files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pybtex.database import BibliographyData, parse_string
from pybtex.exceptions import PybtexError

from . import characters
from .problems import BankError, Problem
from .settings import FILE, bibliographies
from .source import read_text

TYPES = (
    "article book booklet inbook incollection inproceedings manual mastersthesis misc online "
    "patent phdthesis proceedings software techreport thesis unpublished dataset"
).split()
"""What the list of works can print."""


def read_references(root: Path) -> tuple[frozenset[str] | None, list[Problem]]:
    """Read every bibliography; gives all keys, or None where one cannot be read."""
    keys: set[str] | None = set()
    problems: list[Problem] = []
    for name in bibliographies(root):
        if not (root / name).is_file() and (root / FILE).is_file():
            keys = None
            continue  # told of _config.yml
        try:
            text = read_text(root / name, name)
            problems += [Problem(name, n, "file", said) for n, said in characters.broken(text)]
            data = _parse(text)
        except BankError as error:
            keys, problems = None, problems + error.problems
            continue
        except PybtexError as error:
            keys = None
            line = _line(error, text)
            message = f"is not BibTeX: {error}{_where(error, line, text)}"
            problems.append(Problem(name, line, "file", message))
            continue
        keys = None if keys is None else keys | data.entries.keys()
        problems += [Problem(name, line, key, message) for key, line, message in _judge(data, text)]
    return None if keys is None else frozenset(keys), problems


@lru_cache(maxsize=4)
def _parse(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def review_dates(root: Path) -> Iterator[tuple[str, int, str, str]]:
    """Yield file, line and key of every source, with its `reviewby` date (empty if it has none)."""
    for name in bibliographies(root):
        try:
            text = read_text(root / name, name)
            data = _parse(text)
        except (BankError, PybtexError):
            continue  # `read_references` tells of it
        lines = {m[1]: text.count("\n", 0, m.start()) + 1 for m in _ENTRY.finditer(text)}
        for key, entry in data.entries.items():
            yield name, lines.get(key, 1), key, entry.fields.get("reviewby", "")


_ENTRY = re.compile(r"@\s*\w+\s*{\s*([^\s,]+)\s*,")


def _judge(data: BibliographyData, text: str) -> Iterator[tuple[str, int, str]]:
    lines = {m[1]: text.count("\n", 0, m.start()) + 1 for m in _ENTRY.finditer(text)}
    owners: dict[str, str] = {}
    for key, entry in data.entries.items():
        line = lines.get(key, 1)
        if entry.type not in TYPES:
            hint = get_close_matches(entry.type, TYPES, 1)
            mend = f"did you mean @{hint[0]}?" if hint else "write @misc, or @online for a page"
            yield key, line, f"a work of the type @{entry.type} cannot be printed; {mend}"
        doi = entry.fields.get("doi", "").lower()
        if doi and owners.setdefault(doi, key) != key:
            yield key, line, f'is the work of "{owners[doi]}" again (doi {doi}); cite that'


def _where(error: PybtexError, line: int, text: str) -> str:
    """Name the work that a fault of syntax is in: the parser sees it where the next one begins."""
    if not getattr(error, "lineno", None):
        return ""
    begun = [(text.count("\n", 0, m.start()) + 1, m[1]) for m in _ENTRY.finditer(text)]
    above = [(at, key) for at, key in begun if at < line]
    if not above:
        return ""
    at, key = above[-1]
    return f'; look for a lost brace or comma in "{key}", which begins on line {at}'


def _line(error: PybtexError, text: str) -> int:
    """Find the line that an error is about; some errors name only the words on it."""
    if getattr(error, "lineno", None):
        return error.lineno
    named = re.search(r"repeated bibliograp\w+ entry: (\S+)", str(error))
    if named:
        places = [m.start() for m in re.finditer(rf"@\w+\s*{{\s*{re.escape(named[1])}\s*,", text)]
        return text.count("\n", 0, places[-1]) + 1 if places else 1
    quoted = re.search(r"['\"](.+)['\"]", str(error))
    at = text.find(quoted[1]) if quoted else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
