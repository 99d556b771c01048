"""How the HTML edition draws the neutral nodes."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from ..languages import _, later
from ..media import Made, Shelf
from ..page import svg
from ..page.answers import chapter_key
from ..page.html import close_group, open_group, render
from ..page.mathml import inline, mathml
from . import reports
from .elsewhere import elsewhere
from .nodes import answer_key, drawing, question, question_group, sources

logger = logging.getLogger(__name__)
SOUNDS = "_sounds"
FIXED = (
    later("Without scripts it is not drawn which of the two tests comes first: this one does."),
    later("Without scripts it is not drawn which of the two tests comes first: the other does."),
)
"""What the halves of a self-test say where no script runs."""


def visit_question(self, node: question) -> None:
    """Draw a question through the same function that the widget calls."""
    app = self.builder.app
    bank = app.quizbook.bank
    item = bank.items[node["item"]]
    cited = defaultdict(list)
    for source in node.findall(sources):
        cited[source["keys"]].append(_draw_sources(self, source))
    told = (p for p in node.findall(nodes.paragraph) if "quiz-about" in p["classes"])
    about = Markup("".join(draw_aside(self, paragraph) for paragraph in told))
    html = render(
        item,
        cite=lambda keys: cited[",".join(keys)].pop(0),
        uid=node["uid"],
        number=node["number"],
        anchor=next(iter(node["ids"]), None),
        certainty=bank.certainty,
        about=about,
        shelf=Shelf(app.quizbook.root, bank),
        address=partial(lay_sound, self.builder),
        report=reports.address(
            self.config.quizbook_report, self.builder.current_docname, item.id, item.version
        ),
    )
    self.body.append(html + "\n")
    raise nodes.SkipNode


def lay_sound(builder, made: Made) -> str:
    """Lay a sound beside the pages, loaded only when it is played; gives its address.

    An EPUB shows the trace: its readers need not know this kind of sound.
    """
    if builder.name != "html":
        return ""
    file = Path(builder.outdir) / SOUNDS / f"{made.name}.wav"
    if not file.is_file():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made.wav)
    here = Path(builder.get_target_uri(builder.current_docname)).parent
    return "../" * len(here.parts) + f"{SOUNDS}/{file.name}"


def _draw_sources(self, node: sources) -> str:
    """Draw a reason's sources as plain links to the entries of the list.

    The writer would repeat each whole reference in a tooltip, which outweighs all the reasons.
    """
    drawn = []
    for part in (part for citation in node.children for part in citation.children):
        inner = draw_aside(self, part) if part.children else self.encode(part.astext())
        if isinstance(part, nodes.reference):
            inner = f'<a href="{self.encode(part["refuri"])}">{inner}</a>'
        drawn.append(inner)
    return "".join(drawn)


def draw_aside(translator, node: nodes.Element) -> str:
    """Let the translator draw a node's children aside, and give what it wrote."""
    body, translator.body = translator.body, []
    try:
        for child in node.children:
            child.walkabout(translator)
        return "".join(translator.body)
    finally:
        translator.body = body


def visit_group(self, node: question_group) -> None:
    bank, builder = self.builder.app.quizbook.bank, self.builder

    def asked_on(item: str) -> tuple[str, str]:
        for docname, uses in builder.env.get_domain("quiz").in_order():
            if item in (id_ for _, id_ in uses):
                return docname, builder.get_relative_uri(builder.current_docname, docname)
        return "", ""

    self.body.append(open_group(node["kind"], node["group"], node["title"], bank, asked_on))
    for pair in bank.forms() if builder.name == "html" else ():  # no EPUB may hold this element
        for exam, words in zip(pair, FIXED, strict=True):
            if exam.id == node["group"]:
                self.body.append(f"<noscript><p>{_(words)}</p></noscript>\n")


def depart_group(self, node: question_group) -> None:
    self.body.append(close_group(node["kind"]))


def visit_answer_key(self, node: answer_key) -> None:
    """List every question of the book with its answer in a fold; an exam's stay with the exam."""
    bank = self.builder.app.quizbook.bank
    held = {item for exam in bank.exams.values() for item in exam.items}
    for docname, uses in self.builder.env.get_domain("quiz").in_order():
        title = self.builder.env.titles[docname].astext()
        page = self.builder.get_relative_uri(self.builder.current_docname, docname)
        asked = [(number, bank.items[item]) for number, item in uses]
        self.body.append(chapter_key(title, page, asked, held))
    raise nodes.SkipNode


def visit_math(self, node: nodes.math) -> None:
    self.body.append(_mathml(self, node, display=False))
    raise nodes.SkipNode


def visit_math_block(self, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})</span>')
    self.body.append(_mathml(self, node, display=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(self, node: nodes.Element, display: bool) -> str:
    try:
        return mathml(node.astext(), display) if display else inline(node.astext())
    except ValueError as error:
        logger.warning("%s", error, location=node)
        return f"<code>{self.encode(node.astext())}</code>"


class BareQuestions(SphinxPostTransform):
    """Take questions out of the boxes of the cells that name them: the page shows no such cell.

    What a question shows is drawn with it.
    """

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs) -> None:
        for asked in self.document.findall(question):
            for image in list(asked.findall(nodes.image)):
                image.parent.remove(image)
        for shown in list(self.document.findall(_is_question)):
            box = shown
            while "nb_element" in box.parent and len(box.parent) == 1:
                box = box.parent
            if box is not shown:
                box.replace_self(shown)


def _is_question(node: nodes.Node) -> bool:
    return isinstance(node, question | question_group)


class InlineSvg(SphinxPostTransform):
    """Put local SVG images into the page itself: as an <img> they could not follow dark mode."""

    default_priority = 300
    formats = ("html",)

    def run(self, **kwargs) -> None:
        images = list(self.document.findall(nodes.image))
        for number, image in enumerate(images, 1):
            path = Path(self.env.srcdir) / image["uri"].lstrip("/")
            if path.suffix.lower() != ".svg" or not path.is_file():
                continue
            alt = image.get("alt", "")
            if not alt:
                logger.warning("this figure has no alt text", location=image)
            try:
                root, lost = svg.read(path.read_bytes(), path.parent)
            except svg.DrawingError as error:
                logger.warning("the drawing %s %s", path.name, error, location=image)
                continue
            for fault in lost:
                logger.warning("the drawing %s %s", path.name, fault, location=image)
            inlined = svg.fluid(root, alt, f"drawing_{number}", image.get("width"))
            image.replace_self(drawing(svg=inlined, ids=image["ids"]))


def visit_drawing(self, node: drawing) -> None:
    self.body += [f'<span id="{self.encode(id_)}"></span>' for id_ in node["ids"]]
    self.body.append(node["svg"])
    raise nodes.SkipNode


def visit_elsewhere(self, node: elsewhere) -> None:
    """Name what lies on another host, and link there: the page itself asks for nothing."""
    lead = self.encode(_("{kind} on another site:", kind=node["kind"]))
    shown = self.encode(node["title"] or node["address"])
    link = f'<a href="{self.encode(node["address"])}">{shown}</a>'
    self.body.append(f'<p class="elsewhere">{lead} {link}</p>\n')
    raise nodes.SkipNode
