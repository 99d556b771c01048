"""What a reader of paper has to turn a leaf for: what answers a question, the next step of a case.

What a curtain hides stands at the end of its chapter if enough stands between, and later steps of
cases before the answer key: the second steps of all cases together, then the third, so that no two
of one case meet. After them stands what would else lie open beside its question: no page is left
empty for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..languages import _, later
from .nodes import answer_key, curtain, page_of, question, question_group, question_part
from .only import PAGED
from .paper import numbers
from .words import mixed

OVERLEAF = later("Overleaf: what follows an answer")
LAST = later("What follows the last questions of a chapter")
SPREAD = 3000
"""Letters that two pages which lie open together hold at least, with figures and questions."""

PICTURE = 600
"""Letters in whose room a picture stands."""

EXPLAINED = later(
    "Answer a step, look its key up if you like, and only then turn to the next: "
    "the steps stand so that none lies open beside the one before it."
)


class TurnTheLeaf(SphinxPostTransform):
    """Move what follows an answer to where a leaf has to be turned."""

    default_priority = 5  # before the questions are drawn

    def run(self, **kwargs) -> None:
        if self.app.builder.name not in PAGED:
            return
        key = next(self.document.findall(answer_key), None)
        home = _page(key) if key is not None else None
        hung: dict[nodes.Element, list[curtain]] = {}
        for node in list(self.document.findall(curtain)):
            hung.setdefault(_page(node), []).append(node)
        asked = {node["item"]: node["number"] for node in self.document.findall(question)}
        late = []
        for page, curtains in hung.items():
            late += self._overleaf(page, curtains, asked, keep=home is None)
        if home is not None:
            cases = list(self.document.findall(question_group))
            rounds = self._rounds(cases, late, home["docname"])
            if rounds:
                home.parent.insert(home.parent.index(home), rounds)

    def _overleaf(
        self, page: nodes.Element, curtains: list[curtain], asked: dict[str, int], keep: bool
    ) -> list[nodes.Element]:
        """Put what curtains hide at the end of a page; give what would stand there too early."""
        docname = page.get("docname", self.env.docname)
        boxes, signs = [], []
        for place, hidden in enumerate(curtains, 1):
            here, back = f"overleaf-{place}", f"overleaf-{place}-from"
            number = self._number(docname, asked.get(hidden["item"]))
            words = (
                _(
                    "What follows answers question {n}: turn to page {page}.",
                    n=number,
                    page="{page}",
                )
                if number
                else _("What follows answers a question: turn to page {page}.")
            )
            sign = nodes.paragraph("", "", *mixed(words, page=page_of(refuri=f"%{docname}#{here}")))
            sign["classes"] = ["quiz-onward"]
            words = (
                _("After question {n} (page {page})", n=number, page="{page}")
                if number
                else _("After a question (page {page})")
            )
            head = nodes.paragraph("", "", *mixed(words, page=page_of(refuri=f"%{docname}#{back}")))
            head["classes"] = ["quiz-group-title"]
            parts = (_place(here), head, *hidden.children)
            box = nodes.container("", *parts, classes=["quiz-behind"])
            box.source, box.line = hidden.source, hidden.line
            hidden.replace_self([_place(back), sign])
            boxes.append(box)
            signs.append(sign)
        behind, late, between = [], [], 0
        for box, sign in zip(boxes, signs, strict=True):
            if keep or _room_after(page, sign) + between >= SPREAD:
                behind.append(box)
                between += sum(map(_room, box.findall()))
            else:
                late.append(addnodes.start_of_file("", box, docname=docname))
        if behind:
            title = nodes.title("", _(OVERLEAF))
            section = nodes.section("", title, *behind, ids=["overleaf"], classes=["overleaf"])
            next(page.findall(nodes.section)).append(section)
        return late

    def _number(self, docname: str, number: int | None) -> str:
        """Number a question as paper does; empty if the book asks no such question."""
        chapter = numbers(self.env).get(docname)
        paged = number and chapter and self.app.builder.name == "typst"
        return f"{chapter}.{number}" if paged else str(number or "")

    def _rounds(
        self, groups: list[question_group], late: list[nodes.Element], home: str
    ) -> nodes.Element | None:
        """Take the later steps out of all cases and give them, the second ones first."""
        rounds: dict[int, list[nodes.Element]] = {}
        for case in groups:
            for number, step in _later(case):
                rounds.setdefault(number, []).append(step)
        if not rounds and not late:
            return None
        title = nodes.title("", _("How the cases go on") if rounds else _(LAST))
        section = nodes.section("", title, ids=["case-steps"])
        section += [nodes.paragraph("", _(EXPLAINED))] if rounds else late
        for number, steps in sorted(rounds.items()):
            head = nodes.title("", _("Step {n}", n=number))
            section += nodes.section("", head, *steps, ids=[f"case-steps-{number}"])
        if rounds and late:
            section += nodes.section("", nodes.title("", _(LAST)), *late, ids=["after-answers"])
        return addnodes.start_of_file("", section, docname=f"{home}-steps")


def _later(case: question_group) -> Iterator[tuple[int, nodes.Element]]:
    """Take every step but the first out of a case; each names the pages before and after it."""
    steps = [child for child in case.children if "quiz-step" in child.get("classes", ())]
    docname, name = _page(case)["docname"], case["group"]
    for number, (before, step) in enumerate(pairwise(steps), 2):
        case.remove(step)
        here, back = f"step-{name}-{number}", f"step-{name}-{number}-from"
        place = {"n": number, "all": len(steps), "page": "{page}"}
        words = _("Step {n} of {all}: turn to page {page}.", **place)
        onward = nodes.paragraph("", "", *mixed(words, page=page_of(refuri=f"%{docname}#{here}")))
        onward["classes"] = ["quiz-onward"]
        before += [_place(back), onward]
        words = _("Case: {title}, step {n} of {all}", title=case["title"], n=number, all=len(steps))
        head = nodes.strong("", words)
        back_on = mixed(_(" (from page {page})"), page=page_of(refuri=f"%{docname}#{back}"))
        title = nodes.paragraph("", "", head, *back_on)
        title["classes"] = ["quiz-group-title"]
        box = nodes.container("", _place(here), title, step, classes=["quiz-case"])
        box.source, box.line = case.source, case.line
        yield number, addnodes.start_of_file("", box, docname=docname)


def _room_after(page: nodes.Element, sign: nodes.Element) -> int:
    """Measure, in letters, what stands on a page after a sign."""
    counted, begun = 0, False
    for node in page.findall():
        begun = begun or node is sign
        counted += _room(node) if begun else 0
    return counted


def _room(node: nodes.Node) -> int:
    if isinstance(node, nodes.image):
        return PICTURE
    return len(node) if isinstance(node, nodes.Text) and not _in_key(node) else 0


def _in_key(node: nodes.Node) -> bool:
    while (node := node.parent) is not None:
        if isinstance(node, question_part) and node["part"] == "key":
            return True
    return False


def _place(id_: str) -> nodes.target:
    """Make a place to link to: LaTeX labels targets, and not what holds them."""
    return nodes.target("", "", ids=[id_])


def _page(node: nodes.Element) -> nodes.Element:
    """Give the page that a node stands on, in a book that has been joined."""
    while node.parent is not None and not isinstance(node, addnodes.start_of_file):
        node = node.parent
    return node


class DropFoldedCode(SphinxPostTransform):
    """Leave out the code that a page keeps folded."""

    default_priority = 190

    def run(self, **kwargs) -> None:
        if self.app.builder.name not in PAGED:
            return
        for box in list(self.document.findall(nodes.container)):
            if box.get("hide_mode") in ("input", "all", "input+output"):
                for part in list(box.children):
                    if part.get("nb_element") == "cell_code_source":
                        box.remove(part)
