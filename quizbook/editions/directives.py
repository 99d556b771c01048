"""The few directives a chapter may use: what they print is written elsewhere, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..bank.chapters import read_chapter
from .nodes import answer_key

STATUS = {
    "draft": "Draft: not yet reviewed by a clinician",
    "in review": "In review by a clinician: not yet approved",
    "approved": "Reviewed and approved by {by}",
}


class Objectives(SphinxDirective):
    """Print the chapter's objectives from its front matter."""

    def run(self) -> list[nodes.Node]:
        file = Path(self.env.doc2path(self.env.docname)).relative_to(self.env.srcdir)
        chapter, _ = read_chapter(Path(self.env.srcdir), file.as_posix())
        if chapter is None or not chapter.objectives:
            raise self.error("the front matter states no objectives")
        rows = [nodes.list_item("", nodes.paragraph("", t)) for t in chapter.objectives.values()]
        return [nodes.enumerated_list("", *rows, enumtype="arabic", prefix="", suffix=".")]


class AnswerKey(SphinxDirective):
    """Mark where the answer key stands on paper."""

    def run(self) -> list[nodes.Node]:
        return [answer_key()]


def add_review_status(app, doctree: nodes.document) -> None:
    """Put the review status of the front matter under the page's title."""
    docname = app.env.docname
    file = Path(app.env.doc2path(docname)).relative_to(app.srcdir)
    chapter, _ = read_chapter(Path(app.srcdir), file.as_posix())
    section = next(doctree.findall(nodes.section), None)
    if chapter is None or not chapter.review or section is None:
        return
    review = chapter.review
    updated = date.fromisoformat(review["updated"])
    status = STATUS[review["status"]].format(by=review.get("by"))
    words = f"{status}. Updated {updated.day} {updated:%B %Y}."
    section.insert(1, nodes.paragraph("", words, classes=["review-status"]))
