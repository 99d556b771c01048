"""Benchmarks of the coronary stenosis and of the geometric lever (M5a)."""

from functools import partial

import numpy as np

from physiology import coronary
from physiology.benchmarks.benchmark import rows

_BENCH = (
    "In-vitro stenosis of 90 % area, a conference abstract of 2004 whose full record was not seen; "
    "the geometry is not in it, so part of the agreement is luck."
)
_RATIOS = (0.9, 0.8, 0.7, 0.6, 0.5)
_LONG = coronary.Vessel(length=10.0)


def _drop(area, per_minute, **changes):
    narrowing = coronary.narrowing_from_area(area)
    vessel = coronary.Vessel(**changes)
    return float(coronary.pressure_drop(per_minute / 60, narrowing, vessel))


def _exponent():
    flows = np.linspace(55, 115, 13) / 60
    drops = coronary.pressure_drop(flows, coronary.narrowing_from_area(0.9))
    return float(np.polyfit(np.log(flows), np.log(drops), 1)[0])


def _order():
    return 100 * (coronary.narrowing_at_resting_loss() - coronary.narrowing_at_hyperaemic_loss())


def _published():
    for flow, drop in ((55, 14.0), (115, 50.3)):
        one = [(f"pressure drop at {flow} ml/min", drop, partial(_drop, 0.9, flow))]
        yield from rows("M5a", "P", "", "mmHg", 0.15 * drop, one, note=_BENCH)
    yield from rows(
        "M5a",
        "P",
        "",
        "",
        0.05,
        [("exponent of pressure drop against flow", 1.72, _exponent)],
        note=_BENCH,
    )
    yield from rows(
        "M5a",
        "P",
        "",
        "% of diameter",
        2.5,
        [
            (
                "narrowing at which resting flow falls",
                82.5,
                lambda: 100 * coronary.narrowing_at_resting_loss(),
            )
        ],
        note="80 to 85 % in classical animal work, seen in a review of 1984 only.",
    )
    yield from rows(
        "M5a",
        "P",
        "",
        "% of diameter",
        0,
        [("how much sooner hyperaemic flow falls by a tenth", 0, _order)],
        relation=">",
        note="Context: hyperaemic flow is affected earlier.",
    )


def _derived():
    make = partial(rows, "M5a", "D")
    yield from make(
        "",
        "fold",
        1e-9,
        [
            (
                "resistance of a tube of half the diameter",
                16,
                lambda: float(coronary.tube_resistance_ratio(0.5)),
            )
        ],
    )
    closing = zip(_RATIOS, (56.4, 40.0, 28.6, 20.0, 13.4), strict=True)
    yield from make(
        "macalpin1980lever",
        "%",
        0.1,
        [
            (
                f"shortening that closes the lumen, λ {r:g}",
                s,
                lambda r=r: 100 * float(coronary.closing_shortening(r)),
            )
            for r, s in closing
        ],
    )
    left = zip(_RATIOS, (0.875, 0.839, 0.782, 0.687, 0.490), strict=True)
    yield from make(
        "macalpin1980lever",
        "of diameter",
        0.001,
        [
            (
                f"lumen left after 10 % shortening, λ {r:g}",
                s,
                lambda r=r: float(coronary.lumen_left(0.1, r)),
            )
            for r, s in left
        ],
    )


def _recorded():
    make = partial(rows, "M5a", "R", "")
    narrowings = (
        (
            "narrowing that takes a tenth of hyperaemic flow",
            54.9,
            coronary.narrowing_at_hyperaemic_loss,
        ),
        ("narrowing at FFR 0.80", 63.6, coronary.narrowing_at_ffr),
        (
            "narrowing at FFR 0.80, lesion of 10 mm",
            60.7,
            partial(coronary.narrowing_at_ffr, vessel=_LONG),
        ),
    )
    yield from make(
        "% of diameter",
        0.3,
        [(words, value, lambda f=f: 100 * f()) for words, value, f in narrowings],
    )
    ffr = ((30, 0.987), (50, 0.936), (60, 0.852), (70, 0.672), (80, 0.389))
    yield from make(
        "",
        0.003,
        [
            (f"FFR at {n} % narrowing", f, lambda n=n: float(coronary.perfusion(n / 100).ffr))
            for n, f in ffr
        ],
    )
    yield from make(
        "mmHg",
        0.1,
        [
            ("pressure drop of 64 % area at 115 ml/min", 2.5, partial(_drop, 0.64, 115)),
            ("pressure drop of 80 % area at 115 ml/min", 10.1, partial(_drop, 0.8, 115)),
            (
                "pressure drop of 90 % area, vessel of 2.7 mm",
                69.9,
                partial(_drop, 0.9, 115, diameter=2.7),
            ),
            (
                "pressure drop of 90 % area, vessel of 3.3 mm",
                31.8,
                partial(_drop, 0.9, 115, diameter=3.3),
            ),
        ],
    )


ROWS = [*_published(), *_derived(), *_recorded()]
