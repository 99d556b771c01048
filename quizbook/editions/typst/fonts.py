"""Which fonts the compiler may use: its own, and for what they lack those of a book or machine.

A book that needs no more than the compiler's own fonts is the same on every machine, so others are
looked for only when a letter is missing, or when the book names them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

FOLDER = "fonts"
"""Beside the chapters: font files that a book brings along."""

SUGGESTED = (
    (("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC"), "Noto Sans CJK", "fonts-noto-cjk"),
    (("ARABIC",), "Noto Naskh Arabic", "fonts-noto-core"),
    (("HEBREW",), "Noto Sans Hebrew", "fonts-noto-core"),
    (("DEVANAGARI",), "Noto Sans Devanagari", "fonts-noto-core"),
)
"""How the names of letters begin, a font that has them, and its package in Debian and Ubuntu."""

ELSE = ("Noto Sans Symbols 2", "fonts-noto-core")
EMOJI = ("Noto Color Emoji", "fonts-noto-color-emoji")


@dataclass(frozen=True)
class Fonts:
    """Where the compiler looks for fonts, beside its own."""

    folder: Path | None = None
    system: bool = False

    @classmethod
    def of(cls, root: Path, named: Iterable[str] = ()) -> Fonts:
        """Take the fonts of a book's folder; the machine's too, where the book names some."""
        folder = root / FOLDER
        return cls(folder if folder.is_dir() else None, bool(named))

    def options(self) -> dict:
        """Give the arguments by which the compiler is told."""
        return {
            "ignore_system_fonts": not self.system,
            "font_paths": [str(self.folder)] if self.folder else [],
        }

    def missing(self, named: Iterable[str]) -> list[str]:
        """List the families that are neither here nor on this machine."""
        there = {name.lower() for name in _families(self.folder)}
        return [name for name in named if name.lower() not in there]


@lru_cache(maxsize=4)
def _families(folder: Path | None) -> tuple[str, ...]:
    return tuple(typst.Fonts(font_paths=[str(folder)] if folder else []).families())


def advice(letter: str) -> str:
    """Say which font would have a letter, and where to put it."""
    name = unicodedata.name(letter, "")
    begins = [(font, package) for starts, font, package in SUGGESTED if name.startswith(starts)]
    beyond = ord(letter) >= 0x1F000
    font, package = begins[0] if begins else EMOJI if beyond else ELSE
    return (
        f"no font here has {letter!r} (U+{ord(letter):04X}, {name.lower() or 'unnamed'}): install "
        f"one that has it, such as {font} (Debian and Ubuntu: {package}), or put its file into "
        f"{FOLDER}/"
    )
