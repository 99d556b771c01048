"""How works are listed, and citations faster than they come."""

from __future__ import annotations

from pybtex.plugin import find_plugin, register_plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import field, href, join, optional, sentence

GROUP, NAME = "pybtex.backends", "plaintext"


class QuizbookStyle(PlainStyle):
    """The plain style, with the PubMed record linked where `pmid` is given."""

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


def setup(app):
    """Register the style, and the backend that every citation asks for.

    pybtex searches the installed packages anew each time: with some hundred citations that took
    longer than all the rest of a build.
    """
    register_plugin(GROUP, NAME, find_plugin(GROUP, NAME), force=True)
    register_plugin("pybtex.style.formatting", "quizbook", QuizbookStyle, force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
