"""One function: a question and a way to cite in, complete semantic HTML out.

The page and the widget both call it. Every text is escaped by the template engine; bank text
becomes text nodes, <em> and MathML, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ..bank.grade import fold_words
from ..bank.model import Bank, Case, Exam, Item
from ..bank.text import Text, plain
from ..languages import _, decimal, later
from ..media import Shelf
from ..templates import environment
from .mathml import inline as mathematics
from .mathml import linear
from .media import Address, below_choices, show, sounding

HERE = Path(__file__).parent

Cite = Callable[[tuple[str, ...]], str]
"""Gives the HTML (links) that names the sources behind reference keys."""


GUESS = later("A guess: nothing is scored.")
"""What every edition says of a prediction."""

LEVELS = {
    "recall": later("recall (say it again)"),
    "apply": later("apply (use it)"),
    "analyse": later("analyse (take it apart)"),
}
"""The levels in the words that a reader sees; CONTRIBUTING defines them for authors."""


def about(item: Item, objective: str) -> str:
    """Say which objective a question tests, and at which level."""
    level = _(LEVELS[item.level])
    return _("Objective: {objective} Level: {level}.", objective=objective, level=level)


def render(
    item: Item,
    cite: Cite,
    uid: str,
    number: int | None = None,
    anchor: str | None = None,
    live: bool = True,
    certainty: bool = True,
    about: str = "",
    shelf: Shelf | None = None,
    address: Address = lambda made: made.data_address,
    report: str = "",
) -> str:
    """Render a question as HTML.

    Parameters
    ----------
    item
        The question.
    cite
        Resolves reference keys to HTML: the references page in the book, DOIs in the widget.
    uid
        Prefix of input names and ids: unique per occurrence on a page.
    number
        The question's number on its page; None leaves it out.
    anchor
        Id of the whole question, for links to it.
    live
        False leaves out the button, for viewers that run no script.
    certainty
        Whether to ask how sure the learner is, before the answer is checked.
    about
        What it tests and where that is taught, to show with the answer; HTML if it is Markup.
    shelf
        The book's made media; only an item that shows something needs it.
    address
        Says where a sound lies, as seen from the page; by default the address holds it.
    report
        Address at which an error in the question can be reported; none leaves the link out.
    """
    sources = lambda keys: Markup(cite(keys))  # noqa: E731
    template = _ENVIRONMENT.get_template("question.html.jinja")
    html = template.render(
        item=item,
        cite=sources,
        uid=uid,
        number=number,
        anchor=anchor,
        live=live,
        certainty=certainty and not item.prediction,
        about=about,
        show=lambda use: show(use, uid, shelf, address),
        below=below_choices(item, shelf),
        report=report,
    )
    return html.rstrip()


def render_group(
    group: Case | Exam,
    bank: Bank,
    cite: Cite,
    uid: str,
    live: bool = True,
    tell: Callable[[Item], str] = lambda item: "",
    shelf: Shelf | None = None,
    first: int = 1,
) -> str:
    """Render a case or an exam as the page draws it; see `render` for the arguments.

    `tell` gives the `about` of an item, `first` the number of the first one.
    """

    def ask(item: str, number: int) -> Markup:
        asked, name = bank.items[item], f"{uid}-{number}"
        told = {"certainty": bank.certainty, "about": tell(asked), "shelf": shelf}
        return Markup(render(asked, cite, name, number, live=live, **told))

    kind = type(group).__name__.lower()
    template = _ENVIRONMENT.get_template(f"{kind}.html.jinja")
    body = Markup(template.render(group=group, ask=ask, numbers=count(first)))
    return open_group(kind, group.id, plain(group.title), bank) + body + close_group(kind)


def open_group(
    kind: str,
    id_: str,
    title: str,
    bank: Bank,
    asked_on: Callable[[str], tuple[str, str]] = lambda item: ("", ""),
) -> Markup:
    """Open the section of a case or an exam.

    `data-where` is what its answers are kept as; an exam with a partner names that one's id, items,
    title and address, and its page if either may be taken first. `asked_on` gives the name and the
    address of the page that asks an item.
    """
    tag = Markup('<section class="quiz-{}" data-group="{}" aria-label="{}"').format(
        kind, id_, title
    )
    if kind == "exam":
        where, partner = bank.partner(id_)
        tag += Markup(' data-where="{}"').format(where)
        if partner:
            page, href = asked_on(partner.items[0])
            told = {"id": partner.id, "items": partner.items, "title": plain(partner.title)}
            told["href"] = href
            if any(id_ in (form.id for form in pair) for pair in bank.forms()):
                told["page"] = page
            tag += Markup(" data-partner='") + _json(told) + Markup("'")
    return tag + Markup(">\n")


def close_group(kind: str) -> Markup:
    """Close it; an exam ends with the button that hands it in."""
    hand_in = (
        '<p class="quiz-actions"><button type="button" class="quiz-hand-in">{}</button></p>\n'
        '<div role="status" class="quiz-result"></div>\n'
    )
    button = Markup(hand_in).format(_("Hand in")) if kind == "exam" else Markup()
    return button + Markup("</section>\n")


def inline(text: Text) -> Markup:
    """Render bank text: escaped words, emphasis, mathematics."""
    return Markup("").join(map(_run, text))


def line(text: Text) -> str:
    """Write bank text where no markup can stand: formulas in one line of plain characters."""
    return "".join(linear(run.text) if run.kind == "math" else run.text for run in text)


def letter(index: int) -> str:
    """Name a choice by its place: A, B, C."""
    return chr(ord("A") + index)


def _answer_in(answer) -> str:
    """Ask for a number, in a unit where it has one, or in another that is accepted."""
    known = [answer.unit, *(unit for unit, factor in answer.accept)]
    names = [unit for unit in known if unit != "1"]
    units = _(" or ").join(names)
    return _("Your answer in {units}:", units=units) if names else _("Your answer:")


def quantity(value: float, unit: str) -> str:
    """Write a number with its unit: 5 Hz, 40%, 0.25."""
    written = decimal(f"{value:.12g}")
    return written if unit == "1" else f"{written}\N{NO-BREAK SPACE}{unit}"


def _run(run) -> Markup:
    if run.kind == "emphasis":
        return Markup("<em>{}</em>").format(run.text)
    if run.kind == "math":
        return Markup(mathematics(run.text))
    return Markup.escape(run.text)


def _json(data: Any) -> Markup:
    """Write data for an attribute in single quotes."""
    return htmlsafe_json_dumps(data, separators=(",", ":"))


def _lead(words: str) -> Markup:
    return Markup("<b>{}.</b> ").format(words)


_ENVIRONMENT = environment(HERE, trim=False)
_ENVIRONMENT.filters["fold"] = fold_words
_ENVIRONMENT.globals.update(
    next=next,
    words=plain,
    inline=inline,
    line=line,
    letter=letter,
    quantity=quantity,
    json=_json,
    lead=_lead,
    answer_in=_answer_in,
    sounding=sounding,
)
