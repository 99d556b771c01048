"""The few directives a chapter may use: what they print is written elsewhere, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import languages
from ..bank.chapters import read_chapter, text_of
from ..bank.reviews import standing
from ..languages import _, ngettext
from .nodes import answer_key


class Objectives(SphinxDirective):
    """Print the chapter's objectives from its front matter."""

    def run(self) -> list[nodes.Node]:
        file = Path(self.env.doc2path(self.env.docname)).relative_to(self.env.srcdir)
        chapter = read_chapter(Path(self.env.srcdir), file.as_posix())[0]
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
    chapter = read_chapter(Path(app.srcdir), file.as_posix())[0]
    section = next(doctree.findall(nodes.section), None)
    if chapter is None or not chapter.review or section is None:
        return
    review = chapter.review
    updated = date.fromisoformat(review["updated"])
    reviewer = app.quizbook.bank.reviewer
    status = _status(review, reviewer)
    if review["status"] == "approved":
        status = _approved(app, chapter, status)
    words = _("{status}. Updated {day}.", status=status, day=languages.day(updated))
    section.insert(1, nodes.paragraph("", words, classes=["review-status"]))


def _status(review: dict[str, str], reviewer: str) -> str:
    if review["status"] == "approved":
        return _("Reviewed and approved by {name}", name=review.get("by"))
    if review["status"] == "in review":
        if reviewer:
            return _("In review by {reviewer}: not yet approved", reviewer=reviewer)
        return _("In review: not yet approved")
    if reviewer:
        return _("Draft: not yet reviewed by {reviewer}", reviewer=reviewer)
    return _("Draft: not yet reviewed")


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
    return ngettext(
        "Reviewed by {name} on {day}; {n} entry changed since, so not approved now",
        "Reviewed by {name} on {day}; {n} entries changed since, so not approved now",
        now.changed,
        name=now.review.name,
        day=day,
    )
