"""What moves the number that a page is about: elasticities, and ends of plausible ranges.

One parameter at a time, all others held, so nothing here says what two of them do together. The
plausible range is ours where its source says "assumed": about as far as a physiologist would let
the value go without surprise. What a parameter set accepts at all (``Parameters.ranges``) is wider.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import inf, log
from typing import NamedTuple

import numpy as np

from physiology import (
    attribution,
    axon,
    coronary,
    diagnostics,
    membrane,
    meta_analysis,
    muscle_force,
    paired_experiment,
    slow_wave,
    smooth_muscle,
)
from physiology import excitation_contraction as coupling
from physiology.cramp_threshold import threshold_frequency
from physiology.motoneuron import Motoneuron
from physiology.quantities import above, probability, single, within


class Span(NamedTuple):
    """A parameter's value, its plausible range, unit, and where the range is from."""

    value: float
    low: float
    high: float
    unit: str
    source: str


class Headline(NamedTuple):
    """The number a page is about, as a function of its parameters.

    `compute` takes the parameters of `spans` by name; `step` is the relative step of the
    elasticity.
    """

    model: str
    words: str
    unit: str
    compute: Callable[..., float]
    spans: dict[str, Span]
    step: float = 0.01


class Influence(NamedTuple):
    """What one parameter does to a headline; `possible` is what the model accepts at all."""

    parameter: str
    span: Span
    elasticity: float
    at_low: float
    at_high: float


def elasticity(function, value, step=0.01):
    """Return d ln f / d ln x at `value`: by how many per cent f moves for one per cent of x.

    Central difference over a relative `step` to either side. ``nan`` where f is not finite or
    changes sign there. Raises ``ValueError`` for a value of 0 and a step that is no fraction.
    """
    value = single("value", within("value", value))
    step = probability("step", step)
    if value == 0:
        raise ValueError("a value of 0 has no elasticity: nothing is one per cent of it")
    low, high = (float(function(value * (1 + side * step))) for side in (-1, 1))
    if not (np.isfinite(low) and np.isfinite(high) and low * high > 0):
        return np.nan
    return log(high / low) / log((1 + step) / (1 - step))


@cache
def influences(model):
    """Return the headline of `model` (a key of ``HEADLINES``), its value and its influences.

    Influences are sorted, the one that moves the headline farthest over its plausible range first.
    Raises ``ValueError`` for another model.
    """
    if model not in HEADLINES:
        raise ValueError(f"model must be one of {', '.join(HEADLINES)}; got {model!r}")
    headline = HEADLINES[model]
    usual = {name: span.value for name, span in headline.spans.items()}

    @cache
    def at(name, value):
        return float(headline.compute(**{**usual, name: value}))

    def influence(name, span):
        local = elasticity(lambda x: at(name, round(x, 12)), span.value, headline.step)
        ends = (at(name, round(end, 12)) for end in (span.low, span.high))
        return Influence(name, span, local, *ends)

    found = [influence(name, span) for name, span in headline.spans.items()]
    found.sort(key=lambda i: -_reach(i.at_low, i.at_high))
    first = next(iter(usual))
    return headline, at(first, usual[first]), found


def _reach(low, high):
    return inf if not (np.isfinite(low) and np.isfinite(high)) else abs(high - low)


def _about(value, share, unit, source="assumed"):
    low, high = sorted((value * (1 - share), value * (1 + share)))
    return Span(value, low, high, unit, f"{source}, ± {100 * share:g} %")


def _of(parameters, share, *names, source="assumed", **known):
    """Spans of fields of a parameter set: `share` to either side, or `known` ends and source."""
    units = {name: (value, unit) for name, value, unit, _ in parameters.table()}
    spans = {n: Span(units[n][0], low, high, units[n][1], s) for n, (low, high, s) in known.items()}
    spans |= {n: _about(units[n][0], share, units[n][1], source) for n in names}
    return spans


def _threshold(inhibition, gamma, fibres, **cell):
    changed = replace(Motoneuron(), **cell) if cell else None
    found = threshold_frequency(inhibition, gamma, fibres, cell=changed, **_SEARCH)
    return float(found)


def _resting(**ions):
    return float(membrane.resting_potential(membrane.Ions(**ions)))


def _shift(**changes):
    return float(axon.critical_shift(axon=axon.Axon(**changes)))


def _peak(rate, **muscle):
    return float(muscle_force.peak_and_ripple(rate, muscle=muscle_force.Muscle(**muscle))[0])


def _relaxation(**fibre):
    time, force = coupling.isometric_force(_TETANUS, _RECORD, fibre=coupling.Fibre(**fibre))
    return coupling.half_relaxation(time, force, _TETANUS[-1])


def _detectable(sd, people, target, alpha):
    return sd * float(paired_experiment.detectable_effect(round(people), target, alpha))


def _narrowing(**vessel):
    return 100 * float(coronary.narrowing_at_ffr(vessel=coronary.Vessel(**vessel)))


def _kept(before, after, **bridge):
    b = smooth_muscle.LatchBridge(**bridge)
    low, high = (
        smooth_muscle.stress(
            smooth_muscle.steady_state(smooth_muscle.phosphorylation_rate(c, b), b)
        )
        for c in (after, before)
    )
    return 100 * float(low / high)


def _waves(**cell):
    return float(slow_wave.gastric_rate(cell=slow_wave.GastricCell(**cell)))


def _after(prior, ratio):
    return 100 * float(diagnostics.probability_after(prior, ratio))


def _one_in(ratio):
    return float(attribution.cases_per_caused_case(ratio))


def _upper(review, review_se, trial, trial_se):
    errors = above("standard errors", [review_se, trial_se])
    return meta_analysis.pool([review, trial], errors**2, "fixed").upper


_SEARCH = {"highest": 40, "stride": 8, "step": 0.05}
_TETANUS, _RECORD = np.arange(0, 500, 20.0), 900.0  # ms: 50 Hz for half a second
_ELIAS, _CTT = "elias2013bistable", "ctt2022statin"
_LOSS = paired_experiment.from_f(-2.4, 2.81, 10)

HEADLINES = {
    h.model: h
    for h in (
        Headline(
            *("M1", "threshold of the tuned motor neuron", "Hz", _threshold),
            {
                "inhibition": _about(0.06, 0.2, "µS"),
                "gamma": Span(0.3, 0.25, 0.4, "", "firing within one SD of minetto2011peripheral"),
                "fibres": Span(54, 40, 54, "", f"assumed, at most as in {_ELIAS}"),
                **_of(Motoneuron, 0.1, "g_calcium", dendrite_threshold=(2.5, 3.0, _ELIAS)),
            },
            0.1,
        ),
        Headline(
            *("M2a", "resting potential", "mV", _resting),
            _of(
                *(membrane.Ions, 0.1, "potassium_in", "sodium_out"),
                potassium_out=(3.5, 5.0, "reference range of plasma"),
                sodium_in=(5.0, 15.0, "assumed"),
                sodium_permeability=(0.005, 0.02, "assumed, factor 2"),
            ),
        ),
        Headline(
            *("M2b", "shift at which rest becomes unstable", "mV", _shift),
            _of(axon.Axon, 0.2, "g_sodium", "g_potassium", "g_leak", "capacitance", "e_potassium"),
        ),
        Headline(
            *("M3a", "peak force at 10 Hz", "N", _peak),
            {
                "rate": Span(10, 9, 11, "Hz", "assumed"),
                **_of(
                    *(muscle_force.Muscle, 0.2, "gain", "tau_1", "tau_c", "half_activation"),
                    tau_2=(0.06, 0.1, "two published tables"),
                ),
            },
        ),
        Headline(
            *("M3b", "half-relaxation after 50 Hz", "ms", _relaxation),
            _of(coupling.Fibre, 0.2, "c3", "pump", "k6", "tau_fall", "cooperativity"),
            0.2,
        ),
        Headline(
            *("M4", "smallest fall that ten people show with 80 % power", "Hz", _detectable),
            {
                "sd": Span(float(_LOSS.sd), 3.12, 8.27, "Hz", "95 % interval from n = 10"),
                "people": Span(10, 8, 12, "", "assumed"),
                "target": Span(0.8, 0.7, 0.9, "", "assumed"),
                "alpha": Span(0.05, 0.01, 0.1, "", "assumed"),
            },
            0.2,
        ),
        Headline(
            *("M5a", "narrowing at a fractional flow reserve of 0.80", "% of diameter", _narrowing),
            _of(
                *(coronary.Vessel, 0.1, "diameter", "turbulence", "viscosity", "arterial_pressure"),
                length=(3.0, 10.0, "assumed, a long spasm"),
                resting_flow=(0.5, 1.0, "assumed"),
                flow_reserve=(4.0, 5.0, "bourdarias1995reserve"),
            ),
        ),
        Headline(
            *("M6a", "force kept when calcium halves", "%", _kept),
            {
                "before": _about(0.3, 0.1, "µM"),
                "after": _about(0.15, 0.1, "µM"),
                **_of(
                    *(smooth_muscle.LatchBridge, 0.2, "k2", "k3", "k4", "calcium_gain"),
                    k7=(0.01, 0.1, "dormanns2016no for 0.1"),
                ),
            },
        ),
        Headline(
            *("M6b", "waves of the gastric cell", "per min", _waves),
            _of(
                *(slow_wave.GastricCell, 0.1, "release", "voltage_synthesis", "ip3_decay"),
                *("extrusion", "inflow", "uptake", "capacitance"),
            ),
            0.02,
        ),
        Headline(
            *("M7", "probability after a high Wells score", "%", _after),
            {
                "prior": Span(0.16, 0.05, 0.4, "", "assumed"),
                "ratio": _about(5.2, 0.2, "", "goodacre2005dvt for 5.2"),
            },
        ),
        Headline(
            *("M8", "cases for each one due to a statin, year 1", "", _one_in),
            {"ratio": Span(1.07, 1.04, 1.10, "", _CTT)},
            0.001,
        ),
        Headline(
            *("M9", "upper limit of the pool, one effect", "cramps a week", _upper),
            {
                "review": Span(-0.18, -0.519, 0.159, "", "± 1 standard error"),
                "review_se": _about(0.339, 0.2, ""),
                "trial": Span(-0.8, -1.107, -0.493, "", "± 1 standard error"),
                "trial_se": _about(0.307, 0.2, ""),
            },
        ),
    )
}

IN_WORDS = {
    "M1": {
        "inhibition": "inhibition",
        "gamma": "persistent inward current",
        "fibres": "sensory fibres",
        "g_calcium": "calcium channels",
        "dendrite_threshold": "threshold of the dendrite",
    },
    "M2a": {
        "potassium_in": "potassium inside",
        "potassium_out": "potassium outside",
        "sodium_in": "sodium inside",
        "sodium_out": "sodium outside",
        "sodium_permeability": "permeability to sodium",
    },
    "M2b": {
        "g_sodium": "sodium channels",
        "g_potassium": "potassium channels",
        "g_leak": "leak",
        "capacitance": "capacitance",
        "e_potassium": "potassium's own potential",
    },
    "M3a": {
        "rate": "pulses a second",
        "gain": "force a second",
        "tau_1": "decline without bridges",
        "tau_2": "decline with bridges",
        "tau_c": "removal of calcium",
        "half_activation": "half activation",
    },
    "M3b": {
        "pump": "calcium pump",
        "k6": "calcium leaves troponin",
        "cooperativity": "help among bridges",
        "tau_fall": "end of release",
        "c3": "lag of the bridges",
    },
    "M4": {
        "sd": "spread of changes",
        "people": "people",
        "target": "power wanted",
        "alpha": "level of significance",
    },
    "M5a": {
        "diameter": "diameter of the vessel",
        "length": "length of the narrowing",
        "turbulence": "turbulence",
        "viscosity": "viscosity of blood",
        "arterial_pressure": "arterial pressure",
        "resting_flow": "flow at rest",
        "flow_reserve": "reserve of flow",
    },
    "M6a": {
        "before": "calcium before",
        "after": "calcium after",
        "calcium_gain": "switching on by calcium",
        "k2": "switching off",
        "k3": "bridges attach",
        "k4": "bridges let go",
        "k7": "latched bridges let go",
    },
    "M6b": {
        "voltage_synthesis": "messenger made",
        "ip3_decay": "messenger decays",
        "inflow": "calcium flows in",
        "extrusion": "calcium pumped out",
        "uptake": "uptake into the store",
        "release": "release from the store",
        "capacitance": "capacitance",
    },
    "M7": {"prior": "probability before", "ratio": "likelihood ratio"},
    "M8": {"ratio": "rate ratio"},
    "M9": {
        "review": "the review's effect",
        "review_se": "the review's standard error",
        "trial": "the trial's effect",
        "trial_se": "the trial's standard error",
    },
}
"""What a figure calls a parameter: few words, since they stand beside a bar."""
