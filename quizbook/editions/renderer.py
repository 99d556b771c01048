"""MyST-NB renderers: an output that names an item, or is a figure, becomes a neutral node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count

from docutils import nodes
from sphinx import addnodes

from ..bank.media import FILE, Use
from ..bank.model import Case, Choice, Exam, Item, Match, Numeric, Order, Reason, Short
from ..bank.text import Text, plain
from ..figures import MIME_TYPE as FIGURE_MIME_TYPE
from ..languages import _
from ..media import Shelf
from ..page.html import about, letter, quantity
from ..page.mention import MIME_TYPE
from . import explorers
from .boxes import WIDGET, mentioned
from .media import MediaWriter
from .nodes import answer_box, question, question_group, question_part, sources


class QuestionRenderer:
    """Draws the item or case that an output names, from the bank as it is at build time.

    A box of ipywidgets that holds nothing else is drawn as its questions, one below the other.
    """

    mime_priority_overrides = [("*", MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline: bool) -> list[nodes.Element] | None:
        if inline or data.mime_type not in (MIME_TYPE, WIDGET):
            return None
        if data.mime_type == MIME_TYPE:
            return [draw(renderer.renderer, data.content["item"], data.line)]
        state = renderer.renderer.nb_client.nb_metadata.get("widgets") or {}
        items = mentioned(state, data.content["model_id"])
        box = nodes.container(classes=["quiz-box"])
        for item in items:
            box += draw(renderer.renderer, item, data.line, box)
        return [box] if items else None


class FigureRenderer:
    """Writes a figure's SVG beside the notebook and gives an ordinary image with alt text.

    A figure that one can play with becomes a node of its own.
    """

    mime_priority_overrides = [("*", FIGURE_MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline: bool) -> list[nodes.Element] | None:
        if inline or data.mime_type != FIGURE_MIME_TYPE:
            return None
        drawn, docname = data.content, renderer.renderer.sphinx_env.docname
        # A page has a folder of its own, and an output its number: no other figure has this name.
        folder = docname.split("/")
        stem = f"{folder[-1]}-{_number(data)}"

        def write(name: str, text: str) -> str:
            return renderer.write_file([*folder, name], text.encode(), overwrite=True)

        if "payload" in drawn:
            place = 1 + sum(1 for _ in renderer.renderer.document.findall(explorers.explorer))
            return [explorers.note(drawn, write, stem, docname, uid=f"{stem}-{place}")]
        uri = write(f"{stem}.svg", drawn["svg"])
        return [nodes.image(uri=uri, alt=drawn["alt"], data=drawn.get("data", ""))]


def _number(data) -> str:
    """Number an output; one that {glue} brings has no cell, so it is known by what it holds."""
    if data.cell_index is None:
        return sha256(repr(data.content).encode()).hexdigest()[:8]
    return f"{data.cell_index}-{data.output_index}"


def draw(
    parser, id_: str, line: int | None, box: nodes.Element | None = None
) -> question | question_group:
    """Draw an item, a case or an exam from the bank, numbered on from the page's last question.

    That may stand in a box which is not in the document yet.
    """
    env = parser.sphinx_env
    root, bank = env.app.quizbook.root, env.app.quizbook.bank
    shown = bank.show(id_)
    for file in (shown.file, "quizzes/book.yml"):
        env.note_dependency(str(root / file))
    shelf = Shelf(root, bank)
    for use in (use for item in bank.asked_by(id_) for use in bank.items[item].uses()):
        for file in (root / FILE, *shelf.made_from(use.medium)):
            env.note_dependency(str(file))
    drawn = [parser.document] if box is None else [parser.document, box]
    number = 1 + sum(1 for place in drawn for _ in place.findall(question))
    write = Writer(parser, line, shelf)
    if isinstance(shown, Item):
        return write.question(shown, number)
    return write.group(shown, bank.items, number)


class Writer:
    """Writes an item as ordinary document nodes."""

    def __init__(self, parser, line: int | None, shelf: Shelf) -> None:
        self.parser, self.line = parser, line
        self.media = MediaWriter(shelf, inline)

    def group(self, group: Case | Exam, items: dict[str, Item], number: int) -> question_group:
        """Write a case or an exam: its title, then its questions, numbered on."""
        kind = type(group).__name__.lower()
        lead, end = _("Case: {title}").split("{title}") if kind == "case" else ("", "")
        title = nodes.strong("", "", *_words(lead), *inline(group.title), *_words(end))
        node = question_group(kind=kind, group=group.id, title=plain(group.title))
        node["after"] = getattr(group, "after", None) or ""
        node += nodes.paragraph("", "", title, classes=["quiz-group-title"])
        numbers = count(number)
        if isinstance(group, Exam):
            node += [self.question(items[id_], next(numbers)) for id_ in group.items]
            return node
        for place, step in enumerate(group.steps):
            box = nodes.container("", nodes.paragraph("", "", *inline(step.text)))
            box["classes"] = ["quiz-step"] if place else ["quiz-step", "quiz-open"]
            box += [self.question(items[id_], next(numbers)) for id_ in step.items]
            node += box
        return node

    def question(self, item: Item, number: int) -> question:
        """Write one occurrence of an item; only the first on a page is a target of links."""
        document, docname = self.parser.document, self.parser.sphinx_env.docname
        node = question(item=item.id, number=number, uid=f"q{number}", docname=docname)
        anchor = f"question-{item.id}"
        node["ids"] = [] if anchor in document.ids else [anchor]
        document.note_explicit_target(node, node)
        node += question_part("", *self.asked(item), part="asked")
        node += question_part("", *self.key(item), part="key")
        return node

    def asked(self, item: Item) -> Iterator[nodes.Element]:
        yield nodes.paragraph("", "", *inline(item.stem), classes=["quiz-stem"])
        for use in item.media:
            yield from self.media.stem(use)
        match item:
            case Choice():
                shape = "one" if item.type == "single" else "many"
                rows = [
                    [answer_box(shape=shape), *_words(" "), *inline(o.text)] for o in item.options
                ]
                yield self.media.beside(_list(rows, "upperalpha"), item.options)
                yield from self.media.below(item)
            case Numeric():
                unit = "" if item.answer.unit == "1" else f" {item.answer.unit}"
                yield nodes.paragraph("", "", answer_box(shape="number"), *_words(unit))
            case Short():
                yield nodes.paragraph("", "", answer_box(shape="number"))
            case Match():
                rows = [
                    [answer_box(shape="place"), *_words(" "), *inline(p.left)] for p in item.pairs
                ]
                yield self.media.beside(_list(rows, "arabic"), item.pairs)
                yield from self.media.below(item)
                yield _list([inline(side) for id_, side in item.offered], "upperalpha")
            case Order():
                rows = [
                    [answer_box(shape="place"), *_words(" "), *inline(s.text)] for s in item.shown
                ]
                yield _list(rows, None)

    def key(self, item: Item) -> Iterator[nodes.Element]:
        point = [*inline(item.point), *_words(" "), self.cited(item.references)]
        yield nodes.paragraph("", "", *point)
        for use in item.media:
            yield nodes.paragraph("", "", *self.seen(use))
        rows = [
            [*_words(lead), *middle, *_words(" "), *self.why(reason)]
            for lead, middle, reason in self._reasons(item)
        ]
        yield _list(rows, "upperalpha" if isinstance(item, Choice) else None)
        chapter = self.parser.sphinx_env.app.quizbook.chapters[item.chapter]
        words = about(item, chapter.objectives[item.objective])
        told = nodes.paragraph("", words, classes=["quiz-about"])
        lead, end = _(" Taught in: {section}.").split("{section}")
        told += [*_words(lead), self.taught(item), *_words(end)]
        yield told

    def taught(self, item: Item) -> nodes.Element:
        """Link to what teaches an item: its label, or the section that it stands in.

        Once the page is read, `taught` finds the paragraph of that section.
        """
        if item.teaches:
            words = nodes.inline("", item.teaches)
            where = {"refdomain": "std", "reftype": "ref", "reftarget": item.teaches}
            docname = self.parser.sphinx_env.docname
            return addnodes.pending_xref(
                "", words, refdoc=docname, refexplicit=False, refwarn=True, **where
            )
        section = [*self.parser.document.findall(nodes.section)][-1]
        title = next(section.findall(nodes.title)).astext()
        return nodes.reference("", title, internal=True, refid=section["ids"][0], taught=True)

    def _reasons(self, item: Item) -> Iterator[tuple[str, list[nodes.Node], Reason]]:
        match item:
            case Choice():
                for option in item.options:
                    right = [nodes.strong("", _("Right."))]
                    yield (
                        "",
                        right if option.correct else [nodes.emphasis("", _("Not right."))],
                        option,
                    )
            case Numeric():
                unit = item.answer.unit
                for reason in item.reasons():
                    yield "", [nodes.strong("", f"{quantity(reason.value, unit)}.")], reason
            case Short():
                for spelled in item.reasons():
                    yield "", [nodes.strong("", f"{', '.join(spelled.accept)}.")], spelled
            case Match():
                letters = {id_: letter(n) for n, (id_, side) in enumerate(item.offered)}
                for number, pair in enumerate(item.pairs, 1):
                    right = nodes.strong(
                        "", "", *_words(f"{letters[pair.id]}. "), *inline(pair.right)
                    )
                    yield f"{number}: ", [right, *_words(".")], pair
            case Order():
                for place, step in enumerate(item.steps, 1):
                    yield (
                        "",
                        [
                            nodes.strong("", f"{place}."),
                            *_words(" "),
                            *inline(step.text),
                            *_words("."),
                        ],
                        step,
                    )

    def why(self, reason: Reason) -> list[nodes.Node]:
        told = [*inline(reason.why), *_words(" "), self.cited(reason.references)]
        use = reason.media
        return [*told, *_words(" "), *self.seen(use)] if use else told

    def seen(self, use: Use) -> list[nodes.Node]:
        """Say what there was to see, and who says so."""
        medium = use.medium
        words = inline(medium.long) or _words(_("The table:"))
        return [*words, *_words(" "), self.cited(medium.references)]

    def cited(self, keys: Sequence[str]) -> sources:
        """Cite through the book's own role, so that the references page knows."""
        joined = ",".join(keys)
        node = sources(keys=joined)
        with self.parser.current_node_context(node):
            self.parser.nested_render_text(f"{{cite}}`{joined}`", self.line or 0, inline=True)
        return node


_RUNS = {
    "plain": nodes.Text,
    "emphasis": lambda words: nodes.emphasis("", words),
    "math": lambda tex: nodes.math(tex, tex),
}


def inline(text: Text) -> list[nodes.Node]:
    """Write a bank text as document nodes."""
    return [_RUNS[run.kind](run.text) for run in text]


def _words(words: str) -> list[nodes.Text]:
    return [nodes.Text(words)] if words else []


def _list(rows: list[list[nodes.Node]], numbering: str | None) -> nodes.Element:
    items = [nodes.list_item("", nodes.paragraph("", "", *row)) for row in rows]
    if numbering is None:
        return nodes.bullet_list("", *items)
    return nodes.enumerated_list("", *items, enumtype=numbering, prefix="", suffix=".")
