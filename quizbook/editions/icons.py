"""Draw the theme's icons into the page.

Its own are a font of 156 kB, which is then not asked for. As masks in a style sheet each would be
a document of its own to the browser, and ten of them took a fifth of a page's time.
"""

from __future__ import annotations

import re

from . import styles

DRAWN = {
    "bars": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "list": '<path d="M2 4h1M6 4h8M2 8h1M6 8h8M2 12h1M6 12h8"/>',
    "magnifying-glass": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 4 4"/>',
    "sun": '<circle cx="8" cy="8" r="3"/><path d="M8 1v2M8 13v2M1 8h2M13 8h2'
    'M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13"/>',
    "moon": '<path d="M13.5 10A6 6 0 1 1 6 2.5 5 5 0 0 0 13.5 10z"/>',
    "circle-half-stroke": '<circle cx="8" cy="8" r="6"/>'
    '<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "expand": '<path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4"/>',
    "arrow-up": '<path d="M8 14V3M3.5 7.5 8 3l4.5 4.5"/>',
    "download": '<path d="M8 2v8M4.5 6.5 8 10l3.5-3.5M2 13.5h12"/>',
    "file": '<path d="M4 1.5h5l3 3v10H4zM9 1.5v3h3"/>',
    "file-pdf": '<path d="M4 1.5h5l3 3v10H4zM9 1.5v3h3M6 8h4M6 11h4"/>',
    "angle-left": '<path d="M10 3 5 8l5 5"/>',
    "angle-right": '<path d="m6 3 5 5-5 5"/>',
    "chevron-down": '<path d="m3 6 5 5 5-5"/>',
    "xmark": '<path d="m3 3 10 10M13 3 3 13"/>',
}
"""What each icon of the theme looks like, on a sheet of 16 by 16."""
_LETTER = re.compile(
    r'<(i|span) class="[^"]*\bfa-(?P<name>'
    + "|".join(sorted(DRAWN, key=len, reverse=True))
    + r')(?![\w-])[^"]*"[^>]*>(?=</\1>)'
)


def draw_icons(app) -> None:
    """Let each page that the theme fills in be drawn with the icons in it."""
    if app.builder.name != "html" or not styles.has_our_theme(app.config):
        return
    render = app.builder.templates.render
    app.builder.templates.render = lambda name, context: draw(render(name, context))


def draw(page: str) -> str:
    """Put a drawing into each element that asks for a letter of the icon font."""
    return _LETTER.sub(_with_drawing, page)


def _with_drawing(letter: re.Match) -> str:
    drawing = DRAWN[letter["name"]]
    return f'{letter[0]}<svg viewBox="0 0 16 16" aria-hidden="true">{drawing}</svg>'
