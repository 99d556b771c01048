"""Which characters a question may hold: those that every edition can show.

The PDF's text face (Libertinus Serif) covers the ranges below; tests/bank/test_characters.py
sets each of them with the real fonts. PDF/UA forbids a character without a glyph, and typst
then stops without saying where, so the bank says it first.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

# fmt: off
COVERED: tuple[tuple[int, int], ...] = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2E4), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x3CE), (0x3D0, 0x3E1), (0x3F0, 0x3F6), (0x1E00, 0x1EFF), (0x2000, 0x200A),
    (0x2010, 0x2027), (0x202F, 0x2037), (0x2039, 0x203E), (0x2044, 0x2044), (0x2070, 0x2071),
    (0x2074, 0x208E), (0x2090, 0x209C), (0x20AC, 0x20AC), (0x2103, 0x2103), (0x2116, 0x2116),
    (0x2122, 0x2122), (0x2126, 0x2126), (0x212B, 0x212B), (0x2153, 0x2184), (0x2190, 0x219B),
    (0x2200, 0x220D), (0x220F, 0x222E), (0x223C, 0x223C), (0x2245, 0x2245), (0x2247, 0x2249),
    (0x2260, 0x2262), (0x2264, 0x2265), (0x226A, 0x226B), (0x2282, 0x2285), (0x2295, 0x2298),
    (0x22C5, 0x22C5), (0x25A0, 0x25A1), (0x25CB, 0x25CB), (0x25CF, 0x25CF), (0x2714, 0x2714),
    (0x2718, 0x2718),
)
# fmt: on
"""Inclusive ranges of code points, ascending."""

_FINE = re.compile(f"[{''.join(f'{chr(a)}-{chr(b)}' for a, b in COVERED)}\\n\\t]*")
_STARTS = [first for first, _ in COVERED]
LACKED = "which the PDF's own fonts lack; name one that has it as quizbook_fonts in _config.yml"
"""Said of a letter that only a book with fonts of its own may hold: the PDF's builder looks."""

_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffd]")
"""What no text holds on purpose."""

_INVISIBLE = {
    "Cc": "a control character",
    "Cf": "an invisible formatting character",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
    "Cs": "half of a character",
    "Co": "a private-use character",
}


def fault(character: str) -> str | None:
    """Say what is wrong with a character, or None. Line breaks fold into spaces and are fine."""
    if character in "\n\t":
        return None
    code = ord(character)
    kind = _INVISIBLE.get(unicodedata.category(character))
    if kind:
        return f"holds {kind} (U+{code:04X}); delete it"
    place = bisect_right(_STARTS, code) - 1
    if place < 0 or code > COVERED[place][1]:
        name = unicodedata.name(character, "unnamed")
        return f'holds "{character}" (U+{code:04X}, {name.lower()}), {LACKED}'
    return None


def broken(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and fault of each character of a file that was no letter, or is none any more."""
    for found in _BROKEN.finditer(text):
        line, code = text.count("\n", 0, found.start()) + 1, ord(found[0])
        match found[0]:
            case "\ufffd":
                yield line, "a letter was lost here (U+FFFD); write it again"
            case "\ufeff":
                yield line, "holds an invisible mark (U+FEFF) that stands before a text; delete it"
            case _:
                before = re.split(r"[\n\"']", text[: found.start()])[-1][-20:].strip()
                after = f' after "{before}"' if before.isprintable() and before else ""
                yield line, f"holds a control character (U+{code:04X}){after}; delete it"


def faults(text: str) -> list[str]:
    """List the faults of a text, each once, in order; the first letter stands for its script."""
    if _FINE.fullmatch(text):
        return []
    found = list(dict.fromkeys(f for f in map(fault, text) if f))
    lacked = [said for said in found if said.endswith(LACKED)]
    if len(lacked) < 2:
        return found
    more = f" and {len(lacked) - 1} other letter{'s' * (len(lacked) > 2)}, {LACKED}"
    folded = lacked[0].removesuffix(f", {LACKED}") + more
    return [folded if said == lacked[0] else said for said in found if said not in lacked[1:]]
