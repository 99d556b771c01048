"""Typed words for systems that compare letter by letter and fold nothing but case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

AS_TYPED = "spaces and signs of a typed word count there; here they do not"
"""What forms lose that compare words letter by letter."""

_HYPHEN = re.compile("[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]")


def spellings(accept: Iterable[str]) -> list[str]:
    """List accepted spellings with those that the book takes for the same word.

    Beside each stands the one without accents, and of both the one with a space for a hyphen and
    the one without it. Two that differ by case alone are listed once.
    """
    found: dict[str, str] = {}
    for word in accept:
        for letters in (word, _bare(word)):
            for spelled in (letters, _HYPHEN.sub(" ", letters), _HYPHEN.sub("", letters)):
                tidy = " ".join(spelled.split())
                found.setdefault(tidy.lower(), tidy)
    return [*found.values()]


def _bare(word: str) -> str:
    """Write a word without its accents."""
    apart = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
