"""The five questions that every tool is given: the same words for all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quizbook.bank.load import load_bank
from quizbook.bank.text import plain

IDS = (
    "definitions-okafor-name",
    "dehydration-tent-seizure",
    "calcium-out-of-atp",
    "musculoskeletal-daniel-saddle",
    "pitfalls-fair-verdict",
)
"""Single-best-answer questions of our own bank, four options each, a reason for every option."""


@dataclass(frozen=True)
class Option:
    text: str
    why: str
    correct: bool


@dataclass(frozen=True)
class Question:
    """A question as plain words; the teaching point closes the reason of the right option."""

    id: str
    stem: str
    options: tuple[Option, ...]

    @property
    def right(self) -> Option:
        """The one correct option."""
        return next(option for option in self.options if option.correct)


def five_questions(root: Path) -> list[Question]:
    """Read the five questions from the book's bank."""
    items = load_bank(root).items
    return [_question(items[id_]) for id_ in IDS]


def _question(item) -> Question:
    options = []
    for option in item.options:
        point = f" {plain(item.point)}" if option.correct else ""
        options.append(Option(plain(option.text), plain(option.why) + point, option.correct))
    return Question(item.id, plain(item.stem), tuple(options))


def size(questions: list[Question]) -> int:
    """Count the bytes of text that a reader of all of them reads."""
    texts = [
        t for q in questions for t in (q.stem, *(w for o in q.options for w in (o.text, o.why)))
    ]
    return sum(len(text.encode()) for text in texts)
