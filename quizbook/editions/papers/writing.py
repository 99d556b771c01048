"""Bank text and questions as typst code, by the functions of the paper edition's design."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ...bank.media import Table, Use
from ...bank.model import Choice, Item, Match, Numeric, Order, Reason, Short
from ...bank.text import Text, plain
from ...exams.drawing import Question
from ...exports.sources import Sources
from ...languages import _, decimal, later
from ...media import Shelf
from ...media.shelf import describe
from ...page.html import letter, quantity
from ...page.mathml import formula as read
from ..typst import formula
from ..typst.code import Call, Raw
from ..typst.pictures import ink
from ..typst.spoken import spoken

HINTS = {
    "single": later("Mark one."),
    "multiple": later("Mark all that are right."),
    "numeric": later("Write a number with its unit."),
    "short": later("Write the word or words."),
    "match": later("Write a letter in each box."),
    "order": later("Write 1 for the first, and so on."),
}
Piece = str | Call


def inline(text: Text) -> list[Piece]:
    """Write bank text: words, emphasis and formulas."""
    return [_run(run) for run in text]


def _run(run) -> Piece:
    if run.kind == "emphasis":
        return Call("emph", body=[run.text])
    if run.kind == "math":
        root = read(run.text)
        code = Raw(f"${formula.write(root)}$")
        return Call("inline-formula", (code,), {"alt": spoken(root)})
    return run.text


def block(pieces: Iterable[Piece], name: str = "par") -> Call:
    """Write pieces as one paragraph, or as the body of another function."""
    return Call(name, body=list(pieces))


def group(pieces: Iterable[Piece], slot: str = "") -> Call:
    """Write pieces that belong together: an entry of a list, or what goes into a slot."""
    return Call(body=list(pieces), slot=slot)


def around(message: str, pieces: list[Piece]) -> list[Piece]:
    """Write a message with pieces in the place of the one name in braces."""
    before, after = re.split(r"\{\w+\}", message)
    return [piece for piece in (before, *pieces, after) if piece]


def choices(shape: str, rows: Iterable[list[Piece]], numbering: str | None = None) -> Call:
    """Write rows with a place to mark before each."""
    named = {"shape": shape, **({"numbering": numbering} if numbering else {})}
    return Call("choices", (), named, [group(row) for row in rows], spread=True)


class Pictures:
    """Draws media beside the code; remembers which files are needed."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.files: dict[str, bytes] = {}

    def show(self, use: Use) -> list[Piece]:
        """Write a medium: its drawing with words that name it, or its table."""
        if isinstance(use.medium, Table):
            return [_table(use.medium)]
        made = self.shelf[use.name]
        path = f"pictures/{made.name}.svg"
        self.files[path] = ink(made.svg.encode())[0]
        shown: list[Piece] = [Call("picture", (path,), {"alt": plain(use.medium.alt)})]
        told = describe(use.medium, made)
        return [*shown, block([told], "small-note")] if told else shown

    def add(self, path: str, drawing: str) -> None:
        """Remember a drawing that is no medium, in the paper's ink and face."""
        self.files[path] = ink(drawing.encode())[0]

    def write(self, folder: Path) -> None:
        """Put the drawings beside the code."""
        for name, data in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def _table(medium: Table) -> Call:
    head = Call("table.header", body=[group(inline(c)) for c in medium.columns], spread=True)
    cells = [group(inline(cell)) for row in medium.rows for cell in row]
    table = Call("table", (), {"columns": len(medium.columns)}, [head, *cells], spread=True)
    caption = group(inline(medium.alt), slot="caption")
    return Call("tabular", (), {"columns": len(medium.columns)}, [caption, table])


def question(asked: Question, number: int, pictures: Pictures) -> Call:
    """Write a question with its number and room for the answer."""
    item = asked.item
    body: list[Piece] = [
        group([Call("strong", body=[_("Question {n}", n=number)])], slot="head"),
        group([_(HINTS[item.type])], slot="hint"),
        block(inline(item.stem)),
    ]
    for use in item.media:
        body += pictures.show(use)
    body += _places(asked, pictures)
    return Call("question", (), {"level": 2}, body)


def _places(asked: Question, pictures: Pictures) -> list[Piece]:
    item = asked.item
    match item:
        case Choice():
            shape = "one" if item.type == "single" else "many"
            return [choices(shape, [_row(o.text, o, pictures) for o in item.options])]
        case Numeric():
            unit = item.answer.unit
            told = "" if unit == "1" else _(" (in {unit})", unit=unit)
            return [block([Call("blank-line"), told])]
        case Short():
            return [block([Call("blank-line")])]
        case Match():
            left = choices("place", [_row(p.left, p, pictures) for p in item.pairs], "1.")
            sides = [group(inline(text)) for _id, text in asked.offered or item.offered]
            right = Call("enum", (), {"numbering": "A."}, sides, spread=True)
            return [Call("sides", body=[left, right], spread=True)]
        case Order():
            return [choices("place", [inline(text) for _id, text in shown(asked)])]
    raise TypeError(f"no item is of type {item.type}")


def _row(text: Text, reason: Reason, pictures: Pictures) -> list[Piece]:
    return [*inline(text), *(pictures.show(reason.media) if reason.media else ())]


def shown(asked: Question) -> tuple[tuple[str, Text], ...]:
    """Give the steps of an order question as this paper shows them."""
    return asked.offered or tuple((step.id, step.text) for step in asked.item.shown)


def right(asked: Question) -> str:
    """Write the key in the letters and numbers of this paper."""
    item = asked.item
    match item:
        case Choice():
            return ", ".join(letter(n) for n, o in enumerate(item.options) if o.correct)
        case Numeric():
            told = quantity(item.answer.value, item.answer.unit)
            slack = decimal(f"{item.answer.tolerance:g}")
            return f"{told} (± {slack})" if item.answer.tolerance else told
        case Short():
            return " / ".join(item.words.accept)
        case Match():
            sides = [id_ for id_, _text in asked.offered or item.offered]
            return ", ".join(
                f"{n} {letter(sides.index(pair.id))}" for n, pair in enumerate(item.pairs, 1)
            )
        case Order():
            places = {step.id: n for n, step in enumerate(item.steps, 1)}
            return ", ".join(str(places[id_]) for id_, _text in shown(asked))
    raise TypeError(f"no item is of type {item.type}")


def reasons(item: Item, sources: Sources) -> Call:
    """Write every choice with the reason for or against it, and who says so."""
    rows = []
    for name, reason in _named(item):
        cited = f" [{'; '.join(sources.short(key) for key in reason.references)}]"
        rows.append(group([*name, " ", *inline(reason.why), cited]))
    return Call("list", body=rows, spread=True)


def _named(item: Item) -> Iterable[tuple[list[Piece], Reason]]:
    match item:
        case Choice():
            for option in item.options:
                word = _("Right.") if option.correct else _("Not right.")
                yield [*inline(option.text), ": ", Call("emph", body=[word])], option
        case Numeric():
            for reason in item.reasons():
                yield [Call("strong", body=[quantity(reason.value, item.answer.unit)])], reason
        case Short():
            for spelled in item.reasons():
                yield [Call("strong", body=[", ".join(spelled.accept)])], spelled
        case Match():
            for pair in item.pairs:
                yield [*inline(pair.left), ": ", *inline(pair.right), "."], pair
        case Order():
            for n, step in enumerate(item.steps, 1):
                yield [f"{n}. ", *inline(step.text), "."], step
