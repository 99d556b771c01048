"""Pooling the effects of trials: one common effect, or effects scattered around a mean.

Textbook formulae of inverse-variance pooling, checked against `metafor_bcg`. Two or three trials
cannot estimate the variance between trials, and I² is no measure of how much they differ.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.optimize import brentq, minimize_scalar

from physiology.quantities import above, whole, within

METHODS = ("fixed", "DL", "PM", "REML")


class Pooled(NamedTuple):
    """A pooled effect with its interval, in the unit of the effects; weights sum to 1."""

    effect: float
    se: float
    lower: float
    upper: float
    p: float
    tau2: float
    weights: np.ndarray


class Heterogeneity(NamedTuple):
    """Cochran's Q with its degrees of freedom and p, and I² as a fraction."""

    q: float
    df: int
    p: float
    i2: float


def log_risk_ratio(cases_1, noncases_1, cases_2, noncases_2):
    """Return log risk ratios and their variances, both (k,), from counts of people (k,).

    Raises ``ValueError`` for counts that are no whole number or negative, and for an arm without a
    case: its log ratio is infinite, and a correction would have to be chosen and named.
    """
    a, b = whole("cases in arm 1", cases_1, 0), whole("non-cases in arm 1", noncases_1, 0)
    c, d = whole("cases in arm 2", cases_2, 0), whole("non-cases in arm 2", noncases_2, 0)
    if not (a.shape == b.shape == c.shape == d.shape):
        raise ValueError("the four columns of the table must have one length")
    if (a == 0).any() or (c == 0).any():
        raise ValueError("an arm without a case has no log risk ratio")
    effect = np.log(a / (a + b)) - np.log(c / (c + d))
    return effect, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def heterogeneity(effects, variances):
    """Return Cochran's Q, its p and I² of effects (k,) with variances (k,)."""
    y, v = _trials(effects, variances)
    q = float(_weighted_squares(y, v, 0.0))
    df = y.size - 1
    return Heterogeneity(q, df, float(stats.chi2.sf(q, df)), max(0.0, (q - df) / q) if q else 0.0)


def between_trial_variance(effects, variances, method="REML"):
    """Return tau² by `method`: "fixed" (0), "DL", "PM" or "REML"; never below 0."""
    y, v = _trials(effects, variances)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
    if method == "fixed":
        return 0.0
    return {"DL": _dersimonian_laird, "PM": _paule_mandel, "REML": _reml}[method](y, v)


def pool(effects, variances, method="REML", hartung_knapp=False, level=0.95):
    """Pool trials by inverse variance.

    Parameters
    ----------
    effects, variances : array (k,)
        One trial each; variances are squared standard errors, k at least 2.
    method : {"fixed", "DL", "PM", "REML"}
        How the variance between trials is estimated: none, DerSimonian-Laird, Paule-Mandel,
        restricted maximum likelihood.
    hartung_knapp : bool
        Take the standard error from the scatter of the trials, and t with k - 1 df. It may come out
        narrower than without; that is not corrected here.

    Raises
    ------
    ValueError
        If arrays differ in length, a variance is not positive, or the search does not converge.
    """
    y, v = _trials(effects, variances)
    level = float(within("level", level, 0.5, 0.9999))
    tau2 = between_trial_variance(y, v, method)
    w = 1 / (v + tau2)
    effect = (w * y).sum() / w.sum()
    if hartung_knapp:
        se = np.sqrt((w * (y - effect) ** 2).sum() / ((y.size - 1) * w.sum()))
        reference = stats.t(y.size - 1)
    else:
        se, reference = np.sqrt(1 / w.sum()), stats.norm()
    reach = reference.ppf((1 + level) / 2) * se
    p = 2 * reference.sf(abs(effect) / se) if se > 0 else np.nan
    return Pooled(*map(float, (effect, se, effect - reach, effect + reach, p, tau2)), w / w.sum())


def prediction_interval(pooled, level=0.95):
    """Return the limits within which the true effect of a next trial falls; t with k - 2 df.

    Raises ``ValueError`` for fewer than three trials.
    """
    k = pooled.weights.size
    if k < 3:
        raise ValueError(f"a prediction interval needs at least three trials; got {k}")
    reach = stats.t.ppf((1 + level) / 2, k - 2) * np.sqrt(pooled.tau2 + pooled.se**2)
    return float(pooled.effect - reach), float(pooled.effect + reach)


def se_from_interval(lower, upper, level=0.95):
    """Return the standard error behind a printed normal interval."""
    lower, upper = within("lower", lower), within("upper", upper)
    if (lower >= upper).any():
        raise ValueError("the lower limit of an interval must lie below the upper one")
    return (upper - lower) / (2 * stats.norm.ppf((1 + level) / 2))


def se_from_p(difference, p, df):
    """Return the standard error behind a difference and its two-sided p from t with `df`."""
    p = above("p", within("p", p, 0, 1))
    if (p == 1).any() or (np.asarray(difference) == 0).any():
        raise ValueError("a difference of zero, or p = 1, does not determine the standard error")
    return np.abs(within("difference", difference)) / stats.t.isf(p / 2, above("df", df))


def se_from_arms(sd_1, n_1, sd_2, n_2):
    """Return the standard error of a difference of two means from deviations and group sizes."""
    return np.sqrt(
        above("sd_1", sd_1) ** 2 / whole("n_1", n_1, 2)
        + above("sd_2", sd_2) ** 2 / whole("n_2", n_2, 2)
    )


def _trials(effects, variances):
    y = np.atleast_1d(within("effects", effects))
    v = np.atleast_1d(above("variances", variances))
    if y.ndim != 1 or y.shape != v.shape:
        raise ValueError(
            f"effects and variances must be two lists of one length, not {y.shape} and {v.shape}"
        )
    if y.size < 2:
        raise ValueError("pooling needs at least two trials")
    return y, v


def _weighted_squares(y, v, tau2):
    w = 1 / (v + tau2)
    return (w * (y - (w * y).sum() / w.sum()) ** 2).sum()


def _dersimonian_laird(y, v):
    w = 1 / v
    excess = _weighted_squares(y, v, 0.0) - (y.size - 1)
    return float(max(0.0, excess / (w.sum() - (w**2).sum() / w.sum())))


def _paule_mandel(y, v):
    # The generalised Q falls with tau²; it equals its expectation, k - 1, at the estimate.
    df = y.size - 1
    if _weighted_squares(y, v, 0.0) <= df:
        return 0.0
    return float(brentq(lambda t: _weighted_squares(y, v, t) - df, 0.0, _ceiling(y), xtol=1e-12))


def _reml(y, v):
    def deviance(tau2):
        w = 1 / (v + tau2)
        return np.log(v + tau2).sum() + np.log(w.sum()) + _weighted_squares(y, v, tau2)

    high = _ceiling(y)
    # A grid first: the likelihood may have two peaks, and a local search would find either.
    grid = np.concatenate([[0.0], np.geomspace(1e-9, 1.0, 400) * high])
    best = int(np.argmin([deviance(t) for t in grid]))
    if best == 0:
        return 0.0
    bounds = grid[best - 1], grid[min(best + 1, grid.size - 1)]
    found = minimize_scalar(deviance, bounds=bounds, method="bounded", options={"xatol": 1e-12})
    if not found.success:
        raise ValueError(f"REML did not converge: {found.message}")
    return float(found.x)


def _ceiling(y):
    # Above this tau² every term of Q, and the likelihood, falls short of any estimate.
    return float(y.size * (y - y.mean()) @ (y - y.mean())) + 1e-12
