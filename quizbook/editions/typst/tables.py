"""Tables: a head that is repeated on every page, cells that span, tables in cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx.util import logging

from . import formulas
from .code import Call, Raw
from .runs import PLACE, parted
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

COLUMN = {"a4": 422, "us-letter": 438, "large-print": 487, "booklet": 314}
TURNED = {"a4": 728, "us-letter": 678, "large-print": 728, "booklet": 481}
"""Points that there are for a table on each sheet: in the column, and on a turned page."""

BOX = 30
"""Points that a box takes from what is in it."""

SIZES = ((4, 9), (12, 8.2))
"""Points of the letters of a table of up to so many columns; one of more has the smallest."""
SMALLEST = 7.5
LARGER = {"large-print": 1.6, "booklet": 0.94}
INSET = 10
"""Points between two columns."""

EM, BROAD = 0.5, 0.68
"""Parts of its size that a letter takes, and a capital or a sign of a formula."""

LINES = 20
"""Lines of a cell that are kept together on one page."""

FEW = 6
"""Lines that a cell may take in columns of equal width: one that needs more gets a wider one."""


class Tables(Writer):
    shares: list[float] | None = None
    """Of the columns of the table that is open, where they are not left to the compiler."""

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
        self._fit(call, _widths(group), boxed, node)

    def _fit(self, call: Call, widths: list[Width], boxed: bool, node: nodes.table) -> None:
        """Turn the page for a table, set it in the smallest letters, or say that it has no room."""
        paper, columns = self.builder.config.quizbook_paper, len(widths)
        least = sum(width.least for width in widths)
        size, larger = _size(columns), LARGER.get(paper, 1)
        room = COLUMN[paper] - BOX * boxed
        if not boxed and (columns > 7 or least * size * larger + columns * INSET > room):
            call.named["turned"] = True
            room = TURNED[paper]
        if (boxed and columns > 7) or least * size * larger + columns * INSET > room:
            call.named["smallest"] = True
            size = SMALLEST
        needed = least * size * larger + columns * INSET
        if needed > room:
            logger.warning(
                "this table is wider than the paper: its %s columns need %.0f points of %s; "
                "show fewer columns, or write it in two",
                columns,
                needed,
                room,
                location=where(node, self.builder.env, self.docname),
            )
        parts = (room - columns * INSET) / (size * larger)
        self.shares = _shares(widths, parts)
        shares = self.shares or [parts / columns] * columns
        if any(w.most / share > LINES for w, share in zip(widths, shares, strict=True)):
            call.named["long"] = True

    depart_table = Writer.leave

    def visit_tgroup(self, node: nodes.tgroup) -> None:
        self.enter(None, "table", spread=True, columns=self._columns(node))

    depart_tgroup = Writer.leave

    def _columns(self, node: nodes.tgroup) -> object:
        shares, self.shares = self.shares, None
        given = "colwidths-given" in node.parent["classes"]
        if not given:
            return [Raw(f"{share:.3g}fr") for share in shares] if shares else int(node["cols"])
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


def _size(columns: int) -> float:
    return next((size for most, size in SIZES if columns <= most), SMALLEST)


@dataclass
class Width:
    """What a column needs, in parts of its letters' size: for its longest word, and its line."""

    least: float = 0
    most: float = 0


def _widths(group: nodes.tgroup) -> list[Width]:
    widths = [Width() for _ in range(int(group["cols"]))]
    hyphenated = len(widths) > 3
    for row in group.findall(nodes.row):
        column = 0
        for entry in row.children:
            span = entry.get("morecols", 0) + 1
            if span == 1 and column < len(widths):
                width = widths[column]
                width.least = max(width.least, _undivided(entry, hyphenated))
                width.most = max(width.most, len(entry.astext()) * EM, width.least)
            column += span
    return widths


def _shares(widths: list[Width], room: float) -> list[float] | None:
    """Share the room out by what columns need, where the compiler's equal shares would not do.

    It gives narrow columns what they need and the others the same: too little where a word is
    longer, or where the cells of one are so full that they stand in a column of two or three words.
    """
    left, wide = room, list(widths)
    while wide:
        share = left / len(wide)
        narrow = [width for width in wide if width.most <= share]
        if not narrow:
            break
        left -= sum(width.most for width in narrow)
        wide = [width for width in wide if width.most > share]
    if not wide:
        return None
    equal = left / len(wide)
    if any(width.least > equal for width in wide):
        return _by_need(widths, room)
    if len(wide) > 1 and any(width.most > FEW * equal for width in wide):
        shared = iter(_by_need(wide, left))
        return [next(shared) if width.most > share else width.most for width in widths]
    return None


def _by_need(widths: list[Width], room: float) -> list[float]:
    spare = max(room - sum(width.least for width in widths), 0)
    more = sum(width.most - width.least for width in widths) or 1
    return [w.least + spare * (w.most - w.least) / more or 0.1 for w in widths]


def _undivided(entry: nodes.entry, hyphenated: bool) -> float:
    """Measure the longest word or formula of a cell."""
    found = [0.0]
    for node in entry.findall(nodes.Text):
        if isinstance(node.parent, nodes.math | nodes.math_block):
            found.append(formulas.widest(node.astext()) * BROAD)
            continue
        for word in re.split(r"[\s/_\-–]+", parted(node.astext()).replace(PLACE, " ")):
            # A word of the language is hyphenated; a number or a name is not.
            shown = word[:9] if hyphenated and word.isalpha() else word
            found.append(sum(BROAD if c.isupper() else EM for c in shown))
    return max(found)
