"""Benchmarks of the latch-bridge (M6a) and of the slow wave (M6b)."""

from functools import cache, partial
from math import inf

import numpy as np

from physiology import slow_wave
from physiology.benchmarks.benchmark import rows
from physiology.smooth_muscle import (
    hyperbola,
    phosphorylation,
    phosphorylation_rate,
    slow_wave_stress,
    steady_state,
    stress,
    stress_at_phosphorylation,
)

_K7 = (0.01, 0.1, 0.5)


def _identity_error():
    k1 = np.geomspace(1e-3, 10, 50)
    return float(np.abs(phosphorylation(steady_state(k1)) - k1 / (k1 + 0.5)).max())


def _hyperbola_error():
    shares = np.linspace(0, 0.95, 96)
    return hyperbola(shares, stress_at_phosphorylation(shares))[2]


def _stress(k1, k7):
    return float(stress(steady_state(k1, k7=k7)))


def _stress_at_calcium(calcium, k7):
    return _stress(phosphorylation_rate(calcium), k7)


def _stress_at_share(share):
    return float(stress_at_phosphorylation(share))


@cache
def _phasic():
    time, values = slow_wave_stress(np.array(_K7))
    cycle = values[time > time[-1] - 20]
    return cycle.min(axis=0), cycle.max(axis=0)


def _phasic_stress(word, k7):
    return float(_phasic()[word == "greatest"][_K7.index(k7)])


@cache
def _wave():
    return slow_wave.simulate_gastric(100.0)


@cache
def _rate(factor=1.0, field="release"):
    return float(slow_wave.gastric_rate(factor, field))


@cache
def _slow_period(synthesis=0.8):
    cell = slow_wave.SlowOscillator(ip3_synthesis=synthesis)
    return slow_wave.period(slow_wave.simulate_slow(20.0, cell))


def _peak(number):
    return float(slow_wave.peak_times(_wave())[number - 1])


def _above_half():
    return slow_wave.time_above_half(_wave())


def _settled(extreme):
    wave = _wave()
    # The first seconds still carry the initial state.
    return float(extreme(wave.voltage[wave.time > 10]))


_STEADY = (
    (0.01, 0.1, 0.678),
    (0.01, 0.3, 0.7594),
    (0.01, 1.0, 0.790),
    (0.1, 0.1, 0.311),
    (0.1, 0.3, 0.5400),
    (0.1, 1.0, 0.711),
)
_SHARES = ((0.05, 0.463), (0.1, 0.599), (0.2, 0.701), (0.3, 0.742))
_CALCIUM = (
    (0.01, 0.3, 0.775),
    (0.01, 0.2, 0.708),
    (0.01, 0.1, 0.375),
    (0.1, 0.3, 0.615),
    (0.1, 0.2, 0.375),
    (0.1, 0.1, 0.075),
)
_EXTREMES = (
    ("least", 0.01, 0.639),
    ("greatest", 0.01, 0.720),
    ("least", 0.1, 0.150),
    ("greatest", 0.1, 0.475),
    ("least", 0.5, 0.010),
    ("greatest", 0.5, 0.343),
)
_PEAK_TIMES = enumerate((0.36, 20.34, 40.44, 60.54, 80.63), start=1)
_POTENTIALS = (
    ("peak potential", -32.7, partial(_settled, np.max)),
    ("trough potential", -71.86, partial(_settled, np.min)),
)
_RELEASE = ((0.5, 1.73), (0.8, 2.57), (1.2, 3.32), (1.5, 3.72), (2, 4.21))
_SYNTHESIS = ((0.65, 0.0), (0.8, 1.26), (0.9, 2.10), (1.1, 3.71))
_BETAS = ((0.75, inf), (0.9, 2.39), (1.0, 1.88), (1.2, 1.30))

_latch = partial(rows, "M6a", "R", "", "")
_wave_row = partial(rows, "M6b", "R", "")

ROWS = [
    *rows(
        *("M6a", "D", "hai1988latch", "", 1e-9),
        [("largest error of Φ = k1/(k1 + k2)", 0, _identity_error)],
    ),
    *rows(
        *("M6a", "X", "hai1988latch hai1992latch", "", 0),
        [("largest error of the hyperbola", 0.01, _hyperbola_error)],
        relation="<",
        note="Stress is published to rise as a hyperbola of phosphorylation; the bound is ours.",
    ),
    *_latch(
        0.001,
        [(f"stress at k1 {k1:g}, k7 {k7:g}", s, partial(_stress, k1, k7)) for k7, k1, s in _STEADY],
    ),
    *_latch(0.001, [(f"stress at Φ {p:g}", s, partial(_stress_at_share, p)) for p, s in _SHARES]),
    *_latch(
        0.002,
        [
            (f"stress at {c:g} µM calcium, k7 {k7:g}", s, partial(_stress_at_calcium, c, k7))
            for k7, c, s in _CALCIUM
        ],
    ),
    *_latch(
        0.005,
        [
            (f"{word} stress under slow waves, k7 {k7:g}", s, partial(_phasic_stress, word, k7))
            for word, k7, s in _EXTREMES
        ],
    ),
    *rows(
        *("M6b", "C", "du2013curated du2013slowwave", "per min", 0.1),
        [("rate of the gastric cell", 3.0, _rate)],
        note="The curators changed five printed constants until the model ran: no prediction.",
    ),
    *rows(
        *("M6b", "P", "imtiaz2002", "min", 0.05),
        [("period of the slow oscillator", 3.27, _slow_period)],
        note="Read off the digitised original trace.",
    ),
    *_wave_row("s", 0.05, [(f"peak {i}", t, partial(_peak, i)) for i, t in _PEAK_TIMES]),
    *_wave_row("mV", 0.2, _POTENTIALS),
    *_wave_row("s", 0.1, [("time above half amplitude", 3.4, _above_half)]),
    *_wave_row(
        "per min", 0.03, [(f"rate, release × {f:g}", r, partial(_rate, f)) for f, r in _RELEASE]
    ),
    *_wave_row(
        *("per min", 0.03),
        [
            (f"rate, IP3 made by voltage × {f:g}", r, partial(_rate, f, "voltage_synthesis"))
            for f, r in _SYNTHESIS
        ],
        note="At × 0.8 the first wave takes 31 s to come: a short run shows none.",
    ),
    *_wave_row(
        *("min", 0.02),
        [
            (f"period of the slow oscillator, β {b:g}", p, partial(_slow_period, b))
            for b, p in _BETAS
        ],
    ),
]
