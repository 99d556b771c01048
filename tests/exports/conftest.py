"""The small course, written in every form."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from quizbook.bank.load import check
from quizbook.bank.model import Bank
from quizbook.bank.text import parse
from quizbook.exports import FORMS
from quizbook.exports.choosing import choose
from quizbook.exports.writing import Selection

from ..conftest import COURSE

HARD = "a{b}=c~d#e:f <x>&amp;</x> \"g\" 'h' \\\\ 20 °C, µ β ≥ ½ $x^2 < 3$ or what?"
"""What one form or another would read as its own, and TeX."""


TYPED = '"the starch"', '"the starch", "crème-brûlée"'
"""One more spelling that counts, with what learners leave out."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The small course; its first question is asked in the hardest words, its last typed so."""
    folder = Path(shutil.copytree(COURSE, tmp_path_factory.mktemp("exports") / "course"))
    file = folder / "quizzes" / "crust.yml"
    text = file.read_text(encoding="utf-8")
    assert '"What browns a crust?"' in text
    quoted = HARD.replace("\\", "\\\\").replace('"', '\\"')
    file.write_text(text.replace('"What browns a crust?"', f'"{quoted}"'), encoding="utf-8")
    file = folder / "quizzes" / "heat.yml"
    text = file.read_text(encoding="utf-8")
    assert TYPED[0] in text
    file.write_text(text.replace(*TYPED), encoding="utf-8")
    return folder


RIGHT_TO_LEFT = "אבג *דה* $x$ עד 5 ≥ 4\u2028שורה"
"""What the bank refuses, as the PDF cannot print it; a course in another script may not."""


@pytest.fixture(scope="session")
def bank(chosen: Selection) -> Bank:
    return chosen.bank


@pytest.fixture(scope="session")
def chosen(folder: Path) -> Selection:
    """All of it; one question, its options and reasons in a script from right to left."""
    chosen, text = choose(check(folder), {}), parse(RIGHT_TO_LEFT)
    item = chosen.bank.items["crust-steam"]
    options = tuple(replace(option, text=text, why=text) for option in item.options)
    turned = replace(item, stem=text, point=text, options=options)
    bank = replace(chosen.bank, items={**chosen.bank.items, turned.id: turned})
    items = tuple(bank.items[item.id] for item in chosen.items)
    return replace(chosen, bank=bank, items=items)


@pytest.fixture(scope="session")
def written(chosen: Selection, tmp_path_factory):
    """Write a form once; gives the file."""
    place, made = tmp_path_factory.mktemp("written"), {}

    def write(form: str) -> Path:
        if form not in made:
            made[form] = place / f"{form}{FORMS[form].suffix}"
            FORMS[form].write(chosen, made[form])
        return made[form]

    return write


@pytest.fixture(scope="session")
def this_book(root: Path) -> Selection:
    """Every question of this book that is scored."""
    return choose(check(root), {})
