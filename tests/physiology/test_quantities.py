import ast
import re
from dataclasses import FrozenInstanceError, dataclass, fields
from pathlib import Path

import numpy as np
import pytest

import physiology
from physiology.axon import Axon
from physiology.coronary import Vessel
from physiology.excitation_contraction import Fibre
from physiology.membrane import Ions
from physiology.motoneuron import Motoneuron
from physiology.muscle_force import Muscle
from physiology.quantities import Parameters, above, quantity, whole, within
from physiology.slow_wave import GastricCell, SlowOscillator
from physiology.smooth_muscle import LatchBridge

PARAMETER_SETS = (
    *(Axon, Fibre, GastricCell, Ions, LatchBridge),
    *(Motoneuron, Muscle, SlowOscillator, Vessel),
)


@dataclass(frozen=True)
class Bath(Parameters):
    warmth: float = quantity(310.0, "K", "our choice", 250, 330)


@pytest.mark.parametrize("parameters", PARAMETER_SETS)
def test_every_parameter_states_its_source_and_survives_its_own_check(parameters):
    assert parameters() == parameters()
    assert all(source for _, _, _, source in parameters.table())
    assert len(parameters.table()) == len(fields(parameters))


@pytest.mark.parametrize("parameters", PARAMETER_SETS)
def test_every_parameter_refuses_what_is_not_a_number(parameters):
    for field in fields(parameters):
        with pytest.raises(ValueError, match=field.name):
            parameters(**{field.name: float("nan")})
        with pytest.raises(ValueError, match=field.name):
            parameters(**{field.name: "4 mM"})


def test_wrong_unit_is_refused_and_the_right_one_named():
    with pytest.raises(ValueError, match="warmth must lie between 250 and 330 K; got 37"):
        Bath(37.0)


def test_parameters_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        Bath().warmth = 300.0


def test_bounds_are_inclusive_and_messages_name_the_side():
    assert within("x", [0, 1], 0, 1).tolist() == [0, 1]
    with pytest.raises(ValueError, match="x must be at least 0 mM; got -1"):
        within("x", [2, -1], 0, unit="mM")
    with pytest.raises(ValueError, match="x must be at most 1; got 2"):
        within("x", 2, high=1)
    with pytest.raises(ValueError, match="x must be finite; got inf"):
        within("x", np.inf)


def test_strict_bound_refuses_the_bound_itself():
    with pytest.raises(ValueError, match="x must be above 0 s; got 0"):
        above("x", [1, 0], unit="s")


def test_whole_refuses_fractions():
    assert whole("n", 3.0) == 3
    with pytest.raises(ValueError, match=r"n must be a whole number; got 2\.5"):
        whole("n", [2, 2.5])


BOOK = Path(physiology.__file__).parents[1]
KEYS = set(re.findall(r"^@\w+\{(.+),$", (BOOK / "references.bib").read_text("utf-8"), re.M))
IN_WORDS = {"assumed", "our choice", "rounded textbook value", "not as printed"}


@pytest.mark.parametrize("parameters", PARAMETER_SETS)
def test_every_source_is_a_record_or_says_that_there_is_none(parameters):
    named = {part for *_, source in parameters.table() for part in source.split(", ")}
    assert named - IN_WORDS <= KEYS


def test_every_source_that_a_docstring_names_is_a_record():
    pattern = re.compile(r"`([a-z]+(?:19|20)\d\d[a-z0-9]*)`")
    texts = {p: p.read_text("utf-8") for p in Path(physiology.__file__).parent.rglob("*.py")}
    named = {(p.name, key) for p, text in texts.items() for key in pattern.findall(text)}
    assert {(name, key) for name, key in named if key not in KEYS} == set()


def test_a_parameter_is_one_number():
    with pytest.raises(ValueError, match="warmth must be one number, not an array"):
        Bath([300.0, 310.0])


def test_no_equation_holds_a_bare_constant():
    # Numbers in the slopes of a model are counts, signs, halves, and turns of units.
    harmless = {0, 1, 2, 60, 1e-3, 1e-12, 0.1, 1e-9, 6, 3, 4, -1}
    for path, names in (
        ("slow_wave.py", {"_gastric_slopes", "_slow_slopes", "_store_slopes", "simulate_gastric"}),
        ("excitation_contraction.py", {"_slopes", "_element_speed", "_affinity"}),
        ("muscle_force.py", {"_solve", "_activation_parts"}),
    ):
        tree = ast.parse((Path(physiology.__file__).parent / path).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in names - {"simulate_gastric"}:
                numbers = {
                    n.value
                    for n in ast.walk(node)
                    if isinstance(n, ast.Constant) and isinstance(n.value, int | float)
                }
                assert numbers <= harmless | {1e-9}, (node.name, numbers - harmless)
