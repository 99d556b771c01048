"""Formulas: read once, set by typst, spoken in words."""

from __future__ import annotations

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizbook.bank.text import TEX_COMMANDS
from quizbook.editions.typst import formula, symbols, tex
from quizbook.editions.typst.spoken import spoken

SPOKEN = {
    r"x": "x",
    r"-2.4": "minus 2.4",
    r"a = b": "a equals b",
    r"x^2": "x squared",
    r"x^{-1}": "x to the power of minus 1",
    r"x^{n+1}": "x to the power of n plus 1, end power,",
    r"V_\mathrm{m}": "capital V sub m",
    r"x_{i,j}": "x sub i, j",
    r"\frac{a}{b}": "a over b",
    r"\frac{a+b}{2}": "the fraction a plus b over 2, end fraction,",
    r"\frac{1}{\sqrt{n}}": "the fraction 1 over the square root of n, end fraction,",
    r"\sqrt{2.81} = 1.68": "the square root of 2.81 equals 1.68",
    r"\sqrt[3]{x + 1}": "the cube root of x plus 1, end root,",
    r"\bar{x} \pm \hat{y}": "x bar plus or minus y hat",
    r"\alpha \le \Delta": "alpha is at most capital delta",
    r"5.1 \times 58.5 / 23.0 = 13.0": "5.1 times 58.5 over 23.0 equals 13.0",
    r"1\,\mathrm{mV}": "1 millivolt",
    r"-70\,\mathrm{mV}": "minus 70 millivolts",
    r"4.5\,\mathrm{mmol/L}": "4.5 millimoles per litre",
    r"3\,\mathrm{m}^2": "3 metres squared",
    r"13\,\mathrm{Hz}": "13 hertz",
    r"120\,\mathrm{mmHg}": "120 millimetres of mercury",
    r"3\,\%": "3 percent",
    r"37\,^\circ\mathrm{C}": "37 degrees C",
    r"\mathrm{Na}^+": "Na plus",
    r"\mathrm{Ca}^{2+}": "Ca 2 plus",
    r"\mathrm{H}_2\mathrm{O}": "H 2 O",
    r"10{,}000": "10,000",
    r"\ln x": "the natural logarithm of x",
    r"\log_{10} x": "the logarithm to base 10 of x",
    r"\sum_{i=1}^{n} x_i": "the sum from i equals 1 to n of x sub i",
    r"\int_0^T f": "the integral from 0 to capital T of f",
    r"\lim_{n \to \infty} a": "the limit as n to infinity of a",
    r"f'(t)": "f prime open parenthesis t close parenthesis",
    r"\left| x \right|": "the absolute value of x, end absolute value,",
    r"P(A \mid B)": "capital P open parenthesis capital A given capital B close parenthesis",
    r"p < 0.05": "p is less than 0.05",
    r"\frac{dV}{dt}": "the fraction d capital V over d t, end fraction,",
    r"A \rightarrow B": "capital A gives capital B",
    r"\begin{cases} 0 & \text{if } x < 0 \\ 1 & \text{otherwise} \end{cases}": (
        "2 cases: 0, if x is less than 0; 1, if otherwise"
    ),
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a equals b; next line: c equals d",
    r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}": "a matrix of 2 rows: 1, 0; 0, 1",
}
REFUSED = {
    r"\ce{H2O}": r"the PDF cannot set \ce",
    r"\(x\)": r"the PDF cannot set \(",
    r"\frac{a": "the formula lacks '}' before 'its end'",
    r"\frac{a}": "the formula ends too early",
    r"a}": "the formula has a stray '}'",
    r"x_1_2": "the formula has two '_' in a row",
    r"\begin{tikz}x\end{tikz}": "the PDF cannot set the environment tikz",
    r"\begin{cases}x": "the formula has a stray ''",
    r"\left x \right)": "the formula has 'x' as a bracket",
    'a " b': "the formula has a stray '\"'",
    r"\text{a \$x\$}": None,
    r"\text{\panic}": r"the formula has '\\panic' as text",
}


@pytest.mark.parametrize("source", SPOKEN)
def test_a_formula_is_spoken_in_words(source: str) -> None:
    assert spoken(tex.parse(source)) == SPOKEN[source]


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_not_known_is_refused_by_name(source: str) -> None:
    if REFUSED[source] is None:
        compiled(source)
        return
    with pytest.raises(tex.TexError) as error:
        tex.parse(source)
    assert REFUSED[source] in str(error.value)


def compiled(*sources: str) -> None:
    lines = [f"$ {formula.write(tex.parse(source))} $" for source in sources]
    try:
        typst.compile("\n\n".join(lines).encode(), ignore_system_fonts=True)
    except typst.TypstError as error:
        pytest.fail(error.diagnostic)


def test_typst_sets_every_formula_that_is_spoken() -> None:
    compiled(*SPOKEN)


def test_typst_sets_every_sign_and_every_command() -> None:
    single = [s for s in symbols.SYMBOLS if len(s) == 1 and s not in "&_{}$#%'"]
    commands = [f"\\{s}" for s in symbols.SYMBOLS if s.isalpha() and len(s) > 1]
    commands += [f"\\{s}" for s in "&_{}$#%"]
    accents = [f"\\{name}{{x}}" for name in symbols.ACCENTS]
    styles = [f"\\{name}{{x}}" for name in symbols.STYLES]
    functions = [f"\\{name} x" for name in symbols.FUNCTIONS]
    spaces = [f"a\\{name} b" for name in symbols.SPACES if name != "~"]
    fences = [f"\\left\\{f} x \\right." for f in ("{", "}", "langle", "rangle", "lvert")]
    fences += [f"\\left{f} x \\right{f}" for f in "()[]|/<>."]
    compiled(*single, *commands, *accents, *styles, *functions, *spaces, *fences)


def test_every_command_that_a_question_may_use_can_be_set_and_spoken() -> None:
    known = {*symbols.SYMBOLS, *symbols.FUNCTIONS, *symbols.SPACES, *symbols.ACCENTS}
    known |= {*symbols.STYLES, "frac", "sqrt", "left", "right"}
    assert TEX_COMMANDS - known == set()


def test_no_name_of_the_page_design_hides_one_that_formulas_use() -> None:
    import re
    from pathlib import Path

    files = Path(formula.__file__).with_name("design").glob("*.typ")
    design = "".join(file.read_text(encoding="utf-8") for file in files)
    ours = set(re.findall(r"^#let ([a-z-]+)", design, re.M))
    assert len(ours) > 50
    theirs = {"frac", "sqrt", "root", "attach", "accent", "op", "lr", "cases", "mat", "class"}
    theirs |= {name for name, _ in symbols.ACCENTS.values()} | set(symbols.STYLES.values())
    theirs |= set(symbols.FUNCTIONS) | set(symbols.SPACES.values())
    assert ours & theirs == set()


ALPHABET = r'abx12.+-=<>()[]{}_^\|,;:!#$%&"~ /' + "'"


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=25))
@example(r"^\!")  # a space alone where something is wanted
def test_any_source_is_set_or_refused_and_never_runs(source: str) -> None:
    try:
        tree = tex.parse(source)
    except tex.TexError:
        return
    spoken(tree)
    written = formula.write(tree)
    assert "#panic" not in written
    try:
        typst.compile(f"$ {written} $".encode(), ignore_system_fonts=True)
    except typst.TypstError as error:
        pytest.fail(f"{source!r}: {error.diagnostic}")


@pytest.mark.parametrize("source", [r"\text{\"] #panic() [\"}", r"\text{\"}", r"\mathrm{#panic()}"])
def test_text_in_a_formula_cannot_break_out(source: str) -> None:
    try:
        tree = tex.parse(source)
    except tex.TexError:
        return
    typst.compile(f"$ {formula.write(tree)} $".encode(), ignore_system_fonts=True)
