"""Sounds side by side in a chapter, with what there is to hear folded away; on paper their traces,
and what there is to hear overleaf.

A sub-extension with a directive and a node of its own; nothing else needs to know of it.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ..bank.media import FILE, Use
from ..languages import _
from ..media import Shelf
from ..page.media import draw_listening
from .html import draw_aside, lay_sound
from .media import MediaWriter
from .nodes import curtain
from .paper import visit_nothing
from .renderer import Writer, inline


class listening(nodes.General, nodes.Element):
    """Sounds; attribute `media` names them. Children: their traces, then what there is to hear."""


class Listen(SphinxDirective):
    """Offer these media's sounds side by side."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        book = self.env.app.quizbook
        names = self.arguments[0].split()
        shelf = Shelf(book.root, book.bank)
        write = Writer(self.state._renderer, self.lineno, shelf)
        media = MediaWriter(shelf, inline)
        traces, told = nodes.container(classes=["listening-traces"]), []
        for number, name in enumerate(names, 1):
            use = Use(name, book.bank.media[name], "sound")
            for file in (book.root / FILE, *shelf.made_from(use.medium)):
                self.env.note_dependency(str(file))
            traces += nodes.paragraph("", "", nodes.strong("", _("Sound {n}", n=number)))
            traces += list(media.stem(use))
            words = nodes.paragraph("", "", *write.seen(use))
            told.append(nodes.list_item("", words))
        heard = nodes.enumerated_list("", *told, enumtype="arabic", prefix="", suffix=".")
        return [listening("", traces, heard, media=names)]


class OneEdition(SphinxPostTransform):
    """Keep what the edition draws; on paper a curtain, with a line that says what its list is."""

    default_priority = 4  # before what curtains hide is moved

    def run(self, **kwargs) -> None:
        for node in list(self.document.findall(listening)):
            traces, heard = node.children
            if self.app.builder.format == "html":
                node.remove(traces)
            else:
                lead = nodes.paragraph("", "", nodes.strong("", _("What there is to hear")))
                hidden = curtain("", lead, heard, item="")
                hidden.source, hidden.line = node.source, node.line
                node.replace_self([traces, hidden])


def visit_listening(self, node: listening) -> None:
    """Draw the sounds; the list of what they hold goes into the fold."""
    book = self.builder.app.quizbook
    shelf = Shelf(book.root, book.bank)
    uses = [Use(name, book.bank.media[name], "sound") for name in node["media"]]
    told = draw_aside(self, nodes.Element("", *node.children))
    self.body.append(draw_listening(uses, shelf, lambda made: lay_sound(self.builder, made), told))
    raise nodes.SkipNode


def setup(app):
    app.add_node(listening, html=(visit_listening, None), latex=(visit_nothing, visit_nothing))
    app.add_directive("listen", Listen)
    app.add_post_transform(OneEdition)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
