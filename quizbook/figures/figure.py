"""Charts as drawings: SVG in the page at once, with or without a script, and on paper."""

from __future__ import annotations

from functools import cached_property

from ..charts import draw
from .fields import FEWER, data_of, themed

MIME_TYPE = "application/vnd.quizbook.figure+json"
MOST = 2_000_000
"""Characters that a drawing may have: ten thousand marks and more."""


class Figure:
    """An Altair chart with the words that stand for it."""

    def __init__(self, chart, alt: str) -> None:
        if not alt or not alt.strip():
            raise ValueError("a figure needs alt text: say in a sentence what it shows")
        self.alt = " ".join(alt.split())
        self.spec = themed(chart)

    @cached_property
    def svg(self) -> str:
        """The drawing; raises ValueError if it is too heavy for a page."""
        svg = draw(self.spec)
        if len(svg) > MOST:
            size = f"{len(svg) / 1e6:.1f} MB"
            said = f"this drawing has {size}, which every reader of the page would wait for"
            raise ValueError(f"{said}; at most {MOST / 1e6:.0f} MB: {FEWER}")
        return svg

    def __repr__(self) -> str:
        return f"Figure({self.alt})"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            MIME_TYPE: {"alt": self.alt, "svg": self.svg, "data": data_of(self.spec)},
            "image/svg+xml": self.svg,
            "text/plain": repr(self),
        }
