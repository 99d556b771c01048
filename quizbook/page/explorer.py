"""One function: a playable figure in, complete HTML out; the page and the widget both call it.

Without a script the drawing, its readout and the link to the numbers stand there; `figure.js`
adds the playing. Every text is escaped by the template engine.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from ..templates import environment
from .html import HERE


def render(content: dict, svg: str, uid: str, link: str = "") -> str:
    """Render a playable figure as HTML.

    Parameters
    ----------
    content
        Words, controls and payload, as `quizbook.figures.exploration.Exploration.content`.
    svg
        The drawing at the start: trusted markup.
    uid
        Prefix of ids: unique on the page.
    link
        The link to the figure's numbers: trusted markup, or nothing.
    """
    template = _ENVIRONMENT.get_template("explorer.html.jinja")
    # The payload has every < written as \u003c, so no text in it can end the script element.
    payload = Markup(content["payload"])
    return template.render(
        figure={**content, "readout": _keep_units(content["readout"])},
        svg=Markup(svg),
        uid=uid,
        link=Markup(link),
        payload=payload,
    ).rstrip()


def _keep_units(words: str) -> str:
    """Let a number and its unit share a line; figure.js does the same."""
    return re.sub(r"(\d) (?=[^\s\d]{1,3}([\s,.;:)]|$))", "\\1\N{NO-BREAK SPACE}", words)


_ENVIRONMENT = environment(HERE)
