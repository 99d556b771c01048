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
def _plateaus(tau_c=0.02):
    peak, ripple = muscle_force.peak_and_ripple(np.array(_RATES), tau_c)
    reference = _plateaus()[100][0] if tau_c != 0.02 else peak[-1]
    return {
        r: (p if r == 100 else p / reference, w)
        for r, p, w in zip(_RATES, peak, ripple, strict=True)
    }


@cache
def _fibre(rate, active, duration, pump=1.0):
    stimuli = np.arange(0, active, 1000 / rate) if rate else np.array([0.0])
    return coupling.isometric_force(stimuli, duration, pump)


def _fibre_peak(*run):
    return float(_fibre(*run)[1].max())


def _fibre_ripple():
    return coupling.ripple(*_fibre(10, 2000, 2000), 1800, 1900)


def _relaxation(pump):
    return coupling.half_relaxation(*_fibre(50, 500, 1200, pump), 480)


def _force_rows():
    beats = zip((1, 5, 10, 20, 33), (56.308, 201.650, 253.439, 268.083, 268.881), strict=True)
    yield from rows(
        "M3a",
        "P",
        "cocofest",
        "N",
        0.05,
        [
            (f"force after {n} of 33 cycles at 33 Hz", f, lambda n=n: float(_train()[80 * n]))
            for n, f in beats
        ],
        note="Unit-test values of a maintained open library.",
    )
    make = partial(rows, "M3a", "R", "")
    yield from make(
        "N",
        0.2,
        [
            ("peak of a twitch", 99.47, lambda: _twitch()[0]),
            ("peak force at 100 Hz", 310.8, lambda: _plateaus()[100][0]),
        ],
    )
    yield from make("ms", 1, [("time to the peak of a twitch", 78.5, lambda: _twitch()[1])])
    relative = zip(_RATES[:-1], (0.320, 0.349, 0.534, 0.758, 0.865, 0.931), strict=True)
    yield from make(
        "of 100 Hz",
        0.005,
        [(f"peak force at {r} Hz", f, lambda r=r: _plateaus()[r][0]) for r, f in relative],
    )
    ripples = ((5, 0.806), (10, 0.192), (20, 0.015))
    yield from make(
        "", 0.01, [(f"ripple at {r} Hz", w, lambda r=r: _plateaus()[r][1]) for r, w in ripples]
    )
    yield from make(
        "of 100 Hz",
        0.005,
        [("peak force at 10 Hz, calcium twice as slow", 0.738, lambda: _slow()[0])],
    )
    yield from make(
        "", 0.005, [("ripple at 10 Hz, calcium twice as slow", 0.030, lambda: _slow()[1])]
    )


def _slow():
    peak, ripple = muscle_force.peak_and_ripple(np.array([10.0, 100.0]), 0.04)
    return peak[0] / peak[1], ripple[0]


def _coupling_rows():
    bound = [
        (
            "contraction time of a slow unit",
            40,
            lambda: coupling.twitch_times(*_fibre(0, 1, 600))[0],
        )
    ]
    yield from rows("M3b", "P", "hammarberg1975", "ms", 0, bound, relation=">")
    make = partial(rows, "M3b", "R", "")
    for words, value, run in (
        ("peak of a twitch", 3.57, (0, 1, 600)),
        ("peak force at 10 Hz", 13.66, (10, 2000, 2000)),
        ("peak of a twitch, pump at 25 %", 12.0, (0, 1, 600, 0.25)),
        ("peak of a twitch, pump at 5 %", 16.3, (0, 1, 600, 0.05)),
    ):
        yield from make("N", 0.02 * value, [(words, value, partial(_fibre_peak, *run))])
    yield from make(
        "N", 0.2238, [("peak force at 50 Hz", 22.38, partial(_fibre_peak, 50, 1000, 1000))]
    )
    yield from make(
        "ms",
        0.84,
        [("half-relaxation of a twitch", 42, lambda: coupling.twitch_times(*_fibre(0, 1, 600))[1])],
    )
    yield from make("", 0.00368, [("ripple at 10 Hz", 0.184, _fibre_ripple)])
    slowed = ((1.0, 126), (0.25, 161), (0.05, 204))
    yield from make(
        "ms",
        3,
        [
            (f"half-relaxation after 50 Hz, pump at {100 * p:g} %", t, partial(_relaxation, p))
            for p, t in slowed
        ],
    )


ROWS = [*_force_rows(), *_coupling_rows()]
