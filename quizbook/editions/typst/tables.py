"""Tables: a head that is repeated on every page, cells that span, tables in cells."""

from __future__ import annotations

from docutils import nodes

from .code import Raw
from .write import Writer, bare


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
