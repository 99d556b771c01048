"""What a paired experiment can say: intervals, power, and the smallest effect it would have seen.

Textbook algebra of the paired t test on a normally distributed difference: power and the interval
of the standardised difference from the noncentral t (`cumming2001primer`), equivalence by two
one-sided tests (`lakens2017equivalence`). The threshold frequency of a resting toe muscle is a
surrogate: nothing here predicts anyone's race.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from physiology.quantities import above, probability, single, together, whole, within

_LEVEL = 0.95  # of the intervals of imagined studies
_LARGEST = 10_000.0  # a standardised effect that no study will see


class PairedEffect(NamedTuple):
    """A mean paired difference; fields in the unit of the difference, `dz` and `p` without."""

    difference: float
    se: float
    sd: float
    dz: float
    p: float
    n: int


def from_t(difference, t, n):
    """Recover a paired effect from its mean difference and its printed t.

    Raises ``ValueError`` where either is 0, and as ``from_se`` does.
    """
    difference = _one("difference", difference)
    t = abs(_one("t", t))
    if t == 0 or difference == 0:
        raise ValueError("a difference or t of zero does not determine the standard error")
    return from_se(difference, abs(difference) / t, n)


def from_f(difference, f, n):
    """Recover a paired effect from its mean difference and its printed F with 1 and n - 1 df.

    Raises ``ValueError`` for an F that is not positive, and as ``from_t`` does.
    """
    return from_t(difference, np.sqrt(above("F", f)), n)


def from_sd(difference, sd, n):
    """Build a paired effect from the mean and the standard deviation of the differences.

    Raises ``ValueError`` as ``from_se`` does.
    """
    n = single("n", whole("n", n, 2))
    return from_se(difference, float(single("sd", above("sd", sd))) / np.sqrt(n), n)


def from_se(difference, se, n):
    """Build a paired effect from a mean difference and its standard error.

    Raises ``ValueError`` for a spread that is not positive, fewer than two pairs, and arrays.
    """
    n = single("n", whole("n", n, 2))
    difference, se = _one("difference", difference), float(single("se", above("se", se)))
    p = 2 * stats.t.sf(abs(difference) / se, n - 1)
    sd = se * np.sqrt(n)
    return PairedEffect(difference, se, sd, difference / sd, float(p), n)


def interval(effect, level=0.95):
    """Return the lower and upper limit of the two-sided confidence interval.

    Raises ``ValueError`` for a `level` that is no fraction.
    """
    level = probability("level", level)
    reach = stats.t.ppf((1 + level) / 2, effect.n - 1) * effect.se
    return effect.difference - reach, effect.difference + reach


def standardised_interval(effect, level=0.95):
    """Return the limits of dz: the effects whose noncentral t leaves the seen t in either tail.

    Raises ``ValueError`` for a `level` that is no fraction.
    """
    tail = (1 - probability("level", level)) / 2
    t, df = effect.difference / effect.se, effect.n - 1

    def shift(share):
        # The share of studies below the seen t falls from 1 to 0 as the true shift rises.
        reach = 1.0
        while not _below(t, df, t - reach) > share > _below(t, df, t + reach):
            reach *= 2
        return brentq(lambda s: _below(t, df, s) - share, t - reach, t + reach, xtol=1e-10)

    return shift(1 - tail) / np.sqrt(effect.n), shift(tail) / np.sqrt(effect.n)


def equivalence_p(effect, margin):
    """Return the p of two one-sided tests against ± `margin`: the larger of both.

    Below alpha it says that the effect lies within the margin. Raises ``ValueError`` for a margin
    that is not positive.
    """
    margin = float(single("margin", above("margin", margin)))
    lower, upper = ((effect.difference + side) / effect.se for side in (margin, -margin))
    return float(max(stats.t.sf(lower, effect.n - 1), stats.t.cdf(upper, effect.n - 1)))


def is_equivalent(effect, margin, alpha=0.05):
    """Tell whether the interval at level 1 - 2 alpha lies wholly inside ± `margin`.

    Raises ``ValueError`` for a margin that is not positive, and an `alpha` not below one half.
    """
    if probability("alpha", alpha) >= 0.5:
        raise ValueError(f"alpha must lie below 0.5; got {alpha:g}")
    return equivalence_p(effect, margin) < alpha


def session_correlation(sd_first, sd_second, sd_difference):
    """Return the correlation between two sessions that their three standard deviations imply.

    Raises ``ValueError`` if no correlation between -1 and 1 could give them: a standard error
    among standard deviations is the usual reason.
    """
    first, second, spread = together(
        sd_first=above("sd_first", sd_first),
        sd_second=above("sd_second", sd_second),
        sd_difference=above("sd_difference", sd_difference),
    )
    correlation = (first**2 + second**2 - spread**2) / (2 * first * second)
    if (abs(correlation) > 1).any():
        raise ValueError(
            f"these deviations imply a correlation of {float(np.ravel(correlation)[0]):.2f}: "
            "check that all three are standard deviations"
        )
    return correlation


def power(dz, n, alpha=0.05, sides=2):
    """Return the power of a paired t test; standardised effect `dz` and `n` broadcast.

    `sides` is 1 (effect in the expected direction) or 2. Raises ``ValueError`` for fewer than two
    pairs, an `alpha` that is no fraction, and other `sides`.
    """
    dz, n = together(dz=within("dz", dz), n=whole("n", n, 2))
    if sides not in (1, 2):
        raise ValueError(f"sides must be 1 or 2; got {sides!r}")
    df = n - 1
    shift = np.abs(dz) * np.sqrt(n)
    critical = stats.t.ppf(1 - probability("alpha", alpha) / sides, df)
    upper = stats.nct.sf(critical, df, shift)
    if sides == 1:
        return upper
    # Where scipy finds no number for the far tail it is below what a float can tell from 0.
    return np.minimum(upper + np.nan_to_num(stats.nct.cdf(-critical, df, shift)), 1.0)


def detectable_effect(n, target=0.8, alpha=0.05, sides=2):
    """Return the standardised effect dz that `n` pairs detect with power `target`; shape of `n`.

    Raises ``ValueError`` if no effect up to 10,000 reaches the target, if the target is had without
    any effect, and as ``power`` does.
    """
    n = whole("n", n, 2)
    target, alpha = probability("target", target), probability("alpha", alpha)
    if target <= alpha:
        raise ValueError(f"power {target:g} is had without any effect at alpha {alpha:g}")

    def solve(size):
        highest = 1.0
        while power(highest, size, alpha, sides) < target:
            highest *= 2
            if highest > _LARGEST:
                raise ValueError(
                    f"n = {size} reaches power {target:g} at no effect up to {_LARGEST:,.0f}"
                )
        return brentq(lambda d: power(d, size, alpha, sides) - target, 0, highest)

    return np.vectorize(solve, otypes=[float])(n)


def pairs_needed(dz, target=0.8, alpha=0.05, sides=2, highest=100_000):
    """Return the smallest whole number of pairs that detects `dz` with power `target`.

    Raises ``ValueError`` for a `dz` of 0, where it takes more than `highest`, and as ``power``
    does.
    """
    dz, target = abs(_one("dz", dz)), probability("target", target)
    if dz == 0:
        raise ValueError("no number of pairs detects an effect of 0")
    low, high = 1, 2
    while power(dz, high, alpha, sides) < target:
        low, high = high, 2 * high
        if high > highest:
            raise ValueError(f"dz = {dz:g} needs more than {highest} pairs")
    while high - low > 1:
        middle = (low + high) // 2
        enough = power(dz, middle, alpha, sides) >= target
        low, high = (low, middle) if enough else (middle, high)
    return high


class SimulatedStudies(NamedTuple):
    """Means and 95 % limits of imagined studies, arrays (studies,), in the unit of the effect."""

    difference: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def simulate_studies(effect, sd, n, studies=200, seed=20):
    """Draw paired studies of size `n` with a true `effect` and `sd` of the differences.

    The same seed gives the same people: a larger `n` adds to them, a larger effect shifts them.
    Raises ``ValueError`` for a spread that is not positive and for fewer than two pairs.
    """
    n, studies = single("n", whole("n", n, 2)), single("studies", whole("studies", studies))
    seed = single("seed", whole("seed", seed, 0))
    noise = np.stack([np.random.default_rng([seed, i]).standard_normal(n) for i in range(studies)])
    values = _one("effect", effect) + float(single("sd", above("sd", sd))) * noise
    mean = values.mean(axis=1)
    reach = stats.t.ppf((1 + _LEVEL) / 2, n - 1) * values.std(axis=1, ddof=1) / np.sqrt(n)
    return SimulatedStudies(mean, mean - reach, mean + reach)


def _one(name, value):
    return float(single(name, within(name, value)))


def _below(t, df, shift):
    """Return the share of a noncentral t below `t`, from whichever tail is kept exactly."""
    if t < 0:
        return 1 - _below(-t, df, -shift)
    return 1 - float(stats.nct.sf(t, df, shift))
