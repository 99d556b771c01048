"""Where a question is taught: the paragraph of its section that cites most of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from .nodes import question


def point_at_paragraphs(app, doctree: nodes.document) -> None:
    """Let each question lead to a paragraph; where none cites its sources, to the whole section."""
    sections = {id_: each for each in doctree.findall(nodes.section) for id_ in each["ids"]}
    for asked in [*doctree.findall(question)]:  # marking changes the page
        link = next((r for r in asked.findall(nodes.reference) if r.get("taught")), None)
        if link is None:
            continue
        sources = set(app.quizbook.bank.items[asked["item"]].references)
        found = _best(_paragraphs(sections[link["refid"]]), sources)
        if found is not None:
            link["refid"] = _mark(doctree, found)


def _paragraphs(section: nodes.section) -> Iterator[nodes.paragraph]:
    """Yield the paragraphs of a section that are no part of a question."""
    for child in section.children:
        if isinstance(child, nodes.paragraph):
            yield child
        elif not isinstance(child, question) and isinstance(child, nodes.Element):
            yield from _paragraphs(child)


def _best(paragraphs: Iterable[nodes.paragraph], sources: set[str]) -> nodes.paragraph | None:
    """Pick the first of those that cite the most of these sources."""
    best = max(paragraphs, key=lambda p: len(_cited(p) & sources), default=None)
    return best if best is not None and _cited(best) & sources else None


def _cited(paragraph: nodes.paragraph) -> set[str]:
    cites = (x for x in paragraph.findall(addnodes.pending_xref) if x["refdomain"] == "cite")
    return {key.strip() for cite in cites for key in cite["reftarget"].split(",")}


def _mark(doctree: nodes.document, paragraph: nodes.paragraph) -> str:
    """Give a paragraph a place to land on, once; LaTeX labels targets, not paragraphs."""
    first = paragraph[0] if len(paragraph) else None
    if isinstance(first, nodes.target) and first["ids"]:
        return first["ids"][0]
    target = nodes.target("", "")
    id_ = doctree.set_id(target, suggested_prefix="taught")
    paragraph.insert(0, target)
    return id_
