"""What is wrong with a book's sources: collected, never raised one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BAD_SOURCES = 3
"""Exit status of a build that was not begun, because the book's sources have problems."""
DAMAGED = 4
"""Exit status of a build that could not read what earlier builds had saved."""
INTERRUPTED = 130
"""Exit status after Ctrl+C."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend: where it stands, whose it is, what to write instead."""

    file: str
    line: int
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.subject}: {self.message}"


class BankError(Exception):
    """The sources have problems; `problems` holds all of them, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
