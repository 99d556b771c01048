"""What a cell shows, in editions that run nothing: told apart before one of its forms is chosen.

A page asks no other host for anything, and paper prints no Python: what has no drawing is refused
with the line of its cell.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from ..page.mention import MIME_TYPE
from .boxes import WIDGET
from .nodes import question

logger = logging.getLogger(__name__)

OURS = "application/vnd.quizbook."
CHART = re.compile(r"vega-?lite|vegaEmbed|vnd\.vega", re.I)
ADDRESS = re.compile(r"<[\w.]+(?: object)? at 0x[0-9a-f]+>|^<[\w.]+ object>$")
MATHEMATICS = re.compile(
    r"\$\$(?P<block>.+?)\$\$|\\\[(?P<bracket>.+?)\\\]"
    r"|(?P<environment>\\begin\{(?P<name>[a-z]+\*?)\}.+?\\end\{(?P=name)\})"
    r"|\$(?P<line>[^$]+)\$|\\\((?P<round>.+?)\\\)",
    re.S,
)
WRAP_CHART = (
    "a chart outside figure(): show it with figure(chart, alt=...), from quizbook import figure; "
    "it would ask another host for its scripts, and paper cannot show it"
)
RUNNING = "a widget needs a running notebook, and no edition has one: show a figure(), or explore()"


class RefuseOutputs(SphinxPostTransform):
    """Take away outputs that no edition can show, and say so at their cells."""

    default_priority = 3  # before MyST-NB chooses the form that an edition shows

    def run(self, **kwargs) -> None:
        for bundle in list(self.document.findall(_is_bundle)):
            for held in bundle.children:
                if held["mime_type"] == WIDGET and next(held.findall(question), None):
                    held["mime_type"] = MIME_TYPE  # a box of questions, in every edition
            reason = fault(bundle)
            if reason:
                logger.warning("%s", reason, location=bundle)
                bundle.parent.remove(bundle)


def fault(bundle: nodes.container) -> str | None:
    """Say why no edition can show an output, given in all its forms; None if one can."""
    forms = {held["mime_type"]: held for held in bundle.children}
    if any(name.startswith(OURS) for name in forms):
        return None
    shown = " ".join(held.astext() for name, held in forms.items() if name == "text/html")
    if any(CHART.search(name) for name in forms) or CHART.search(shown):
        return WRAP_CHART
    if WIDGET in forms and set(forms) <= {WIDGET, "text/plain"}:
        return RUNNING
    words = forms["text/plain"].astext() if set(forms) == {"text/plain"} else ""
    if ADDRESS.search(words):
        return f"the cell shows {words[:60]!r}: end its last line with ; or show what it holds"
    return None


class LatexRenderer:
    """Draws LaTeX that a cell shows: a formula, or words with formulas among them."""

    mime_priority_overrides = []

    @staticmethod
    def handle_mime(renderer, data, inline: bool) -> list[nodes.Element] | None:
        if data.mime_type != "text/latex" or inline:
            return None
        return _mixed(data.string.strip())


def _mixed(latex: str) -> list[nodes.Element]:
    """Write words as paragraphs, and formulas as what they are."""
    drawn: list[nodes.Element] = []
    line: list[nodes.Node] = []

    def end_line() -> None:
        if any(part.astext().strip() for part in line):
            drawn.append(nodes.paragraph("", "", *line))
        line.clear()

    at = 0
    alone = MATHEMATICS.fullmatch(latex)
    for found in [alone] if alone else MATHEMATICS.finditer(latex):
        line.append(nodes.Text(latex[at : found.start()]))
        at = found.end()
        inner = found["line"] or found["round"]
        if inner and not alone:
            line.append(nodes.math(inner, inner))
            continue
        end_line()
        tex = inner or found["block"] or found["bracket"] or found["environment"]
        drawn.append(nodes.math_block(tex, tex, nowrap=False, number=None))
    line.append(nodes.Text(latex[at:]))
    end_line()
    return drawn


def _is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"
