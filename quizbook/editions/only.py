"""What is for one kind of edition alone: a page with its scripts, or what is read without them.

A chapter writes a role in a sentence, {page-only}`move the slider`, or a directive around blocks.
The directive without content speaks of the section that it stands in, and the tag `page-only` of a
code cell: those are left out of the editions with page numbers, which say where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

PAGED = ("latex", "typst")
TAG = "tag_page-only"
"""The class that MyST-NB gives to a cell with the tag `page-only`."""


class meant(nodes.General, nodes.Inline, nodes.Element):
    """What is for one kind of edition; attribute `kind` is "page" or "paper"."""


class OnlyRole(SphinxRole):
    """Words for one kind of edition; markup in them is read."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        words, messages = self.inliner.parse(self.text, self.lineno, self.inliner, None)
        return [meant("", *words, kind=self.name.removesuffix("-only"))], messages


class OnlyDirective(SphinxDirective):
    """Blocks for one kind of edition, or, without content, the section around it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        held = meant(kind=self.name.removesuffix("-only"))
        if not self.content:
            if held["kind"] == "paper":
                raise self.error("without content this would hide a whole section from the page")
            return [nodes.comment("", "", held)]
        self.state.nested_parse(self.content, self.content_offset, held)
        return [held]


class KeepOnly(SphinxPostTransform):
    """Keep what is for this edition, and drop the rest."""

    default_priority = 4  # before MyST-NB chooses outputs, and questions are drawn

    def run(self, **kwargs) -> None:
        builder = self.app.builder
        kind = "page" if builder.format == "html" and builder.name != "epub" else "paper"
        if builder.name in PAGED:
            _tell_parents(self.document)
            builder.left_out = {name for part in _whole(self.document) for name in _drop(part)}
        for sign in [c for c in self.document.findall(nodes.comment) if _is_sign(c)]:
            sign.parent.remove(sign)
        for node in list(self.document.findall(meant)):
            if node.parent is not None:
                node.replace_self(node.children if node["kind"] == kind else [])


def _tell_parents(book: nodes.document) -> None:
    """Let what stands at the top of a page know its page: Sphinx joins pages without saying so."""
    for page in book.findall(addnodes.start_of_file):
        for child in page.children:
            child.parent = page


def _whole(document: nodes.document) -> Iterator[nodes.Element]:
    """Yield the sections, pages and cells that an edition with page numbers leaves out."""
    for node in list(document.findall(nodes.Element)):
        if _is_sign(node):
            around = node.parent
            page = around.parent
            yield page if isinstance(page, addnodes.start_of_file) else around
        elif TAG in node.get("classes", ()):
            yield node


def _is_sign(node: nodes.Node) -> bool:
    return isinstance(node, nodes.comment) and any(isinstance(c, meant) for c in node.children)


def _drop(part: nodes.Element) -> Iterator[str]:
    """Take a part out; yield the addresses of the places that go with it."""
    page = part
    while page is not None and not isinstance(page, addnodes.start_of_file):
        page = page.parent
    name = page["docname"] if page is not None else ""
    if part is page:
        yield f"%{name}"
    for node in part.findall(nodes.Element):
        yield from (f"%{name}#{id_}" for id_ in node.get("ids", ()))
    if part.parent is not None:
        part.parent.remove(part)


def setup(app):
    """Register role and directive of both kinds."""
    for name in ("page-only", "paper-only"):
        app.add_role(name, OnlyRole())
        app.add_directive(name, OnlyDirective)
    app.add_node(meant)
    app.add_post_transform(KeepOnly)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
