"""The map of the book: each chapter with its questions, its study time, and where one stands."""

from __future__ import annotations

from math import ceil

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ..languages import _, ngettext
from .nodes import book_map, question
from .paper import is_page

WORDS_A_MINUTE = 180
MINUTES_A_QUESTION = 1.5


def study_minutes(words: int, questions: int) -> int:
    """Estimate the study time in minutes, rounded up to five.

    The rule, as the landing page states it: 180 words a minute, for text that is read to be
    learnt, and a minute and a half for a question with its reasons.
    """
    minutes = words / WORDS_A_MINUTE + questions * MINUTES_A_QUESTION
    return 5 * ceil(minutes / 5)


def count_words(document: nodes.document) -> int:
    """Count what is read as running text: not code, not questions, not front matter."""
    skipped = (question, nodes.literal_block, nodes.docinfo, nodes.comment)

    def inside(node: nodes.Node | None) -> bool:
        while node is not None:
            if isinstance(node, skipped):
                return True
            node = node.parent
        return False

    texts = (text for text in document.findall(nodes.Text) if not inside(text.parent))
    return sum(len(text.split()) for text in texts)


class BookMap(SphinxDirective):
    """Print the map of the book."""

    def run(self) -> list[nodes.Node]:
        return [book_map()]


class DrawMapOnPaper(SphinxPostTransform):
    """Draw the map as an ordinary table; the HTML edition adds where one stands."""

    default_priority = 7

    def run(self, **kwargs) -> None:
        if is_page(self.app.builder):
            return
        for node in list(self.document.findall(book_map)):
            rows = [heads()]
            listed = list(self.env.get_domain("quiz").overview())
            rows += [
                (self.env.titles[name].astext(), str(questions), _("{n} min", n=minutes))
                for name, questions, minutes in listed
            ]
            node.replace_self([_table(rows), nodes.paragraph("", total(listed))])


def total(listed: list[tuple[str, int, int]]) -> str:
    """Say what the whole book asks and takes."""
    questions = sum(row[1] for row in listed)
    hours = round(sum(row[2] for row in listed) / 60)
    return ngettext(
        "Together: {questions} questions, and about {n} hour of study.",
        "Together: {questions} questions, and about {n} hours of study.",
        hours,
        questions=questions,
    )


def heads() -> tuple[str, str, str]:
    """Name the columns."""
    return _("Chapter"), _("Questions"), _("Study time")


def visit_book_map(self, node: book_map) -> None:
    """Draw the map, to which start.js adds where one stands."""
    env, encode = self.builder.env, self.encode
    self.body.append('<div class="pst-scrollable-table-container" tabindex="0">')
    self.body.append('<table class="table quiz-map"><thead><tr>')
    self.body += [f'<th scope="col">{head}</th>' for head in heads()]
    self.body.append("</tr></thead><tbody>\n")
    listed = list(env.get_domain("quiz").overview())
    asked = encode(_("Questions"))
    for name, questions, minutes in listed:
        taken = encode(_("{n} min", n=minutes))
        link = self.builder.get_relative_uri(self.builder.current_docname, name)
        self.body.append(
            f'<tr><th scope="row"><a href="{link}">'
            f"{encode(env.titles[name].astext())}</a></th>"
            f'<td data-head="{asked}">{questions}</td><td>{taken}</td></tr>\n'
        )
    self.body.append(f"</tbody></table></div>\n<p>{encode(total(listed))}</p>\n")
    raise nodes.SkipNode


def _table(rows: list[tuple[str, ...]]) -> nodes.table:
    group = nodes.tgroup(cols=len(rows[0]))
    group += [nodes.colspec(colwidth=width) for width in (4, 1, 1)]
    head, body = nodes.thead(), nodes.tbody()
    for place, row in enumerate(rows):
        entries = [nodes.entry("", nodes.paragraph("", text)) for text in row]
        (body if place else head).append(nodes.row("", *entries))
    group += [head, body]
    return nodes.table("", group)
