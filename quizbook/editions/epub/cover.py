"""The cover: the book's title, set large."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import vl_convert

from ...templates import environment

NAME, PAGE = "_images/cover.png", "cover.xhtml"
WIDTH, HEIGHT, LINE = 1200, 1600, 14
"""Size in pixels, and how many letters of the title a line holds at the most, if words allow."""
LARGEST, MEASURE, LETTER = 132, 1020, 0.6
"""Type size and width of the title in pixels, and the width of a letter in ems, rounded up."""
_TEMPLATES = environment(Path(__file__).parent / "package", trim=False)


def draw(title: str, author: str) -> bytes:
    """Draw the cover as PNG."""
    lines = wrap(title, LINE, break_long_words=False)
    size = min(LARGEST, MEASURE / (LETTER * max(map(len, lines))))
    template = _TEMPLATES.get_template("cover.svg.jinja")
    svg = template.render(lines=lines, size=size, author=author, width=WIDTH, height=HEIGHT)
    return vl_convert.svg_to_png(svg)


def page(title: str, language: str) -> str:
    """Write the page that shows it."""
    template = _TEMPLATES.get_template("cover.xhtml.jinja")
    return template.render(title=title, language=language, image=NAME)
