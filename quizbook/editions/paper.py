"""How every edition without a script draws a question: asked in its place, answered in a key.

The transform below turns the neutral nodes into ordinary ones, so that LaTeX, typst, plain text
and whatever else Sphinx can build need no knowledge of questions.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from lxml import etree
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging

from ..bank.model import Item
from ..page import svg
from ..page.html import GUESS
from ..page.tex import ready
from .elsewhere import elsewhere
from .nodes import answer_box, answer_key, page_of, question, question_group, question_part

logger = logging.getLogger(__name__)
HINTS = {
    "single": "Mark one.",
    "multiple": "Mark all that apply.",
    "numeric": "Write the number.",
    "match": "Write a letter in each box.",
    "order": "Number the boxes.",
}


def is_page(builder) -> bool:
    """Tell whether a builder writes pages in which our scripts run."""
    return builder.format == "html" and builder.name != "epub"


IN_WORDS = "The same asked in words alone"


class PaperQuestions(SphinxPostTransform):
    """Move every key to the answer key, and link the two both ways."""

    default_priority = 6  # after MyST-NB has chosen the output, before references resolve

    def run(self, **kwargs) -> None:
        if self.app.builder.format == "html":
            return  # a page shows its keys itself; for the EPUB see `epub.overleaf`
        questions = list(self.document.findall(question))
        place = next(self.document.findall(answer_key), None)
        if questions and place is None and self.app.builder.name in ("latex", "typst"):
            logger.warning("no page has an {answer-key}: the questions' keys would be lost")
        home = self._docname(place) if place is not None else None
        answered: dict[str, question] = {}
        chapters: dict[str, nodes.section] = {}
        for node in questions:
            asked, key = node.children
            first = answered.setdefault(node["item"], node)
            if first is node and place is not None:
                page = node["docname"]
                chapters.setdefault(page, self._chapter(page)).append(self._answer(node, key))
            node.replace_self(self._ask(node, asked, home))
        for group in list(self.document.findall(question_group)):
            box = nodes.container("", *group.children, classes=[f"quiz-{group['kind']}"])
            box.line = group.line
            group.replace_self(box)
        if place is not None:
            place.replace_self(list(chapters.values()))

    def uri(self, docname: str, id_: str) -> str:
        """Address a place of the book as this edition's writer does."""
        return f"%{docname}#{id_}"

    def where(self, uri: str, lead: str = "") -> list[nodes.Node]:
        """Say on which page a place stands."""
        return [nodes.Text(f"{lead}on page "), page_of(refuri=uri)]

    def _docname(self, node: nodes.Element) -> str:
        while node is not None and "docname" not in getattr(node, "attributes", {}):
            node = node.parent
        return node["docname"] if node is not None else self.env.docname

    def _chapter(self, docname: str) -> nodes.section:
        """Head the answers of one chapter with its title."""
        title = self.env.titles[docname].astext()
        id_ = f"answers-{nodes.make_id(docname)}"
        return nodes.section("", nodes.title("", title), ids=[id_], names=[])

    def _item(self, node: question) -> Item:
        return self.app.quizbook.bank.items[node["item"]]

    def _ask(self, node: question, asked: question_part, home: str | None) -> nodes.Element:
        head = nodes.paragraph("", "", nodes.strong("", f"Question {node['number']}"))
        item = self._item(node)
        words = f"{HINTS[item.type]} {GUESS}" if item.prediction else HINTS[item.type]
        hint = nodes.paragraph("", words, classes=["quiz-hint"])
        head["classes"] = ["quiz-head"]
        here = nodes.target("", "", ids=node["ids"])  # LaTeX labels targets, not containers
        box = nodes.container("", here, head, hint, *asked.children, classes=["quiz"])
        box.line = node.line
        _side_by_side(box)
        if item.twin:
            target = self.uri(node["docname"], f"question-{item.twin}")
            link = nodes.reference("", IN_WORDS, internal=True, refuri=target, bare=True)
            box += nodes.paragraph("", "", link, *self.where(target, " "))
        if home is not None:
            target = self.uri(home, f"key-{node['item']}")
            link = nodes.reference("", "Answer", internal=True, refuri=target, bare=True)
            box += nodes.paragraph("", "", link, *self.where(target, " "), classes=["quiz-tail"])
        return box

    def _answer(self, node: question, key: question_part) -> nodes.Element:
        target = self.uri(node["docname"], node["ids"][0])
        for inner in key.findall(nodes.reference):
            if "refid" in inner:  # the key moves to another page, and what it links to does not
                inner["refuri"] = self.uri(node["docname"], inner.attributes.pop("refid"))
                inner["bare"] = True
        words = nodes.strong("", f"Question {node['number']}")
        link = nodes.reference("", "", words, internal=True, refuri=target, bare=True)
        head = nodes.paragraph("", "", link, classes=["quiz-head"])
        hint = nodes.paragraph("", "", *self.where(target), classes=["quiz-hint"])
        item = self._item(node)
        name = nodes.paragraph("", f"{item.id}, version {item.version}", classes=["quiz-id"])
        here = nodes.target("", "", ids=[f"key-{item.id}"])
        answer = nodes.container("", here, head, hint, *key.children, name)
        answer["classes"] = ["quiz-answer"]
        # Where a fault in it would have to be mended:
        answer["docname"], answer.line = node["docname"], key[0].line
        return answer


def _side_by_side(box: nodes.Element) -> None:
    """Hold the two lists of a matching question together, so that a builder can pair them."""
    lists = [child for child in box.children if isinstance(child, nodes.enumerated_list)]
    if len(lists) == 2:
        at = box.index(lists[0])
        for part in lists:
            box.remove(part)
        box.insert(at, nodes.container("", *lists, classes=["quiz-match"]))


class LatexFormulas(SphinxPostTransform):
    """Write formulas for LaTeX as the other editions read them, without packages of their own."""

    default_priority = 300
    builders = ("latex",)

    def run(self, **kwargs) -> None:
        for node in self.document.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
            if node.get("nowrap"):
                continue
            try:
                written = ready(node.astext())
            except ValueError as error:
                logger.warning("%s", error, location=node)
                continue
            node.children = [nodes.Text(written)]


class SvgToPdf(ImageConverter):
    """LaTeX cannot read SVG; vl-convert can write PDF, without a system library."""

    conversion_rules = [("image/svg+xml", "application/pdf")]

    def is_available(self) -> bool:
        return True

    def convert(self, _from, _to) -> bool:
        import vl_convert

        source = Path(_from)
        try:
            root, _ = svg.read(source.read_bytes().replace(b"currentColor", b"#000"), source.parent)
        except svg.DrawingError as error:
            logger.warning("the drawing %s %s", source.name, error)
            return False
        Path(_to).write_bytes(vl_convert.svg_to_pdf(etree.tostring(root, encoding="unicode")))
        return True


def visit_box_latex(self, node: answer_box) -> None:
    shapes = {
        "one": r"$\bigcirc$",
        "many": r"$\square$",
        "number": r"\underline{\hspace{5em}}",
        "place": r"\underline{\hspace{2em}}",
    }
    self.body.append(shapes[node["shape"]])
    raise nodes.SkipNode


def visit_box_text(self, node: answer_box) -> None:
    self.add_text(
        {"one": "( )", "many": "[ ]", "number": "________", "place": "___"}[node["shape"]]
    )
    raise nodes.SkipNode


def visit_page_latex(self, node: page_of) -> None:
    label = node["refuri"].removeprefix("%").replace("#", ":")
    self.body.append(rf"\pageref{{\detokenize{{{label}}}}}")
    raise nodes.SkipNode


def skip(self, node: nodes.Element) -> None:
    raise nodes.SkipNode


def visit_nothing(self, node: nodes.Element) -> None:
    """Draw only the children."""


def visit_elsewhere(self, node: elsewhere) -> None:
    address = node["address"].replace("\\", "/").replace("%", r"\%").replace("#", r"\#")
    title = f"{self.encode(node['title'])}, " if node["title"] else ""
    self.body.append(f"\n\n{node['kind']}: {title}\\url{{{address}}}\n\n")
    raise nodes.SkipNode
