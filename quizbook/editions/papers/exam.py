"""An examination on paper: its forms, each with an answer sheet, and the key apart."""

from __future__ import annotations

from pathlib import Path

from ...bank.book import Book
from ...bank.model import Choice, Match, Numeric, Order, Short
from ...exams.drawing import Examination, Form, Question
from ...exports.sources import Sources
from ...languages import _, later, ngettext
from ...media import Shelf
from ..typst.code import Call
from .setting import about, set_paper
from .writing import Pictures, Piece, block, group, inline, question, reasons, right

SECRET = later("Keep this apart from the papers.")


def write(book: Book, drawn: Examination, paper: str, folder: Path) -> list[Path]:
    """Write a PDF for each form and one for the key; gives the files.

    Raises BuildError if one cannot be set.
    """
    made = []
    for form in drawn.forms:
        made.append(folder / f"{drawn.blueprint.id}-form-{form.letter.lower()}.pdf")
        made[-1].write_bytes(_form(book, drawn, form, paper))
    made.append(folder / f"{drawn.blueprint.id}-key.pdf")
    made[-1].write_bytes(_key(book, drawn, paper))
    return made


def _form(book: Book, drawn: Examination, form: Form, paper: str) -> bytes:
    blueprint = drawn.blueprint
    title = _("{title}, form {letter}", title=blueprint.title, letter=form.letter)
    pictures = Pictures(Shelf(book.root, book.bank))
    facts = [
        ngettext(
            "{n} question, counting one point.",
            "{n} questions, each counting one point.",
            len(form.questions),
        )
    ]
    if blueprint.minutes:
        facts.append(_("Time: {n} minutes.", n=blueprint.minutes))
    if blueprint.pass_mark is not None:
        facts.append(_("To pass: {n}% of the points.", n=blueprint.pass_mark))
    if blueprint.instructions:
        facts.append(blueprint.instructions)
    pieces: list[Piece] = [_opening(title, facts)]
    pieces += [question(asked, n, pictures) for n, asked in enumerate(form.questions, 1)]
    sheet = _("Answer sheet, form {letter}", letter=form.letter)
    pieces += [Call("sheet-break"), _opening(sheet, [], blanks=True)]
    rows = [(str(n), _marks(asked)) for n, asked in enumerate(form.questions, 1)]
    pieces.append(Call("marks", tuple(rows)))
    settings = {**about(book, title, title), "paper": paper}
    return set_paper("paper", settings, pieces, pictures)


def _opening(title: str, facts: list[str], blanks: bool = False) -> Call:
    named = {"facts": facts, "blanks": [_("Name or number"), _("Date")] if blanks else []}
    return Call("opening-of", (title,), named)


def _marks(asked: Question) -> list[tuple[int, str]] | None:
    """Say what stands on the answer sheet: letters, boxes, or a line to write on."""
    match asked.item:
        case Choice():
            shape = "one" if asked.item.type == "single" else "many"
            return [(n, shape) for n in range(1, len(asked.item.options) + 1)]
        case Numeric() | Short():
            return None
        case Match():
            return [(n, "box") for n in range(1, len(asked.item.pairs) + 1)]
        case Order():
            return [(n, "box") for n in range(1, len(asked.item.steps) + 1)]
    raise TypeError(f"no item is of type {asked.item.type}")


def _key(book: Book, drawn: Examination, paper: str) -> bytes:
    title = _("Key: {title}", title=drawn.blueprint.title)
    pictures = Pictures(Shelf(book.root, book.bank))
    sources = Sources(book.root / "references.bib")
    told = _("Drawn from {file} with the seed {n}.", file=drawn.blueprint.file, n=drawn.seed)
    pieces: list[Piece] = [_opening(title, [_(SECRET), told])]
    places: dict[str, list[str]] = {}
    for form in drawn.forms:
        pieces.append(block([_("Form {letter}", letter=form.letter)], "titled-2"))
        rows: list[tuple[str, str, str]] = [(_("Question"), _("Right"), _("Item"))]
        for n, asked in enumerate(form.questions, 1):
            named = _("{id}, version {n}", id=asked.item.id, n=asked.item.version)
            rows.append((str(n), right(asked), named))
            places.setdefault(asked.item.id, []).append(f"{form.letter} {n}")
        pieces.append(Call("key-table", tuple(rows)))
    pieces.append(block([_("Reasons")], "titled-2"))
    for asked in drawn.forms[0].questions:
        item = asked.item
        head = group([Call("strong", body=[", ".join(places[item.id])])], slot="head")
        cited = f" [{'; '.join(sources.short(key) for key in item.references)}]"
        body = [head, block([Call("emph", body=[*inline(item.stem)])])]
        body += [block([*inline(item.point), cited]), reasons(item, sources)]
        pieces.append(Call("answer", (), {"level": 3, "id": item.id}, body))
    pieces.append(block([_("Sources")], "titled-2"))
    keys = dict.fromkeys(k for asked in drawn.forms[0].questions for k in asked.item.cited())
    for line in sorted((sources[key] for key in keys), key=str.casefold):
        pieces.append(block([line]))
    settings = {**about(book, title, _(SECRET)), "paper": paper}
    return set_paper("paper", settings, pieces, pictures)
