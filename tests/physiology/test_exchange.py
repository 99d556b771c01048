"""Models handed on: read back by hand in every run, and run by another engine where it is there."""

import csv
import io
import math
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from physiology import axon, exchange, slow_wave
from physiology.__main__ import COURSES, files

DATA = Path(exchange.__file__).parents[1] / "chapters" / "data"
S = "{http://www.sbml.org/sbml/level3/version1/core}"
M = "{http://www.w3.org/1998/Math/MathML}"
SED = "{http://sed-ml.org/sed-ml/level1/version3}"
SIGNS = {
    "plus": lambda *x: sum(x),
    "minus": lambda x, *y: x - y[0] if y else -x,
    "times": lambda *x: math.prod(x),
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "exp": math.exp,
    "ln": math.log,
    "abs": abs,
}


class Read:
    """An SBML file read from its text alone, as a stranger would."""

    def __init__(self, text):
        root = Xml.fromstring(text.encode())
        listed = root.findall(f".//{S}parameter")
        self.values = {p.get("id"): float(p.get("value")) for p in listed if p.get("value")}
        self.terms = self.rules(root, "assignmentRule")
        self.rates = self.rules(root, "rateRule")

    @staticmethod
    def rules(root, kind):
        return {r.get("variable"): r.find(f"{M}math")[0] for r in root.iter(f"{S}{kind}")}

    def slopes(self, state):
        now = {**self.values, **dict(zip(self.rates, state, strict=True))}
        for name, node in self.terms.items():
            now[name] = value(node, now)
        return [value(node, now) for node in self.rates.values()]


def value(node, now):
    tag = node.tag.removeprefix(M)
    if tag == "cn":
        return float(node.text)
    if tag == "ci":
        return now[node.text.strip()]
    sign, *parts = node
    return SIGNS[sign.tag.removeprefix(M)](*(value(p, now) for p in parts))


def test_the_files_of_the_book_are_what_the_package_writes():
    for name, text in files():
        assert (DATA / name).read_text("utf-8") == text, (
            f"{name}: python -m physiology chapters/data"
        )


def test_every_parameter_stands_in_the_table():
    rows = list(csv.DictReader(io.StringIO(exchange.parameter_table())))
    assert len(rows) == sum(len(p.table()) for p in exchange.PARAMETER_SETS.values())
    for row in rows:
        known = exchange.PARAMETER_SETS[row["model"]]()
        assert float(row["value"]) == getattr(known, row["parameter"])
        low, high = float(row["lowest accepted"]), float(row["highest accepted"])
        assert low <= float(row["value"]) <= high and row["source"]


@pytest.mark.parametrize("seed", range(20))
def test_the_axon_read_back_moves_as_the_books_does(seed):
    rng = np.random.default_rng(seed)
    state = np.array([rng.uniform(-15, 110), *rng.uniform(0, 1, 3)])
    current, shift = rng.uniform(-5, 50), rng.uniform(-5, 15)
    read = Read(exchange.to_sbml(exchange.hodgkin_huxley(current, shift)))
    ours = axon._slopes(state, current, shift, axon.Axon())
    np.testing.assert_allclose(read.slopes(state), ours, rtol=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_gastric_cell_read_back_moves_as_the_books_does(seed):
    rng = np.random.default_rng(seed)
    state = np.array([rng.uniform(-80, -1), *rng.uniform(0.01, 1, 2), *rng.uniform(0.05, 5, 3)])
    read = Read((DATA / "models-gastric.sbml").read_text("utf-8"))
    ours = slow_wave._gastric_slopes(state, slow_wave.GastricCell(), 0.0)
    np.testing.assert_allclose(read.slopes(state), ours, rtol=1e-9)


def test_what_is_no_equation_is_refused():
    bad = exchange.gastric_cell()._replace(terms={"x": "__import__('os')"})
    with pytest.raises(ValueError, match="cannot be written as an equation"):
        exchange.to_sbml(bad)


def course(name):
    """What a SED-ML file asks for: model file, end, steps, and tolerances."""
    root = Xml.fromstring((DATA / f"{name}.sedml").read_text("utf-8").encode())
    run = root.find(f".//{SED}uniformTimeCourse")
    tolerances = [float(p.get("value")) for p in root.iter(f"{SED}algorithmParameter")]
    source = root.find(f".//{SED}model").get("source")
    return source, float(run.get("outputEndTime")), int(run.get("numberOfPoints")), tolerances


def test_each_course_names_a_model_that_is_there_and_its_variables():
    for name in COURSES:
        source, end, steps, tolerances = course(name)
        assert (DATA / source).is_file() and end > 0 and steps > 1 and tolerances == [1e-10] * 2
        model = Xml.parse(DATA / source).getroot()
        known = {p.get("id") for p in model.iter(f"{S}parameter")}
        for variable in Xml.parse(DATA / f"{name}.sedml").getroot().iter(f"{SED}variable"):
            target = variable.get("target")
            assert not target or target.split("'")[1] in known


def ours(name, end, steps):
    """The same course by the book's own functions: time and voltage."""
    if name == "models-axon":
        voltage, _ = axon.simulate(10.0, duration=end, step=0.01)
        return voltage[:: round(end / steps / 0.01)]
    return slow_wave.simulate_gastric(end / 1000, spacing=end / steps / 1000).voltage


@pytest.mark.parametrize("name", COURSES)
def test_an_independent_engine_gets_the_same_numbers(name):
    roadrunner = pytest.importorskip("roadrunner", reason="has no wheel for this machine")
    source, end, steps, (relative, absolute) = course(name)
    engine = roadrunner.RoadRunner(str(DATA / source))
    engine.integrator.relative_tolerance = relative
    engine.integrator.absolute_tolerance = absolute
    found = engine.simulate(0, end, steps + 1, ["time", "V"])
    np.testing.assert_allclose(found[:, 1], ours(name, end, steps), atol=0.2)


def test_the_files_are_valid_sbml():
    libsbml = pytest.importorskip("libsbml", reason="has no wheel for this machine")
    for name in COURSES:
        document = libsbml.readSBMLFromString((DATA / f"{name}.sbml").read_text("utf-8"))
        document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
        document.checkConsistency()
        serious = document.getNumErrors(libsbml.LIBSBML_SEV_ERROR)
        assert serious == 0, document.getErrorLog().toString()
