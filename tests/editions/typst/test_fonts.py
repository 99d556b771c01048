"""Letters that the compiler's own fonts lack are set in a font of the book, or of the machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pydata_sphinx_theme
import pytest

from quizbook.bank import load, settings
from quizbook.editions.typst import press
from quizbook.editions.typst.fonts import Fonts, advice

from .conftest import build, pages_of
from .test_warnings import CONF

STAR = "\uf005"
"""A letter for private use: no font for words has it, and one that the theme brings along does."""
FAMILY = "Font Awesome 6 Free Solid"
FILE = next(Path(pydata_sphinx_theme.__file__).parent.rglob("fa-solid-900.ttf"))


@pytest.fixture
def book(tmp_path):
    """Give a function that builds a book with a star in it, and tells the PDF and what is said."""
    (tmp_path / "conf.py").write_text(CONF.replace('"stranger", ', ""), encoding="utf-8")
    (tmp_path / "index.md").write_text(f"# A page\n\nWords.\n\nA {STAR} star.\n", encoding="utf-8")

    def build_(**named):
        built = build(tmp_path, **named)
        return tmp_path / "_build" / "typst" / "book.pdf", built.warnings

    return build_


def faces(pdf: Path) -> set[str]:
    with pikepdf.open(pdf) as opened:
        fonts = (
            o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o
        )
        return {str(font.FontName).partition("+")[2] for font in fonts}


def test_a_letter_that_no_font_has_is_refused_with_its_line_and_what_to_install(book, monkeypatch):
    monkeypatch.setattr(press, "replace", lambda fonts, system: Fonts(fonts.folder, True))
    monkeypatch.setattr(
        Fonts, "options", lambda self: {"ignore_system_fonts": True, "font_paths": []}
    )
    pdf, said = book()
    assert "index.md:5: ERROR: the PDF cannot be set as it is: no font here has" in said
    assert "U+F005" in said and "or put its file into fonts/" in said
    assert not pdf.exists()


@pytest.mark.parametrize("named", [[], [FAMILY]], ids=["found", "named"])
def test_a_font_in_the_book_s_folder_sets_it(book, tmp_path, named):
    (tmp_path / "fonts").mkdir()
    shutil.copy(FILE, tmp_path / "fonts")
    pdf, said = book(quizbook_fonts=named)
    assert said == ""
    assert f"A {STAR} star." in " ".join(pages_of(pdf))
    assert any("Awesome" in face for face in faces(pdf))
    assert any("Libertinus" in face for face in faces(pdf)), "words keep the book's own face"


def test_a_font_that_is_nowhere_is_named(book):
    _, said = book(quizbook_fonts=["No Such Font"])
    assert "_config.yml:1: WARNING: quizbook_fonts names No Such Font, which is not here" in said


@pytest.mark.parametrize(
    ("letter", "font"),
    [
        ("漢", "Noto Sans CJK"),
        ("ひ", "Noto Sans CJK"),
        ("م", "Noto Naskh Arabic"),
        ("😀", "Noto Color Emoji"),
        ("𓀀", "Noto Sans Symbols 2"),
    ],
)
def test_the_font_to_install_follows_the_script(letter, font):
    assert f"such as {font} (Debian" in advice(letter)


@pytest.mark.parametrize("named", ["", "[Noto Sans CJK SC]"])
def test_questions_may_hold_such_letters_where_the_book_names_a_font(course, named):
    bank = course / "quizzes" / "crust.yml"
    bank.write_text(bank.read_text().replace("What browns", "漢字 What browns", 1))
    config = course / "_config.yml"
    if named:
        line = "    nb_ipywidgets_js"
        assert line in config.read_text()
        new = config.read_text().replace(line, f"    quizbook_fonts: {named}\n{line}")
        config.write_text(new)
    assert settings.fonts(course) == (["Noto Sans CJK SC"] if named else [])
    told = [str(problem) for problem in load.load_book(course).problems]
    assert any("漢" in line and line.endswith("in _config.yml") for line in told) is not bool(named)
