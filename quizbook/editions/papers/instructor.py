"""The instructor's edition: key points, keys and reasons in place, and the cases to talk about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...bank.book import Book
from ...bank.chapters import Chapter
from ...bank.model import Case, Choice, Item, Numeric
from ...exams.drawing import Question
from ...exports.choosing import choose
from ...exports.markup import LEVELS
from ...exports.sources import Sources
from ...exports.writing import Selection
from ...languages import _, decimal, later
from ..typst.code import Call
from .figures import figures
from .setting import about, set_paper
from .writing import Pictures, Piece, around, block, group, inline, reasons, right

POINTS = 16
"""Key points of a chapter: as many as stand on one page."""
ON_A_SLIDE = 6
AIMS_ON_A_SLIDE = 4
FOOT = later("For instructors: keys and reasons in place.")
PROMPTS = (
    later(
        "Let each say what is most likely, and how sure they are, before the next step is shown."
    ),
    later("Ask what would change their mind, and which single finding they want next."),
)
"""What to ask a group about a case that brings no questions of its own."""


def write(book: Book, chapters: Sequence[Chapter], paper: str) -> bytes:
    """Set the instructor's edition of these chapters.

    Raises BuildError if it cannot be set.
    """
    chosen = choose(book, {}, predictions=True)
    pictures = Pictures(chosen.shelf)
    title = _("{title} Instructor's edition", title=book.bank.title)
    pieces: list[Piece] = [Call("opening-of", (title,), {"facts": [_(FOOT)]})]
    for chapter in chapters:
        pieces += _chapter(book, chapter, chosen, pictures)
    settings = {**about(book, title, _(FOOT)), "paper": paper}
    return set_paper("paper", settings, pieces, pictures)


def slides(book: Book, chapters: Sequence[Chapter]) -> bytes:
    """Set slides of these chapters: objectives, one figure a slide, key points.

    Raises BuildError if they cannot be set, or a chapter's cells have not been run.
    """
    chosen = choose(book, {}, predictions=True)
    pictures = Pictures(chosen.shelf)
    pieces: list[Piece] = []
    for number, chapter in enumerate(chapters):
        title = chosen.titles.get(chapter.name, chapter.name)
        aims = [_words(words) for words in chapter.objectives.values()]
        pieces += _series(title, aims, AIMS_ON_A_SLIDE, level=1)
        for n, shown in enumerate(figures(book, chapter), 1):
            path = f"pictures/slide-{number}-{n}.svg"
            pictures.add(path, shown.svg)
            drawing = Call("slide-picture", (path,), {"alt": shown.alt})
            under = [block([shown.caption], "slide-note")] if shown.caption else []
            pieces.append(_slide(shown.heading or title, [drawing, *under]))
        points = [point for _aim, found in key_points(book, chapter) for point in found]
        last = _("To take home: {title}", title=title)
        pieces += _series(last, list(map(inline, points)), ON_A_SLIDE)
    title = _("{title} Slides", title=book.bank.title)
    settings = about(book, title, f"{book.bank.title} {chosen.licence}")
    return set_paper("slides", settings, pieces, pictures)


def _words(words: str) -> list[Piece]:
    return [words]


def _series(title: str, rows: list, most: int, level: int = 2) -> Iterator[Call]:
    """Write a list over as many slides as it needs."""
    for start in range(0, len(rows), most):
        yield _slide(title, [_listed(rows[start : start + most])], level=level if not start else 2)


def _slide(title: str, body: list[Piece], level: int = 2) -> Call:
    return Call("slide", (title,), {"level": level}, body)


def _listed(rows) -> Call:
    return Call("list", body=[group(row) for row in rows], spread=True)


def key_points(book: Book, chapter: Chapter) -> Iterator[tuple[str, list]]:
    """Yield each objective with the points to take home of the questions that test it."""
    for id_, words in chapter.objectives.items():
        items = [item for item in book.bank.items.values() if item.objective == id_]
        points = dict.fromkeys(item.point for item in items if not item.prediction)
        yield words, list(points)[: max(1, min(3, POINTS // len(chapter.objectives)))]


def _chapter(
    book: Book, chapter: Chapter, chosen: Selection, pictures: Pictures
) -> Iterator[Piece]:
    items = [item for item in book.bank.items.values() if item.chapter == chapter.name]
    if not items:
        return
    title = chosen.titles.get(chapter.name, chapter.name)
    yield Call("sheet-break")
    yield block([title], "titled-2")
    yield block([_("Key points")], "titled-3")
    for words, points in key_points(book, chapter):
        yield Call("key-points", (words,), {}, [_listed(map(inline, points))])
    yield Call("sheet-break")
    cases = [case for case in book.bank.cases.values() if case.chapter == chapter.name]
    told = {id_ for case in cases for step in case.steps for id_ in step.items}
    yield block([_("Questions with their keys")], "titled-3")
    for item in items:
        if item.id not in told:
            yield _item(item, book, chosen.sources, pictures)
    for case in cases:
        yield from _case(book, case, chosen.sources, pictures)


def _case(book: Book, case: Case, sources: Sources, pictures: Pictures) -> Iterator[Piece]:
    yield block(around(_("Case: {title}"), inline(case.title)), "titled-3")
    prompts = map(inline, case.discuss) if case.discuss else ([_(words)] for words in PROMPTS)
    yield Call("note-box", (_("To talk about"),), {}, [_listed(prompts)])
    for number, step in enumerate(case.steps, 1):
        yield block([Call("strong", body=[_("Step {n}. ", n=number)]), *inline(step.text)])
        for id_ in step.items:
            yield _item(book.bank.items[id_], book, sources, pictures)


def _item(item: Item, book: Book, sources: Sources, pictures: Pictures) -> Call:
    head = group([Call("strong", body=[_("Guess") if item.prediction else _("Key")])], slot="head")
    hint = group([right(Question(item))], slot="hint")
    body: list[Piece] = [head, hint, block([Call("strong", body=inline(item.stem))])]
    for use in item.media:
        body += pictures.show(use)
    body.append(reasons(item, sources))
    wrong = _expected(item, book)
    if wrong:
        body.append(block([Call("emph", body=[_("Wrong answers to expect: ")]), wrong]))
    body.append(block([Call("emph", body=[_("To take home: ")]), *inline(item.point)]))
    return Call("answer", (), {"id": f"{item.id}, {_(LEVELS[item.level])}, {item.objective}"}, body)


def _expected(item: Item, book: Book) -> str:
    """Say where to look for wrong answers: a typical slip, or the belief that the item is about."""
    if isinstance(item, Numeric) and item.errors:
        slips = ", ".join(decimal(f"{slip.value:g}") for slip in item.errors)
        return _("{numbers} (typical slips).", numbers=slips)
    if isinstance(item, Choice) and item.pitfall:
        pitfall = book.bank.pitfalls[item.pitfall].rstrip(".")
        return _("those of the pitfall “{pitfall}”.", pitfall=pitfall)
    return ""
