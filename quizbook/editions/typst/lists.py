"""Lists of every kind."""

from __future__ import annotations

from docutils import nodes

from .code import Raw
from .questions import marks
from .write import Writer, bare, wrap

NUMBERING = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


class Lists(Writer):
    visit_definition, depart_definition = wrap("")
    visit_field_name, depart_field_name = wrap("")
    visit_field_body, depart_field_body = wrap("")
    visit_option_group, depart_option_group = wrap("")
    visit_description, depart_description = wrap("")
    visit_option = depart_option = depart_option_argument = bare
    visit_option_string = depart_option_string = bare

    def visit_option_argument(self, node: nodes.option_argument) -> None:
        self.text(node.get("delimiter", " "))

    def visit_list_item(self, node: nodes.list_item) -> None:
        """Write an item; a red flag stays on one page, with what to do and its sources."""
        self.enter(node, "whole" if _in_safety(node) else "")

    depart_list_item = Writer.leave

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        if marks(node):
            self._marked(node, marks(node))
        else:
            marker = Raw("none") if "contains-task-list" in node["classes"] else None
            style = {"marker": marker, **_spacing(node)}
            self.enter(node, "list", spread=True, **style)

    depart_bullet_list = Writer.leave

    def _marked(self, node: nodes.Element, shape: str) -> None:
        """Draw a list whose items are marked, lettered or numbered by the reader's pencil."""
        numbering = "1." if node.get("enumtype") == "arabic" else None
        self.enter(node, "choices", spread=True, shape=shape, numbering=numbering)

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        if marks(node):
            self._marked(node, marks(node))
            return
        sign = NUMBERING.get(node.get("enumtype"), "1")
        numbering = f"{node.get('prefix', '')}{sign}{node.get('suffix') or '.'}"
        start = {"start": node["start"]} if node.get("start", 1) != 1 else {}
        style = {"numbering": numbering, **start, **_spacing(node)}
        self.enter(node, "enum", spread=True, **style)

    depart_enumerated_list = Writer.leave

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        self.enter(node, "terms", spread=True)

    depart_definition_list = Writer.leave

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Write terms as one and descriptions as one: typst pairs one with one."""
        heads = [c for c in node.children if isinstance(c, nodes.term | nodes.classifier)]
        self.enter(node, "terms.item", spread=True)
        self._joined(heads, "linebreak")
        self._joined([c for c in node.children if c not in heads], "parbreak")
        self.leave()
        raise nodes.SkipNode

    def _joined(self, parts: list[nodes.Node], between: str) -> None:
        self.enter(None)
        for number, part in enumerate(parts):
            if number and not isinstance(part, nodes.classifier):
                self.put(None, between)
            part.walkabout(self)
        self.leave()

    def visit_term(self, node: nodes.term) -> None:
        label = self.places.label(node, self.docname)
        if label:
            self.put(None, "anchor", label)

    depart_term = bare

    def visit_classifier(self, node: nodes.classifier) -> None:
        self.enter(node, "classifier")

    depart_classifier = Writer.leave

    def visit_field_list(self, node: nodes.field_list) -> None:
        self.enter(node, "terms", spread=True)

    depart_field_list = Writer.leave
    visit_docinfo, depart_docinfo = visit_field_list, Writer.leave
    visit_option_list, depart_option_list = visit_field_list, Writer.leave

    def visit_field(self, node: nodes.field) -> None:
        self.enter(node, "terms.item", spread=True)

    depart_field = Writer.leave
    visit_option_list_item, depart_option_list_item = visit_field, Writer.leave


def _spacing(node: nodes.Element) -> dict[str, Raw]:
    """Set items further apart when one of them holds more than words and a list."""
    lists = (nodes.bullet_list, nodes.enumerated_list)
    held = ([child for child in item.children if not isinstance(child, lists)] for item in node)
    return {} if all(len(blocks) <= 1 for blocks in held) else {"spacing": Raw("1em")}


def _in_safety(node: nodes.Node) -> bool:
    while (node := node.parent) is not None:
        if "safety" in node.get("classes", ()):
            return True
    return False
