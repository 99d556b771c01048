"""How works are listed, and citations faster than they come."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from docutils import nodes
from pybtex.database import Person
from pybtex.plugin import find_plugin, register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting import FormattedEntry
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.formatting.unsrt import Style as UnsortedStyle
from pybtex.style.template import Node, field, href, join, names, optional, sentence
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation

from ..languages import _, later

GROUP, NAME = "pybtex.backends", "plaintext"
NAMES = "pybtex.style.names"
TERMS = {
    later("pages"),
    later("chapter"),
    later("edition"),
    later("editor"),
    later("editors"),
    later("Volume"),
    later("volume"),
    later("Number"),
    later("number"),
    later("of"),
    later("in"),
    later("In"),
    later("PhD thesis"),
    later("Master's thesis"),
    later("Technical Report"),
}
"""The words that the plain style puts between the fields of a work."""


def format_names(style, role: str, as_sentence: bool = True):
    """Name people with the commas and the "and" of the book's language, in any style."""
    two, last = _(" and "), _(", and ")
    listed = names(role, sep=", ", sep2=two, last_sep=last)
    return sentence[listed] if as_sentence else listed


class QuizbookStyle(PlainStyle):
    """The plain style; the first author's surname leads, and `pmid` links the PubMed record."""

    known: dict[tuple[str, str], FormattedEntry] = {}
    """Works formatted already, by label and key: those of the last build, and of this one."""

    format_names = format_names

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self._usual, self._leading = self.format_name, find_plugin(NAMES, "lastfirst")().format
        self._first: Person | None = None
        self.format_name = self._lead_with_surname  # the base class sets it on each instance
        for name in dir(self):
            if name.startswith("get_") and name.endswith("_template"):
                setattr(self, name, partial(_template, getattr(self, name)))

    def _lead_with_surname(self, person: Person, abbr: bool = False):
        """Let a list that is sorted by surname be searched by the eye."""
        return (self._leading if person is self._first else self._usual)(person, abbr)

    def format_entry(self, label, entry, bib_data=None):
        """Format a work once: the list and the tooltips of its citations ask for the same."""
        asked = label, entry.key
        if asked not in self.known:
            people = entry.persons.get("author") or entry.persons.get("editor") or [None]
            self._first = people[0]
            self.known[asked] = super().format_entry(label, entry, bib_data)
        return self.known[asked]

    def format_web_refs(self, e):
        """Link what leads to the work: its address, its PubMed record, its DOI."""
        return sentence[
            optional[self.format_url(e)],
            optional[self.format_eprint(e)],
            optional[self.format_pmid(e)],
            optional[self.format_doi(e)],
        ]

    def format_pmid(self, e):
        """Write "PMID 123", linked."""
        address = join["https://pubmed.ncbi.nlm.nih.gov/", field("pmid", raw=True), "/"]
        return href[address, join["PMID ", field("pmid", raw=True)]]


def _template(get, entry) -> Node:
    """Give the template of a work with its words in the language of the book."""
    return _translated(get(entry))


def _translated(part):
    if isinstance(part, str):
        return _(part) if part in TERMS else part
    if not isinstance(part, Node):
        return part
    known = part()  # a copy, since templates share their parts
    known.children = [_translated(child) for child in part.children]
    return known


class Citations(BibtexDomain):
    """Numbers the works, and resolves citations of the same works, only when something is new."""

    def setup(self) -> None:
        """Begin with nothing listed and nothing resolved."""
        super().setup()
        self.listed_for: tuple[dict, dict] | None = None
        self.listed: list[Citation] = []
        self.known: set[str] = set()
        self.resolved: dict[tuple, nodes.Element] = {}

    def env_updated(self) -> list[str]:
        """List the works anew, unless every page cites and lists as it did the last time."""
        cited: dict[str, list] = {}
        for ref in self.citation_refs:
            cited.setdefault(ref.docname, []).append(ref.targets)
        lists = {
            place: {key: node["ids"] for key, node in listing.citation_nodes.items()}
            for place, listing in self.bibliographies.items()
        }
        if self.listed_for == (cited, lists):
            self.citations[:] = self.listed
            return []
        changed = super().env_updated()
        self.listed_for, self.listed, self.resolved = (cited, lists), [*self.citations], {}
        self.known = {citation.key for citation in self.listed}
        return changed

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        """Resolve a citation; a key that is unknown is told each time it is met."""
        lists = {key.docname for key in self.bibliographies}
        seen_from = [builder.get_relative_uri(fromdocname, name) for name in sorted(lists)]
        asked = builder.name, typ, target, fromdocname in lists and fromdocname, *seen_from
        if asked in self.resolved:
            return self.resolved[asked].deepcopy()
        found = super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
        if {named.key for named in parse_citation_targets(target)} <= self.known:
            self.resolved[asked] = found.deepcopy()
        return found


def remember(entries: Iterable[FormattedEntry]) -> None:
    """Take over what the last build formatted, from a bibliography that is still the same."""
    for entry in entries:
        QuizbookStyle.known.setdefault((entry.label, entry.key), entry)


def forget(app=None) -> None:
    """Begin with no work known: another book, or a changed bibliography, may use the same keys."""
    QuizbookStyle.known.clear()


def join_names(app) -> None:
    """Join the names of a citation as the book's language does."""
    person = getattr(app.env.get_domain("cite").reference_style, "person", None)
    if person is not None:
        person.sep2, person.last_sep = _(" and "), _(", and ")


def setup(app):
    """Register the style, and the backend that every citation asks for.

    pybtex searches the installed packages anew each time, and reads an author's name anew for
    each citation: with some thousand citations that took longer than all the rest of a build.
    """
    Text.from_latex = cache(Text.from_latex)
    UnsortedStyle.format_names = format_names  # all other styles are made from this one
    register_plugin(GROUP, NAME, find_plugin(GROUP, NAME), force=True)
    register_plugin("pybtex.style.formatting", "quizbook", QuizbookStyle, force=True)
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(Citations, override=True)
    app.connect("builder-inited", forget)
    app.connect("builder-inited", join_names, priority=900)  # after the domain has its style
    return {"parallel_read_safe": True, "parallel_write_safe": True}
