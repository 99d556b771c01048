"""Curtains: what answers a question stands behind one until the question is answered.

A chapter writes `:::{curtain} item-id`, an empty line, the hidden part, an empty line and `:::`.
The part may hold code cells, which no directive can; so both lines become marks before the page is
parsed, and what stands between the marks is put behind the curtain afterwards. In print it stands
overleaf (see `turning`); where there is neither a script nor a leaf to turn, the curtain is open.
"""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from ..bank.chapters import find_curtains
from ..languages import _
from .nodes import curtain, curtain_mark
from .only import PAGED

logger = logging.getLogger(__name__)


def mark_curtains(app, docname: str, source: list[str]) -> None:
    """Put marks where curtains begin and end; every line keeps its number."""
    lines = source[0].split("\n")
    for found in find_curtains(source[0]):
        if found.item and found.last:
            lines[found.first - 1] = f"{{curtain-mark}}`{found.item}`"
            lines[found.last - 1] = "{curtain-mark}`end`"
    source[0] = "\n".join(lines)


def mark(name, rawtext, text, lineno, inliner, options=None, content=None):
    """Read the role that a curtain's line has become."""
    return [curtain_mark(item="" if text == "end" else text)], []


class DrawCurtains(SphinxTransform):
    """Put what stands between two marks behind the curtain."""

    default_priority = 880

    def apply(self, **kwargs) -> None:
        for opening in [m for m in self.document.findall(curtain_mark) if m["item"]]:
            first = opening.parent
            place, siblings = first.parent.index(first), first.parent.children
            ends = [n for n, node in enumerate(siblings) if n > place and _is_end(node)]
            if not ends:
                logger.warning("a heading cuts this curtain in two", location=first)
                first.parent.remove(first)
                continue
            hidden = curtain("", *siblings[place + 1 : ends[0]], item=opening["item"])
            hidden.source, hidden.line = first.source, first.line
            first.parent[place : ends[0] + 1] = [hidden]


def _is_end(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph) and any(
        isinstance(child, curtain_mark) and not child["item"] for child in node.children
    )


class OpenCurtains(SphinxPostTransform):
    """Leave the curtains away where nobody could open them."""

    default_priority = 6

    def run(self, **kwargs) -> None:
        if self.app.builder.format == "html" or self.app.builder.name in PAGED:
            return
        for node in list(self.document.findall(curtain)):
            node.replace_self(node.children)


def visit_curtain(self, node: curtain) -> None:
    """Draw a curtain that a native element opens; the question, or its twin, raises it for good."""
    uses = dict(self.builder.env.get_domain("quiz").in_order())
    numbers = {item: n for n, item in reversed(uses.get(self.builder.current_docname, []))}
    twin = self.builder.app.quizbook.bank.items[node["item"]].twin
    number = numbers.get(node["item"], "")
    drawn = Markup(
        '<details class="curtain" data-for="{item}"><summary>{what} '
        '<span class="curtain-shut">{show}</span><span class="curtain-open">{hide}</span>'
        '</summary></details>\n<div class="curtain-body">\n'
    )
    said = drawn.format(
        item=" ".join(filter(None, (node["item"], twin))),
        what=_("What follows answers question {n}.", n=number),
        show=_("Show it anyway"),
        hide=_("Hide it again"),
    )
    self.body.append(said)


def depart_curtain(self, node: curtain) -> None:
    """End what stands behind the curtain."""
    self.body.append("</div>\n")
