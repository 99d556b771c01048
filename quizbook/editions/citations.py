"""How works are listed, and citations faster than they come."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pybtex.plugin import find_plugin, register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting import FormattedEntry
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import field, href, join, optional, sentence

GROUP, NAME = "pybtex.backends", "plaintext"


class QuizbookStyle(PlainStyle):
    """The plain style, with the PubMed record linked where `pmid` is given."""

    known: dict[tuple[str, str], FormattedEntry] = {}
    """Works formatted already, by label and key: those of the last build, and of this one."""

    def format_entry(self, label, entry, bib_data=None):
        """Format a work once: the list and the tooltips of its citations ask for the same."""
        asked = label, entry.key
        if asked not in self.known:
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


def remember(entries: Iterable[FormattedEntry]) -> None:
    """Take over what the last build formatted, from a bibliography that is still the same."""
    QuizbookStyle.known.update({(entry.label, entry.key): entry for entry in entries})


def forget(app) -> None:
    """Begin with no work known: another book, or a changed bibliography, may use the same keys."""
    QuizbookStyle.known.clear()


def setup(app):
    """Register the style, and the backend that every citation asks for.

    pybtex searches the installed packages anew each time, and reads an author's name anew for
    each citation: with some thousand citations that took longer than all the rest of a build.
    """
    Text.from_latex = cache(Text.from_latex)
    register_plugin(GROUP, NAME, find_plugin(GROUP, NAME), force=True)
    register_plugin("pybtex.style.formatting", "quizbook", QuizbookStyle, force=True)
    app.connect("builder-inited", forget)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
