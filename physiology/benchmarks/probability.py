"""Benchmarks of diagnosis (M7) and of risk (M8)."""

from functools import partial

from physiology import attribution, diagnostics
from physiology.benchmarks.benchmark import rows

_SARTORI, _STATIN = "sartori2012distal", "ctt2022statin"
_GARRISON, _FORD = "garrison2012drugs", "ford2008antispasmodics"


def _predictive(which, prevalence):
    return 100 * float(getattr(diagnostics.predictive_values(prevalence, 0.47, 0.74), which))


def _ratio(which):
    return float(getattr(diagnostics.likelihood_ratios(0.47, 0.74), which))


def _after(likelihood_ratio):
    return 100 * float(diagnostics.probability_after(0.16, likelihood_ratio))


def _alarm(tests):
    return 100 * float(diagnostics.chance_of_false_alarm(tests))


def _share(rate_ratio):
    return float(attribution.attributable_fraction(rate_ratio))


def _e_value(rate_ratio):
    return float(attribution.e_value(rate_ratio))


def _e_of_interval(lower, upper):
    return float(attribution.e_value_of_interval(lower, upper))


def _wilson(side, hits, total):
    return float(diagnostics.wilson_interval(hits, total)[side])


def _needed(relative_risk):
    return float(attribution.number_needed_to_treat(relative_risk, 0.56))


def _caused():
    return float(attribution.cases_per_caused_case(1.07))


def _background():
    return float(attribution.background_rate(11, 1.07))


def _nocebo():
    return float(attribution.nocebo_ratio(8.0, 15.4, 16.3))


_DVT = (
    ("PPV, isolated distal DVT", 20, partial(_predictive, "positive", 90 / 725)),
    ("NPV, isolated distal DVT", 91, partial(_predictive, "negative", 90 / 725)),
)
_DVT_RATIOS = (
    ("positive likelihood ratio", 1.81, partial(_ratio, "positive")),
    ("negative likelihood ratio", 0.716, partial(_ratio, "negative")),
)
_DVT_ELSEWHERE = (
    ("PPV at a prevalence of 1 %", 1.8, partial(_predictive, "positive", 0.01)),
    ("PPV at a prevalence of 40 %", 54.7, partial(_predictive, "positive", 0.4)),
)
_AFTER = ((5.2, 49.8), (0.25, 4.5))
_ALARMS = ((4, 18.5), (7, 30.2), (20, 64.2))
_CAUSED = [("cases for each one due to the statin, year 1", 15, _caused)]
_PLACEBO = [("rate on placebo implied by 11 more", 157, _background)]
_STATIN_SHARES = ((1.04, 0.038), (1.07, 0.065), (1.10, 0.091))
_SHARES = (("LABA", 2.42, 0.587), ("diuretic", 1.47, 0.320), ("statin", 1.16, 0.138))
_WILSON = ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718))
_E_PRINTED = (
    ("E-value of 3.9", 7.26, partial(_e_value, 3.9)),
    ("E-value of its lower limit, 1.8", 3.0, partial(_e_of_interval, 1.8, 8.7)),
    ("E-value of 0.80", 1.81, partial(_e_value, 0.8)),
    ("E-value of its upper limit, 0.91", 1.43, partial(_e_of_interval, 0.71, 0.91)),
)
_E_VALUES = (
    ("LABA", 2.42, 4.27),
    ("diuretic", 1.47, 2.30),
    ("statin", 1.16, 1.59),
    ("potassium-sparing diuretic", 2.12, 3.66),
)
_NEEDED = (
    ("antispasmodics", 0.68, 5.6),
    ("otilonium", 0.55, 4.0),
    ("hyoscine", 0.63, 4.8),
    ("peppermint", 0.43, 3.1),
)

_diagnosis = partial(rows, "M7")
_risk = partial(rows, "M8")

ROWS = [
    *_diagnosis("P", _SARTORI, "%", 1, _DVT),
    *_diagnosis("D", _SARTORI, "", 0.005, _DVT_RATIOS),
    *_diagnosis("D", _SARTORI, "%", 0.1, _DVT_ELSEWHERE),
    *_diagnosis(
        *("D", "goodacre2005dvt", "%", 0.1),
        [(f"16 % after a likelihood ratio of {r:g}", p, partial(_after, r)) for r, p in _AFTER],
    ),
    *_diagnosis(
        *("D", "", "%", 0.1),
        [(f"any of {k} tests abnormal", p, partial(_alarm, k)) for k, p in _ALARMS],
    ),
    *(
        row
        for hits, total, *limits in _WILSON
        for side, word in enumerate(("lower", "upper"))
        for row in _diagnosis(
            *("P", "newcombe1998two", "", 5e-5),
            [
                (
                    f"Wilson, {word} limit of {hits}/{total}",
                    limits[side],
                    partial(_wilson, side, hits, total),
                )
            ],
        )
    ),
    *_risk("P", "vanderweele2017evalue", "", 0.005, _E_PRINTED),
    *_risk("P", _STATIN, "cases", 0.5, _CAUSED, note="Printed as 14 of 15 not caused by the drug."),
    *_risk("D", _STATIN, "per 1000 a year", 1, _PLACEBO),
    *_risk("P", "howard2021samson", "", 0.01, [("nocebo ratio", 0.90, _nocebo)]),
    *_risk(
        *("D", _STATIN, "", 0.001),
        [
            (f"share due to the statin, RR {r:.2f}", s, partial(_share, r))
            for r, s in _STATIN_SHARES
        ],
    ),
    *_risk(
        *("D", _GARRISON, "", 0.001),
        [(f"share if causal, {drug} ({r:g})", s, partial(_share, r)) for drug, r, s in _SHARES],
    ),
    *_risk(
        *("D", _GARRISON, "", 0.01),
        [(f"E-value, {drug} ({r:g})", e, partial(_e_value, r)) for drug, r, e in _E_VALUES],
    ),
    *_risk(
        *("D", _FORD, "people", 0.1),
        [(f"number needed to treat, {drug}", n, partial(_needed, r)) for drug, r, n in _NEEDED],
        note="At a control risk of 0.56.",
    ),
]
