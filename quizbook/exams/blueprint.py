"""What an examination is made of: a file that says how many items of which kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..bank import characters, shape
from ..bank.book import Book
from ..bank.model import Item
from ..bank.problems import BankError, Problem
from ..bank.source import line_at, read_text, read_yaml

CONDITIONS = ("chapter", "objective", "pitfall", "level", "audience", "type")


@dataclass(frozen=True)
class Row:
    """So many items that are all of this."""

    count: int
    line: int
    conditions: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def fits(self, item: Item) -> bool:
        """Tell whether an item is what the row asks for."""
        return all(str(getattr(item, name)) in given for name, given in self.conditions.items())

    def __str__(self) -> str:
        told = [f"{name} {' or '.join(given)}" for name, given in self.conditions.items()]
        return f"{self.count} with {', '.join(told)}" if told else f"{self.count} of any kind"


@dataclass(frozen=True)
class Blueprint:
    """The whole file."""

    file: str
    id: str
    title: str
    source: str
    rows: tuple[Row, ...]
    minutes: int | None = None
    pass_mark: int | None = None
    instructions: str = ""

    @property
    def count(self) -> int:
        """How many items an examination has."""
        return sum(row.count for row in self.rows)


def read(path: Path, book: Book) -> Blueprint:
    """Read a blueprint.

    Raises BankError with everything that is wrong with it, and OSError if there is no such file.
    """
    file = path.name
    data = read_yaml(read_text(path, file), file)
    problems = list(shape.problems(data, "exam.schema", file, "exam"))
    if problems:
        raise BankError(problems)
    rows = []
    items = [*book.bank.items.values(), *book.private.values()]
    for number, row in enumerate(data["rows"]):
        conditions = {name: tuple(row[name]) for name in CONDITIONS if name in row}
        rows.append(Row(row["count"], line_at(data, ["rows", number]), conditions))
        for name, given in conditions.items():
            known = {str(getattr(item, name)) for item in items}
            for value in given:
                if value not in known:
                    line = line_at(data, ["rows", number, name])
                    message = f'row {number + 1}: no question has the {name} "{value}"'
                    problems.append(Problem(file, line, "exam", message))
    for name in ("title", "instructions"):
        for fault in characters.faults(data.get(name, "")):
            problems.append(Problem(file, line_at(data, [name]), "exam", f"its {name} {fault}"))
    if problems:
        raise BankError(problems)
    told = {name: data[name] for name in ("minutes", "pass_mark", "instructions") if name in data}
    return Blueprint(file, data["id"], data["title"], data["from"], tuple(rows), **told)
