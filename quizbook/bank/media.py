"""What questions show or play: named in quizzes/media.yml, used by stems, options and pairs.

A medium says how it is made and what it is called; nothing is made here (see `quizbook.media`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import shape
from .problems import BankError, Problem
from .source import Map, Seq, line_at, read_text, read_yaml
from .text import Text, parse

FILE = "quizzes/media.yml"
KINDS = ("signal", "figure", "table")


@dataclass(frozen=True, kw_only=True)
class Medium:
    """What all media share.

    `alt` names the medium before the answer and gives nothing away; `long`, shown after it, says
    what there is to see or hear.
    """

    id: str
    kind: str
    alt: Text
    references: tuple[str, ...]
    long: Text = ()
    line: int = field(default=1, compare=False)

    @property
    def identity(self) -> list[Any]:
        """What it is made from, as JSON data: a question changes with it, and with no byte more."""
        raise NotImplementedError

    def texts(self) -> Iterator[Text]:
        """Every text a reader may see."""
        yield self.alt
        if self.long:
            yield self.long


@dataclass(frozen=True, kw_only=True)
class Signal(Medium):
    """Samples that a function of the book's own package gives for its arguments.

    `make` is the function's dotted path, `with_` its arguments, `show` how it is drawn, `marks`
    letters at events of the signal (by name) or at seconds.
    """

    make: str
    show: dict[str, Any]
    with_: dict[str, Any] = field(default_factory=dict)
    sound: bool = False
    marks: dict[str, float | str] = field(default_factory=dict)
    origin: Text = ()

    @property
    def identity(self) -> list[Any]:
        return [self.make, self.with_, self.marks]

    def texts(self) -> Iterator[Text]:
        yield from super().texts()
        yield from (parse(name) for name in self.show.get("names", ()))


@dataclass(frozen=True, kw_only=True)
class Picture(Medium):
    """A drawing of the book (`file`), a figure of a chapter (`cell`) or a chart of its own."""

    file: str | None = None
    cell: str | None = None
    chart: dict[str, Any] | None = None
    data: str | None = None

    @property
    def identity(self) -> list[Any]:
        return [self.file, self.cell, self.chart, self.data]


@dataclass(frozen=True, kw_only=True)
class Table(Medium):
    """Rows to be read; the first cell of each names it."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    @property
    def identity(self) -> list[Any]:
        rows = (self.columns, *self.rows)
        return [["".join(run.text for run in cell) for cell in row] for row in rows]

    def texts(self) -> Iterator[Text]:
        yield from super().texts()
        for row in (self.columns, *self.rows):
            yield from row


@dataclass(frozen=True)
class Use:
    """A medium where a question shows it, as a "picture" or a "sound".

    `medium` is None where media.yml has nothing of this name.
    """

    name: str
    medium: Medium | None
    form: str = "picture"


Media = dict[str, Medium]


def read_media(root: Path) -> tuple[Media, list[Problem]]:
    """Read quizzes/media.yml, if there is one: what could be built, and the problems of shape."""
    media: Media = {}
    problems: list[Problem] = []
    if not (root / FILE).is_file():
        return media, problems
    try:
        data = read_yaml(read_text(root / FILE, FILE), FILE)
    except BankError as error:
        return media, error.problems
    problems += shape.problems(data, "media.schema", FILE, "file")
    for number, row in enumerate(_rows(data), 1):
        subject = str(row.get("id", f"medium {number}")) if isinstance(row, Map) else "file"
        problems += _collect(row, subject, data, media)
    return media, problems


def named_media(root: Path) -> set[str] | None:
    """List every id that media.yml gives, also to one with problems; None if it is unreadable."""
    try:
        rows = _rows(read_yaml(read_text(root / FILE, FILE), FILE))
    except BankError:
        return None
    return {str(row.get("id")) for row in rows if isinstance(row, Map)}


def _rows(data: object) -> Seq | list:
    rows = data.get("media") if isinstance(data, Map) else None
    return rows if isinstance(rows, Seq) else []


def _collect(row: object, subject: str, data: Map, media: Media) -> list[Problem]:
    if not isinstance(row, Map):
        return [Problem(FILE, 1, subject, f"a medium must be a block of keys, not {row!r}")]
    if row.get("kind") not in KINDS:
        line = line_at(row, ["kind"])
        return [Problem(FILE, line, subject, f"has no kind; write kind: {' | '.join(KINDS)}")]
    faults = list(shape.problems(row, "media.schema", FILE, subject, part=row["kind"]))
    if not faults:
        built = _build(row, data)
        line = row.lines["id"]
        if built.id in media:
            faults = [Problem(FILE, line, subject, "this id is taken; ids are unique")]
        media.setdefault(built.id, built)
    return faults


def _build(row: Map, data: Map) -> Medium:
    fields = {key: _plain(value) for key, value in row.items()}
    fields |= {key: parse(row[key]) for key in ("alt", "long") if key in row}
    fields |= {"line": row.lines["id"], "references": tuple(row["references"])}
    if row["kind"] == "signal":
        return Signal(**_renamed(fields), origin=parse(data.get("origin") or ""))
    if row["kind"] == "figure":
        return Picture(**fields)
    fields["columns"] = tuple(map(parse, row["columns"]))
    fields["rows"] = tuple(tuple(map(parse, cells)) for cells in row["rows"])
    return Table(**fields)


def _renamed(fields: dict[str, Any]) -> dict[str, Any]:
    return {"with_" if key == "with" else key: value for key, value in fields.items()}


def _plain(value: Any) -> Any:
    """Give data without their lines, as JSON knows them."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
