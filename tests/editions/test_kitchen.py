"""A book of inputs that were once shown wrongly without a word, built in every edition."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from docutils import nodes

from quizbook.editions import outputs
from quizbook.editions.elsewhere import loads
from quizbook.editions.rawhtml import Reader, blocks
from quizbook.environment import build_environment

from ..conftest import PATIENCE, ROOT, run
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
    settings = {"env": build_environment(), "timeout": 3 * PATIENCE}
    latex = subprocess.run(command, capture_output=True, text=True, **settings)
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


FILLS = """() => [...document.querySelectorAll("svg.figure-drawing")].map((svg) =>
  getComputedStyle(svg.querySelector("rect:not(defs *)")).fill)"""


def test_drawings_on_one_page_keep_their_own_looks(built, open_page):
    page = open_page((built.root / "_build/html/chapters/drawings.html").as_uri())
    red, green, gradient, grey, blue = page.evaluate(FILLS)
    assert (red, green) == ("rgb(255, 0, 0)", "rgb(0, 170, 0)")
    assert (grey, blue) == ("rgb(204, 204, 204)", "rgb(0, 0, 255)")
    target = gradient.split("#")[1].rstrip('")')
    assert page.locator(f"#{target}").evaluate("e => e.tagName") == "linearGradient"
    letters = page.locator(".bd-article p").first.evaluate("e => getComputedStyle(e).letterSpacing")
    assert letters == "normal"
    assert page.evaluate("[window.scriptran, window.onloadran]") == [None, None]
    assert page.locator("svg a[href^=javascript], svg script").count() == 0
    assert page.locator(".bd-article a", has_text="Red.").evaluate(
        "a => !!document.getElementById(a.hash.slice(1))"
    )


def test_a_width_in_percent_is_a_part_of_the_column(built, open_page):
    page = open_page((built.root / "_build/html/chapters/drawings.html").as_uri())
    column = page.locator(".bd-article p").first.bounding_box()["width"]
    drawn = page.locator("svg.figure-drawing").nth(2).bounding_box()["width"]
    assert drawn == pytest.approx(0.3 * column, rel=0.05)
    code = built.typst("drawings")
    assert 'alt: "gradient", width: 30%' in code and 'alt: "dot", width: 30%' in code


def test_a_picture_within_a_link_is_set_and_leads_on(built):
    code = built.typst("drawings")
    assert re.search(r'web\("https://example.org/badge", \{ picture\("pictures/dot.png"', code)
    assert re.search(r'web\("https://example.org/words", \{ picture-inline\(', code)
    for place in ("badge", "words", "list", "figure"):
        assert f"example.org/{place}" in built.words("Drawings")


def test_a_wide_table_in_a_box_stays_in_it(built):
    code = built.typst("tables")
    assert re.findall(r"columns: (\d), boxed: true", code) == ["8", "6", "9"]
    assert re.findall(r"tabular\(columns: 8, turned: true", code), (
        "outside a box it may turn the page"
    )


def test_formulas_of_several_lines_stand_on_several_lines_under_one_number(built, open_page):
    page = open_page((built.root / "_build/html/chapters/formulas.html").as_uri())
    shown = page.locator("div.math")
    for number in range(4):
        rows = shown.nth(number).locator("math > mtable > mtr")
        tops = [rows.nth(n).bounding_box()["y"] for n in range(rows.count())]
        assert len(tops) == 2 and tops[1] > tops[0] + 10
        assert "&" not in shown.nth(number).inner_text()
    numbers = page.locator(".bd-article .eqno").all_inner_texts()
    assert numbers == ["(1)", "(2)", "(3)"] and "(1)" not in page.locator("math").all_inner_texts()
    code = built.typst("formulas")
    assert code.count('number: "1"') == 1 and '& #"" \\=' in code
    assert r"\begin{aligned}" in built.latex and r"\begin{align}" not in built.latex
    assert r"\ce{" not in built.latex


@pytest.mark.parametrize("width", [390, 320])
def test_a_long_formula_does_not_widen_the_page(built, open_page, width):
    address = (built.root / "_build/html/chapters/formulas.html").as_uri()
    page = open_page(address, viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_formula_wider_than_the_column_stays_on_the_paper(built):
    with pypdfium2.PdfDocument(built.root / "_build" / "pdf" / "kitchen.pdf") as document:
        page = next(p for p in document if "verylong" in solid(p.get_textpage().get_text_bounded()))
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    margin = 0.35 * (595 - 357)  # points: what the page design leaves at the right
    assert max(box[2] for box in boxes) <= 595 - margin + 4
    assert "29" in built.words("Formulas"), "the end of the longest one is there"


def test_what_cells_show_is_drawn_in_every_edition(built):
    code, words, latex = built.typst("outputs"), built.words("Outputs"), built.latex
    shown = code + words + latex
    assert " object at 0x" not in shown and "IPython.core" not in words and "Styler at" not in shown
    assert code.count("tabular(") == 2 and 'strong("x")' in code and "colspan: 2" in code
    assert re.search(r"\$ .*attach\(x, t: 2\) \\\+ frac\(1, 2\).* \$", code)
    assert 'par({ "Value "; inline-formula($x \\= 2$' in code and "$ y \\= 3 $" in code
    assert 'rubric("Head")' in code and 'strong("Bold")' in code and 'super("3")' in code
    assert r"x^2 + \frac{1}{2}" in latex and "Bold" in latex and "first" in latex


def test_a_film_of_another_host_is_named_and_never_loaded(built, open_page):
    page = open_page((built.root / "_build/html/chapters/outputs.html").as_uri())
    assert page.locator("iframe, video").count() == 0
    links = [a.get_attribute("href") for a in page.locator(".elsewhere a").all()]
    assert links == [
        "https://www.youtube.com/watch?v=xyz",
        "https://www.youtube.com/watch?v=abc",
        "https://example.org/film.mp4",
    ]
    assert page.get_by_role("link", name="A filmed knee jerk").count() == 1
    for text in (built.typst("outputs"), built.latex):
        assert all(link in text for link in links) and "A filmed knee jerk" in text
    assert built.typst("outputs").count("<svg") == 3, "a code for each"


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        (
            {"text/html": '<script>vegaEmbed("#v", {})</script>', "text/plain": "alt.Chart(...)"},
            "figure(",
        ),
        ({"application/vnd.vegalite.v5+json": "{}", "text/plain": "alt.Chart(...)"}, "figure("),
        ({outputs.WIDGET: "", "text/plain": "IntSlider(value=0)"}, "running notebook"),
        (
            {"text/plain": "[<matplotlib.lines.Line2D at 0x7f1234567890>]"},
            "end its last line with ;",
        ),
        ({"text/plain": "<IPython.core.display.HTML object>"}, "end its last line with ;"),
        ({"text/plain": "x < y object"}, None),
        ({f"{outputs.OURS}item+json": "", outputs.WIDGET: "", "text/plain": "Quiz(a)"}, None),
    ],
)
def test_an_output_that_no_edition_can_show_is_refused(forms, said):
    held = [nodes.container("", nodes.Text(text), mime_type=name) for name, text in forms.items()]
    fault = outputs.fault(nodes.container("", *held, nb_element="mime_bundle"))
    assert (said in fault) if said else fault is None


@pytest.mark.parametrize(
    ("markup", "asked"),
    [
        ('<img src="https://x.org/a.png">', ["https://x.org/a.png"]),
        ('<script src="//x.org/a.js"></script>', ["//x.org/a.js"]),
        ('<link rel="stylesheet" href="https://x.org/a.css">', ["https://x.org/a.css"]),
        ("<style>@import url(https://x.org/a.css)</style>", ["https://x.org/a.css"]),
        ('<p style="background: url(https://x.org/a)">', ["https://x.org/a"]),
        ('<a href="https://x.org">words</a>', []),
        ('<img src="a.png">', []),
    ],
)
def test_every_request_to_another_host_is_found(markup, asked):
    assert loads(markup) == asked


@pytest.mark.parametrize(
    "markup", ["<svg><text>Words</text></svg>", '<img src="a.png">', "<canvas></canvas>", "<math/>"]
)
def test_a_block_of_html_without_a_drawing_is_told(markup):
    assert blocks(markup)[1]
