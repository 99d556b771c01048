"""Mathematics as MathML, made when the book is built: no script, no font, no network."""

from __future__ import annotations

from functools import cache

from latex2mathml.converter import convert


@cache
def mathml(tex: str, display: bool = False) -> str:
    """Turn TeX into a <math> element.

    Raises ValueError naming the formula that cannot be set.
    """
    try:
        element = convert(tex, display="block" if display else "inline")
    except Exception as error:  # latex2mathml raises a dozen unrelated kinds
        raise ValueError(f"cannot set the formula {tex!r}: {error}") from error
    return element.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "").replace(
        ' display="inline"', ""
    )
