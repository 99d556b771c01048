"""Mathematics as MathML, made when the book is built: no script, no font, no network."""

from __future__ import annotations

from functools import cache
from html import unescape
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element


@cache
def mathml(tex: str, display: bool = False) -> str:
    """Turn TeX into a <math> element.

    Raises ValueError naming the formula that cannot be set.
    """
    try:
        element = convert_to_element(tex, display="block" if display else "inline")
    except Exception as error:  # latex2mathml raises a dozen unrelated kinds
        raise ValueError(f"cannot set the formula {tex!r}: {error}") from error
    # latex2mathml writes characters as entities and, in its own `convert`, unescapes the finished
    # markup, which would let \text{<script>} through. Unescaping text by text keeps text text.
    for part in element.iter():
        part.text = unescape(part.text) if part.text else part.text
        part.attrib = {name: unescape(value) for name, value in part.attrib.items()}
    element.attrib.pop("xmlns", None)  # HTML knows where <math> belongs
    if not display:
        element.attrib.pop("display", None)
    return ElementTree.tostring(element, encoding="unicode")
