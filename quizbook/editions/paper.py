"""How every edition without a script draws a question: asked in its place, answered in a key.

The transform below turns the neutral nodes into ordinary ones, so that LaTeX, typst, plain text
and whatever else Sphinx can build need no knowledge of questions.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from lxml import etree
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging

from ..bank.model import Choice, Item, Match, Numeric, Order, Short
from ..languages import _, later
from ..page import svg
from ..page.html import GUESS, LEVELS, letter, quantity
from ..page.tex import ready
from .elsewhere import elsewhere
from .nodes import (
    answer_box,
    answer_key,
    page_of,
    question,
    question_group,
    question_part,
    sources,
)
from .words import mixed

logger = logging.getLogger(__name__)
HINTS = {
    "single": later("Mark one."),
    "multiple": later("Mark all that apply."),
    "numeric": later("Write the number."),
    "short": later("Write the word or words."),
    "match": later("Write a letter in each box."),
    "order": later("Number the boxes."),
}


def is_page(builder) -> bool:
    """Tell whether a builder writes pages in which our scripts run."""
    return builder.format == "html" and builder.name != "epub"


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
        chapters: dict[str, list[question]] = {}
        for node in questions:
            asked, _ = node.children
            first = answered.setdefault(node["item"], node)
            if first is node and place is not None:
                chapters.setdefault(node["docname"], []).append(node)
            node.replace_self(self._ask(node, asked, home))
        for group in list(self.document.findall(question_group)):
            box = nodes.container("", *group.children, classes=[f"quiz-{group['kind']}"])
            box.line, box["ids"], box["name"] = group.line, group["ids"], group["title"]
            group.replace_self(box)
        if place is not None:
            place.replace_self([self._keys(*chapter) for chapter in chapters.items()])

    def _keys(self, docname: str, asked: list[question]) -> nodes.section:
        """Gather the keys of a chapter's questions, in the order of their numbers."""
        section = self._chapter(docname)
        ordered = sorted(asked, key=lambda node: node["number"])
        section += [self._answer(node, node.children[1]) for node in ordered]
        return section

    def number(self, node: question) -> str:
        """Number a question: where there are pages, by its chapter and within it."""
        chapter = numbers(self.env).get(node["docname"]) if self._numbered() else None
        return f"{chapter}.{node['number']}" if chapter else str(node["number"])

    def _numbered(self) -> bool:
        return self.app.builder.name == "typst"

    def uri(self, docname: str, id_: str) -> str:
        """Address a place of the book as this edition's writer does."""
        return f"%{docname}#{id_}"

    def where(self, uri: str) -> list[nodes.Node]:
        """Say on which page a place stands."""
        return [*mixed(_("on page {page}"), page=page_of(refuri=uri))]

    def _linked(self, words: str, uri: str, **named) -> nodes.paragraph:
        """Write a link, and on which page the place stands to which it leads."""
        link = nodes.reference("", words, internal=True, refuri=uri, bare=True)
        where = self.where(uri)
        return nodes.paragraph("", "", link, *([nodes.Text(" "), *where] if where else []), **named)

    def _docname(self, node: nodes.Element) -> str:
        while node is not None and "docname" not in getattr(node, "attributes", {}):
            node = node.parent
        return node["docname"] if node is not None else self.env.docname

    def _chapter(self, docname: str) -> nodes.section:
        """Head the answers of one chapter with its title."""
        title = self.env.titles[docname].astext()
        if self._numbered():
            title = f"{numbers(self.env)[docname]} {title}"
        id_ = f"answers-{nodes.make_id(docname)}"
        return nodes.section("", nodes.title("", title), ids=[id_], names=[])

    def _item(self, node: question) -> Item:
        return self.app.quizbook.bank.items[node["item"]]

    def _ask(self, node: question, asked: question_part, home: str | None) -> nodes.Element:
        head = nodes.paragraph("", "", nodes.strong("", _("Question {n}", n=self.number(node))))
        item = self._item(node)
        words = " ".join(map(_, (HINTS[item.type], *([GUESS] if item.prediction else []))))
        hint = nodes.paragraph("", words, classes=["quiz-hint"])
        head["classes"] = ["quiz-head"]
        here = nodes.target("", "", ids=node["ids"])  # LaTeX labels targets, not containers
        box = nodes.container("", here, head, hint, *asked.children, classes=["quiz"])
        box.line = node.line
        _side_by_side(box)
        if item.twin:
            target = self.uri(node["docname"], f"question-{item.twin}")
            box += self._linked(_("The same asked in words alone"), target)
        if home is not None:
            target = self.uri(home, f"key-{node['item']}")
            box += self._linked(_("Answer"), target, classes=["quiz-tail"])
        return box

    def _answer(self, node: question, key: question_part) -> nodes.Element:
        target = self.uri(node["docname"], node["ids"][0])
        for inner in key.findall(nodes.reference):
            if "refid" in inner:  # the key moves to another page, and what it links to does not
                inner["refuri"] = self.uri(node["docname"], inner.attributes.pop("refid"))
                inner["bare"] = True
        item = self._item(node)
        if self._numbered():
            words = nodes.strong("", self.number(node))
            self._shorten(item, key)
        else:
            words = nodes.strong("", _("Question {n}", n=self.number(node)))
        link = nodes.reference("", "", words, internal=True, refuri=target, bare=True)
        head = nodes.paragraph("", "", link, classes=["quiz-head"])
        hint = nodes.paragraph("", "", *self.where(target), classes=["quiz-hint"])
        name = nodes.paragraph("", _named(item), classes=["quiz-id"])
        here = nodes.target("", "", ids=[f"key-{item.id}"])
        answer = nodes.container("", here, head, hint, *key.children, name)
        answer["classes"] = ["quiz-answer"]
        answer["number"], answer["right"] = self.number(node), right_answer(item)
        # Where a fault in it would have to be mended:
        answer["docname"], answer.line = node["docname"], key[0].line
        return answer

    def _shorten(self, item: Item, key: question_part) -> None:
        """Say once what a column of paper need not say at every option."""
        if isinstance(item, Choice):
            for reason in list(key.findall(nodes.list_item)):
                first = reason[0][0]
                if isinstance(first, nodes.emphasis):  # "Not right.": the head names what is
                    reason[0].remove(first)
                    lead = reason[0][0]
                    reason[0].replace(lead, nodes.Text(lead.astext().lstrip()))
        for told in [p for p in key.findall(nodes.paragraph) if "quiz-about" in p["classes"]]:
            told_in = _(
                "Objective {n}, {level}. Taught in: ",
                n=int(item.objective.rpartition(".")[2]),
                level=_(LEVELS[item.level]),
            )
            told.replace(told[0], nodes.Text(told_in))
            told.remove(told[1])
        self._cite_once(key)

    def _cite_once(self, key: question_part) -> None:
        """Gather the sources of all reasons at the end; a small number says which are whose."""
        cited = list(key.findall(sources))
        known = list(dict.fromkeys(k for node in cited for k in node["keys"].split(",")))
        links = {}
        for node in cited:
            for link in node.findall(addnodes.pending_xref):
                links.setdefault(link["reftarget"], link)
        if not known or not links:
            return
        model = next(iter(links.values()))
        for node in cited:
            places = sorted(known.index(k) + 1 for k in node["keys"].split(","))
            place = node.parent.index(node) - 1
            if isinstance(node.parent[place], nodes.Text):
                node.parent[place] = nodes.Text(node.parent[place].astext().rstrip())
            marks = nodes.superscript("", ",".join(map(str, places)))
            before = "".join(child.astext() for child in node.parent.children[: place + 1])
            if len(known) == 1 and before.endswith(":"):
                _forget_lead(node)  # it named what the source is of, which the end says of all
                continue
            node.replace_self([marks] if len(known) > 1 else [])
        listed = nodes.paragraph("", "", classes=["quiz-sources"])
        for place, one in enumerate(known, 1):
            if len(known) > 1:
                listed += [nodes.superscript("", str(place)), nodes.Text("\N{NO-BREAK SPACE}")]
            link = model.deepcopy()
            link["reftarget"] = one
            listed += [link, nodes.Text(" ")]
        key.insert(len(key.children), listed)


def _forget_lead(node: sources) -> None:
    """Remove a source with the words before it, and the paragraph if no more is left of it."""
    paragraph = node.parent
    del paragraph[paragraph.index(node) - 2 : paragraph.index(node) + 1]
    if not paragraph.astext().strip():
        paragraph.parent.remove(paragraph)


def _named(item: Item) -> str:
    """Name an item for whoever would mend it."""
    return _("{id}, version {n}", id=item.id, n=item.version)


def numbers(env) -> dict[str, int]:
    """Number the chapters that ask something, in reading order; a book may have none."""
    domain = env.domains.get("quiz")
    found = domain.in_order() if domain else ()
    return {docname: place for place, (docname, _) in enumerate(found, 1)}


def right_answer(item: Item) -> str:
    """Give what is right in a few signs, as one would tick or write it."""
    match item:
        case Choice():
            return ", ".join(letter(n) for n, o in enumerate(item.options) if o.correct)
        case Numeric():
            return quantity(item.answer.value, item.answer.unit)
        case Short():
            return item.words.accept[0]
        case Match():
            letters = {id_: letter(n) for n, (id_, _) in enumerate(item.offered)}
            return " ".join(f"{n}{letters[pair.id]}" for n, pair in enumerate(item.pairs, 1))
        case Order():
            places = [item.steps.index(step) + 1 for step in item.shown]
            return " ".join(f"{chr(97 + n)}{place}" for n, place in enumerate(places))
    raise TypeError(item)


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
