"""What every drawing of a signal shares: its letters, its round numbers, and the sheet itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

LETTER = 20
"""Size of letters: 12 px where the drawing is 290 px wide."""


def nice(value: float) -> float:
    """Round down to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(power * max(n for n in (1, 2, 5) if n * power <= value * 1.0001))


def svg(parts: Sequence[str], width: float, height: float) -> str:
    """Wrap parts into a drawing in the page's colour; it is named where it is shown."""
    head = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:g} {h:.5g}" ').format(
        w=width, h=height
    )
    size = f'width="{width:g}" height="{height:.5g}" '
    look = 'fill="none" stroke="currentColor" font-family="sans-serif">'
    return f"{head}{size}{look}{''.join(parts)}</svg>"
