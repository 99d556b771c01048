"""How each peer is told the five questions: as its own documentation says, nothing left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .five import Question

HERE = Path(__file__).parent / "peers"
NOTEBOOK = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""


@dataclass(frozen=True)
class Peer:
    """A peer: how it writes one quiz of the five into a page, and what its book has to name."""

    name: str
    quiz: Callable[[list[Question], int], str]
    sphinx: dict[str, Any] = field(default_factory=dict)
    front: str = ""

    @property
    def requirements(self) -> Path:
        """The file that pins it."""
        return HERE / f"{self.name}.txt"

    def page(self, questions: list[Question], quizzes: int) -> str:
        """Write a page with so many quizzes of the five questions."""
        body = "\n".join(self.quiz(questions, number) for number in range(quizzes))
        return f"{self.front}\n{TEXT}\n{body}"


TEXT = "# A page\n\nBefore the questions.\n"


def _cell(*lines: str) -> str:
    code = "\n".join(lines)
    return f"```{{code-cell}} ipython3\n:tags: [remove-input]\n{code}\n```\n"


def jupyterquiz(questions: list[Question], number: int) -> str:
    """Write a cell; every option carries its reason as feedback."""
    asked = [
        {
            "question": q.stem,
            "type": "multiple_choice",
            "answers": [
                {"answer": o.text, "correct": o.correct, "feedback": o.why} for o in q.options
            ],
        }
        for q in questions
    ]
    return _cell("from jupyterquiz import display_quiz", f"display_quiz({asked!r})")


def ipyquizjb(questions: list[Question], number: int) -> str:
    """Write a cell; it knows no reason per option, so all stand in the notes of the question."""
    asked = [
        {
            "type": "MULTIPLE_CHOICE",
            "body": q.stem,
            "answers": [o.text for o in q.options],
            "answer": [q.right.text],
            "notes": [o.why for o in q.options],
        }
        for q in questions
    ]
    return _cell("from ipyquizjb import display_questions", f"display_questions({asked!r})")


def teachbooks_questions(questions: list[Question], number: int) -> str:
    """Write directives; every option carries its reason as feedback."""
    return "\n".join(_directive(question) for question in questions)


def _directive(question: Question) -> str:
    rows = [
        f"[{'x' if option.correct else ' '}] {option.text}\n> {option.why}"
        for option in question.options
    ]
    return "\n".join([":::{question}", question.stem, "---", *rows, "---", ":::", ""])


def sphinx_yaq(questions: list[Question], number: int) -> str:
    """Write a directive; it knows no reasons, so they stand in its own hidden block.

    It parts options at commas, so theirs are taken out.
    """
    rows = []
    for q in questions:
        options = [o.text.replace(", ", "; ").replace(",", "") for o in q.options]
        model = {
            "type": "SC",
            "values": ",".join(options),
            "answer": options[q.options.index(q.right)],
        }
        rows += [q.stem, f"{{quiz}}`{json.dumps(model, ensure_ascii=False)}`", ""]
        rows += ["```{spoiler} Reasons", *(f"{o.why}\n" for o in q.options), "```", ""]
    return "\n".join([f"````{{quiz}} quiz{number}", ":title: Quiz", "", *rows, "````", ""])


PEERS = (
    Peer("jupyterquiz", jupyterquiz, front=NOTEBOOK),
    Peer("ipyquizjb", ipyquizjb, front=NOTEBOOK),
    Peer(
        "teachbooks-questions",
        teachbooks_questions,
        {"extra_extensions": ["teachbooks_questions"]},
    ),
    Peer("sphinx-yaq", sphinx_yaq, {"extra_extensions": ["sphinx_yaq"]}),
)
