"""From many pages to one document: the opening page, then each part with its chapters."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import inline_all_toctrees

from ..doctrees import only_looked_at


class part(nodes.Part, nodes.Element):
    """A part of the book; `title` may be empty. Children: the pages that belong to it."""


def assemble(builder, docname: str) -> nodes.document:
    """Join every page that the table of contents names, with references resolved."""
    root = builder.env.get_doctree(docname)
    parts = [_part(wrapper) for wrapper in _contents(root)]
    opening = addnodes.start_of_file("", *root.children, docname=docname)
    root.children = []
    root += [opening, *parts]
    pages: set[str] = set()
    book = inline_all_toctrees(builder, pages, docname, root, lambda word: word, [docname])
    book["docname"] = docname
    with only_looked_at(builder.env):  # every "Figure 3" asks for the whole page that holds it
        builder.env.resolve_references(book, docname, builder)
    return book


def _contents(root: nodes.document) -> list[nodes.Element]:
    """Take the tables of contents out of the opening page's text."""
    found = [w for w in root.findall(nodes.compound) if "toctree-wrapper" in w["classes"]]
    for wrapper in found:
        wrapper.parent.remove(wrapper)
    return found


def _part(wrapper: nodes.compound) -> part:
    toctree = next(wrapper.findall(addnodes.toctree))
    return part("", *wrapper.children, title=toctree.get("caption") or "")
