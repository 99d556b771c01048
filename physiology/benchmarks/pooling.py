"""Benchmarks of meta-analysis (M9), with the trials that they pool."""

from functools import cache, partial

import numpy as np
from scipy import stats

from physiology import meta_analysis
from physiology.benchmarks.benchmark import rows

# metafor_bcg: cases and non-cases, vaccinated, then cases and non-cases, control.
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ]
)

# viechtbauer2007tau2: women with and without pre-eclampsia, diuretic, then control.
DIURETICS = np.array(
    [
        [14, 117, 14, 122],
        [21, 364, 17, 117],
        [14, 43, 24, 24],
        [6, 32, 18, 22],
        [12, 999, 35, 725],
        [138, 1232, 175, 1161],
        [15, 491, 20, 504],
        [6, 102, 2, 101],
        [65, 88, 40, 62],
    ],
    float,
)

# Cramps a week, negative favours magnesium. Standard errors: from printed SDs; from P = 0.59,
# counts per 4 weeks assumed; from P = 0.01, change in the weekly count assumed (a trial paid for
# by the product's maker); from the interval of the review's own pool.
MAGNESIUM = {
    "roguinmaor2017magnesium": (-0.38, meta_analysis.se_from_arms(4.05, 48, 4.53, 46)),
    "frusso1999magnesium": (0.175, meta_analysis.se_from_p(0.175, 0.59, 41)),
    "barna2021momh": (-0.8, meta_analysis.se_from_p(-0.8, 0.01, 173)),
    "garrison2020magnesium": (-0.18, meta_analysis.se_from_interval(-0.84, 0.49)),
}

_TWO = "roguinmaor2017magnesium frusso1999magnesium"
_THREE = f"{_TWO} barna2021momh"
_REVIEW = "garrison2020magnesium barna2021momh"


def _trials(keys):
    effects, errors = np.array([MAGNESIUM[key] for key in keys.split()]).T
    return effects, errors**2


@cache
def _pooled(keys, method="DL", hartung_knapp=False):
    trials = meta_analysis.log_risk_ratio(*BCG.T) if keys == "BCG" else _trials(keys)
    return meta_analysis.pool(*trials, method, hartung_knapp)


def _value(field, *how):
    return getattr(_pooled(*how), field)


def _odds(table):
    a, b, c, d = table.T
    return np.log(a * d / (b * c)), (1 / table).sum(axis=1)


def _limit(name):
    return float(getattr(meta_analysis.tau2_interval(*_odds(DIURETICS), "DL").tau2, name))


def _diuretics_reml():
    return meta_analysis.between_trial_variance(*_odds(DIURETICS), "REML")


def _q():
    return meta_analysis.heterogeneity(*meta_analysis.log_risk_ratio(*BCG.T)).q


def _inconsistency():
    return 100 * meta_analysis.heterogeneity(*_trials(_THREE)).i2


def _p(difference, error, df):
    return float(2 * stats.t.sf(abs(difference) / error, df))


def _pool_rows(words, keys, method, found):
    fields = ("effect", "lower", "upper")
    values = [
        (f"magnesium, {words}: {field}", value, partial(_value, field, keys, method))
        for field, value in zip(fields, found, strict=True)
    ]
    return rows("M9", "D", keys, "a week", 0.002, values)


_REFERENCE = (("effect", -0.7141), ("lower", -1.0644), ("upper", -0.3638))
_ERRORS = zip(MAGNESIUM, (0.888, 0.322, 0.307, 0.339), strict=True)
_PRINTED_P = (
    ("p of the trial of 2017 from its SDs", 0.67, partial(_p, -0.38, 0.8876, 92)),
    ("its p if 0.48 were a standard error", 0.43, partial(_p, -0.38, 0.48, 92)),
)
_RECORDED = (
    ("BCG, REML: effect", -0.7145, partial(_value, "effect", "BCG", "REML")),
    ("BCG, REML: τ²", 0.3132, partial(_value, "tau2", "BCG", "REML")),
    ("BCG, Paule-Mandel: τ²", 0.3181, partial(_value, "tau2", "BCG", "PM")),
)
_SCATTER = (("lower", -1.70), ("upper", 1.05))

_make = partial(rows, "M9")

ROWS = [
    *_make(
        *("P", "metafor_bcg", "log RR", 1e-4),
        [(f"BCG, DerSimonian-Laird: {f}", v, partial(_value, f, "BCG")) for f, v in _REFERENCE],
    ),
    *_make(
        *("P", "metafor_bcg", "", 1e-4),
        [("BCG, DerSimonian-Laird: τ²", 0.3088, partial(_value, "tau2", "BCG"))],
    ),
    *_make("P", "metafor_bcg", "", 0.001, [("BCG: Q", 152.233, _q)]),
    *_make(
        *("P", "viechtbauer2007tau2", "", 5e-5),
        [
            ("diuretics, DerSimonian-Laird: τ²", 0.2297, partial(_limit, "estimate")),
            ("diuretics, Q-profile: lower limit of τ²", 0.0723, partial(_limit, "lower")),
            ("diuretics, Q-profile: upper limit of τ²", 2.2027, partial(_limit, "upper")),
            ("diuretics, REML: τ²", 0.3008, _diuretics_reml),
        ],
    ),
    *_make("R", "", "", 1e-4, _RECORDED),
    *(
        row
        for key, error in _ERRORS
        for row in _make(
            *("D", key, "a week", 0.001),
            [(f"standard error of {key}", error, lambda key=key: float(MAGNESIUM[key][1]))],
        )
    ),
    *_make("D", "roguinmaor2017magnesium", "", 0.005, _PRINTED_P),
    *_pool_rows("two trials", _TWO, "DL", (0.110, -0.483, 0.704)),
    *_pool_rows("three trials, DL", _THREE, "DL", (-0.328, -1.071, 0.415)),
    *_pool_rows("review and one trial, fixed", _REVIEW, "fixed", (-0.521, -0.967, -0.074)),
    *_pool_rows("review and one trial, DL", _REVIEW, "DL", (-0.507, -1.113, 0.100)),
    *_make(
        *("D", _THREE, "a week", 0.01),
        [
            (
                f"magnesium, three trials, Hartung-Knapp: {f}",
                v,
                partial(_value, f, _THREE, "DL", True),
            )
            for f, v in _SCATTER
        ],
    ),
    *_make("D", _TWO, "", 0.002, [("magnesium, two trials: τ²", 0, partial(_value, "tau2", _TWO))]),
    *_make(
        *("D", _THREE, "", 0.002),
        [("magnesium, three trials: τ²", 0.236, partial(_value, "tau2", _THREE))],
    ),
    *_make("D", _THREE, "%", 0.5, [("magnesium, three trials: I²", 58, _inconsistency)]),
]
