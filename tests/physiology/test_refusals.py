"""What every public function promises: to refuse in words what it cannot mean, and to say so."""

import ast
import inspect
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import physiology
from physiology import (
    attribution,
    axon,
    coronary,
    cramp_threshold,
    diagnostics,
    exchange,
    excitation_contraction,
    membrane,
    meta_analysis,
    motoneuron,
    muscle_force,
    paired_experiment,
    quantities,
    sensitivity,
    slow_wave,
    smooth_muscle,
)
from physiology.motoneuron_pool import Pool

ROOT = Path(physiology.__file__).parent
MODULES = {
    path.stem: import_module(f"physiology.{path.stem}")
    for path in sorted(ROOT.glob("*.py"))
    if path.stem not in {"__init__", "__main__", "sums"}
}
# `sums` holds what questions ask: each is asked by its own proof, with its own arguments.

TIME = np.arange(201) * 5e-4
RECORD, PULL = np.arange(10.0), np.array([0, 1, 4, 6, 5, 3, 2, 1, 0.5, 0.2])
TRIALS = {"effects": [0.1, 0.5, 0.9], "variances": [0.1, 0.2, 0.1]}
POOLED = meta_analysis.pool(**TRIALS)
EFFECT = paired_experiment.from_se(-2.4, 1.4, 10)
SHARES = [0.4, 0.3, 0.2, 0.1]
WAVE = slow_wave.Wave(
    *(np.arange(0, 60, 0.1) if n == 0 else 20 * np.cos(np.arange(0, 60, 0.1)) for n in range(3))
)
SWING = 60 * np.sin(np.arange(0, 300, 0.04) / 2)
TABLE = {"true_positive": 9, "false_positive": 3, "false_negative": 2, "true_negative": 8}
ARMS = {"cases_1": [4, 6], "noncases_1": [9, 30], "cases_2": [11, 9], "noncases_2": [12, 27]}

# One call of each that means something, and is quick.
CALLS = {
    attribution.attributable_fraction: {"rate_ratio": 2.0},
    attribution.cases_per_caused_case: {"rate_ratio": 2.0},
    attribution.population_attributable_fraction: {"rate_ratio": 2.0, "exposed": 0.2},
    attribution.excess_rate: {"rate_ratio": 2.0, "background": 10.0},
    attribution.background_rate: {"excess": 11.0, "rate_ratio": 1.07},
    attribution.e_value: {"ratio": 2.0},
    attribution.e_value_of_interval: {"lower": 1.2, "upper": 3.0},
    attribution.nocebo_ratio: {"none": 8.0, "placebo": 15.0, "drug": 16.0},
    attribution.number_needed_to_treat: {"relative_risk": 0.7, "control_risk": 0.5},
    axon.rest: {"current": 1.0, "shift": 1.0},
    axon.growth_rate: {"current": 1.0, "shift": 1.0},
    axon.critical_current: {"shift": 1.0, "bracket": (5.0, 12.0)},
    axon.critical_shift: {"current": 1.0, "bracket": (0.0, 10.0)},
    axon.calcium_fraction: {"shift": 5.0, "kappa": 9.0},
    axon.simulate: {"current": 7.0, "shift": 0.0, "duration": 2.0, "step": 0.04},
    axon.sustained_rate: {"current": 7.0, "shift": 0.0, "duration": 2.0},
    axon.firing_rate: {"voltage": SWING, "step": 0.04, "window": 150.0},
    axon.swing_rate: {"voltage": SWING, "step": 0.04, "window": 150.0, "swing": 5.0},
    axon.spike_times: {"trace": SWING, "step": 0.04},
    coronary.narrowing_from_area: {"area_narrowing": 0.9},
    coronary.pressure_drop: {"flow": 1.0, "narrowing": 0.5},
    coronary.perfusion: {"narrowing": 0.5, "resting_flow": 0.5},
    coronary.narrowing_at_ffr: {"ffr": 0.8},
    coronary.narrowing_at_resting_loss: {},
    coronary.narrowing_at_hyperaemic_loss: {"share": 0.1},
    coronary.tube_resistance_ratio: {"diameter_ratio": 0.5},
    coronary.lumen_left: {"shortening": 0.1, "lumen_ratio": 0.7},
    coronary.closing_shortening: {"lumen_ratio": 0.7},
    cramp_threshold.ramp_response: {"gamma": 0.3, "step": 0.1, "peak": 30.0, "duration": 0.4},
    cramp_threshold.rate_after_pulse: {
        **{"gamma": 0.3, "inhibition": 0.0, "current": 5.0, "step": 0.1}
    },
    cramp_threshold.train_response: {
        **{"frequency": 10.0, "inhibition": 0.06, "gamma": 0.0, "fibres": 54},
        **{"train": 0.2, "step": 0.1},
    },
    cramp_threshold.threshold_frequency: {
        **{"inhibition": 0.06, "gamma": 0.0, "fibres": 54, "train": 0.1},
        **{"highest": 2, "stride": 1, "step": 0.1},
    },
    cramp_threshold.pool_cells: {
        **{"spread": 0.2, "size": 2, "inhibition": 0.06, "gamma": 0.0, "fibres": 54, "seed": 1}
    },
    cramp_threshold.pool_thresholds: {
        **{"spread": 0.2, "size": 2, "seed": 1, "train": 0.1, "highest": 2, "step": 0.1}
    },
    cramp_threshold.summarise: {"thresholds": [9.0, 14.0, 21.0]},
    sensitivity.elasticity: {"function": abs, "value": 3.0, "step": 0.01},
    exchange.hodgkin_huxley: {"current": 10.0, "shift": 0.0},
    diagnostics.from_counts: TABLE,
    diagnostics.wilson_interval: {"hits": 3, "total": 9, "level": 0.95},
    diagnostics.test_intervals: {**TABLE, "level": 0.95},
    diagnostics.predictive_values: {"prevalence": 0.1, "sensitivity": 0.5, "specificity": 0.7},
    diagnostics.likelihood_ratios: {"sensitivity": 0.5, "specificity": 0.7},
    diagnostics.probability_after: {"prior": 0.2, "likelihood_ratio": 5.0},
    diagnostics.chance_of_false_alarm: {"tests": 4, "specificity": 0.95},
    excitation_contraction.isometric_force: {
        **{"stimuli": [0.0, 5.0], "duration": 12.0, "pump_factor": 1.0, "spacing": 0.5}
    },
    excitation_contraction.twitch_times: {"time": RECORD, "force": PULL, "start": 0.0},
    excitation_contraction.half_relaxation: {"time": RECORD, "force": PULL, "last": 3.0},
    excitation_contraction.ripple: {"time": RECORD, "force": PULL, "begin": 2.0, "end": 5.0},
    membrane.thermal_voltage: {"temperature": 310.0},
    membrane.nernst: {"outside": 4.0, "inside": 140.0, "valence": 1, "temperature": 310.0},
    membrane.resting_potential: {"potassium_out": 4.0},
    meta_analysis.log_risk_ratio: {**ARMS, "correction": 0.5},
    meta_analysis.heterogeneity: TRIALS,
    meta_analysis.between_trial_variance: TRIALS,
    meta_analysis.tau2_interval: {**TRIALS, "level": 0.95},
    meta_analysis.pool: {**TRIALS, "level": 0.95},
    meta_analysis.prediction_interval: {"pooled": POOLED, "level": 0.95},
    meta_analysis.se_from_interval: {"lower": 1.0, "upper": 2.0, "level": 0.95},
    meta_analysis.se_from_p: {"difference": 0.5, "p": 0.2, "df": 10},
    meta_analysis.se_from_arms: {"sd_1": 1.0, "n_1": 10, "sd_2": 1.0, "n_2": 10},
    motoneuron.membrane_constants: {},
    muscle_force.regular_train: {"rate": 20.0, "duration": 0.1},
    muscle_force.activation: {
        **{"time": TIME, "stimuli": [0.0, 0.02], "tau_c": 0.02, "half_activation": 0.1},
        **{"doublet": 1.04},
    },
    muscle_force.force: {"time": TIME, "stimuli": [0.0, 0.02], "tau_c": 0.02},
    muscle_force.fatigue: {"time": TIME, "stimuli": [0.0, 0.02]},
    muscle_force.peak_and_ripple: {"rate": 20.0, "tau_c": 0.02, "duration": 0.1, "step": 5e-4},
    paired_experiment.from_t: {"difference": -2.4, "t": 1.7, "n": 10},
    paired_experiment.from_f: {"difference": -2.4, "f": 2.8, "n": 10},
    paired_experiment.from_sd: {"difference": -2.4, "sd": 4.5, "n": 10},
    paired_experiment.from_se: {"difference": -2.4, "se": 1.4, "n": 10},
    paired_experiment.interval: {"effect": EFFECT, "level": 0.95},
    paired_experiment.standardised_interval: {"effect": EFFECT, "level": 0.95},
    paired_experiment.equivalence_p: {"effect": EFFECT, "margin": 5.0},
    paired_experiment.is_equivalent: {"effect": EFFECT, "margin": 5.0, "alpha": 0.05},
    paired_experiment.session_correlation: {
        **{"sd_first": 4.7, "sd_second": 4.4, "sd_difference": 4.5}
    },
    paired_experiment.power: {"dz": 0.5, "n": 10, "alpha": 0.05},
    paired_experiment.detectable_effect: {"n": 10, "target": 0.8, "alpha": 0.05},
    paired_experiment.pairs_needed: {"dz": 0.5, "target": 0.8, "alpha": 0.05},
    paired_experiment.simulate_studies: {"effect": 2.0, "sd": 4.5, "n": 10, "studies": 3},
    slow_wave.simulate_gastric: {"duration": 1.0, "spacing": 0.1},
    slow_wave.simulate_slow: {"duration": 1.0, "spacing": 0.1},
    slow_wave.peak_times: {"wave": WAVE, "swing": 10.0},
    slow_wave.period: {"wave": WAVE},
    slow_wave.gastric_rate: {"factor": 1.0, "duration": 70.0},
    slow_wave.time_above_half: {"wave": WAVE},
    smooth_muscle.phosphorylation_rate: {"calcium": 0.3},
    smooth_muscle.transition_matrix: {"k1": 0.3, "k7": 0.01},
    smooth_muscle.steady_state: {"k1": 0.3, "k7": 0.01},
    smooth_muscle.stress: {"fractions": SHARES},
    smooth_muscle.phosphorylation: {"fractions": SHARES},
    smooth_muscle.stress_at_phosphorylation: {"share": 0.3, "k7": 0.01},
    smooth_muscle.hyperbola: {"share": [0.1, 0.2, 0.5], "values": [0.4, 0.6, 0.8]},
    smooth_muscle.respond: {"k1": [0.5, 0.1], "durations": [1.0, 2.0], "step": 0.5, "k7": 0.1},
    smooth_muscle.slow_wave_stress: {
        **{"k7": 0.1, "high": 0.5, "low": 0.005, "plateau": 5.0, "period": 20.0, "cycles": 2},
        **{"step": 0.5},
    },
    Pool: {"gamma": 0.3, "inhibition": 0.0, "fibres": 54, "step": 0.1},
    Pool(step=0.1).run: {"duration": 1.0, "current": 1.0, "dendrite": 1.0},
    Pool(step=0.1).inhibit: {"inhibition": 0.1},
    Pool(step=0.1).schedule_volleys: {"times": [1.0], "cells": [0]},
    Pool(step=0.1).take: {"cells": [0]},
}
# What takes an infinite value and says so.
INFINITE = {("probability_after", "likelihood_ratio"), ("activation", "stimuli")}
INFINITE |= {("force", "stimuli"), ("fatigue", "stimuli"), ("summarise", "thresholds")}
# Shares that a reader may have in per cent.
SHARE_NAMES = {"level", "alpha", "target", "prior", "sensitivity", "specificity", "prevalence"}
SHARE_NAMES |= {"exposed", "control_risk", "narrowing", "area_narrowing", "shortening"}
SHARE_NAMES |= {"lumen_ratio", "ffr", "share", "fractions", "p"}

CASES = [(f, name) for f, given in CALLS.items() for name in given if name != "function"]
IDS = [f"{f.__name__}-{name}" for f, name in CASES]


@pytest.fixture(autouse=True)
def short_watching(monkeypatch):
    """Whether a call is refused does not hang on how long the cells are watched."""
    for name in ("_REST", "_SUSTAINED"):
        monkeypatch.setattr(cramp_threshold, name, 50.0)
    monkeypatch.setattr(cramp_threshold, "_WATCH", 100.0)


def with_value(given, name, bad):
    """Put `bad` in the place of a number, or of the last number of an array."""
    value = given[name]
    if isinstance(value, int | float | np.number):
        return {**given, name: bad}
    changed = np.array(value, dtype=object)
    changed.flat[-1] = bad
    return {**given, name: changed.tolist()}


def numeric(given, name):
    return not isinstance(given[name], tuple) or not hasattr(given[name], "_fields")


@pytest.mark.parametrize(("function", "name"), CASES, ids=IDS)
def test_what_is_no_number_is_refused_in_words(function, name):
    given = CALLS[function]
    if not numeric(given, name):
        return
    for bad in (np.nan, np.inf, "4 mM"):
        if bad == np.inf and (function.__name__, name) in INFINITE:
            function(**with_value(given, name, bad))
            continue
        with pytest.raises(ValueError, match=r"[a-z]{2} [a-z]"):
            function(**with_value(given, name, bad))


RAW = ("operands", "dimension", "broadcast", "object of", "has no attribute", "unpack", "index")
"""What numpy and Python say of their own matters instead of the reader's."""


def answered_or_refused(function, given):
    """Call, and let any refusal be one in words."""
    try:
        with np.errstate(all="raise", under="ignore"):
            function(**given)
    except ValueError as error:
        assert len(str(error).split()) > 3, error
        assert not [raw for raw in RAW if raw in str(error)], error


@pytest.mark.parametrize(("function", "name"), CASES, ids=IDS)
def test_a_strange_number_is_answered_or_refused_and_never_ends_in_a_raw_error(function, name):
    given = CALLS[function]
    if not numeric(given, name):
        return
    for bad in (-5.0, 0.0, 0.3, 1e30):
        if (name, bad) != ("duration", 1e30):
            answered_or_refused(function, with_value(given, name, bad))


@pytest.mark.parametrize(("function", "name"), CASES, ids=IDS)
def test_a_strange_shape_or_type_is_answered_or_refused_too(function, name):
    given = CALLS[function]
    if not numeric(given, name):
        return
    value = np.asarray(given[name], float)
    shapes = ([], np.empty((0, 3)), np.full((2, 2, 2), value.flat[0]), [[1.0, 2.0], [3.0]], {}, "")
    for bad in shapes:
        answered_or_refused(function, {**given, name: bad})


@cache
def sweepable(function):
    """Names of the numbers of a function in the place of which it takes an array."""
    given, found = CALLS[function], []
    for name, value in given.items():
        if isinstance(value, int | float):
            with suppress(ValueError, TypeError):
                function(**{**given, name: np.full(2, value)})
                found.append(name)
    return found


PAIRS = [(f, *pair) for f, given in CALLS.items() for pair in combinations(given, 2)]


def test_arrays_that_do_not_fit_are_refused_by_name_shape_and_way_out():
    asked = 0
    for function, one, other in PAIRS:
        if not {one, other} <= set(sweepable(function)):
            continue
        given, asked = CALLS[function], asked + 1
        several = {name: np.full(n, given[name]) for name, n in ((one, 2), (other, 3))}
        with pytest.raises(ValueError, match="a new axis") as refused:
            function(**{**given, **several})
        for part in (one, other, "(2,)", "(3,)"):
            assert part in str(refused.value), (function.__name__, one, other, refused.value)
        if function is not Pool:  # whose cells stand in one list
            function(**{**given, one: several[one][:, None], other: several[other]})
    assert asked > 30


def test_moments_and_what_they_are_for_fit_after_the_axis_of_time():
    two = np.array([[0.0, 0.0], [0.02, 0.03]])
    with pytest.raises(ValueError, match=r"stimuli of shape \(2,\) and tau_c of shape \(3,\)"):
        muscle_force.force(TIME, two, tau_c=[0.02, 0.03, 0.04])
    swept = muscle_force.force(TIME, two[:, 0], tau_c=[0.02, 0.03, 0.04])
    assert (swept[:, 1] == muscle_force.force(TIME, two[:, 0], tau_c=0.03)).all()
    with pytest.raises(ValueError, match=r"tau_c of shape \(3,\) and doublet of shape \(2,\)"):
        muscle_force.activation(TIME, two[:, 0], [0.02, 0.03, 0.04], 0.1, [1.04, 1.1])
    with pytest.raises(ValueError, match=r"k7 of shape \(2,\) and start of shape \(3,\)"):
        smooth_muscle.respond([0.5], [1.0], k7=[0.1, 0.2], start=[SHARES] * 3)
    with pytest.raises(ValueError, match="high must be one number, not an array"):
        smooth_muscle.slow_wave_stress(0.1, high=[0.5, 0.2])
    _, many = smooth_muscle.respond([0.5], [1.0], start=[SHARES] * 3)
    assert many.shape[1:] == (3, 4)


THOUSANDFOLD = [
    *((f, "duration") for f in (axon.simulate, cramp_threshold.ramp_response)),
    *((cramp_threshold.threshold_frequency, "train"), (muscle_force.regular_train, "duration")),
    (muscle_force.force, "stimuli"),
    *((f, "tau_c") for f in (muscle_force.force, muscle_force.peak_and_ripple)),
]


@pytest.mark.parametrize(("function", "name"), THOUSANDFOLD)
def test_milliseconds_given_as_seconds_are_refused(function, name):
    given = CALLS[function]
    # The axon's own unit is the millisecond, so minutes are what is too long for it.
    factor = 1e5 if function is axon.simulate else 1e4 if name == "train" else 1e3
    factor = 2e3 if name == "duration" and factor == 1e3 else factor
    bad = (factor * np.asarray(given[name], float)).tolist()
    with pytest.raises(ValueError):
        function(**{**given, name: bad * 10 if not isinstance(bad, list) else bad})


PER_CENT = [(f, name) for f, name in CASES if name in SHARE_NAMES]


@pytest.mark.parametrize(
    ("function", "name"), PER_CENT, ids=[f"{f.__name__}-{name}" for f, name in PER_CENT]
)
def test_per_cent_is_refused_where_a_fraction_is_meant(function, name):
    with pytest.raises(ValueError):
        function(**with_value(CALLS[function], name, 95.0))


def public():
    for module in MODULES.values():
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
                continue
            if inspect.isfunction(thing):
                yield module, thing


def test_every_public_function_is_asked():
    asked = {getattr(f, "__name__", "") for f in CALLS}
    # Tables and files take no measurement: their own tests ask them.
    helpers = set(vars(quantities)) | {"rates", "steady_gates", "influences", "gastric_cell"}
    helpers |= {"parameter_table", "to_sbml", "to_sedml", "draw"}
    assert {f.__name__ for _, f in public()} - asked - helpers == set()


@cache
def raising():
    """Names of functions and methods of the package that raise, themselves or through others."""
    loud, calls = set(), []
    for path in ROOT.glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            inside = list(ast.walk(function))
            if any(isinstance(node, ast.Raise) for node in inside):
                loud.add(function.name)
            called = {
                getattr(node.func, "id", getattr(node.func, "attr", None))
                for node in inside
                if isinstance(node, ast.Call)
            }
            calls.append((function.name, called))
    while more := {name for name, called in calls if called & loud} - loud:
        loud |= more
    return loud


@pytest.mark.parametrize("name", sorted({f.__name__ for _, f in public()}))
def test_a_docstring_says_what_is_raised(name):
    function = next(f for _, f in public() if f.__name__ == name)
    if name in raising():
        assert "raise" in function.__doc__.lower(), name


@pytest.mark.parametrize("name", ["run", "inhibit", "schedule_volleys", "take"])
def test_the_pools_methods_say_it_too(name):
    assert "raise" in getattr(Pool, name).__doc__.lower()
