"""What the PDF cannot show is said, with the page and line it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive

from quizbook.editions import typst
from quizbook.page.mathml import FormulaError, inline, mathml

from .conftest import build, pages_of

CONF = """
extensions = ["myst_nb", "stranger", "quizbook.editions.typst"]
project = html_title = "A small book"
author = "Nobody"
myst_enable_extensions = ["dollarmath", "colon_fence"]
nb_execution_mode = "off"
"""
NOWHERE = "\U0010fffd"
"""A letter that no font has."""

STRANGER = """
from docutils import nodes
from docutils.parsers.rst import Directive

class novelty(nodes.General, nodes.Element):
    pass

class Novelty(Directive):
    has_content = True

    def run(self):
        node = novelty("", nodes.paragraph("", self.content[0]))
        node.line = self.lineno
        return [node]

def setup(app):
    app.add_directive("novelty", Novelty)
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch):
    """Give a function that builds a book of one page."""
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "stranger.py").write_text(STRANGER, encoding="utf-8")
    (tmp_path / "_build" / "typst").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)

    def page(text: str):
        (tmp_path / "index.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
        built = build(tmp_path)
        return built, tmp_path / "_build" / "typst" / "book.pdf"

    return page


def test_an_unknown_node_is_named_with_its_line_and_its_text_is_printed(book) -> None:
    built, pdf = book("```{novelty}\nNever seen before.\n```")
    assert "index.md:3: WARNING: the PDF cannot draw a <novelty>" in built.warnings
    assert "Never seen before." in " ".join(pages_of(pdf))


def test_a_picture_without_alt_text_is_an_error(book, tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    built, _ = book("Words.\n\n![](dot.svg)")
    assert "index.md:5: WARNING: this picture has no alt text: dot.svg" in built.warnings


def test_html_whose_words_would_be_lost_is_named(book) -> None:
    built, _ = book("```{raw} html\n<p>Only here.</p>\n```\n\n```{raw} html\n<hr>\n```")
    assert "raw HTML is not printed in the PDF: '<p>Only here.</p>'" in built.warnings
    assert built.warnings.count("raw HTML") == 1


@pytest.mark.parametrize("tex", [r"\pu{3 V}", r"\cancel{x}", r"\SI{3}{\volt}", r"\input{secret}"])
def test_a_formula_beyond_the_known_tex_is_named_and_shown_as_typed(book, tex) -> None:
    built, pdf = book(f"Here: ${tex}$.")
    assert f'index.md:3: WARNING: cannot set the formula "{tex}": ' in built.warnings
    named = "updiagonalstrike" if "cancel" in tex else tex.split("{")[0]
    assert named in built.warnings.partition(f'"{tex}": ')[2]
    assert tex in " ".join(pages_of(pdf))


@pytest.mark.parametrize(("tex", "said"), [(r"\alhpa x", r"\alpha"), (r"\zzzz x", "")])
def test_a_misspelt_command_of_a_formula_is_told_with_the_one_that_was_meant(tex, said):
    for set_ in (mathml, inline):
        with pytest.raises(FormulaError) as caught:
            set_(tex)
        hint = f' Did you mean "{said}"?' if said else ""
        unknown = tex.split()[0]
        wanted = f'cannot set the formula "{tex}": Unknown command "{unknown}".{hint}'
        assert str(caught.value) == wanted


def test_a_build_that_fails_keeps_the_pdf_that_stood_before(book) -> None:
    _, pdf = book("Good words.")
    before = pdf.read_bytes()
    book(f"Bad {NOWHERE} words.")
    assert pdf.read_bytes() == before
    assert not list(pdf.parent.glob("*.part"))


def test_a_footnote_that_nothing_points_at_is_not_lost_silently(book) -> None:
    built, _ = book("Words.\n\n```{eval-rst}\n.. [#alone] A lonely note.\n```")
    assert "nothing points at this footnote" in built.warnings


def test_a_paper_that_is_not_known_is_refused(tmp_path: Path, book) -> None:
    from sphinx.errors import ConfigError

    (tmp_path / "index.md").write_text("# A page\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="quizbook_paper is 'napkin'; it can be a4, us-letter"):
        build(tmp_path, quizbook_paper="napkin")


def test_the_stranger_really_is_one() -> None:
    assert issubclass(Directive, object)
    assert not hasattr(nodes, "novelty")
    assert not hasattr(typst.builder.Translator, "visit_novelty")
