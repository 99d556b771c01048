"""Benchmarks of the motoneuron model (M1)."""

from functools import cache, partial
from math import inf

import numpy as np

from physiology.benchmarks.benchmark import rows
from physiology.cramp_threshold import ramp_response, rate_after_pulse, threshold_frequency
from physiology.motoneuron import membrane_constants

_ELIAS, _GUERRA, _MINETTO = "elias2013bistable", "guerra_somaden", "minetto2011peripheral"

_STRENGTHS = (0.22, 0.25, 0.3, 0.4, 0.5)
_ONSET = tuple(np.round(np.arange(0.186, 0.2065, 0.001), 3))

# All thresholds are found in one simulation: (inhibition µS, gamma, fibres).
_CELLS = (
    *((g, 0.3, 54) for g in (0, 0.02, 0.04, 0.06, 0.08, 0.12, 0.15, 0.2)),
    *((0.06, g, 54) for g in (0, 0.15, 0.2, 0.25, 0.4, 0.5)),
    *((0.06, 0.3, n) for n in (20, 30, 40)),
)


@cache
def _ramps():
    return ramp_response(np.array([0.0, 0.3]), step=0.05)


def _ramp(gamma, name):
    return float(getattr(_ramps(), name)[[0.0, 0.3].index(gamma)])


@cache
def _outlasting():
    strengths = _STRENGTHS + _ONSET
    return dict(zip(strengths, rate_after_pulse(np.array(strengths)), strict=True))


def _rate(strength):
    return float(_outlasting()[strength])


def _coarse_rate():
    return float(rate_after_pulse(0.3, step=0.05))


@cache
def _thresholds():
    return dict(zip(_CELLS, threshold_frequency(*np.array(_CELLS).T, stride=5), strict=True))


def _constant(name):
    return getattr(membrane_constants(), name)


def _onset():
    return min(g for g in _ONSET if _rate(g) > 0)


def _threshold(inhibition=0.06, gamma=0.3, fibres=54):
    return _thresholds()[inhibition, gamma, fibres]


@cache
def _threshold_after(train):
    return float(threshold_frequency(0.06, train=train, highest=16))


_CONSTANTS = (
    ("coupling conductance", "coupling", 0.9806, "µS"),
    ("dendritic leak", "leak_dendrite", 0.8043, "µS"),
    ("somatic leak", "leak_soma", 0.1828, "µS"),
    ("sodium conductance", "sodium", 6.032, "µS"),
    ("fast potassium conductance", "potassium_fast", 0.8042, "µS"),
    ("slow potassium conductance", "potassium_slow", 3.850, "µS"),
    ("dendritic calcium conductance", "calcium", 0.3820, "µS"),
    ("dendritic capacitance", "capacitance_dendrite", 10.053, "nF"),
    ("somatic capacitance", "capacitance_soma", 0.2011, "nF"),
    ("input resistance", "input_resistance", 1.601, "MΩ"),
    ("spike threshold", "threshold", 8, "mV"),
)
_RAMPS = (
    (0.0, "spikes", "spikes", 210, "", 2),
    (0.0, "recruitment current", "recruitment", 5.018, "nA", 0.01),
    (0.0, "current at the last spike", "last_spike_current", 5.071, "nA", 0.4),
    (0.0, "peak rate", "peak_rate", 44.05, "Hz", 0.5),
    (0.3, "spikes", "spikes", 359, "", 2),
    (0.3, "recruitment current", "recruitment", 3.336, "nA", 0.01),
    (0.3, "current at the last spike", "last_spike_current", 0.189, "nA", 0.2),
    (0.3, "peak rate", "peak_rate", 60.98, "Hz", 0.5),
)
_RHEOBASE = [("recruitment without inward current", 5, partial(_ramp, 0.0, "recruitment"))]
_HUMAN = [
    (f"self-sustained rate, γ {g:g}, beside human units in cramp", 20.0, partial(_rate, g))
    for g in (0.25, 0.3, 0.4)
]
_CALF = [
    ("threshold at 0.06 µS beside calf cramps with intact nerve", 13, partial(_threshold, 0.06))
]
_RATES = zip(_STRENGTHS, (12.0, 14.8, 18.2, 23.5, 28.0), strict=True)
_FOUND = zip(_CELLS, (6, 8, 11, 13, 15, 21, 24, *[inf] * 4, 15, 9, 7), strict=False)
_FIBRES = ((20, 58), (30, 22), (40, 17), (54, 13))
_TRAINS = ((0.5, 14), (1, 13), (5, 12))

_published = partial(rows, "M1", "P")
_recorded = partial(rows, "M1", "R", "")

ROWS = [
    *(
        row
        for words, name, value, unit in _CONSTANTS
        for row in _published(
            f"{_ELIAS} {_GUERRA}", unit, 0.001 * value, [(words, value, partial(_constant, name))]
        )
    ),
    *(
        row
        for gamma, words, name, value, unit, tolerance in _RAMPS
        for row in _published(
            *(_GUERRA, unit, tolerance),
            [(f"ramp, γ {gamma:g}: {words}", value, partial(_ramp, gamma, name))],
            note="Step 0.05 ms: counts depend on the step, and on rounding of its multiples.",
        )
    ),
    *rows(
        *("M1", "D", _ELIAS, "nA", 0.05, _RHEOBASE),
        note="The rheobase is put in, so the recruitment current follows.",
    ),
    *rows(
        *("M1", "X", _MINETTO, "Hz", 5.9, _HUMAN),
        note="Human units in cramp: 20.0 ± 5.9 Hz. The cell is from cats, its γ our choice.",
    ),
    *rows(
        *("M1", "C", _MINETTO, "Hz", 0.5, _CALF),
        note="Inhibition was chosen to meet 13 ± 3 Hz: no prediction.",
    ),
    *_recorded("", 0.005, [("least γ with firing after a pulse", 0.196, _onset)]),
    *_recorded(
        *("Hz", 0.5),
        [(f"self-sustained rate, γ {g:g}", r, partial(_rate, g)) for g, r in _RATES],
    ),
    *_recorded("Hz", 0.5, [("self-sustained rate, γ 0.3, step 0.05 ms", 17.0, _coarse_rate)]),
    *_recorded(
        *("Hz", 1),
        [
            (f"threshold, {cell[0]:g} µS, γ {cell[1]:g}", f, partial(_threshold, *cell))
            for cell, f in _FOUND
        ],
    ),
    *_recorded(
        *("Hz", 2),
        [(f"threshold with {n} fibres", f, partial(_threshold, fibres=n)) for n, f in _FIBRES],
    ),
    *_recorded(
        *("Hz", 1),
        [(f"threshold of a train of {t:g} s", f, partial(_threshold_after, t)) for t, f in _TRAINS],
    ),
]
