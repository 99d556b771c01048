"""What the signs of a formula's MathML mean, for those who set it and those who say it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ...languages import later
from .symbols import FUNCTIONS

APPLY = "\N{FUNCTION APPLICATION}"
FENCES = set("()[]{}|‖⟨⟩⌊⌋⌈⌉∣∥/\\") | {"\N{INVISIBLE SEPARATOR}", ""}
LARGE = set("∑∏∐∫∬∭∮⋃⋂⨁⨂⨀⋁⋀")
LIMITS = {"lim", "max", "min", "sup", "inf", "lim sup", "lim inf", "argmax", "argmin"}
"""Functions that carry what stands below them."""

BRACES = {"⏟": "underbrace", "⏞": "overbrace"}
OVERLINES = {"\N{COMBINING LOW LINE}", "\N{COMBINING OVERLINE}", "¯", "‾", "_"}
ACCENTS: dict[str, tuple[str, str]] = {
    "¯": ("macron", later("bar")),
    "ˆ": ("hat", later("hat")),
    "^": ("hat", later("hat")),
    "\N{COMBINING CIRCUMFLEX ACCENT}": ("hat", later("hat")),
    "˜": ("tilde", later("tilde")),
    "~": ("tilde", later("tilde")),
    "˙": ("dot", later("dot")),
    "¨": ("dot.double", later("double dot")),
    "⃗": ("arrow", later("vector")),
    "→": ("arrow", later("vector")),
    "←": ("arrow.l", later("left arrow")),
    "˚": ("circle", later("ring")),
    "ˇ": ("caron", later("caron")),
    "˘": ("breve", later("breve")),
    "´": ("acute", later("acute")),
    "`": ("grave", later("grave")),
}
"""Signs above a letter: what typst calls them, and how they are spoken."""

_VARIANTS = re.compile("[\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}]")


def bare(element: Element) -> str:
    """Give the characters of a token, or of a row with one token, without their variants."""
    return _VARIANTS.sub("", "".join(element.itertext())).strip()


def content(element: Element) -> list[Element]:
    """Give the parts of an element, without spaces that have no width."""
    return [part for part in element if part.tag != "mspace" or len(part.attrib)]


def upright(element: Element) -> str | None:
    """Give the words of a part that is set upright, as units and names are; None if it is not.

    A row is one word if all of it is upright: `mmol/L`.
    """
    match element.tag:
        case "mtext":
            return "".join(element.itertext())
        case "mi":
            text = bare(element)
            is_word = len(text) > 1 or element.get("mathvariant") == "normal"
            return text if is_word and text not in FUNCTIONS else None
        case "mrow":
            parts = [upright(part) or _joint(part) for part in content(element)]
            is_word = any(map(upright, content(element))) and None not in parts
            return "".join(parts) if is_word else None
    return None


def _joint(element: Element) -> str | None:
    """Give what may stand between the words of a unit."""
    text = bare(element)
    if element.tag == "mspace":
        return " "
    return text if element.tag in ("mo", "mi") and text in {"/", "·", "⋅", "%", "-", "−"} else None


def is_applied(element: Element | None) -> bool:
    """Tell the unseen sign that applies a function to what follows it."""
    return element is not None and element.tag == "mo" and bare(element) == APPLY


def is_name(element: Element) -> bool:
    """Tell the name of a function, with or without what stands at its corners or below it."""
    if element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return is_name(content(element)[0])
    if element.tag == "mrow" and len(content(element)) == 1:
        return is_name(content(element)[0])
    return element.tag == "mi" and len(bare(element)) > 1


def is_apart(element: Element, base: Element) -> bool:
    """Tell what stands above and below its base by the author's word, not by its nature."""
    over = element.tag in ("munder", "mover", "munderover")
    return over and bare(base) not in LARGE and bare(base) not in FUNCTIONS
