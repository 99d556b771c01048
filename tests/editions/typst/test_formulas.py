"""Formulas: read once, set by typst, spoken in words."""

from __future__ import annotations

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizbook.bank.text import TEX_COMMANDS
from quizbook.editions.typst import formula, signs
from quizbook.editions.typst.spoken import spoken
from quizbook.page.mathml import FormulaError
from quizbook.page.mathml import formula as read

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
    r"\begin{align*} a &= b \\ c &= d \end{align*}": "a equals b; next line: c equals d",
    r"a &= b \\ c &= d": "a equals b; next line: c equals d",
    r"\begin{gather} a \\ b \end{gather}": "a; next line: b",
    r"\mathbb{R}": "capital R",
    r"\binom{n}{k}": "open parenthesis n above k close parenthesis",
    r"\underbrace{a+b}_{n}": "a plus b, that is n,",
    r"\bigl( x \bigr)": "open parenthesis x close parenthesis",
    r"\langle x \rangle": "open angle bracket x close angle bracket",
    r"\ce{H2O + CO2 <=> H2CO3}": "H 2 O plus CO 2 is in equilibrium with H 2 CO 3",
    r"\ce{Ca^2+}": "Ca 2 plus",
    r"\begin{array}{lr} a & b \\ c & d \end{array}": "a matrix of 2 rows: a, b; c, d",
    r"\displaystyle \sum_{i=1}^{n} i": "the sum from i equals 1 to n of i",
    r"\dfrac{a}{b}": "a over b",
    r"\overline{x}": "x bar",
    r"\vec{v} = \dot{x}": "v vector equals x dot",
    r"f''(x)": "f double prime open parenthesis x close parenthesis",
    r"\overset{?}{=}": "equals with question mark above",
    r"\boxed{x}": "x",
    r"\arg z": "the argument of z",
    r"\text{if $x$ is}": "if x is",
    r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}": "a matrix of 2 rows: 1, 0; 0, 1",
}
REFUSED = {
    r"\SI{3}{\volt}": r'Unknown command "\SI"',
    r"\(x\)": r'Unknown command "\("',
    r"\cancel{x}": "it needs 'updiagonalstrike'",
    r"\frac{a": 'Expected closing token "}"',
    r"\frac{a}": "Expected",
    r"a}": 'Unmatched closing token: "}"',
    r"x_1_2": "Duplicate subscript or superscript",
    r"\begin{tikz}x\end{tikz}": 'Unknown environment "tikz"',
    r"\begin{cases}x": "reached end of input",
    r"\left x \right)": "There must be a parenthesis",
    r"\text{\panic}": r'Unknown command "\panic"',
    r"\text{a $x}": "a stray '$' in the text",
    r"\ce{H ; O}": r"\ce cannot read ';'",
    r"\newcommand{\x}{\x}\x": "Too many expansions",
}


@pytest.mark.parametrize("source", SPOKEN)
def test_a_formula_is_spoken_in_words(source: str) -> None:
    assert spoken(read(source, display=True)) == SPOKEN[source]


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_not_known_is_refused_by_name(source: str) -> None:
    with pytest.raises(FormulaError) as error:
        read(source)
    assert REFUSED[source] in str(error.value)


def compiled(*sources: str) -> None:
    lines = [f"$ {formula.lines(read(source, display=True))} $" for source in sources]
    lines += [f"${formula.write(read(source))}$" for source in sources]
    try:
        typst.compile("\n\n".join(lines).encode(), ignore_system_fonts=True)
    except typst.TypstError as error:
        pytest.fail(error.diagnostic)


def test_typst_sets_every_formula_that_is_spoken() -> None:
    compiled(*SPOKEN)


PLAIN = {
    r"\mathrm{H}_2\mathrm{O}": "attach(upright(H), b: 2) upright(O)",
    r"10{,}000": '#math.upright("10,000")',
    r"4.5\,\mathrm{mmol/L}": '4.5 #h(0.1667em)#math.upright("mmol/L")',
    r"\left( \frac{a}{b} \right)": r"lr(\( frac(a, b) \))",
    r"\sin x": 'op("sin") x',
    r"\overline{x}": "overline(x)",
    r"\bigl(": r"lr(\(, size: #1.2em)",
}


@pytest.mark.parametrize("source", PLAIN)
def test_a_formula_becomes_typst(source: str) -> None:
    assert formula.write(read(source)) == PLAIN[source]


@pytest.mark.parametrize(("source", "spaces"), [(r"F \ln x", 0), (r"F\,\ln x", 1)])
def test_a_space_before_a_function_stands_once_and_one_that_was_typed_is_added(source, spaces):
    assert formula.write(read(source)).count("#h(0.1667em)") == spaces


def test_lines_are_aligned_at_their_signs() -> None:
    written = formula.lines(read(r"a &= b \\ c &= d", display=True))
    assert written == 'a & #"" \\= b \\\ncc & #"" \\= d'.replace("cc", "c")


def test_every_command_that_a_question_may_use_can_be_set_and_spoken() -> None:
    whole = {
        "frac": r"\frac{a}{b}",
        "sqrt": r"\sqrt{a}",
        "left": r"\left( a \right)",
        "right": r"\left( a \right)",
        **{name: rf"\{name}{{a}}" for name in ("mathrm", "text", "overline", "bar", "hat", "dot")},
    }
    sources = [whole.get(name, rf"a \{name} b") for name in sorted(TEX_COMMANDS)]
    compiled(*sources)
    for source in sources:
        assert spoken(read(source))


def test_no_name_of_the_page_design_hides_one_that_formulas_use() -> None:
    import re
    from pathlib import Path

    files = Path(formula.__file__).with_name("design").glob("*.typ")
    design = "".join(file.read_text(encoding="utf-8") for file in files)
    ours = set(re.findall(r"^#let ([a-z-]+)", design, re.M))
    assert len(ours) > 50
    written = Path(formula.__file__).read_text(encoding="utf-8")
    theirs = set(re.findall(r"[\"'({ ]([a-z]+)\(", written)) | {"overline", "underline", "display"}
    theirs |= {name.split(".")[0] for name, _ in signs.ACCENTS.values()} | set(
        signs.BRACES.values()
    )
    assert {"frac", "attach", "mat", "lr", "op"} <= theirs
    assert ours & theirs == set()


ALPHABET = r'abx12.+-=<>()[]{}_^\|,;:!#$%&"~ /' + "'"


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=25))
@example(r"^\!")  # a space alone where something is wanted
def test_any_source_is_set_or_refused_and_never_runs(source: str) -> None:
    try:
        root = read(source)
    except FormulaError:
        return
    spoken(root)
    written = formula.write(root)
    assert "#panic" not in written
    try:
        typst.compile(f"$ {written} $".encode(), ignore_system_fonts=True)
    except typst.TypstError as error:
        pytest.fail(f"{source!r}: {written} {error.diagnostic}")


@pytest.mark.parametrize(
    "source",
    [r"\text{\"] #panic() [\"}", r"\text{\"}", r"\mathrm{#panic()}", r'\text{"] #panic() ["}'],
)
def test_text_in_a_formula_cannot_break_out(source: str) -> None:
    try:
        root = read(source)
    except FormulaError:
        return
    typst.compile(f"$ {formula.write(root)} $".encode(), ignore_system_fonts=True)
