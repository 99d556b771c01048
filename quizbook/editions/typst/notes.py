"""Footnotes, sources and the index: what stands apart from the text and is pointed at."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.locale import _
from sphinx.util import logging

from .code import Call
from .index import Entry
from .terms import Term, folded
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
        letters: dict[str, list[tuple[str, list[Call]]]] = {}
        for name, calls in self._entries():
            letters.setdefault(name[0].upper(), []).append((folded(name), calls))
        for letter, entries in sorted(letters.items()):
            index.add(Call("letter", (letter,)))
            for _name, calls in sorted(entries, key=lambda entry: entry[0]):
                for call in calls:
                    index.add(call)
        self.leave()

    def _entries(self) -> Iterator[tuple[str, list[Call]]]:
        """Yield each entry with those below it: what Sphinx gathered, and what the text names."""
        gathered: list[list[Entry]] = []
        for entry in (entry for _letter, entries in self.index.groups for entry in entries):
            if entry.inner and gathered:
                gathered[-1].append(entry)
            else:
                gathered.append([entry])
        known = set()
        for first, *inner in gathered:
            term = self.terms.named(first.words)
            known.add(term.name if term else first.words)
            calls = self._listed(term, first) if term else [_entry(first)]
            yield first.words, [*calls, *map(_entry, inner)]
        for term in self.terms.all:
            if term.name not in known and (calls := self._listed(term)):
                yield term.name, calls
            if any(low.key in self.terms.met_at_all for low in (term, *term.below)):
                for word in term.others():
                    if word not in known:
                        yield word, [Call("elsewhere-listed", (word, term.name))]

    def _listed(self, term: Term, entry: Entry | None = None) -> list[Call]:
        """Write a term, merged with what Sphinx gathered of it, and the entries below it."""
        calls = []
        for one in (term, *term.below):
            gathered = entry if one is term else None
            main = [*(gathered.main if gathered else ()), self.terms.bold.get(one.key, "")]
            named = {
                "keys": [one.key] if one.key in self.terms.met_at_all else [],
                "places": gathered.places if gathered else [],
                "main": list(filter(None, main)),
                "inner": one is not term,
            }
            given = {name: thing for name, thing in named.items() if thing}
            calls.append(Call("entry", (gathered.words if gathered else one.name,), given))
        found = [call for call in calls if {"keys", "places"} & set(call.named)]
        return [calls[0], *(call for call in found if call is not calls[0])] if found else []


def _entry(entry: Entry) -> Call:
    named = {"places": entry.places, "main": entry.main, "inner": entry.inner}
    named["keys"] = entry.places[:1]
    return Call("entry", (entry.words,), {name: thing for name, thing in named.items() if thing})
