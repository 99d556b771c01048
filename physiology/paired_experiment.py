"""What a paired experiment can say: intervals, power, and the smallest effect it would have seen.

Textbook algebra of the paired t test on a normally distributed difference. The threshold frequency
of a resting toe muscle is a surrogate: nothing here predicts anyone's race.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from physiology.quantities import above, whole, within


class PairedEffect(NamedTuple):
    """A mean paired difference; fields in the unit of the difference, `dz` and `p` without."""

    difference: float
    se: float
    sd: float
    dz: float
    p: float
    n: int


def from_t(difference, t, n):
    """Recover a paired effect from its mean difference and its printed t."""
    n = int(whole("n", n, 2))
    difference = float(within("difference", difference))
    t = abs(float(within("t", t)))
    if t == 0 or difference == 0:
        raise ValueError("a difference or t of zero does not determine the standard error")
    return from_se(difference, abs(difference) / t, n)


def from_f(difference, f, n):
    """Recover a paired effect from its mean difference and its printed F with 1 and n - 1 df."""
    return from_t(difference, np.sqrt(above("F", f)), n)


def from_sd(difference, sd, n):
    """Build a paired effect from the mean and the standard deviation of the differences."""
    n = int(whole("n", n, 2))
    return from_se(difference, float(above("sd", sd)) / np.sqrt(n), n)


def from_se(difference, se, n):
    """Build a paired effect from a mean difference and its standard error."""
    n = int(whole("n", n, 2))
    difference, se = float(within("difference", difference)), float(above("se", se))
    p = 2 * stats.t.sf(abs(difference) / se, n - 1)
    sd = se * np.sqrt(n)
    return PairedEffect(difference, se, sd, difference / sd, float(p), n)


def interval(effect, level=0.95):
    """Return the lower and upper limit of the two-sided confidence interval."""
    level = _probability("level", level)
    reach = stats.t.ppf((1 + level) / 2, effect.n - 1) * effect.se
    return effect.difference - reach, effect.difference + reach


def is_equivalent(effect, margin, alpha=0.05):
    """Tell whether the interval at level 1 - 2 alpha lies wholly inside ± `margin`."""
    low, high = interval(effect, 1 - 2 * _probability("alpha", alpha))
    margin = float(above("margin", margin))
    return bool(-margin < low and high < margin)


def session_correlation(sd_first, sd_second, sd_difference):
    """Return the correlation between two sessions that their three standard deviations imply.

    Raises ``ValueError`` if no correlation between -1 and 1 could give them: a standard error
    among standard deviations is the usual reason.
    """
    first, second = above("sd_first", sd_first), above("sd_second", sd_second)
    spread = above("sd_difference", sd_difference)
    correlation = (first**2 + second**2 - spread**2) / (2 * first * second)
    if (abs(correlation) > 1).any():
        raise ValueError(
            f"these deviations imply a correlation of {float(np.ravel(correlation)[0]):.2f}: "
            "check that all three are standard deviations"
        )
    return correlation


def power(dz, n, alpha=0.05, sides=2):
    """Return the power of a paired t test; standardised effect `dz` and `n` broadcast.

    `sides` is 1 (effect in the expected direction) or 2.
    """
    dz, n = np.broadcast_arrays(within("dz", dz), whole("n", n, 2))
    if sides not in (1, 2):
        raise ValueError(f"sides must be 1 or 2; got {sides!r}")
    df = n - 1
    shift = np.abs(dz) * np.sqrt(n)
    critical = stats.t.ppf(1 - _probability("alpha", alpha) / sides, df)
    upper = stats.nct.sf(critical, df, shift)
    # The far tail returns NaN or noise when the effect is large; there power is 1.
    upper = np.where(np.isfinite(upper) & (shift < 12), upper, 1.0)
    if sides == 1:
        return upper
    lower = stats.t.cdf(-critical - shift, df)
    exact = stats.nct.cdf(-critical, df, shift)
    return np.minimum(upper + np.where(np.isfinite(exact), exact, lower), 1.0)


def detectable_effect(n, target=0.8, alpha=0.05, sides=2):
    """Return the standardised effect dz that `n` pairs detect with power `target`; shape of `n`.

    Raises ``ValueError`` if no effect up to 12 / sqrt(n) reaches the target.
    """
    n = whole("n", n, 2)
    target = _probability("target", target)
    if target <= alpha:
        raise ValueError(f"power {target:g} is had without any effect at alpha {alpha:g}")

    def solve(size):
        highest = 12 / np.sqrt(size)
        if power(highest, size, alpha, sides) < target:
            raise ValueError(
                f"n = {size} reaches power {target:g} at no effect up to {highest:.2f}"
            )
        return brentq(lambda d: power(d, size, alpha, sides) - target, 0, highest)

    return np.vectorize(solve, otypes=[float])(n)


def pairs_needed(dz, target=0.8, alpha=0.05, sides=2, highest=100_000):
    """Return the smallest whole number of pairs that detects `dz` with power `target`."""
    dz, target = abs(float(within("dz", dz))), _probability("target", target)
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
    """
    n, studies = int(whole("n", n, 2)), int(whole("studies", studies))
    noise = np.stack([np.random.default_rng([seed, i]).standard_normal(n) for i in range(studies)])
    values = float(within("effect", effect)) + float(above("sd", sd)) * noise
    mean = values.mean(axis=1)
    reach = stats.t.ppf(0.975, n - 1) * values.std(axis=1, ddof=1) / np.sqrt(n)
    return SimulatedStudies(mean, mean - reach, mean + reach)


def _probability(name, value):
    value = float(within(name, value, 0, 1))
    if value in (0, 1):
        raise ValueError(f"{name} must lie strictly between 0 and 1; got {value:g}")
    return value
