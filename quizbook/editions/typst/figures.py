"""Pictures, figures, code and what code printed."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util import logging

from ...languages import _
from . import pictures
from .code import Raw
from .runs import CODE, parted
from .units import joined
from .write import Writer, where, wrap

logger = logging.getLogger(__name__)
_COLUMNS = re.compile(r"\S {2,}\S|^ |\|", re.M)
"""What stands in columns, and so needs letters of one width."""

_LENGTH = re.compile(r"([\d.]+)\s*(px|pt|cm|mm|in|em|%)?$")


class Figures(Writer):
    visit_caption, depart_caption = wrap("", slot="caption")

    def visit_figure(self, node: nodes.figure) -> None:
        caption = next(node.findall(nodes.caption), None)
        short = joined(_first_sentence(caption.astext())) if caption is not None else ""
        self.enter(node, "illustration", number=self.figure_number(node), short=short)

    depart_figure = Writer.leave

    def figure_number(self, node: nodes.Element) -> str:
        """Number figures, tables and listings as the page does: "Fig. 3"."""
        domain = self.builder.env.get_domain("std")
        kind = domain.get_enumerable_node_type(node)
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((numbers[id_] for id_ in node["ids"] if id_ in numbers), None)
        if number is None:
            return ""
        return self.builder.config.numfig_format[kind] % ".".join(map(str, number))

    def visit_image(self, node: nodes.image) -> None:
        alt = " ".join(node.get("alt", "").split())
        origin = where(node, self.builder.env, self.docname)
        if not alt:
            logger.warning("this picture has no alt text: %s", node["uri"], location=origin)
        if node["uri"] not in self.builder.images:
            logger.warning("the PDF cannot show this picture: %s", node["uri"], location=origin)
            raise nodes.SkipNode
        self.shown.setdefault(node["uri"], origin)
        inline = _among_words(node)
        self.put(
            node,
            "picture-inline" if inline else "picture",
            pictures.place(self.builder, node["uri"]),
            alt=alt or _("No description"),
            width=length(node.get("width")),
        )
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Set code, or what code printed, in one colour: on paper it is read, not scanned."""
        text = _ansi(node.astext())
        if "output" not in node["classes"]:
            name = "listing"
        elif _COLUMNS.search(text):
            name = "printed"
        else:
            name, text = "told", joined(text)
        self.put(node, name, parted(text, CODE))
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block


def _first_sentence(words: str) -> str:
    return re.split(r"(?<=[.?!])\s", " ".join(words.split()), maxsplit=1)[0]


def only_picture(node: nodes.Element) -> bool:
    """Tell whether a paragraph is nothing but a picture, which may be a link."""
    if len(node.children) != 1:
        return False
    held = node.children[0]
    linked = isinstance(held, nodes.reference) and only_picture(held)
    return isinstance(held, nodes.image) or linked


def _among_words(image: nodes.image) -> bool:
    """Tell whether a picture, or the link around it, stands within a line."""
    around = image.parent
    while isinstance(around, nodes.reference):
        around = around.parent
    return isinstance(around, nodes.TextElement) and not only_picture(around)


def length(written: str | None) -> Raw | None:
    """Turn a width of the page into one of the paper; a pixel is 1/96 inch."""
    found = _LENGTH.match(written or "")
    if not found:
        return None
    number, unit = float(found[1]), found[2] or "px"
    if unit == "px":
        number, unit = number * 0.75, "pt"
    return Raw(f"{number:g}{unit}")


def _ansi(text: str) -> str:
    """Drop the colour codes that a terminal would have used."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text).rstrip("\n")
