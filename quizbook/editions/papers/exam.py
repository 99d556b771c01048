"""An examination on paper: its forms, each with an answer sheet, and the key apart."""

from __future__ import annotations

from pathlib import Path

from ...bank.book import Book
from ...bank.model import Choice, Match, Numeric, Order, Short
from ...exams.drawing import Examination, Form, Question
from ...exports.sources import Sources
from ...media import Shelf
from ..typst.code import Call
from .setting import set_paper
from .writing import Pictures, Piece, block, group, inline, question, reasons, right

SECRET = "Keep this apart from the papers."


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


def _settings(book: Book, drawn: Examination, title: str, foot: str, paper: str) -> dict:
    return {"title": title, "author": book.bank.title, "paper": paper, "foot": foot}


def _form(book: Book, drawn: Examination, form: Form, paper: str) -> bytes:
    blueprint = drawn.blueprint
    title = f"{blueprint.title}, form {form.letter}"
    pictures = Pictures(Shelf(book.root, book.bank))
    facts = [f"{len(form.questions)} questions, each counting one point."]
    if blueprint.minutes:
        facts.append(f"Time: {blueprint.minutes} minutes.")
    if blueprint.pass_mark is not None:
        facts.append(f"To pass: {blueprint.pass_mark}% of the points.")
    if blueprint.instructions:
        facts.append(blueprint.instructions)
    pieces: list[Piece] = [_opening(title, facts)]
    pieces += [question(asked, n, pictures) for n, asked in enumerate(form.questions, 1)]
    pieces += [Call("sheet-break"), _opening(f"Answer sheet, form {form.letter}", [], blanks=True)]
    rows = [(str(n), _marks(asked)) for n, asked in enumerate(form.questions, 1)]
    pieces.append(Call("marks", tuple(rows)))
    foot = f"{blueprint.title}, form {form.letter}"
    return set_paper("paper", _settings(book, drawn, title, foot, paper), pieces, pictures)


def _opening(title: str, facts: list[str], blanks: bool = False) -> Call:
    named = {"facts": facts, "blanks": ["Name or number", "Date"] if blanks else []}
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
    title = f"Key: {drawn.blueprint.title}"
    pictures = Pictures(Shelf(book.root, book.bank))
    sources = Sources(book.root / "references.bib")
    told = f"Drawn from {drawn.blueprint.file} with the seed {drawn.seed}."
    pieces: list[Piece] = [_opening(title, [SECRET, told])]
    places: dict[str, list[str]] = {}
    for form in drawn.forms:
        pieces.append(block([f"Form {form.letter}"], "titled-2"))
        rows: list[tuple[str, str, str]] = [("Question", "Right", "Item")]
        for n, asked in enumerate(form.questions, 1):
            rows.append((str(n), right(asked), f"{asked.item.id}, version {asked.item.version}"))
            places.setdefault(asked.item.id, []).append(f"{form.letter} {n}")
        pieces.append(Call("key-table", tuple(rows)))
    pieces.append(block(["Reasons"], "titled-2"))
    for asked in drawn.forms[0].questions:
        item = asked.item
        head = group([Call("strong", body=[", ".join(places[item.id])])], slot="head")
        cited = f" [{'; '.join(sources.short(key) for key in item.references)}]"
        body = [head, block([Call("emph", body=[*inline(item.stem)])])]
        body += [block([*inline(item.point), cited]), reasons(item, sources)]
        pieces.append(Call("answer", (), {"level": 3, "id": item.id}, body))
    pieces.append(block(["Sources"], "titled-2"))
    keys = dict.fromkeys(k for asked in drawn.forms[0].questions for k in asked.item.cited())
    for line in sorted((sources[key] for key in keys), key=str.casefold):
        pieces.append(block([line]))
    return set_paper("paper", _settings(book, drawn, title, SECRET, paper), pieces, pictures)
