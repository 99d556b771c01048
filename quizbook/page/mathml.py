"""Mathematics as MathML, made when the book is built: no script, no font, no network."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from xml.etree import ElementTree

import math_core

from ..bank.text import TEX_COMMANDS
from .tex import ready

KNOWN = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
    "mtable mtr mtd mstyle mpadded mphantom mmultiscripts mprescripts menclose b i tt".split()
)
"""The elements that every edition can draw; a formula that needs another is refused."""

LONG = 24
"""Characters that a formula may have before it is broken: what a small phone shows in a line."""

BREAKS = frozenset("=+−±×⋅<>≤≥≈≠∼≡∝→⇌⇒,;")
"""Signs after which a line may end."""

BOXED = "border: thin solid; padding: 0.2em 0.3em"


class FormulaError(ValueError):
    """A formula that cannot be set; the message says which part of it."""


@cache
def formula(tex: str, display: bool = False) -> ElementTree.Element:
    """Read TeX as a tree of MathML, which nobody may change.

    Raises FormulaError, naming the formula and the part that cannot be set.
    """
    try:
        # A converter keeps what a formula defines for itself, so every formula has its own.
        convert = math_core.LatexToMathML(fancy_error=False).convert_with_local_state
        written = convert(ready(tex), displaystyle=display)
    except (ValueError, math_core.LatexError) as error:
        reason = str(error).partition(": ")[2] or str(error)
        raise FormulaError(f"{_refused(tex)}: {reason}{_perhaps(reason)}") from None
    root = ElementTree.fromstring(written.replace("&ApplyFunction;", "\N{FUNCTION APPLICATION}"))
    for part in root.iter():
        if part.tag not in KNOWN or part.get("notation", "box") != "box":
            name = part.get("notation", part.tag)
            raise FormulaError(f"{_refused(tex)}: it needs {name!r}")
        if part.tag == "menclose":  # no part of MathML Core
            part.tag, part.attrib = "mrow", {"class": "boxed", "style": BOXED}
    return root


def _refused(tex: str) -> str:
    return f'cannot set the formula "{" ".join(tex.split())}"'


def _perhaps(reason: str) -> str:
    """Say which command may have been meant by one that there is not."""
    unknown = re.match(r'Unknown command "\\(\w+)"', reason)
    near = get_close_matches(unknown[1], TEX_COMMANDS, 1) if unknown else []
    return f' Did you mean "\\{near[0]}"?' if near else ""


@cache
def linear(tex: str) -> str:
    """Write a formula in one line of plain characters: x², 1/2, √(a+b).

    For places that hold no markup, such as the lists of a match question.
    """
    return _linear(formula(tex)).strip()


_UP = dict(zip("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ", strict=True))
_DOWN = dict(zip("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎", strict=True))


def _linear(element: ElementTree.Element) -> str:
    parts = [_linear(child) for child in element]
    match element.tag:
        case "mfrac":
            return "/".join(map(_whole, parts))
        case "msqrt" | "mroot":
            return f"√{_whole(parts[0])}"
        case "msup":
            return parts[0] + _shifted(parts[1], _UP, "^")
        case "msub":
            return parts[0] + _shifted(parts[1], _DOWN, "_")
        case "msubsup":
            return parts[0] + _shifted(parts[1], _DOWN, "_") + _shifted(parts[2], _UP, "^")
        case _:
            return (element.text or "") + "".join(parts)


def _whole(part: str) -> str:
    return part if len(part) == 1 or part.replace(".", "").isdigit() else f"({part})"


def _shifted(part: str, letters: dict[str, str], sign: str) -> str:
    if all(letter in letters for letter in part):
        return "".join(letters[letter] for letter in part)
    return sign + _whole(part)


@cache
def mathml(tex: str, display: bool = False) -> str:
    """Turn TeX into a <math> element; raises FormulaError."""
    return ElementTree.tostring(formula(tex, display), encoding="unicode")


@cache
def inline(tex: str) -> str:
    """Turn TeX into mathematics within a line; a long formula may be broken after its signs.

    Browsers do not break MathML, so each stretch up to a sign is a <math> of its own.
    Raises FormulaError.
    """
    root = formula(tex)
    if len("".join(root.itertext())) <= LONG:
        return mathml(tex)
    stretches = [ElementTree.Element("math")]
    for part in root:
        stretches[-1].append(part)
        if part.tag == "mo" and part.text in BREAKS and len(stretches[-1]) > 1:
            part = stretches[-1][-1] = ElementTree.fromstring(ElementTree.tostring(part))
            part.set("form", "infix")
            stretches.append(ElementTree.Element("math"))
    written = [ElementTree.tostring(one, encoding="unicode") for one in stretches if len(one)]
    return "<wbr/>".join(written)
