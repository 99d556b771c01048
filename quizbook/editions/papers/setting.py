"""Set one paper: code and drawings into a folder, a PDF out of it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ...bank import settings as config
from ...bank.book import Book
from ...builds import BuildError
from ..typst import press, words
from ..typst.builder import DESIGN, sheet_settings
from ..typst.code import Call, render
from .writing import Pictures, Piece

OWN = Path(__file__).parent / "design"
IMPORT = '#import "/design/papers.typ": *\n'
LETTERS = "11pt"
"""Larger than in a book: what lies on a desk is read from further away."""


def about(book: Book, title: str, foot: str) -> dict[str, str]:
    """Say what a paper is called, of which book and in which language it is, and its foot."""
    language = words.language(config.language(book.root))
    return {"title": title, "author": book.bank.title, "language": language, "foot": foot}


def set_paper(kind: str, settings: dict, pieces: list[Piece], pictures: Pictures) -> bytes:
    """Set a document of `papers.typ`; the same pieces give the same bytes.

    Raises BuildError with what the compiler says.
    """
    show = Call(f"{kind}.with", named=settings)
    code = f"{IMPORT}#show: {render(show)}\n\n#{render(Call(body=pieces))}\n"
    with tempfile.TemporaryDirectory(prefix="paper-") as name:
        folder = Path(name)
        for design in (DESIGN, OWN):
            shutil.copytree(design, folder / "design", dirs_exist_ok=True)
        pictures.write(folder)
        sheet = sheet_settings(settings.get("paper", "a4"), LETTERS)
        (folder / "settings.typ").write_text(sheet, encoding="utf-8")
        (folder / "paper.typ").write_text(code, encoding="utf-8")
        try:
            pressed = press.set_type(folder, "paper.typ")
        except press.SettingError as error:
            raise BuildError(error.message) from None
    for warning in pressed.warnings:
        raise BuildError(warning.message)
    return pressed.pdf
