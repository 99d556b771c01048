"""A number and what belongs to it stay on one line."""

from __future__ import annotations

import re
from functools import cache

from ...languages import _, later

GLUE = "\N{NO-BREAK SPACE}"
JOINER = "\N{WORD JOINER}"
UNITS = (
    "%|‰|°C|°|k?Hz|[mµnk]?g|[mµdc]?L|litres?|[mµnc]?mol|m?Osm|mEq|[kMG]?Pa|mmHg|[kMmµ]?V|m?A|kΩ|Ω|N|W"
    "|[kcmµn]?m|s|ms|min|h|hours?|minutes?|seconds?|days?|weeks?|months?|years?|people|times?|U|IU"
    "|kJ|kcal|points?|dB|in 100"
)
_AFTER = re.compile(rf"(?<=\d) +(?=(?:{UNITS})(?![A-Za-z]))")
_AROUND = re.compile(r" ?(?<=\S) ([±=<>≤≥≈×]) (?=\S)")
_SLASH = re.compile(rf"(?<={GLUE})((?:{UNITS}))/(?=[A-Za-z\d])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_DIGIT = re.compile(r"\d")
_BEFORE = re.compile(
    r"\b(p\.|pp\.|pages|Figs?\.|[Ff]igures?|[Tt]ables?|[Qq]uestions|[Cc]hapters?|[Ss]ections?"
    r"|Dr|Mr|Ms|No\.|about|P|F|t|r|n) (?=\d)"
)

_NUMBERED = (later("Question {n}"), later("Step {n}"), later("page {n}"), later("p. {n}"))
"""What the book numbers, in its own language."""


def joined(words: str) -> str:
    """Put spaces that do not break between numbers, their units, and the signs between numbers.

    >>> joined("14 ± 6 Hz in 20 %").replace(GLUE, "~")
    '14~±~6~Hz in 20~%'
    """
    words = _AROUND.sub(rf"{GLUE}\1{GLUE}", words)
    if not _DIGIT.search(words):
        return words
    words = _AFTER.sub(GLUE, words)
    words = _THOUSANDS.sub(GLUE, words)
    words = _BEFORE.sub(rf"\1{GLUE}", words)
    words = _numbered(*map(_, _NUMBERED)).sub(rf"\1{GLUE}", words)
    return _SLASH.sub(rf"\1/{JOINER}", words)


@cache
def _numbered(*messages: str) -> re.Pattern[str]:
    named = "|".join(re.escape(message.partition("{n}")[0].rstrip()) for message in messages)
    return re.compile(rf"\b({named}) (?=\d)", re.I)
