"""The paper edition: one PDF, set by typst, that a screen reader can read.

    pages -> assemble -> Translator -> typst code -> press -> PDF/UA-1

Nothing here knows what the book is about; the page design stands in `design/`.
"""

from __future__ import annotations

from sphinx.errors import ConfigError

from . import works
from .builder import TypstBuilder

PAPERS = ("a4", "us-letter", "large-print", "booklet")
"""The sheets that `design/measures.typ` has measures for."""

MEDIA = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/markdown",
    "text/latex",
    "text/html",
    "text/plain",
)
"""What a notebook's output is printed as, the best first."""


def setup(app):
    """Register the builder; settings choose sheet, fonts, and a drawing for the title page."""
    app.add_builder(TypstBuilder)
    app.add_post_transform(works.ListWorks)
    app.add_config_value("quizbook_paper", "a4", "", (str,))
    app.add_config_value("quizbook_cover", "", "", (str,))
    app.add_config_value("quizbook_fonts", [], "", (list, tuple))
    app.connect("config-inited", _settle)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "version": "1"}


def _settle(app, config) -> None:
    if config.quizbook_paper not in PAPERS:
        raise ConfigError(
            f"quizbook_paper is {config.quizbook_paper!r}; it can be {', '.join(PAPERS)}"
        )
    if "nb_mime_priority_overrides" not in config:
        return
    # MyST-NB drops every output for a builder that it has no order of preference for.
    names = (TypstBuilder.name, "latex")
    own = [(name, media, rank) for name in names for rank, media in enumerate(MEDIA, 2)]
    config.nb_mime_priority_overrides = [*own, *config.nb_mime_priority_overrides]


__all__ = ["TypstBuilder", "setup"]
