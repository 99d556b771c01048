"""Where links lead: one label for each place of the book that something points to."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ..nodes import page_of


class Places:
    """Knows every id of the book, which of them are linked to, and every footnote."""

    def __init__(self, document: nodes.document, docname: str) -> None:
        self._labels: dict[tuple[str, str], str] = {}
        self._pages: dict[str, str] = {}
        self.footnotes: dict[tuple[str, str], nodes.footnote] = {}
        self._sources: set[str] = set()
        self._wanted: set[str] = set()
        self.linked: list[str] = []
        """The labels that have been written, in reading order."""
        elements = list(walk(document, docname))
        for node, name in elements:
            self._note(node, name)
        for node, name in elements:
            if isinstance(node, nodes.reference | page_of):
                self.want(self.target(node, name))

    def _note(self, node: nodes.Element, docname: str) -> None:
        ids = node.get("ids", ())
        if not ids:
            return
        label = self._labels.get((docname, ids[0]), f"{docname}#{ids[0]}")
        for id_ in ids:
            self._labels.setdefault((docname, id_), label)
        if isinstance(node, nodes.section):
            self._pages.setdefault(docname, label)
        if isinstance(node, nodes.citation):
            self._sources.add(label)
        if isinstance(node, nodes.footnote):
            self.footnotes.update({(docname, id_): node for id_ in ids})

    def want(self, label: str | None) -> None:
        """Note that something links here; nothing else needs a label in the PDF."""
        if label:
            self._wanted.add(label)

    def label(self, node: nodes.Element, docname: str) -> str:
        """Give the label to write at a node, or nothing if no link leads there."""
        for id_ in node.get("ids", ()):
            label = self._labels[docname, id_]
            if label in self._wanted:
                self._wanted.discard(label)
                self.linked.append(label)
                return label
        return ""

    def target(self, node: nodes.Element, docname: str) -> str | None:
        """Give the label that an internal link leads to, or None."""
        if "refid" in node:
            return self._labels.get((docname, node["refid"]))
        return self.find(node.get("refuri", ""))

    def find(self, uri: str) -> str | None:
        """Give the label of an address like `%page#id`, or None."""
        page, _, id_ = uri.removeprefix("%").partition("#")
        if not uri.startswith("%"):
            return None
        return self._labels.get((page, id_)) if id_ else self._pages.get(page)

    def is_source(self, label: str) -> bool:
        """Tell whether a label stands in the bibliography."""
        return label in self._sources

    def unreachable(self) -> set[str]:
        """After writing: labels that a link needs and no node has written."""
        return self._wanted


def walk(node: nodes.Node, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Yield every element with the name of the page it comes from."""
    if isinstance(node, nodes.Element):
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        yield node, docname
        for child in node.children:
            yield from walk(child, docname)
