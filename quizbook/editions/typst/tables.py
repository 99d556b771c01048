"""Tables: a head that is repeated on every page, cells that span, tables in cells."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util import logging

from .code import Raw
from .write import Writer, bare, where

logger = logging.getLogger(__name__)
BOXES = (
    nodes.Admonition,
    nodes.container,
    nodes.list_item,
    nodes.definition,
    nodes.field_body,
    nodes.entry,
    nodes.block_quote,
    nodes.sidebar,
    nodes.topic,
    nodes.footnote,
)
"""What a table cannot leave: it stays as wide as they are."""

COLUMN, TURNED = 357, 700
"""Points that there are for a table: in the column, and on a turned page."""

LETTER, INSET = 3.9, 6
"""Points that a letter of the smallest size takes, and the space between two columns."""


class Tables(Writer):
    visit_row = depart_row = bare
    visit_tbody = depart_tbody = bare
    visit_colspec = depart_colspec = bare

    def visit_table(self, node: nodes.table) -> None:
        group = next(child for child in node.children if isinstance(child, nodes.tgroup))
        call = self.enter(node, "tabular", number=self.figure_number(node))
        call.named["columns"] = int(group["cols"])
        if not any(isinstance(child, nodes.thead) for child in group.children):
            call.named["headed"] = False
        boxed = any(isinstance(around, BOXES) for around in _around(node))
        if boxed:
            call.named["boxed"] = True
        room, letters = COLUMN if boxed else TURNED, _letters(group)
        if letters * LETTER + call.named["columns"] * INSET > room:
            logger.warning(
                "this table is wider than the paper: its %s columns need %s letters side by side",
                call.named["columns"],
                letters,
                location=where(node, self.builder.env, self.docname),
            )

    depart_table = Writer.leave

    def visit_tgroup(self, node: nodes.tgroup) -> None:
        self.enter(None, "table", spread=True, columns=self._columns(node))

    depart_tgroup = Writer.leave

    def _columns(self, node: nodes.tgroup) -> object:
        given = "colwidths-given" in node.parent["classes"]
        if not given:
            return int(node["cols"])
        widths = [c["colwidth"] for c in node.children if isinstance(c, nodes.colspec)]
        return [Raw(f"{width:g}fr") for width in widths]

    def visit_thead(self, node: nodes.thead) -> None:
        self.enter(None, "table.header", spread=True, repeat=True)

    depart_thead = Writer.leave

    def visit_entry(self, node: nodes.entry) -> None:
        call = self.enter(node, "table.cell")
        spans = {"colspan": node.get("morecols", 0) + 1, "rowspan": node.get("morerows", 0) + 1}
        call.named = {name: number for name, number in spans.items() if number > 1}
        for side in ("left", "center", "right"):
            if f"text-{side}" in node["classes"]:
                call.named["align"] = Raw(side)

    def depart_entry(self, node: nodes.entry) -> None:
        cell = self.leave(node)
        if not cell.named and not cell.label:
            cell.name = ""


def _around(node: nodes.Node):
    """Yield what holds a table on its page, without what a cell's output adds around it."""
    while (node := node.parent) is not None:
        if "nb_element" not in getattr(node, "attributes", {}):
            yield node


def _letters(group: nodes.tgroup) -> int:
    """Count the letters that cannot be divided: those of the longest word of each column."""
    longest: dict[int, int] = {}
    for row in group.findall(nodes.row):
        column = 0
        for entry in row.children:
            span = entry.get("morecols", 0) + 1
            words = re.split(r"[\s/_.\-–]+", entry.astext())
            # A word of the language is hyphenated; a number or a name is not.
            most = max((len(w) if not w.isalpha() else min(len(w), 9) for w in words), default=0)
            if span == 1:
                longest[column] = max(longest.get(column, 0), most)
            column += span
    return sum(longest.values())
