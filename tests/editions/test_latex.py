"""The book as LaTeX, for whoever sets it anew: no edition of ours, and no word is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from quizbook.bank.load import load_bank
from quizbook.environment import build_environment

from ..conftest import PATIENCE

CURTAIN = """
::::{curtain} dough-gas

Yeast breathes out what lifts the dough.

::::
"""


def bare(words: str) -> str:
    """Drop commands, spaces and signs: LaTeX writes many of them in its own way."""
    return re.sub(r"\\[A-Za-z]+\*?|[\W_]+", "", words)


@pytest.fixture(scope="module")
def course(lay, tmp_path_factory) -> Path:
    course = lay(tmp_path_factory.mktemp("latex") / "course")
    with (course / "chapters" / "dough.md").open("a", encoding="utf-8") as chapter:
        chapter.write(CURTAIN)
    jupyter_book = Path(sys.executable).parent / "jupyter-book"
    command = [jupyter_book, "build", course, "--builder", "latex", "-nW", "--keep-going"]
    settings = {"env": build_environment(), "timeout": PATIENCE}
    done = subprocess.run(command, capture_output=True, text=True, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return course


def test_questions_key_and_curtains_stand_in_the_latex_of_a_book(course: Path) -> None:
    (file,) = (course / "_build" / "latex").glob("*.tex")
    latex = file.read_text(encoding="utf-8")
    words = bare(latex)
    for item in load_bank(course).items.values():
        parts = [part for text in item.texts() for part in text if part.kind != "math"]
        assert [part.text for part in parts if bare(part.text) not in words] == []
        assert bare(f"{item.id}, version {item.version}") in words
    assert "Yeast breathes out what lifts the dough." in latex
    assert "What follows answers question" in latex
    assert not re.search(r" object at 0x|<class |<quizbook|IPython\.core", latex)
