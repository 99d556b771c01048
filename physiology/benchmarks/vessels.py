"""Benchmarks of the coronary stenosis and of the geometric lever (M5a)."""

from functools import partial

import numpy as np

from physiology import coronary
from physiology.benchmarks.benchmark import rows

_BENCH = (
    "In-vitro stenosis of 90 % area, a conference abstract of 2004 whose full record was not seen; "
    "the geometry is not in it, so part of the agreement is luck."
)
_ANIMAL = (
    "80 to 85 % in classical animal work, seen in a review of 1984 whose record is incomplete."
)
_LONG = coronary.Vessel(length=10.0)


def _drop(area, per_minute, **changes):
    narrowing = coronary.narrowing_from_area(area)
    vessel = coronary.Vessel(**changes)
    return float(coronary.pressure_drop(per_minute / 60, narrowing, vessel))


def _exponent():
    flows = np.linspace(55, 115, 13) / 60
    drops = coronary.pressure_drop(flows, coronary.narrowing_from_area(0.9))
    return float(np.polyfit(np.log(flows), np.log(drops), 1)[0])


def _percent(event, **how):
    return 100 * getattr(coronary, f"narrowing_at_{event}")(**how)


def _closing(lumen_ratio):
    return 100 * float(coronary.closing_shortening(lumen_ratio))


def _left(lumen_ratio):
    return float(coronary.lumen_left(0.1, lumen_ratio))


def _ffr(narrowing):
    return float(coronary.perfusion(narrowing / 100).ffr)


def _order():
    return 100 * (coronary.narrowing_at_resting_loss() - coronary.narrowing_at_hyperaemic_loss())


_DROPS = ((55, 14.0), (115, 50.3))
_RESTING = ("narrowing at which resting flow falls", 82.5, partial(_percent, "resting_loss"))
_SOONER = ("how much sooner hyperaemic flow falls by a tenth", 0, _order)
_HALF = (
    "resistance of a tube of half the diameter",
    16,
    partial(coronary.tube_resistance_ratio, 0.5),
)
_CLOSING = ((0.9, 56.4), (0.8, 40.0), (0.7, 28.6), (0.6, 20.0), (0.5, 13.4))
_LEFT = ((0.9, 0.875), (0.8, 0.839), (0.7, 0.782), (0.6, 0.687), (0.5, 0.490))
_NARROWINGS = (
    ("narrowing that takes a tenth of hyperaemic flow", 54.9, partial(_percent, "hyperaemic_loss")),
    ("narrowing at FFR 0.80", 63.6, partial(_percent, "ffr")),
    ("narrowing at FFR 0.80, lesion of 10 mm", 60.7, partial(_percent, "ffr", vessel=_LONG)),
)
_FFR = ((30, 0.987), (50, 0.936), (60, 0.852), (70, 0.672), (80, 0.389))
_OTHER_DROPS = (
    ("pressure drop of 64 % area at 115 ml/min", 2.5, partial(_drop, 0.64, 115)),
    ("pressure drop of 80 % area at 115 ml/min", 10.1, partial(_drop, 0.8, 115)),
    ("pressure drop of 90 % area, vessel of 2.7 mm", 69.9, partial(_drop, 0.9, 115, diameter=2.7)),
    ("pressure drop of 90 % area, vessel of 3.3 mm", 31.8, partial(_drop, 0.9, 115, diameter=3.3)),
)

_context = partial(rows, "M5a", "X", "")
_derived = partial(rows, "M5a", "D")
_recorded = partial(rows, "M5a", "R", "")

ROWS = [
    *(
        row
        for flow, drop in _DROPS
        for row in _context(
            *("mmHg", 0.15 * drop),
            [(f"pressure drop at {flow} ml/min", drop, partial(_drop, 0.9, flow))],
            note=_BENCH,
        )
    ),
    *_context("", 0.05, [("exponent of drop against flow", 1.72, _exponent)], note=_BENCH),
    *_context("% of diameter", 2.5, [_RESTING], note=_ANIMAL),
    *_context("% of diameter", 0, [_SOONER], relation=">", note="An order, no number."),
    *_derived("", "fold", 1e-9, [_HALF]),
    *_derived(
        *("macalpin1980lever", "%", 0.1),
        [
            (f"shortening that closes the lumen, λ {r:g}", s, partial(_closing, r))
            for r, s in _CLOSING
        ],
    ),
    *_derived(
        *("macalpin1980lever", "of diameter", 0.001),
        [(f"lumen left after 10 % shortening, λ {r:g}", s, partial(_left, r)) for r, s in _LEFT],
    ),
    *_recorded("% of diameter", 0.3, _NARROWINGS),
    *_recorded("", 0.003, [(f"FFR at {n} % narrowing", f, partial(_ffr, n)) for n, f in _FFR]),
    *_recorded("mmHg", 0.1, _OTHER_DROPS),
]
