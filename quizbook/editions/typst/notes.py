"""Footnotes, sources and the index: what stands apart from the text and is pointed at."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import _
from sphinx.util import logging

from .code import Call
from .write import Writer, bare, drop, where

logger = logging.getLogger(__name__)


class Notes(Writer):
    visit_label = drop
    visit_citation_reference = depart_citation_reference = bare

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """Write the note where it is first pointed at: typst sets it at the foot of that page."""
        note = self.places.footnotes[self.docname, node["refid"]]
        name = f"note {self.docname}#{note['ids'][0]}"
        if note.get("drawn"):
            self.put(None, "note-again", name)
        else:
            note["drawn"] = True
            self.enter(None, "note", name)
            self._draw(note.children)
            self.leave()
        raise nodes.SkipNode

    def _draw(self, children: list[nodes.Node]) -> None:
        for child in children:
            child.walkabout(self)

    visit_footnote = drop  # it has been drawn at the place that points at it

    def check_footnotes(self) -> None:
        """Say which footnotes were never pointed at, and so never drawn."""
        for (docname, _id), note in self.places.footnotes.items():
            if not note.get("drawn"):
                logger.warning(
                    "nothing points at this footnote, so the PDF leaves it out",
                    location=where(note, self.builder.env, docname),
                )

    def visit_citation(self, node: nodes.citation) -> None:
        """Write one source; its label shows only where the text cites by label."""
        call = self.enter(node, "source")
        call.args, call.label = (call.label or None,), ""
        if getattr(self.builder.config, "bibtex_reference_style", "label") == "label":
            self.enter(None, slot="name")
            self.text(f"[{node[0].astext()}]")
            self.leave()

    depart_citation = Writer.leave

    def write_index(self) -> None:
        """Write the index at the end of the book, if anything is in it."""
        if not self.index.groups:
            return
        self.put(None, "chapter", _("Index"), level=1)
        index = self.enter(None, "register", spread=True)
        for letter, entries in self._with_terms():
            index.add(Call("letter", (letter,)))
            for entry in entries:
                if isinstance(entry, str):
                    main = [self.terms.main(entry)]
                    index.add(Call("listed-term", (entry, f"term {entry}"), {"main": main}))
                    continue
                named = {"main": entry.main, "inner": entry.inner}
                given = {name: thing for name, thing in named.items() if thing}
                index.add(Call("entry", (entry.words, entry.places), given))
        self.leave()

    def _with_terms(self) -> list[tuple[str, list]]:
        """Put the terms that the text names among what Sphinx gathered, by the alphabet."""
        known = {entry.words.lower() for _, entries in self.index.groups for entry in entries}
        groups = {letter: [[e] for e in entries] for letter, entries in self.index.groups}
        blocks: dict[str, list[list]] = {}
        for letter, entries in groups.items():
            for (entry,) in entries:
                if entry.inner and blocks.get(letter):
                    blocks[letter][-1].append(entry)
                else:
                    blocks.setdefault(letter, []).append([entry])
        for term in dict.fromkeys(self.terms.words.values()):
            if self.terms.main(term) and term.lower() not in known:
                blocks.setdefault(term[0].upper(), []).append([term])
        key = lambda block: getattr(block[0], "words", block[0]).lower()  # noqa: E731
        return [
            (letter, [entry for block in sorted(found, key=key) for entry in block])
            for letter, found in sorted(blocks.items())
        ]
