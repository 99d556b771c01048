"""Where used: below each work of the references and each term of the glossary, the pages using it.

Only pages of the web edition say so: on paper the index does.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.nodes import bibliography

from ..languages import _
from .nodes import question
from .paper import is_page

LISTS = (bibliography, addnodes.glossary)
"""What lists works or terms."""
LINE = "quiz-used"
"""The class of the line that names the pages; cards, filter and search leave it out."""

Places = dict[tuple[str, str], str]
"""For each work ("work", key) or term ("term", words): the id of the first place of its use."""


def places(document: nodes.document) -> Places:
    """List the works that a page cites and the terms that it links or sets in bold."""
    found: Places = {}
    for node in document.findall():
        for named in _named(node):
            found.setdefault(named, _place(node))
    return found


def _named(node: nodes.Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.strong):
        yield "term", _stem(node.astext())
    elif isinstance(node, addnodes.pending_xref) and node["refdomain"] == "cite":
        yield from (("work", cited.key) for cited in parse_citation_targets(node["reftarget"]))
    elif isinstance(node, addnodes.pending_xref) and node["reftype"] == "term":
        yield "term", _stem(node["reftarget"])


def _stem(words: str) -> str:
    """Write one and many of a term alike."""
    return " ".join(words.lower().split()).removesuffix("s")


def _place(node: nodes.Element) -> str:
    """Name where to land: a citation, the question that it stands in, or the section."""
    ids = node["ids"]
    while (node := node.parent) is not None:
        if isinstance(node, question) or (isinstance(node, nodes.section) and not ids):
            ids = node["ids"]
    return ids[0] if ids else ""


class uses(nodes.General, nodes.Element):
    """The line below a work or a term; `links` holds address and title of each page."""


class TellUses(SphinxPostTransform):
    """Name the pages below each work and each term."""

    default_priority = 8  # after the works are listed
    formats = ("html",)

    def run(self, **kwargs) -> None:
        if not is_page(self.app.builder):
            return
        listed = [*self._works(), *self._terms()]
        if not listed:
            return
        quiz = self.env.get_domain("quiz")
        pages = [name for name in quiz.pages() if name != self.env.docname]
        for named, below in listed:
            ids = {name: quiz.data["used"].get(name, {}).get(named) for name in pages}
            links = [self._link(name, id_) for name, id_ in ids.items() if id_ is not None]
            if links:
                below += uses(links=links)

    def _works(self) -> Iterator[tuple[tuple[str, str], nodes.Element]]:
        keys = {work.citation_id: work.key for work in self.env.get_domain("cite").citations}
        for work in [*self.document.findall(nodes.citation)]:
            for number in [*work.findall(nodes.label)]:
                work.remove(number)  # pages cite by name and year
            yield from ((("work", keys[id_]), work) for id_ in work["ids"] if id_ in keys)

    def _terms(self) -> Iterator[tuple[tuple[str, str], nodes.Element]]:
        for listing in self.document.findall(addnodes.glossary):
            for entry in listing.findall(nodes.definition_list_item):
                term, said = entry.next_node(nodes.term), entry.next_node(nodes.definition)
                if term is not None and said is not None:
                    yield ("term", _stem(term.astext())), said

    def _link(self, name: str, id_: str) -> tuple[str, str]:
        page = self.app.builder.get_relative_uri(self.env.docname, name)
        return f"{page}#{id_}" if id_ else page, self.env.titles[name].astext()


def visit_uses(self, node: uses) -> None:
    """Draw the line with links as short as can be: a long list has a thousand of them."""
    drawn = (
        f'<a href="{self.attval(address)}">{self.encode(title)}</a>'
        for address, title in node["links"]
    )
    lead = _("Used in:")
    self.body.append(f'<p class="{LINE}">{lead} {" · ".join(drawn)}</p>\n')
    raise nodes.SkipNode
