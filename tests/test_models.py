"""The model pages: their figures say what `physiology` says, and what they must not claim."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from lxml import html as lxml_html

from physiology import attribution, axon, coronary, diagnostics, membrane, smooth_muscle
from physiology.benchmarks import MODELS
from physiology.cramp_threshold import threshold_frequency
from physiology.excitation_contraction import half_relaxation, isometric_force
from physiology.muscle_force import peak_and_ripple
from physiology.paired_experiment import from_f, power
from physiology.slow_wave import gastric_rate
from quizbook.figures.exploration import BUDGET

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "chapters").glob("models-*.md"))
SHOWN = {
    "M1": "fig-models-threshold",
    "M2a": "fig-models-potassium",
    "M2b": "fig-models-shift",
    "M3a": "fig-models-fusion",
    "M3b": "fig-models-pump",
    "M4": "fig-models-studies",
    "M5a": "fig-models-stenosis",
    "M6a": "fig-models-latch",
    "M6b": "fig-models-clock",
    "M7": "fig-models-bayes",
    "M8": "fig-models-attribution",
    "M9": "fig-models-magnesium",
}
ALSO = {
    "fig-models-train",
    "fig-models-pool",
    "fig-models-lever",
    "fig-models-coupling",
    "fig-models-antispasmodics",
}


class Drawn:
    """One playable figure, as a built page holds it."""

    def __init__(self, page: Path, figure) -> None:
        self.script = figure.xpath(".//script[@type='application/json']")[0].text
        self.data = json.loads(self.script)
        link = figure.xpath(".//a[contains(@class, 'download')]/@href")[0]
        self.numbers = (page.parent / unquote(link)).read_text(encoding="utf-8")

    def says(self, *values) -> str:
        """Look the readout up as the page's script does."""
        point = 0
        for control, value in zip(self.data["controls"], values, strict=True):
            point = point * len(control["values"]) + control["values"].index(value)
        return self.data["readouts"][point].replace("−", "-")

    def number(self, *values, after: str = "") -> float:
        """Give the first number that the readout says, or the first after some words."""
        words = self.says(*values)
        return float(re.findall(r"-?\d+\.?\d*", words[words.index(after) + len(after) :])[0])

    def grid(self, name: str) -> list:
        return next(c["values"] for c in self.data["controls"] if c["name"] == name)


@pytest.fixture(scope="module")
def drawn(html) -> dict[str, Drawn]:
    """Every playable figure of the model pages, by name."""
    found = {}
    for source in PAGES:
        page = html / "chapters" / f"{source.stem}.html"
        tree = lxml_html.parse(str(page), lxml_html.HTMLParser(encoding="utf-8"))
        for figure in tree.xpath("//figure[.//div[@class='explore']]"):
            found[figure.get("id")] = Drawn(page, figure)
    return found


def cells() -> list[tuple[str, str]]:
    """The code cells of the model pages: page and text."""
    pattern = re.compile(r"^```\{code-cell\}.*?^```$", re.S | re.M)
    return [(p.stem, cell) for p in PAGES for cell in pattern.findall(p.read_text("utf-8"))]


def test_every_model_has_a_figure_to_play_with(drawn):
    assert set(SHOWN) == set(MODELS)
    assert set(drawn) == set(SHOWN.values()) | ALSO


FIGURES = [(page, cell) for page, cell in cells() if re.search(r"^explore\(", cell, re.M)]
NAMES = [re.search(r"name: (\S+)", cell)[1] for _, cell in FIGURES]


@pytest.mark.parametrize(("page", "cell"), FIGURES, ids=NAMES)
def test_a_caption_names_the_model_its_source_and_what_it_must_not_claim(page, cell):
    caption = cell.split("caption: |")[1].split("---")[0]
    assert "must not be used to claim" in caption
    assert re.search(r"\{cite\}`", caption)


def test_three_figures_carry_a_band_and_three_can_hide_a_control():
    for part in ("mark_area(", "drill="):
        assert sum(part in cell for _, cell in FIGURES) >= 3, part


FOR_A_REFEREE = {
    **{"M1": "Motor neuron", "M2a": "Resting potential", "M2b": "Axon", "M3a": "Force"},
    **{"M3b": "Store, pump", "M5a": "Narrowing", "M6a": "Latch", "M6b": "Stomach's clock"},
    **dict.fromkeys(("M4", "M7", "M8", "M9"), "Sums of evidence"),
}


def test_a_referee_reads_of_every_model_what_it_is_for_and_how_wrong_it_is():
    assert set(FOR_A_REFEREE) == set(MODELS)
    page = (ROOT / "chapters" / "models.md").read_text("utf-8")
    table = page.split("## For a referee")[1].split("\n\n")[1].splitlines()
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table[2:]]
    assert all(len(row) == 4 and all(row) for row in rows)
    for name in {*FOR_A_REFEREE.values(), "Lever"}:
        assert [row for row in rows if row[0].startswith(name)], name


def test_before_every_figure_the_reader_commits_to_an_answer():
    asked, bare = False, []
    for page, cell in cells():
        asked = asked or "quiz(" in cell
        if re.search(r"^explore\(", cell, re.M):
            bare += [] if asked else [page + re.search(r"name: (\S+)", cell)[1]]
            asked = False
    assert bare == []


def test_every_figure_stays_within_its_budget(drawn):
    sizes = {name: len(figure.script.encode()) for name, figure in drawn.items()}
    assert {name: size for name, size in sizes.items() if size >= BUDGET} == {}


def test_every_csv_names_its_source_and_its_columns_and_reads_back(drawn):
    for name, figure in drawn.items():
        head = [line for line in figure.numbers.splitlines() if line.startswith("# ")]
        table = pd.read_csv(io.StringIO(figure.numbers), comment="#")
        assert head[1].startswith("# Source: "), name
        assert [line[2:].split(":")[0] for line in head[2:]] == list(table.columns), name
        assert len(table) > 0


def test_the_motoneuron_figure_says_what_the_model_says(drawn):
    figure = drawn["fig-models-threshold"]
    for inhibition, gamma in ((0.06, 0.3), (0.2, 0.5), (0.0, 0.1), (0.0, 0.6)):
        found = float(threshold_frequency(inhibition, gamma, stride=5))
        if found == float("inf"):
            assert figure.says(inhibition, gamma).startswith("No threshold")
        elif found == 1:  # the lowest rate that is tried is no threshold
            assert figure.says(inhibition, gamma).startswith("Any train")
        else:
            assert figure.number(inhibition, gamma) == found


def test_the_potassium_figure_says_what_the_equation_says(drawn):
    figure = drawn["fig-models-potassium"]
    for level in figure.grid("potassium"):
        exact = float(membrane.resting_potential(potassium_out=level))
        assert figure.number(level) == pytest.approx(exact, abs=0.051)


def test_the_axon_figure_agrees_with_rates_and_with_where_rest_is_stable(drawn):
    figure = drawn["fig-models-shift"]
    for shift, drive in ((0, 0), (6, 0), (7, 0), (3, 5), (0, 10)):
        rate = float(axon.sustained_rate(float(drive), float(shift)))
        words = figure.says(shift, drive)
        assert ("once firing it falls silent" in words) == (rate == 0)
        if rate:
            said = figure.number(shift, drive, after="once firing it fires at")
            assert said == pytest.approx(rate, abs=1)
        stable = axon.growth_rate(float(drive), float(shift)) < 0
        assert words.startswith("From rest it falls silent") == stable


def test_the_force_figure_says_what_the_model_says(drawn):
    figure = drawn["fig-models-fusion"]
    for rate, tau in ((1, 20), (10, 40), (50, 60)):
        peak, ripple = peak_and_ripple(float(rate), tau / 1000)
        assert figure.number(rate, tau) == pytest.approx(float(peak), abs=0.56)
        said = figure.number(rate, tau, after="ripple")
        assert said == pytest.approx(100 * float(ripple), abs=0.51)


def test_the_pump_figure_says_what_the_model_says(drawn):
    clock, force = isometric_force([20.0 * n for n in range(25)], 1000, 0.25)
    said = drawn["fig-models-pump"].number(25, after="half-relaxation")
    assert said == pytest.approx(half_relaxation(clock, force, 480), abs=0.51)


def test_the_latch_figure_says_what_the_model_says(drawn):
    figure = drawn["fig-models-latch"]
    for before, after in ((0.3, 0.15), (0.4, 0.05)):
        rates = [smooth_muscle.phosphorylation_rate(c) for c in (before, after)]
        old, new = (smooth_muscle.stress(smooth_muscle.steady_state(k1, k7=0.01)) for k1 in rates)
        said = figure.number(before, after, after="leaves")
        assert said == pytest.approx(100 * float(new / old), abs=0.51)


def test_the_clock_figure_says_what_the_model_says(drawn):
    figure = drawn["fig-models-clock"]
    release, messenger = figure.grid("what")
    said = figure.number(release, 1.5, after=": ")
    assert said == pytest.approx(float(gastric_rate(1.5)), abs=0.02)
    assert figure.says(messenger, 0.65).endswith("no rhythm")


def test_the_coupling_figure_says_what_the_model_says(drawn):
    _, stress = smooth_muscle.slow_wave_stress(0.5, high=0.1, step=0.5)
    said = drawn["fig-models-coupling"].number(0.5, 20, after=" and ")
    assert said == pytest.approx(100 * stress[-41:].max(), abs=0.51)


def test_the_vessel_figures_say_what_the_model_says(drawn):
    flow, lever = drawn["fig-models-stenosis"], drawn["fig-models-lever"]
    for narrowing in flow.grid("narrowing"):
        ffr = float(coronary.perfusion(narrowing / 100, 0.5).ffr)
        said = flow.number(narrowing, 0.5, after="pressure behind it")
        assert said == pytest.approx(100 * ffr, abs=0.51)
    for lumen in lever.grid("lumen"):
        left = 100 * float(coronary.lumen_left(0.2, lumen))
        words = lever.says(20, lumen)
        assert words.startswith("Closed") if left < 0.5 else lever.number(20, lumen) == round(left)


def test_the_studies_figure_says_what_the_model_says(drawn):
    spread = from_f(-2.4, f=2.81, n=10).sd
    for n, fall in ((5, 8), (10, 2), (45, 2)):
        said = drawn["fig-models-studies"].number(n, fall, after="power")
        assert said == pytest.approx(100 * float(power(fall / spread, n)), abs=0.51)


def test_the_sums_say_what_the_package_says(drawn):
    bayes, share = drawn["fig-models-bayes"], drawn["fig-models-attribution"]
    for ratio in bayes.grid("ratio"):
        after = 100 * float(diagnostics.probability_after(0.16, ratio))
        assert bayes.number(16, ratio, after="becomes") == pytest.approx(after, abs=0.051)
    for ratio in share.grid("ratio")[1:]:
        one_in = float(attribution.cases_per_caused_case(ratio))
        said = share.number(ratio, 157, 20, after="1 case in")
        assert said == pytest.approx(one_in, abs=0.051)
    needed = drawn["fig-models-antispasmodics"]
    for risk in needed.grid("risk"):
        nnt = float(attribution.number_needed_to_treat(0.68, risk / 100))
        assert needed.number(risk) == pytest.approx(nnt, abs=0.051)


def test_the_magnesium_figure_says_what_the_benchmarks_hold(drawn):
    figure = drawn["fig-models-magnesium"]
    two, three, review = figure.grid("pooled")
    assert "One effect: 0.11 (-0.48 to 0.70)" in figure.says(two)
    assert "(DL): -0.33 (-1.07 to 0.42)" in figure.says(three)
    assert "One effect: -0.52 (-0.97 to -0.07)" in figure.says(review)
    assert "(DL): -0.51 (-1.11 to 0.10)" in figure.says(review)
