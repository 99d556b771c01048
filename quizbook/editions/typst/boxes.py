"""Cards, tabs, dropdowns and the cells of notebooks: what opens on a page is open on paper."""

from __future__ import annotations

from docutils import nodes

from .write import Writer

COMPONENTS = {
    "card": "card",
    "card-title": "card-title",
    "card-header": "card-edge",
    "card-footer": "card-edge",
    "dropdown": "disclosure",
    "tab-set": "tabs",
    "tab-item": "tab",
    "grid-row": "grid-of-cards",
}


class Boxes(Writer):
    def visit_container(self, node: nodes.container) -> None:
        for kind in node["classes"]:
            visit = getattr(self, f"visit_{kind.replace('-', '_')}", None)
            if kind.startswith("quiz") and visit:
                visit(node)
                return
        if node.get("literal_block"):
            self.enter(node, "listed", number=self.figure_number(node))
            return
        component = COMPONENTS.get(node.get("design_component", ""), "")
        spread = component == "grid-of-cards"
        self.enter(node, component, spread=spread)

    def depart_container(self, node: nodes.container) -> None:
        self.leave(node)

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:
        self.enter(node)

    depart_PassthroughTextElement = Writer.leave
