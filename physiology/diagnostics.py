"""What a finding does to a probability: Bayes for a test with two outcomes.

Bayes' rule in the usual algebra; intervals of shares by Wilson's score method (`newcombe1998two`),
of likelihood ratios on the logarithm (`simel1991likelihood`). It knows no disease and no
prevalence. Sensitivity and specificity move with the spectrum of people tested, and findings are
seldom independent.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats

from physiology.quantities import above, numbers, probability, single, together, whole, within


class PredictiveValues(NamedTuple):
    """Probability of disease after a positive, and of no disease after a negative, test."""

    positive: np.ndarray
    negative: np.ndarray


class LikelihoodRatios(NamedTuple):
    """How much a positive and a negative result multiply the odds of disease."""

    positive: np.ndarray
    negative: np.ndarray


class TestTable(NamedTuple):
    """Prevalence, sensitivity and specificity of a fourfold table."""

    prevalence: float
    sensitivity: float
    specificity: float


class TestIntervals(NamedTuple):
    """Limits (lower, upper) around what a fourfold table says of a test."""

    sensitivity: tuple[float, float]
    specificity: tuple[float, float]
    positive_ratio: tuple[float, float]
    negative_ratio: tuple[float, float]


def from_counts(true_positive, false_positive, false_negative, true_negative):
    """Read a fourfold table of people.

    Raises ``ValueError`` for a count that is not one whole number from 0 on, and for a table
    without a single person with, or without, the disease.
    """
    tp, fp, fn, tn = _table(true_positive, false_positive, false_negative, true_negative)
    return TestTable((tp + fn) / (tp + fp + fn + tn), tp / (tp + fn), tn / (tn + fp))


def wilson_interval(hits, total, level=0.95):
    """Return lower and upper limit of a share by Wilson's score method, without correction.

    `hits` of `total` are whole numbers and broadcast; `level` is a fraction. The limits stay within
    0 and 1, also for none or all. Raises ``ValueError`` for more hits than people, for no people,
    and for per cent.
    """
    hits, total = together(hits=whole("hits", hits, 0), total=whole("total", total))
    if (hits > total).any():
        raise ValueError("there cannot be more hits than people")
    z2 = stats.norm.ppf((1 + probability("level", level)) / 2) ** 2
    centre = 2 * hits + z2
    reach = np.sqrt(z2 * (z2 + 4 * hits * (1 - hits / total)))
    whole_ = 2 * (total + z2)
    # The ends are exact where rounding would leave a share of 1e-17.
    lower = np.where(hits == 0, 0.0, (centre - reach) / whole_)
    upper = np.where(hits == total, 1.0, (centre + reach) / whole_)
    return lower[()], upper[()]


def test_intervals(true_positive, false_positive, false_negative, true_negative, level=0.95):
    """Return the intervals of sensitivity, specificity and both likelihood ratios of a table.

    Wilson's for the shares; for the ratios, normal on the logarithm with the variances of
    `simel1991likelihood`. Raises ``ValueError`` as ``from_counts`` does, and for a table with an
    empty cell: a ratio of 0 or infinity has no such interval, and a correction would have to be
    chosen and named.
    """
    tp, fp, fn, tn = _table(true_positive, false_positive, false_negative, true_negative)
    if 0 in (tp, fp, fn, tn):
        raise ValueError("a likelihood ratio from an empty cell has no interval on the logarithm")
    z = stats.norm.ppf((1 + probability("level", level)) / 2)
    sick, well = tp + fn, fp + tn

    def ratio(hit, missed):
        centre = np.log((hit / sick) / (missed / well))
        reach = z * np.sqrt(1 / hit - 1 / sick + 1 / missed - 1 / well)
        return tuple(np.exp([centre - reach, centre + reach]).tolist())

    shares = (wilson_interval(tp, sick, level), wilson_interval(tn, well, level))
    return TestIntervals(*(tuple(map(float, s)) for s in shares), ratio(tp, fp), ratio(fn, tn))


def predictive_values(prevalence, sensitivity, specificity):
    """Return both predictive values; all arguments are fractions and broadcast.

    ``nan`` where a result never occurs, so that nothing can follow it. Raises ``ValueError`` for
    what is no fraction.
    """
    pi, se, sp = together(
        prevalence=within("prevalence", prevalence, 0, 1),
        sensitivity=within("sensitivity", sensitivity, 0, 1),
        specificity=within("specificity", specificity, 0, 1),
    )
    return PredictiveValues(
        _share(pi * se, (1 - pi) * (1 - sp)), _share((1 - pi) * sp, pi * (1 - se))
    )


def likelihood_ratios(sensitivity, specificity):
    """Return both likelihood ratios; ``inf`` for a positive result that no healthy person has.

    Raises ``ValueError`` for what is no fraction, and where both are 0.
    """
    se, sp = together(
        sensitivity=within("sensitivity", sensitivity, 0, 1),
        specificity=within("specificity", specificity, 0, 1),
    )
    if (np.asarray(se + sp) == 0).any():
        raise ValueError(
            "a test with sensitivity 0 and specificity 0 is misread, not poor: swap it"
        )
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return LikelihoodRatios(np.divide(se, 1 - sp), np.divide(1 - se, sp))


def probability_after(prior, likelihood_ratio):
    """Return the probability of disease after a finding; `prior` is a fraction; both broadcast.

    A ratio of ``inf``, as ``likelihood_ratios`` gives it, makes certain. Raises ``ValueError`` for
    what is no fraction or ratio, and where a certain prior meets a finding that rules it out.
    """
    prior, ratio = together(
        prior=within("prior", prior, 0, 1),
        likelihood_ratio=numbers("likelihood ratio", likelihood_ratio),
    )
    certain = ratio == np.inf
    ratio = within("likelihood ratio", np.where(certain, 1.0, ratio), 0)
    if (certain & (prior == 0)).any() or ((ratio == 0) & (prior == 1)).any():
        raise ValueError("a prior of 0 or 1 contradicts a finding that proves the opposite")
    return np.where(certain, 1.0, _share(prior * ratio, 1 - prior))[()]


def chance_of_false_alarm(tests, specificity=0.95):
    """Return the chance that at least one of `tests` independent normal tests is out of range.

    An upper illustration for blood salts, which share their causes. Raises ``ValueError`` for what
    is no whole number of tests or no fraction.
    """
    specificity, tests = together(
        specificity=within("specificity", above("specificity", specificity), 0, 1),
        tests=whole("tests", tests, 0),
    )
    return 1 - specificity**tests


def _table(true_positive, false_positive, false_negative, true_negative):
    counts = {
        "true positives": true_positive,
        "false positives": false_positive,
        "false negatives": false_negative,
        "true negatives": true_negative,
    }
    tp, fp, fn, tn = (single(name, whole(name, value, 0)) for name, value in counts.items())
    if tp + fn == 0:
        raise ValueError("nobody in the table has the disease: sensitivity is undefined")
    if fp + tn == 0:
        raise ValueError("everybody in the table has the disease: specificity is undefined")
    return tp, fp, fn, tn


def _share(part, rest):
    total = part + rest
    return np.divide(part, total, out=np.full(total.shape, np.nan), where=total > 0)[()]
