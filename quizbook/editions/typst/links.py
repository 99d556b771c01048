"""Links: on paper they are followed by page number or by address."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

from ..elsewhere import code, elsewhere
from .runs import parted
from .units import joined
from .write import Writer, bare, drop, where

logger = logging.getLogger(__name__)
NO_FOOTNOTE = (nodes.title, nodes.caption, nodes.entry, nodes.footnote, nodes.citation, nodes.term)


class Links(Writer):
    def visit_reference(self, node: nodes.reference) -> None:
        target = self.places.target(node, self.docname)
        address = node.get("refuri", "")
        if target:
            self._internal(node, target)
        elif address and not address.startswith(("%", "#")):
            self.enter(node, "web", address)
        else:
            self._nowhere(node)

    def _internal(self, node: nodes.reference, target: str) -> None:
        classes = {name for inner in node.findall(nodes.Element) for name in inner["classes"]}
        if "std-term" in classes:
            self.enter(node, "term", target)
            self.put(None, "mark", target)
        elif self.places.is_source(target):
            # The list of works names the pages of the text; the key repeats what they cite.
            keyed = any(call.name == "answer" for call in self.calls)
            self.enter(node, "link-to" if keyed else "cite-link", target)
            self.text(joined(node.astext()))
            self.leave(node)
            raise nodes.SkipNode
        elif node.get("bare"):
            self.enter(node, "link-to", target)
        else:
            self.enter(node, "see", target, bracketed=not _in_brackets(node))

    def _nowhere(self, node: nodes.reference) -> None:
        if node.get("refuri") in self.builder.left_out:
            self.enter(node, "on-page")
            return
        logger.warning(
            "a link leads nowhere in the PDF: %s",
            node.get("refuri") or node.get("refid") or node.astext(),
            location=where(node, self.builder.env, self.docname),
        )
        self.enter(node)

    def depart_reference(self, node: nodes.reference) -> None:
        call = self.leave(node)
        if call.name == "web" and self._needs_address(node):
            self.enter(None, "footnote")
            self.put(None, "web", call.args[0], parted(shown(call.args[0])))
            self.leave()

    def _needs_address(self, node: nodes.reference) -> bool:
        """Tell whether a reader of the paper would not know where a link leads."""
        words = node.astext()
        held = node.parent
        while held is not None:
            if isinstance(held, NO_FOOTNOTE):
                return False
            held = held.parent
        return shown(node["refuri"]).rstrip("/") not in words

    def visit_number_reference(self, node: nodes.Element) -> None:
        self.visit_reference(node)

    depart_number_reference = depart_reference

    def visit_download_reference(self, node: nodes.Element) -> None:
        self.enter(node)

    depart_download_reference = Writer.leave

    def visit_target(self, node: nodes.target) -> None:
        label = self.places.label(node, self.docname)
        if label:
            self.put(None, "anchor", label)

    def visit_elsewhere(self, node: elsewhere) -> None:
        """Print where a video or a frame is to be found: its title, its address, a code for it."""
        address = node["address"]
        drawing = code(address)
        self.put(
            node,
            "elsewhere",
            address,
            parted(shown(address)),
            kind=node["kind"],
            title=node["title"],
            drawing=drawing,
        )
        raise nodes.SkipNode

    depart_target = bare
    visit_index = drop


def _in_brackets(node: nodes.Element) -> bool:
    """Tell whether a link stands between brackets already, as in "(Fig. 1)"."""
    at = node.parent.index(node)
    before = node.parent[at - 1].astext() if at else ""
    return before.rfind("(") > before.rfind(")")


def shown(address: str) -> str:
    """Write an address as people do."""
    for scheme in ("https://", "http://", "mailto:"):
        if address.startswith(scheme):
            return address.removeprefix(scheme).rstrip("/")
    return address
