"""A book of inputs that were once shown wrongly without a word, built in every edition."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from docutils import nodes

from quizbook.editions.rawhtml import Reader
from quizbook.environment import build_environment

from ..conftest import ROOT, run
from .typst.conftest import pages_of, solid

KITCHEN = ROOT / "tests" / "data" / "kitchen"


@dataclass
class Built:
    """The kitchen's editions."""

    root: Path

    def html(self, name: str) -> str:
        file = self.root / "_build" / "html" / "chapters" / f"{name}.html"
        return file.read_text(encoding="utf-8").partition("<article")[2].partition("</article")[0]

    def typst(self, name: str) -> str:
        file = self.root / "_build" / "typst" / "pages" / "chapters" / f"{name}.typ"
        return file.read_text(encoding="utf-8")

    @property
    def latex(self) -> str:
        return (self.root / "_build" / "latex" / "kitchen.tex").read_text(encoding="utf-8")

    def latex_drawings(self) -> str:
        """The words of the drawings that the LaTeX edition includes, in their order."""
        names = re.findall(r"\\sphinxincludegraphics(?:\[.*?\])?\{\{(.+?)\}\.pdf\}", self.latex)
        files = [self.root / "_build" / "latex" / f"{name}.pdf" for name in names]
        return "".join(solid(words) for file in files for words in pages_of(file))

    def words(self, title: str) -> str:
        """The words of the PDF's pages of one chapter."""
        pages = pages_of(self.root / "_build" / "pdf" / "kitchen.pdf")
        start = next(n for n, page in enumerate(pages) if page.startswith(f"{title} Draft"))
        ends = (n for n, page in enumerate(pages) if n > start and " Draft: not" in page[:60])
        return " ".join(pages[start : next(ends, None)])


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    root = Path(shutil.copytree(KITCHEN, tmp_path_factory.mktemp("kitchen") / "book"))
    done = run("--book", root, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    jupyter_book = Path(sys.executable).parent / "jupyter-book"
    command = [jupyter_book, "build", root, "--builder", "latex", "-nW", "--keep-going"]
    environment = build_environment()
    latex = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)
    assert latex.returncode == 0, latex.stdout + latex.stderr
    return Built(root)


@pytest.mark.parametrize(("own", "other"), [("a", "b"), ("b", "a")])
def test_chapters_with_one_file_name_keep_their_figures(built, own, other):
    names = [f"{own} {which} one" for which in ("first", "second", "played")]
    for text in (built.html(f"{own}/intro"), built.words(f"Intro {own}")):
        assert [name for name in names if name in text] == names
        assert f"{other} first" not in text and f"{other} played" not in text
    assert f"{own} stands at 1." in built.html(f"{own}/intro")
    found = re.findall(r"([ab])(first|second|played)one", built.latex_drawings())
    assert found == [(name, n) for name in "ab" for n in ("first", "second", "played")]


def test_raised_and_lowered_figures_stay_so(built):
    page, paper, latex = built.html("powers"), built.typst("powers"), built.latex
    for power in ("3", "-6", "2+", "4", "5", "6", "7", "8+", "-9"):
        assert f"<sup>{power}</sup>" in page
        assert f'super("{power}")' in paper
        assert rf"$^{{\text{{{power}}}}}$" in latex.replace(r"\sphinxhyphen{}", "-")
    assert 'sub("2")' in paper and r"$_{\text{2}}$" in latex
    assert "linebreak()" in paper and r"two\newline{}lines" in latex


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<sup>3", "raw HTML <sup> has no end"),
        ("<b>3<sup>4</b>", "raw HTML <sup> does not end before </b>"),
        ("<meter>3</meter>", "raw HTML <meter> has no drawing outside the page"),
    ],
)
def test_inline_html_without_a_drawing_is_told_with_its_line(html, said):
    reader = Reader(nodes.paragraph())
    reader.feed(html)
    reader.close()
    assert said in reader.faults
