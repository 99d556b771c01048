"""The e-reader edition: one EPUB 3 file, from the same document trees as the pages.

    pages -> overleaf -> Sphinx's EPUB writer -> xhtml -> one file

No script runs in it. A question stands where the text puts it; its key stands in the answer key,
linked both ways. Nothing here knows what the book is about.
"""

from __future__ import annotations

from .builder import EpubBuilder, settle
from .overleaf import Overleaf, RawToXhtml, Unfold


def setup(app):
    """Register the builder, and settle what Sphinx would ask each book to configure."""
    app.add_builder(EpubBuilder, override=True)
    app.add_html_theme("quizbook-epub", str(EpubBuilder.theme_dir))
    for transform in (Overleaf, Unfold, RawToXhtml):
        app.add_post_transform(transform)
    app.connect("config-inited", settle)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


__all__ = ["EpubBuilder", "setup"]
