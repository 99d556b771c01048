"""The answer key of the pages: every question of the book, its answer behind a fold."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from ..bank.model import Choice, Item, Match, Numeric, Short
from ..languages import _, ngettext
from .html import inline, quantity


def chapter_key(title: str, page: str, asked: Iterable[tuple[int, Item]], held: set[str]) -> Markup:
    """Render a chapter's questions, each a link to its place, with the answer in a fold.

    The answers of `held` are not told: they belong to a test that keeps them until it is handed in.
    """
    rows = [
        Markup('<li value="{}"><a href="{}#question-{}">{}</a>{}</li>\n').format(
            number, page, item.id, inline(item.stem), "" if item.id in held else _fold(item)
        )
        for number, item in asked
    ]
    head = Markup('<details class="quiz-answers"><summary>{}: {}</summary>\n<ol>\n')
    opened = head.format(title, ngettext("{n} question", "{n} questions", len(rows)))
    return opened + Markup("").join(rows) + Markup("</ol>\n</details>\n")


def _fold(item: Item) -> Markup:
    return Markup("<details><summary>{}</summary><p><b>{}</b> {}</p></details>").format(
        _("Answer"), right_answer(item), inline(item.point)
    )


def right_answer(item: Item) -> Markup:
    """Say what is right, in words."""
    match item:
        case Choice():
            parts = [inline(option.text) for option in item.options if option.correct]
        case Numeric():
            parts = [Markup.escape(quantity(item.answer.value, item.answer.unit))]
        case Short():
            parts = [Markup.escape(item.words.accept[0])]
        case Match():
            parts = [inline(p.left) + Markup(": ") + inline(p.right) for p in item.pairs]
        case _:
            parts = [
                Markup("{}. ").format(place) + inline(step.text)
                for place, step in enumerate(item.steps, 1)
            ]
    return Markup("; ").join(parts) + Markup(".")
