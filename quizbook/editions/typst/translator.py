"""From document nodes to typst code. What is drawn how stands in the modules mixed in here."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from .blocks import Blocks
from .boxes import Boxes
from .code import Call
from .figures import Figures
from .formulas import Formulas
from .inlines import Inlines
from .links import Links
from .lists import Lists
from .notes import Notes
from .press import PAGES
from .questions import Questions
from .tables import Tables
from .terms import Terms
from .write import where

logger = logging.getLogger(__name__)


class Translator(
    Blocks,
    Inlines,
    Links,
    Notes,
    Lists,
    Tables,
    Figures,
    Formulas,
    Boxes,
    Questions,
    SphinxTranslator,
):
    """Writes one document; `book` is the code it wrote."""

    def __init__(self, document: nodes.document, builder) -> None:
        super().__init__(document, builder)
        self.places = builder.places
        self.index = builder.index
        self.terms = Terms(Path(builder.srcdir) / Path(builder.config.root_doc).parent)
        self.book = Call(body=[])
        self.calls = [self.book]
        self.pages = [builder.config.root_doc]
        self.depth = 0
        self.part = ""
        self.shown: dict[str, str] = {}
        self.spelt: set[tuple[str, str]] = set()

    @property
    def docname(self) -> str:
        """The page that is being written."""
        return self.pages[-1]

    def unknown_visit(self, node: nodes.Node) -> None:
        """Say that a construct has no drawing; its text is printed all the same."""
        logger.warning(
            "the PDF cannot draw a <%s>: its text is printed plainly",
            node.__class__.__name__,
            location=where(node, self.builder.env, self.docname),
            type="typst",
            subtype="unknown",
        )

    def unknown_departure(self, node: nodes.Node) -> None:
        pass

    def visit_document(self, node: nodes.document) -> None:
        pass

    def depart_document(self, node: nodes.document) -> None:
        self.check_footnotes()
        self.write_index()

    def visit_start_of_file(self, node: addnodes.start_of_file) -> None:
        self.pages.append(node["docname"])
        if len(self.calls) == 1:
            # An edit then touches one file, and the compiler can keep what it made of the others.
            self.enter(None, "wide-pages" if _is_wide(node) else "").file = self._file()

    def depart_start_of_file(self, node: addnodes.start_of_file) -> None:
        if self.calls[-1].file == self._file():
            if self.calls[-1].name:
                _put_abreast(self.calls[-1])
            self.leave()
        self.pages.pop()

    def _file(self) -> str:
        return f"{PAGES}/{self.docname}.typ"


WIDE = (nodes.citation, addnodes.glossary)
"""What is looked up rather than read: it stands in columns, across the margin as well."""

FULL = {"chapter", "status", "quick-key"}


def _is_wide(page: addnodes.start_of_file) -> bool:
    return any(
        isinstance(node, WIDE) or "quiz-answer" in node["classes"]
        for node in page.findall(nodes.Element)
    )


def _put_abreast(page: Call) -> None:
    """Set a page in columns, below its title."""
    whole = [p for p in page.body if isinstance(p, Call) and p.name in FULL]
    rest = [piece for piece in page.body if piece not in whole]
    if any(isinstance(p, Call) and p.name == "answer" for p in rest):
        first = next(n for n, p in enumerate(rest) if isinstance(p, Call) and p.name == "section")
        whole += [*rest[:first], Call("quick-key")]
        rest = rest[first:]
    page.body = [*whole, Call("abreast", body=rest)]
