"""The forms of an examination for learning systems: Moodle XML, and a SCORM package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..bank.book import Book
from ..exports import FORMS, PASS_MARK
from ..exports.choosing import choose
from ..languages import _
from .drawing import Examination, Form


def write(book: Book, drawn: Examination, folder: Path) -> list[Path]:
    """Write each form for each system; gives what was written.

    Options keep the form's order. Raises `quizbook.exports.ChoiceError` where a form is too long
    for a system.
    """
    made = []
    for form in drawn.forms:
        name = f"{drawn.blueprint.id}-form-{form.letter.lower()}"
        chosen = _selection(book, drawn, form, name)
        made += [folder / f"{name}.moodle.xml", folder / f"{name}.scorm"]
        FORMS["moodle"].write(chosen, made[-2])
        FORMS["scorm"].write(chosen, made[-1])
    return made


def _selection(book: Book, drawn: Examination, form: Form, name: str):
    """Choose the form's items, in its order, as one chapter that has the form's title."""
    asked = [replace(q.item, chapter=name, twin=None) for q in form.questions]
    bank = replace(book.bank, items={item.id: item for item in asked}, cases={}, exams={})
    mark = drawn.blueprint.pass_mark
    alone = replace(book, bank=bank)
    chosen = choose(alone, {}, pass_mark=PASS_MARK if mark is None else mark)
    title = _("{title}, form {letter}", title=drawn.blueprint.title, letter=form.letter)
    return replace(chosen, titles={name: title})
