import ast
import re
from dataclasses import FrozenInstanceError, dataclass, fields
from math import log10
from pathlib import Path

import numpy as np
import pytest

import physiology
from physiology.axon import Axon
from physiology.coronary import Vessel
from physiology.excitation_contraction import Fibre
from physiology.membrane import Ions
from physiology.motoneuron import Drive, Motoneuron
from physiology.muscle_force import Muscle
from physiology.quantities import Parameters, above, quantity, whole, within
from physiology.signals.recipes import RECIPES
from physiology.slow_wave import GastricCell, SlowOscillator
from physiology.smooth_muscle import LatchBridge, WaveDrive

PARAMETER_SETS = (
    *(Axon, Drive, Fibre, GastricCell, Ions, LatchBridge),
    *(Motoneuron, Muscle, SlowOscillator, Vessel, WaveDrive),
    *RECIPES.values(),
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


HARMLESS = {0, 0.5, 1, 2, 3, 4, 6, 60, 100}
"""Counts, signs, halves, powers of gates, Runge and Kutta's sixth, 60 s in a minute, per cent."""
SETTINGS = set(
    "alpha bracket cycles duration ffr highest level p peak sides size seed spacing specificity "
    "step studies stride swing target train window current slowing power share".split()
) | set(
    "units seconds rate variation top group sources latency vigour peaks premature st qt overlap "
    "per_second speed threshold distance scatter minutes skip columns apart gap stops stimulus "
    "bottom swallow places gastric level".split()
)
"""Arguments that say what is asked, not what a model is made of."""
NAMED = {
    "axon": "SPIKE_LEVEL _COARSEST _DRIVEN _DRIVE _LONGEST _LAST",
    "coronary": "PASCAL_PER_MMHG _NARROWEST",
    "cramp_threshold": "_REST _WATCH _SUSTAINED _LAST _SILENCE _LOOK _CANDIDATES",
    "exchange": "_DECIMALS",
    "excitation_contraction": "_SETTLE _LONGEST",
    "membrane": "GAS_CONSTANT FARADAY",
    "meta_analysis": "_GRID",
    "motoneuron_pool": "_LONGEST _PULSE_ROWS _SOMA _DENDRITE _INHIBITION",
    "muscle_force": "_COARSEST _LONGEST",
    "paired_experiment": "_LEVEL _LARGEST",
    "quantities": "_EXACT",
    "sensitivity": "HEADLINES _LOSS _SEARCH _TETANUS _RECORD",
    "slow_wave": "_STRETCH _STILL _HOP _HOP_SLOW _LONGEST",
    "smooth_muscle": "DETACHED _FASTEST _HALVES _GRID _LONGEST",
    "sums": "SODIUM CHLORIDE _SAME _BLOCKED",
    # Of signals: places, rates of sampling, shapes that are drawn by hand.
    "gullet": "RATE PLACES UPPER TRANSITION SLOWING LOWER GASTRIC BEYOND HEIGHT TEN",
    "heart": "RATE LEADS PR QRS WAVES T_SIZE T_WIDTH T_DIRECTION ST_DIRECTION _FLAT",
    "measures": "CONTOUR COUNTED _BEFORE _J _J_AT _AFTER _TAIL _FALLING _BEATS_APART _EDGES "
    "_DEPARTS _EVENED _TOP _OPENS _WAVE _EYE",
    "needle": "ONE_UNIT CRAMP_UNITS _COARSE _POINTS _SHORT _LONG",
    "potentials": "VELOCITY NEAREST FARTHEST FIBRES _KEPT _REACH _PAD _GRAIN _LENGTH",
    "recording": "NEEDLE_RATE LONGEST NOISE CHAIN",
    "stomach": "RATE _FINER _RHYTHMS _SHORTEST",
    "surface": "RATE FULL FLOOR BENT WORK",
    "trains": "_SPARE",
}
"""Constants of physics, of measuring and of refusing, each with its unit; no model's own."""
REFUSING = {
    "amount",
    "count",
    "moment",
    "above",
    "probability",
    "quantity",
    "round",
    "single",
    "whole",
    "within",
}
TOLERANCES = {"rtol", "atol", "xtol", "xatol"}


def turns_units(number):
    """A power of ten far from 1 turns units, or is a tolerance."""
    size = log10(abs(number)) if number else 0
    return abs(size) >= 3 and size == round(size)


def bare(tree):
    """Yield the numbers that an equation of a module holds, with their lines."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    def excused(node):
        while node in parents:
            child, node = node, parents[node]
            match node:
                case ast.Call(func=ast.Name(id=name)) if (
                    name in REFUSING and child is not node.func
                ):
                    return True
                case ast.Call(func=ast.Attribute(attr="accept")):
                    return True
                case ast.Subscript(slice=part) if child is part:
                    return True
                case ast.AnnAssign(target=ast.Name(id=name)) if name in SETTINGS:
                    return True
                case ast.keyword(arg=name) if name in TOLERANCES:
                    return True
                case ast.arguments(args=args, defaults=defaults) if child in defaults:
                    return args[defaults.index(child) - len(defaults)].arg in SETTINGS
        return False

    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=int() | float() as number) if not (
                isinstance(number, bool)
                or abs(number) in HARMLESS
                or turns_units(number)
                or excused(node)
            ):
                yield node.lineno, number


def without_named(path):
    """Parse a module and take out what is assigned to the names that may hold a number."""
    tree, named = ast.parse(path.read_text("utf-8")), set(NAMED.get(path.stem, "").split())

    def names(node):
        targets = node.targets if isinstance(node, ast.Assign) else []
        return {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}

    tree.body = [n for n in tree.body if not (names(n) and names(n) <= named)]
    return tree


# `__main__` says how long the files that it writes run, `exchange` writes equations as texts.
# `cover` draws.
NO_MODELS = {"__main__", "cover"}
EQUATIONS = sorted(
    p for p in Path(physiology.__file__).parent.glob("*.py") if p.stem not in NO_MODELS
) + sorted(Path(physiology.__file__).parent.glob("signals/*.py"))


@pytest.mark.parametrize("path", EQUATIONS, ids=lambda p: p.stem)
def test_no_equation_holds_a_bare_constant(path):
    assert list(bare(without_named(path))) == []


def test_a_bare_constant_would_be_found():
    law = "def law(v, step=0.1, k=9.0):\n    return 0.07 * v ** 3 / within('x', 5.5) + 1e-6 * v[7]"
    assert list(bare(ast.parse(law))) == [(1, 9.0), (2, 0.07)]
