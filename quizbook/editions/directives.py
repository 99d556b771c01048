"""The few directives a chapter may use: what they print is written elsewhere, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import languages
from ..bank.chapters import read_chapter, text_of
from ..bank.reviews import standing
from .nodes import answer_key

STATUS = {
    "draft": "Draft: not yet reviewed{role}",
    "in review": "In review{role}: not yet approved",
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
    reviewer = app.quizbook.bank.reviewer
    role = f" by {reviewer}" if reviewer else ""
    status = STATUS[review["status"]].format(by=review.get("by"), role=role)
    if review["status"] == "approved":
        status = _approved(app, chapter, status)
    words = f"{status}. Updated {languages.day(updated)}."
    section.insert(1, nodes.paragraph("", words, classes=["review-status"]))


def _approved(app, chapter, status: str) -> str:
    """Say what an approval is worth today: nothing of it is left where the words have changed."""
    book = app.quizbook
    items = [item for item in book.bank.items.values() if item.chapter == chapter.name]
    source = text_of(book.root, chapter.file)
    now = standing(chapter.name, source, items, book.safety, book.reviews)
    for file in book.root.glob("quizzes/*.yml"):
        app.env.note_dependency(str(file))
    if now.review is None or not now.changed:
        return status
    day = languages.day(date.fromisoformat(now.review.day))
    entries = "1 entry" if now.changed == 1 else f"{now.changed} entries"
    return f"Reviewed by {now.review.name} on {day}; {entries} changed since, so not approved now"
