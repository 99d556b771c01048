"""A reviewer's packet on paper: the same entries as the page, with room for a pen."""

from __future__ import annotations

from collections.abc import Iterable

from ...bank.book import Book
from ...bank.chapters import Chapter
from ...bank.reviews import claims, signs
from ...bank.source import read_text
from ...exams.drawing import Question
from ...exports.choosing import choose
from ...exports.sources import Sources
from ...languages import _, later
from ...reviews.packet import items_of, words_of
from ..typst.code import Call
from .setting import about, set_paper
from .writing import Pictures, Piece, block, group, inline, reasons, right

BLANKS = (
    later("Name"),
    later("Credentials and place of work"),
    later("Conflicts of interest (or none)"),
    later("Date"),
)
ASKED = (
    later(
        "Please tick for each entry whether you agree, would correct it or would reject it, and "
        "write what should stand there instead, and why."
    ),
    later(
        "Judge the statement, its source and its strength; of a question, the key and every reason."
    ),
)


def write(book: Book, chapter: Chapter, paper: str) -> bytes:
    """Set the packet of a chapter.

    Raises BuildError if it cannot be set.
    """
    chosen = choose(book, {}, predictions=True)
    pictures, sources = Pictures(chosen.shelf), chosen.sources
    source = read_text(book.root / chapter.file, chapter.file)
    title = _("Review: {title}", title=chosen.titles.get(chapter.name, chapter.name))
    told = {"facts": [*map(_, ASKED)], "blanks": [*map(_, BLANKS)]}
    pieces: list[Piece] = [Call("opening-of", (title,), told)]
    lines = signs(source, book.safety)
    pieces += _part(_("Safety lines"), (_sign(sign, book, sources) for sign in lines))
    stated = claims(source)
    pieces += _part(_("Statements and their sources"), (_claim(c, sources) for c in stated))
    items = items_of(book, chapter)
    pieces += _part(_("Questions"), (_item(item, sources, pictures) for item in items))
    settings = {**about(book, title, title), "paper": paper}
    return set_paper("paper", settings, pieces, pictures)


def _part(title: str, entries: Iterable[Call]) -> list[Piece]:
    found = list(entries)
    return [block([title], "titled-2"), *found] if found else []


def _entry(head: str, hint: str, id_: str, body: list[Piece]) -> Call:
    named = group([Call("strong", body=[head])], slot="head")
    told = [named, group([hint], slot="hint"), *body, Call("verdict")]
    return Call("answer", (), {"level": 3, "id": id_}, told)


def _claim(claim, sources: Sources) -> Call:
    rows = [group([sources[key]]) for key in claim.keys]
    body = [block([words_of(claim, sources)]), Call("list", body=rows, spread=True)]
    return _entry(_("Line {n}", n=claim.line), claim.strength, claim.id, body)


def _sign(sign, book: Book, sources: Sources) -> Call:
    words = [
        Call("emph", body=inline(sign.sign)),
        ". ",
        *inline(sign.think),
        " ",
        *inline(sign.act),
    ]
    rows = [group([sources[key]]) for key in sign.references]
    body = [block(words), Call("list", body=rows, spread=True)]
    return _entry(sign.id, book.safety.urgencies[sign.urgency].title, f"sign-{sign.id}", body)


def _item(item, sources: Sources, pictures: Pictures) -> Call:
    body: list[Piece] = [block([Call("strong", body=inline(item.stem))])]
    for use in item.media:
        body += pictures.show(use)
    body.append(reasons(item, sources))
    cited = f" [{'; '.join(sources.short(key) for key in item.references)}]"
    body.append(block([Call("emph", body=[_("To take home: ")]), *inline(item.point), cited]))
    return _entry(_("Key"), right(Question(item)), f"item-{item.id}", body)
