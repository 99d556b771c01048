"""Words within a paragraph."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util import logging

from ..nodes import page_of
from .runs import PLACE, parted
from .units import GLUE, joined
from .write import Writer, bare, where, wrap

logger = logging.getLogger(__name__)
STYLES = {
    "sd-badge": "badge",
    "html-strike": "strike",
    "html-underline": "underline",
    "html-highlight": "highlight",
}
"""Classes of inline nodes that have a look of their own."""

_BREAK = re.compile(r"\s*<br\s*/?>\s*")
_WORDS = re.compile(r"<(style|script|svg)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.S | re.I)


class Inlines(Writer):
    visit_emphasis, depart_emphasis = wrap("emph")
    visit_literal_emphasis, depart_literal_emphasis = wrap("emph")
    visit_title_reference, depart_title_reference = wrap("emph")
    visit_literal_strong, depart_literal_strong = wrap("strong")
    visit_subscript, depart_subscript = wrap("sub")
    visit_superscript, depart_superscript = wrap("super")
    depart_abbreviation = bare
    visit_generated = depart_generated = bare
    visit_sources = depart_sources = bare
    visit_acronym = depart_acronym = bare

    def visit_Text(self, node: nodes.Text) -> None:
        words = node.astext()
        if "std-numref" in node.parent.get("classes", ()):
            words = words.replace(" ", GLUE)
        if isinstance(node.next_node(descend=False, siblings=True), page_of):
            words = re.sub(" $", GLUE, words)  # "on page 12"
        self._mark_terms(node)
        if any(call.name == "table.cell" for call in self.calls):
            words = words.replace("_", f"_{PLACE}")  # a narrow column may part a name
        self.text(parted(joined(words)))

    def _mark_terms(self, node: nodes.Text) -> None:
        """Mark what the index lists, in the text alone: not in its key, lists, heads or tables."""
        held = {call.name for call in self.calls}
        prose = {"par", "callout", "list", "enum", "disclosure", "tab"}
        if held & {"answer", "source", "section", "chapter", "wide-pages"} or not held & prose:
            return
        around = _paragraph(node)
        if around is None:
            return
        for term in self.terms.met(node.astext(), around.astext()):
            self.put(None, "mark", term.key)
            if "strong" in held and term.key not in self.terms.bold:
                self.terms.bold[term.key] = f"bold {term.key}"
                self.put(None, "anchor", self.terms.bold[term.key])

    def depart_Text(self, node: nodes.Text) -> None:
        pass

    def visit_strong(self, node: nodes.strong) -> None:
        """A term in bold is where a chapter defines it: the index points there."""
        self.enter(node, "strong")
        entry = self.index.terms.get(node.astext().lower())
        if entry:
            self.put(None, "mark", entry)

    depart_strong = Writer.leave

    def visit_abbreviation(self, node: nodes.Element) -> None:
        """Spell an abbreviation out where the book first uses it."""
        words, full = node.astext(), node.get("explanation", "")
        spelt = full and (words, full) not in self.spelt
        self.spelt.add((words, full))
        self.text(f"{words} ({full})" if spelt else words)
        raise nodes.SkipNode

    def visit_inline(self, node: nodes.inline) -> None:
        drawn = next((STYLES[name] for name in node["classes"] if name in STYLES), "")
        self.enter(node, drawn)

    depart_inline = Writer.leave

    def visit_literal(self, node: nodes.literal) -> None:
        # A cross-reference such as {numref} comes as a literal; it is not code.
        if not {"xref", "std"} <= set(node["classes"]):
            self.put(node, "raw", parted(node.astext()))
            raise nodes.SkipNode

    def depart_literal(self, node: nodes.literal) -> None:
        pass

    def visit_problematic(self, node: nodes.problematic) -> None:
        self.enter(node)

    depart_problematic = Writer.leave

    def visit_raw(self, node: nodes.raw) -> None:
        """Raw text is for one builder alone; say so when a reader of the PDF would miss words."""
        if "html" in node.get("format", "") and _WORDS.sub("", node.astext()).strip():
            logger.warning(
                "raw HTML is not printed in the PDF: %r",
                node.astext()[:60],
                location=where(node, self.builder.env, self.docname),
            )
        if "task-list-item-checkbox" in node.astext():
            self.put(node, "tick", done="checked=" in node.astext())
        elif _BREAK.fullmatch(node.astext()):
            self.put(None, "linebreak")
        raise nodes.SkipNode


def _paragraph(node: nodes.Text) -> nodes.Element | None:
    """Give the block of a text; nothing in a box that repeats what stands whole elsewhere."""
    found, at = None, node
    while (at := at.parent) is not None:
        if found is None and isinstance(at, nodes.TextElement) and not isinstance(at, nodes.Inline):
            found = at
        if "safety" in at.get("classes", ()) and not at.get("whole"):
            return None
    return found
