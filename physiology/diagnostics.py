"""What a finding does to a probability: Bayes for a test with two outcomes.

It knows no disease and no prevalence. Sensitivity and specificity move with the spectrum of people
tested, and findings are seldom independent.
"""

from typing import NamedTuple

import numpy as np

from physiology.quantities import above, whole, within


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


def from_counts(true_positive, false_positive, false_negative, true_negative):
    """Read a fourfold table of people.

    Raises ``ValueError`` for a count that is negative or not whole, and for a table without a
    single person with, or without, the disease.
    """
    counts = {
        "true positives": true_positive,
        "false positives": false_positive,
        "false negatives": false_negative,
        "true negatives": true_negative,
    }
    tp, fp, fn, tn = (int(whole(name, value, 0)) for name, value in counts.items())
    if tp + fn == 0:
        raise ValueError("nobody in the table has the disease: sensitivity is undefined")
    if fp + tn == 0:
        raise ValueError("everybody in the table has the disease: specificity is undefined")
    return TestTable((tp + fn) / (tp + fp + fn + tn), tp / (tp + fn), tn / (tn + fp))


def predictive_values(prevalence, sensitivity, specificity):
    """Return both predictive values; all arguments are fractions and broadcast.

    ``nan`` where a result never occurs, so that nothing can follow it.
    """
    pi = within("prevalence", prevalence, 0, 1)
    se = within("sensitivity", sensitivity, 0, 1)
    sp = within("specificity", specificity, 0, 1)
    return PredictiveValues(
        _share(pi * se, (1 - pi) * (1 - sp)), _share((1 - pi) * sp, pi * (1 - se))
    )


def likelihood_ratios(sensitivity, specificity):
    """Return both likelihood ratios; ``inf`` for a positive result that no healthy person has."""
    se = within("sensitivity", sensitivity, 0, 1)
    sp = within("specificity", specificity, 0, 1)
    if (np.asarray(se + sp) == 0).any():
        raise ValueError(
            "a test with sensitivity 0 and specificity 0 is misread, not poor: swap it"
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        return LikelihoodRatios(np.divide(se, 1 - sp), np.divide(1 - se, sp))


def probability_after(prior, likelihood_ratio):
    """Return the probability of disease after a finding; `prior` is a fraction; both broadcast."""
    prior = within("prior", prior, 0, 1)
    ratio = within("likelihood ratio", likelihood_ratio, 0)
    return _share(prior * ratio, 1 - prior)


def chance_of_false_alarm(tests, specificity=0.95):
    """Return the chance that at least one of `tests` independent normal tests is out of range.

    An upper illustration for blood salts, which share their causes.
    """
    specificity = within("specificity", above("specificity", specificity), 0, 1)
    return 1 - specificity ** whole("tests", tests, 0)


def _share(part, rest):
    part, rest = np.broadcast_arrays(part, rest)
    total = part + rest
    return np.divide(part, total, out=np.full(total.shape, np.nan), where=total > 0)[()]
