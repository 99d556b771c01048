"""Grade a response: the same rules as `grade` in quizbook/page/quiz.js.

tests/data/grading.json holds the cases that both have to pass. A response is a list of option
ids (single, multiple), a list with the typed text (numeric), a list of the right sides' ids in
the order of the pairs (match), a list with the typed words (short), or a list of step ids in the
learner's order (order).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_POWER = re.compile(r"^(\S+?) ?[×x*·⋅] ?10(?:(?:\^|\*\*) ?([+-]?[0-9]+)|([⁻⁺]?[⁰¹²³⁴-⁹]+))", re.I)
_TIMES = re.compile("times|x|×|-?fold", re.I)
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)", re.I)


def grade(key: Mapping[str, Any], response: Sequence[str]) -> float | None:
    """Give the score, 0 to 1, of a response to `item.key`; None if it cannot be graded.

    single: 1 or 0. multiple: max(0, hits/keys - false alarms/distractors). match and order:
    the share in place. numeric: 1 within the tolerance, in any accepted unit.
    """
    if not response:
        return None
    if key["type"] == "short":
        typed = fold_words(response[0])
        return float(typed in key["right"]) if typed else None
    if key["type"] == "numeric":
        return _grade_number(key, response[0])
    right = key["right"]
    if key["type"] == "single":
        return float(list(response) == right)
    if key["type"] == "multiple":
        hits = len(set(response) & set(right)) / len(right)
        false_alarms = len(set(response) & set(key["wrong"])) / (len(key["wrong"]) or 1)
        return max(0.0, hits - false_alarms)
    if len(response) != len(right):
        return None
    return sum(a == b for a, b in zip(response, right, strict=True)) / len(right)


def read_number(typed: str) -> tuple[float, str] | None:
    """Split "2,4 Hz" into (2.4, "Hz"); None if it is no number or can be read in two ways.

    A power of ten may be written as 1.5e3, 1.5×10^3 or 1.5×10³.
    A comma is a decimal comma, except in "1,250", which some read as 1250 and some as 1.25.
    """
    text = re.sub(r"\s", " ", typed).strip()
    text = re.sub("[\u2212\u2013\u2010]", "-", text)
    text = re.sub(r"^([+-]) ", r"\1", re.sub("^[~≈=] ?", "", text))
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)
    if re.match(r"[+-]?[1-9]\d{0,2},\d{3}(?![\d.,])", text):
        return None
    if re.match(r"[+-]?\d{1,3}(,\d{3})+\.\d", text):
        text = text.replace(",", "")
    elif re.match(r"[+-]?\d{1,3}(\.\d{3})+,\d", text):
        text = text.replace(".", "")
    text = re.sub(r"^([+-]?\d*),(?=\d)", r"\1.", text)
    text = _POWER.sub(lambda found: f"{found[1]}e{found[2] or _lowered(found[3])}", text)
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    number = float(found[1])
    return (number, found[2].strip()) if math.isfinite(number) else None


def find_factor(units: Mapping[str, float], typed: str) -> float | None:
    """Find the factor of a typed unit: as written, else whatever its case; none means the first."""
    if not typed:
        return 1.0
    folded = [(_fold(unit), factor) for unit, factor in units.items()]
    wanted = _fold(typed)
    exact = [factor for unit, factor in folded if unit == wanted]
    loose = [factor for unit, factor in folded if unit.lower() == wanted.lower()]
    if exact or len(loose) == 1:
        return (exact or loose)[0]
    return units.get("1") if _TIMES.fullmatch(wanted) else None


def fold_words(typed: str) -> str:
    """Give typed words without capitals, accents, punctuation and spaces: "Él-Niño " is elnino.

    Accents count in no script; where letters differ by more than an accent, both are kept.
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", typed).casefold())
    return "".join(c for c in bare if unicodedata.category(c)[0] in "LN" or c in "+#%")


def _lowered(exponent: str) -> str:
    return unicodedata.normalize("NFKC", exponent).replace("\u2212", "-")


def _fold(unit: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", unit))


def _grade_number(key: Mapping[str, Any], typed: str) -> float | None:
    number = read_number(typed)
    factor = find_factor(key["units"], number[1]) if number else None
    if factor is None:
        return None
    distance = abs(number[0] * factor - key["value"])
    # Floating point must not fail a learner on the edge: 0.1 + 0.2 against 0.3 within 0.
    return float(distance <= key["tolerance"] + 1e-9 * max(1, abs(key["value"])))
