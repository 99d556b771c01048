"""The playable figure as a live widget: the page's HTML and script around two traits."""

from __future__ import annotations

from itertools import count

import anywidget
import traitlets

from ..page.explorer import render
from ..page.scripts import served
from ..page.svg import inline_svg
from .exploration import Exploration
from .figure import MIME_TYPE
from .vega import bundle

_occurrence = count(1)


class Explorer(anywidget.AnyWidget):
    """A figure whose sliders work, here and in the built page.

    Observe or set `values`, a dictionary of the sliders' values; `readout` is what they amount to
    in words, and `read(...)` says the same of values that are on no slider. `numbers` is the table
    behind the drawing.
    """

    _css = served("figure.css")
    _html = traitlets.Unicode().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)

    def __init__(self, exploration: Exploration, **kwargs) -> None:
        self.exploration = exploration
        uid = f"live{next(_occurrence)}"
        drawing = inline_svg(exploration.drawing().encode(), exploration.alt, uid)
        html = render(exploration.content, drawing, uid)
        super().__init__(_html=html, values=exploration.start, **kwargs)
        self.on_msg(_serve)

    @property
    def _esm(self) -> str:
        return served("figure.js") + "export default quizbookFigures.widget;\n"

    @traitlets.validate("values")
    def _reachable(self, proposal):
        try:
            return self.exploration.complete(proposal["value"])
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None

    @property
    def readout(self) -> str:
        """What the sliders' values amount to."""
        return self.read(**self.values)

    @property
    def numbers(self):
        """The table behind the drawing."""
        return self.exploration.numbers

    def read(self, **values) -> str:
        """Say in words what the given values amount to; those left out are as at the start."""
        return self.exploration.read({**self.exploration.start, **values})

    def __repr__(self) -> str:
        return f"Explorer({self.exploration.alt} At first: {self.exploration.content['readout']})"

    def _repr_mimebundle_(self, **kwargs):
        """Give what books need, the live view, and a drawing and text for other viewers."""
        bundle = super()._repr_mimebundle_(**kwargs)
        view, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        made = self.exploration
        drawn = {"svg": made.drawing(), "csv": made.csv, "drawings": [], **made.content}
        for state in made.states:
            words = made.read(state.values)
            drawn["drawings"].append(
                {
                    "svg": made.drawing(state),
                    "narrow": made.drawing(state, narrow=True),
                    "title": state.title,
                    "words": words,
                    "alt": f"{state.title}: {words}",
                }
            )
        data = {MIME_TYPE: drawn, **(view or {})}
        return {**data, "image/svg+xml": drawn["svg"], "text/plain": repr(self)}, metadata


def _serve(widget: Explorer, content, buffers) -> None:
    """Send Vega to the notebook, which asks for it once."""
    if isinstance(content, dict) and content.get("ask") == "vega":
        widget.send({"vega": bundle()})
