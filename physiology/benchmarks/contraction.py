"""Benchmarks of force from stimulation (M3a) and of excitation-contraction coupling (M3b)."""

from functools import cache, partial

import numpy as np

from physiology import excitation_contraction as coupling
from physiology import muscle_force
from physiology.benchmarks.benchmark import rows

_RATES = (1, 5, 10, 20, 33, 50, 100)


@cache
def _train():
    time = np.linspace(0, 1, 33 * 80 + 1)
    return muscle_force.force(time, muscle_force.regular_train(33.0, 1.0))


@cache
def _twitch():
    time = np.arange(1001) * 5e-4
    force = muscle_force.force(time, np.array([0.0]))
    return float(force.max()), 1000 * float(time[force.argmax()])


@cache
def _plateaus():
    peak, ripple = muscle_force.peak_and_ripple(np.array(_RATES))
    return dict(zip(_RATES, zip(peak.tolist(), ripple.tolist(), strict=True), strict=True))


def _plateau(rate):
    return _plateaus()[rate][0] / _plateaus()[100][0]


def _ripple(rate):
    return _plateaus()[rate][1]


@cache
def _tiring():
    time = np.linspace(0, 1, 33 * 80 + 1)
    return muscle_force.fatigue(time, muscle_force.regular_train(33.0, 1.0), enhancement="rested")


def _tired_beat(cycle):
    return float(_tiring()[80 * cycle])


@cache
def _twitch_at(length):
    fibre = coupling.Fibre(length=length)
    return float(coupling.isometric_force([0.0], 400, fibre=fibre)[1].max())


def _beat(cycle):
    return float(_train()[80 * cycle])


@cache
def _slow():
    peak, ripple = muscle_force.peak_and_ripple(np.array([10.0, 100.0]), 0.04)
    return float(peak[0] / peak[1]), float(ripple[0])


@cache
def _fibre(rate, active, duration, pump=1.0):
    stimuli = np.arange(0, active, 1000 / rate) if rate else np.array([0.0])
    return coupling.isometric_force(stimuli, duration, pump)


def _fibre_peak(*run):
    return float(_fibre(*run)[1].max())


def _twitch_time(which):
    return coupling.twitch_times(*_fibre(0, 1, 600))[which]


def _fibre_ripple():
    return coupling.ripple(*_fibre(10, 2000, 2000), 1800, 1900)


def _relaxation(pump):
    return coupling.half_relaxation(*_fibre(50, 500, 1200, pump), 480)


_BEATS = ((1, 56.308), (5, 201.650), (10, 253.439), (20, 268.083), (33, 268.881))
_RELATIVE = ((1, 0.320), (5, 0.349), (10, 0.534), (20, 0.758), (33, 0.865), (50, 0.931))
_RIPPLES = ((5, 0.806), (10, 0.192), (20, 0.015))
_FORCES = (
    ("peak of a twitch", 99.47, lambda: _twitch()[0]),
    ("peak force at 100 Hz", 310.8, lambda: _plateaus()[100][0]),
)
_LATENCY = ("time to the peak of a twitch", 78.5, lambda: _twitch()[1])
_SLOWER = (
    ("peak force at 10 Hz, calcium twice as slow", 0.738, lambda: _slow()[0]),
    ("ripple at 10 Hz, calcium twice as slow", 0.030, lambda: _slow()[1]),
)

_TWITCH = (0, 1, 600)
_CONTRACTION = ("contraction time of a slow unit", 40, partial(_twitch_time, 0))
# The author's mechanisms run in NEURON 9, names changed so that they compile.
_PEAKS = (
    ("peak of a twitch", 3.573, 0.005, _TWITCH),
    ("peak force at 10 Hz", 13.661, 0.005, (10, 2000, 2000)),
    ("peak force at 50 Hz", 22.382, 0.005, (50, 1000, 1000)),
    ("peak of a twitch, pump at 25 %", 12.022, 0.005, (*_TWITCH, 0.25)),
    ("peak of a twitch, pump at 5 %", 16.326, 0.005, (*_TWITCH, 0.05)),
)
_LENGTHS = ((-16.0, 0.856), (-4.0, 4.54), (0.0, 5.03))
_TIRED = ((20, 268.922), (33, 270.505))
_SLOWED = ((1.0, 126), (0.25, 161), (0.05, 204))

_NEURON = "The author's own program, run in NEURON."

_force = partial(rows, "M3a", "R", "")
_fibre_row = partial(rows, "M3b", "R", "")

ROWS = [
    *rows(
        *("M3a", "P", "cocofest", "N", 0.05),
        [(f"force after {n} of 33 cycles at 33 Hz", f, partial(_beat, n)) for n, f in _BEATS],
        note="Unit-test values of a maintained open library.",
    ),
    *_force("N", 0.2, _FORCES),
    *_force("ms", 1, [_LATENCY]),
    *_force(
        "of 100 Hz",
        0.005,
        [(f"peak force at {r} Hz", f, partial(_plateau, r)) for r, f in _RELATIVE],
    ),
    *_force("", 0.01, [(f"ripple at {r} Hz", w, partial(_ripple, r)) for r, w in _RIPPLES]),
    *_force("", 0.005, _SLOWER),
    *rows(
        *("M3a", "P", "cocofest", "N", 0.05),
        [(f"tiring, force after {n} of 33 cycles", f, partial(_tired_beat, n)) for n, f in _TIRED],
        note="R0 held at rest, as that library does.",
    ),
    *rows(
        *("M3b", "X", "hammarberg1975", "ms", 0, [_CONTRACTION]),
        relation=">",
        note="Slow units took longer than 40 ms: a low bar.",
    ),
    *(
        row
        for length, peak in _LENGTHS
        for row in rows(
            *("M3b", "P", "modeldb266732", "N", 0.005 * peak),
            [(f"peak of a twitch at {length:g} mm", peak, partial(_twitch_at, length))],
            note=_NEURON,
        )
    ),
    *(
        row
        for words, value, share, run in _PEAKS
        for row in rows(
            *("M3b", "P", "modeldb266732", "N", share * value),
            [(words, value, partial(_fibre_peak, *run))],
            note=_NEURON,
        )
    ),
    *rows(
        *("M3b", "P", "modeldb266732", "", 0.002, [("ripple at 10 Hz", 0.1844, _fibre_ripple)]),
        note=_NEURON,
    ),
    *_fibre_row("ms", 0.84, [("half-relaxation of a twitch", 42, partial(_twitch_time, 1))]),
    *_fibre_row(
        *("ms", 3),
        [
            (f"half-relaxation after 50 Hz, pump at {100 * p:g} %", t, partial(_relaxation, p))
            for p, t in _SLOWED
        ],
    ),
]
