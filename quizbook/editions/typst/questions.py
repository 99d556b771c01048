"""Questions on paper: drawn from the ordinary nodes that `PaperQuestions` leaves."""

from __future__ import annotations

import re

from docutils import nodes

from ..nodes import answer_box, page_of
from .units import joined
from .write import Writer

SLOTS = {
    "quiz-head": "head",
    "quiz-hint": "hint",
    "quiz-tail": "tail",
    "quiz-id": "id",
    "quiz-sources": "sources",
    "quiz-about": "about",
    "quiz-case-title": "title",
    "quiz-group-title": "title",
}

_LEAD = re.compile(r"[^:,?]+\??")
"""As much of a chapter's title as a running head has room for."""


class Questions(Writer):
    def visit_quiz(self, node: nodes.container) -> None:
        call = self.enter(node, "question", level=self.depth + 1)
        if _turns(node):
            call.named["onward"] = True

    def visit_quiz_answer(self, node: nodes.container) -> None:
        title = self.builder.env.titles[node["docname"]].astext()
        named = {"number": node["number"], "right": node["right"], "of": _LEAD.match(title)[0]}
        self.enter(node, "answer", level=self.depth + 1, **named)

    def visit_quiz_case(self, node: nodes.container) -> None:
        case = "quiz-case" in node["classes"]
        self.enter(node, "group", name=node.get("name") if case else None)

    visit_quiz_exam = visit_quiz_case

    def visit_quiz_behind(self, node: nodes.container) -> None:
        self.enter(node, "behind")

    def visit_quiz_states(self, node: nodes.container) -> None:
        self.enter(node, "states", spread=True)

    def visit_quiz_state(self, node: nodes.container) -> None:
        self.enter(node, "state", node["title"], joined(node["words"]))

    def visit_quiz_match(self, node: nodes.container) -> None:
        self.enter(node, "sides", spread=True)

    def visit_answer_box(self, node: answer_box) -> None:
        """Draw a place to write; the boxes of a list are its marks, drawn with the list."""
        if node["shape"] == "number":
            self.put(None, "blank-line")
        raise nodes.SkipNode

    def visit_page_of(self, node: page_of) -> None:
        target = self.places.target(node, self.docname)
        if target:
            self.put(None, "page-of", target)
        raise nodes.SkipNode


def _turns(node: nodes.container) -> bool:
    """Tell whether the line that says where to turn to stands right below a question."""
    around = [c for c in node.parent.children if not isinstance(c, nodes.target)]
    after = around[around.index(node) + 1 :]
    return bool(after) and "quiz-onward" in after[0].get("classes", ())


def marks(node: nodes.Element) -> str:
    """Tell the shape of the boxes that stand before the items of a list, if any do."""
    item = next((c for c in node.children if isinstance(c, nodes.list_item)), None)
    first = next(item.findall(answer_box), None) if item is not None else None
    return first["shape"] if first is not None else ""
