"""Letters without a space that no line can hold: each gets places where it may be broken."""

from __future__ import annotations

import re

PLACE = "\N{ZERO WIDTH SPACE}"
LINE = 40
"""Letters that are sure to stand in a line, in a list within a box too."""
CODE = 60
"""Letters of a listing that are: it is copied, so it is broken as seldom as can be."""

# Scripts up to Hebrew; the later ones break by rules of their own, which the compiler knows.
_RUN = re.compile(rf"(?:(?![-/\xad])[\x21-\u05ff]){{{LINE + 1},}}")
_SIGNS = re.compile(r"(?<=[._?&=,;:~#%+*])(?=.)")
_LETTERS = re.compile(r"(?<=.)(?=[^\u0300-\u036f])")


def parted(words: str, most: int = LINE) -> str:
    """Let a run of letters that is longer than a line break: at its signs, else anywhere.

    >>> parted("short"), parted("x" * 41).count(PLACE)
    ('short', 40)
    """
    return _RUN.sub(lambda run: _part(run) if len(run[0]) > most else run[0], words)


def _part(run: re.Match) -> str:
    loose = run[0].replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(map(_word, loose.split(" ")))


def _word(word: str) -> str:
    pieces = _SIGNS.split(word) if len(word) > LINE else [word]
    return PLACE.join(_LETTERS.sub(PLACE, p) if len(p) > LINE else p for p in pieces)
