"""Benchmarks of the re-analysed dehydration experiments (M4)."""

from functools import partial

import numpy as np

from physiology import paired_experiment as paired
from physiology.benchmarks.benchmark import rows

_make = partial(rows, "M4", "D", "miller2010three")
_lau = partial(rows, "M4", "D", "lau2021ors")

# Printed: 23.7 to 21.3 Hz after a loss of 3 %, F(1, 9) = 2.81.
_LOSS = paired.from_f(-2.4, 2.81, 10)
_WATER = paired.from_sd(-3.8, 2.7, 10)


def _limit(effect, side, level=0.95):
    return float(paired.interval(effect, level)[side])


def _correlation():
    # The printed ± 1.5 and ± 1.4 are taken as standard errors, as their size suggests.
    deviations = 1.5 * np.sqrt(10), 1.4 * np.sqrt(10)
    return float(paired.session_correlation(*deviations, _LOSS.sd))


def _detectable(n, target=0.8):
    return float(paired.detectable_effect(n, target))


def _detectable_hz(n, target=0.8):
    return _detectable(n, target) * _LOSS.sd


def _power(dz, **how):
    return float(paired.power(dz, 10, **how))


_EFFECT = (
    ("standard error of the effect of 3 % loss", 1.432, lambda: _LOSS.se),
    ("lower 95 % limit", -5.64, partial(_limit, _LOSS, 0)),
    ("upper 95 % limit", 0.84, partial(_limit, _LOSS, 1)),
    ("lower 90 % limit, for equivalence", -5.02, partial(_limit, _LOSS, 0, 0.9)),
    ("upper 90 % limit, for equivalence", 0.22, partial(_limit, _LOSS, 1, 0.9)),
    ("SD of the differences", 4.53, lambda: float(_LOSS.sd)),
)
_SCALED = (
    ("standardised effect dz", -0.53, lambda: float(_LOSS.dz)),
    ("correlation between sessions", 0.51, _correlation),
    ("power for 2 Hz, 10 people", 0.24, partial(_power, 2 / _LOSS.sd)),
)
_PEOPLE = (
    ("people needed for 2 Hz", 43, partial(paired.pairs_needed, 2 / _LOSS.sd)),
    ("people needed for the 2.4 Hz seen", 30, partial(paired.pairs_needed, 2.4 / _LOSS.sd)),
)
_DETECTABLE_HZ = (
    ("detectable effect, 10 people", 4.51, partial(_detectable_hz, 10)),
    ("detectable effect, 10 people, 90 % power", 5.23, partial(_detectable_hz, 10, 0.9)),
    ("detectable effect, 5 people", 7.62, partial(_detectable_hz, 5)),
    ("detectable effect, 30 people", 2.40, partial(_detectable_hz, 30)),
)
_DETECTABLE_DZ = ((5, 1.682), (8, 1.156), (10, 0.996), (20, 0.660), (30, 0.529), (50, 0.404))
_DESIGN = (
    ("power of the design line, two-sided", 0.717, partial(_power, 0.9)),
    ("power of the design line, one-sided", 0.836, partial(_power, 0.9, sides=1)),
)
_LAU_WATER = (
    ("water in the heat, lower 95 % limit", -5.73, partial(_limit, _WATER, 0)),
    ("water in the heat, upper 95 % limit", -1.87, partial(_limit, _WATER, 1)),
)

ROWS = [
    *_make("", 0.005, [("p of F(1, 9) = 2.81, printed as 0.12", 0.128, lambda: _LOSS.p)]),
    *_make("Hz", 0.01, _EFFECT),
    *_make("", 0.01, _SCALED),
    *_make("people", 0, _PEOPLE),
    *_make("Hz", 0.02, _DETECTABLE_HZ),
    *rows(
        *("M4", "D", "", "", 0.002),
        [(f"detectable dz, {n} people", dz, partial(_detectable, n)) for n, dz in _DETECTABLE_DZ],
    ),
    *_lau("", 0.002, _DESIGN),
    *_lau("people", 0, [("people needed for dz 0.9", 12, partial(paired.pairs_needed, 0.9))]),
    *_lau("Hz", 0.01, _LAU_WATER),
]
