"""What an e-reader keeps behind a link: keys, later steps of a case, what a curtain hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docutils import nodes
from lxml import etree, html
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from ...bank.model import Item
from ...bank.text import plain
from ...languages import _
from ...media import Shelf
from ..media import PLAYED
from ..nodes import (
    answer_box,
    answer_key,
    curtain,
    question,
    question_group,
    question_part,
)
from ..paper import PaperQuestions
from ..turning import OVERLEAF

logger = logging.getLogger(__name__)
BOXES = {"one": "○", "many": "☐", "number": "________", "place": "___"}


class Overleaf(PaperQuestions):
    """Ask in place; move keys to the answer key, and what follows an answer to the page's end."""

    def run(self, **kwargs) -> None:
        if self.app.builder.name != "epub":
            return
        home = next(iter(self.env.get_domain("quiz").data["keys"]), None)
        for place in list(self.document.findall(answer_key)):
            place.replace_self(list(self._answers()))
        seen: set[str] = set()
        numbers: dict[str, int] = {}
        for node in list(self.document.findall(question)):
            asked = node.children[0]
            if node["item"] in seen:
                node["ids"] = []
            seen.add(node["item"])
            numbers.setdefault(node["item"], node["number"])
            self._add_sounds(self._item(node), asked)
            node.replace_self(self._ask(node, asked, home))
        for box in list(self.document.findall(answer_box)):
            box.replace_self(nodes.inline("", BOXES[box["shape"]], classes=["answer-box"]))
        groups = list(self.document.findall(question_group))
        behind = [step for group in groups for step in _later(group)]
        for place, hidden in enumerate(list(self.document.findall(curtain)), 1):
            behind.append(_behind(hidden, place, numbers.get(hidden["item"])))
        for group in groups:
            group.replace_self(nodes.container("", *group.children, classes=["quiz-group"]))
        if behind:
            first = next(self.document.findall(nodes.section))
            title = nodes.title("", _(OVERLEAF))
            first += nodes.section("", title, *behind, ids=["overleaf"], classes=["overleaf"])

    def _add_sounds(self, item: Item, asked: question_part) -> None:
        """Put a player below the drawing of each sound; the drawing says the same to the eye."""
        shelf = Shelf(self.app.quizbook.root, self.app.quizbook.bank)
        drawn = {shelf[use.name].file: use for use in item.uses() if use.form == "sound"}
        for image in list(asked.findall(nodes.image)):
            use = drawn.get(image["uri"].lstrip("/"))
            if use is not None:
                player = self.app.builder.add_sound(shelf[use.name], plain(use.medium.alt))
                image.parent.insert(image.parent.index(image) + 1, player)
        for words in list(asked.findall(nodes.Text)) if drawn else ():
            words.parent.replace(words, nodes.Text(words.removesuffix(_(PLAYED))))

    def uri(self, docname: str, id_: str) -> str:
        """Address a place as seen from the page that is written."""
        builder = self.app.builder
        return f"{builder.get_relative_uri(self.env.docname, docname)}#{id_}"

    def where(self, uri: str) -> list[nodes.Node]:
        """Say nothing: a book that flows has no pages."""
        return []

    def _answers(self) -> Iterator[nodes.section]:
        """Gather the keys of every chapter's questions, each under its chapter's title."""
        domain, answered = self.env.get_domain("quiz"), set()
        for docname, _asked in domain.in_order():
            section = self._chapter(docname)
            for node in list(self.env.get_doctree(docname).findall(question)):
                if node["item"] not in answered:
                    answered.add(node["item"])
                    section += self._answer(node, node.children[1])
            for reference in section.findall(addnodes.pending_xref):
                reference["refdoc"] = self.env.docname
            if len(section) > 1:
                yield section


def _later(case: question_group) -> Iterator[nodes.container]:
    """Take every step but the first out of a case, each behind a link of the one before it."""
    steps = [child for child in case.children if "quiz-step" in child.get("classes", ())]
    for number, (before, step) in enumerate(pairwise(steps), 2):
        case.remove(step)
        here, back = f"step-{case['group']}-{number}", f"step-{case['group']}-{number}-from"
        place = {"n": number, "all": len(steps)}
        words = _("Go on to step {n} of {all}", **place)
        onward = nodes.reference("", words, internal=True, refid=here, ids=[back])
        before += nodes.paragraph("", "", onward, classes=["quiz-tail"])
        head = nodes.strong("", _("{title}: step {n} of {all}", title=case["title"], **place))
        link = nodes.reference("", "", head, internal=True, refid=back)
        step.insert(0, nodes.paragraph("", "", link, classes=["quiz-group-title"]))
        step["ids"], step["classes"] = [here], ["quiz-step", "overleaf"]
        yield step


def _behind(hidden: curtain, place: int, number: int | None) -> nodes.container:
    """Put a link where a curtain hangs; give what it hides, with a link back."""
    here, back = f"curtain-{place}", f"curtain-{place}-from"
    if number:
        told = _("What follows answers question {n}.", n=number)
        head = _("What follows question {n}", n=number)
    else:
        told, head = _("What follows answers a question."), _("What follows a question")
    onward = nodes.reference("", _("Go on when you have answered"), internal=True, refid=here)
    onward["ids"] = [back]
    sign = nodes.paragraph("", "", nodes.Text(f"{told} "), onward, classes=["quiz-tail"])
    link = nodes.reference("", head, internal=True, refid=back)
    head = nodes.paragraph("", "", link, classes=["quiz-group-title"])
    hidden.replace_self(sign)
    return nodes.container("", head, *hidden.children, ids=[here], classes=["overleaf"])


class Unfold(SphinxPostTransform):
    """Leave out the code that the page folds away, and lay tabs under each other."""

    default_priority = 190  # before MyST-NB and sphinx-design fold them
    builders = ("epub",)

    def run(self, **kwargs) -> None:
        for box in list(self.document.findall(nodes.container)):
            if box.get("design_component") in ("tab-set", "tab-item"):
                del box["design_component"]
            if "input" in str(box.get("hide_mode", "")):
                del box["hide_mode"]
                for part in list(box.children):
                    if part.get("nb_element") == "cell_code_source":
                        box.remove(part)


class RawToXhtml(SphinxPostTransform):
    """Write raw HTML of a chapter so that a reader of XML understands it."""

    default_priority = 400
    builders = ("epub",)

    def run(self, **kwargs) -> None:
        for node in list(self.document.findall(nodes.raw)):
            if "html" in node.get("format", "").split():
                node.replace_self(nodes.raw("", close_tags(node.astext()), format="html"))


_LONE = re.compile(r"\s*</?(?P<name>[a-zA-Z][\w-]*)[^<>]*>\s*")


def close_tags(markup: str) -> str:
    """Close what HTML leaves open; half of a pair, which the text around it completes, stays."""
    lone = _LONE.fullmatch(markup)
    if lone and lone["name"].lower() not in html.defs.empty_tags:
        return markup
    parts = html.fragments_fromstring(markup)
    return "".join(
        part if isinstance(part, str) else etree.tostring(part, encoding="unicode")
        for part in parts
    )
