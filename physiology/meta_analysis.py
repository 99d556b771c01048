"""Pooling the effects of trials: one common effect, or effects scattered around a mean.

Inverse-variance pooling with the estimators of the variance between trials named in ``METHODS``
(DerSimonian and Laird; Paule and Mandel; restricted maximum likelihood), the standard error of
Hartung, Knapp, Sidik and Jonkman (`inthout2014hartung`), Q-profile intervals
(`viechtbauer2007tau2`); all checked against `metafor_bcg`. Two or three trials cannot estimate the
variance between trials, and I² is no measure of how much they differ.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.optimize import brentq, minimize_scalar

from physiology.quantities import above, probability, single, together, whole, within

METHODS = ("fixed", "DL", "PM", "REML")
PREDICTIONS = ("k - 2", "k - 1", "z")
_GRID = 400  # values of tau² at which the likelihood is looked at first


class Pooled(NamedTuple):
    """A pooled effect with its interval, in the unit of the effects; weights sum to 1."""

    effect: float
    se: float
    lower: float
    upper: float
    p: float
    tau2: float
    weights: np.ndarray
    method: str


class Heterogeneity(NamedTuple):
    """Cochran's Q with its degrees of freedom and p, and I² = (Q - df)/Q as a fraction."""

    q: float
    df: int
    p: float
    i2: float


class Limits(NamedTuple):
    """An estimate between its limits."""

    estimate: float
    lower: float
    upper: float


class BetweenTrials(NamedTuple):
    """τ² with its Q-profile interval, and the I² (a fraction) that it implies."""

    tau2: Limits
    i2: Limits


def log_risk_ratio(cases_1, noncases_1, cases_2, noncases_2, correction=0.0):
    """Return log risk ratios and their variances, both (k,), from counts of people (k,).

    `correction` is added to all four cells of every trial in which one arm has no case: 0.5 is
    usual, and the choice has to be named, for with rare events it moves the pool. The default adds
    nothing and refuses such a trial.

    Raises
    ------
    ValueError
        For counts that are no whole number or negative, columns that differ in length, a trial
        without any case (it says nothing of a ratio: leave it out), and an arm without a case
        where no correction is given.
    """
    table = [
        np.atleast_1d(whole(name, column, 0))
        for name, column in (
            ("cases in arm 1", cases_1),
            ("non-cases in arm 1", noncases_1),
            ("cases in arm 2", cases_2),
            ("non-cases in arm 2", noncases_2),
        )
    ]
    if len({column.shape for column in table}) > 1:
        raise ValueError("the four columns of the table must have one length")
    a, b, c, d = (column.astype(float) for column in table)
    correction = single("correction", within("correction", correction, 0, 1))
    if ((a + b == 0) | (c + d == 0)).any():
        raise ValueError("an arm without people has no risk")
    if ((a == 0) & (c == 0)).any():
        raise ValueError("a trial without any case says nothing of a risk ratio: leave it out")
    empty = (a == 0) | (c == 0)
    if empty.any() and not correction:
        raise ValueError(
            "an arm without a case has no log risk ratio: name a correction, such as 0.5, or "
            "leave the trial out"
        )
    a, b, c, d = (column + correction * empty for column in (a, b, c, d))
    effect = np.log(a / (a + b)) - np.log(c / (c + d))
    return effect, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def heterogeneity(effects, variances):
    """Return Cochran's Q, its p and I² of effects (k,) with variances (k,).

    Raises ``ValueError`` as ``pool`` does.
    """
    y, v = _trials(effects, variances)
    q = float(_weighted_squares(y, v, 0.0))
    df = y.size - 1
    return Heterogeneity(q, df, float(stats.chi2.sf(q, df)), max(0.0, (q - df) / q) if q else 0.0)


def between_trial_variance(effects, variances, method="REML"):
    """Return τ² by `method`: "fixed" (0), "DL", "PM" or "REML"; never below 0.

    Raises ``ValueError`` as ``pool`` does.
    """
    y, v = _trials(effects, variances)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
    if method == "fixed":
        return 0.0
    estimate = {"DL": _dersimonian_laird, "PM": _paule_mandel, "REML": _reml}[method]
    # In units of the trials' own variance, so that no tolerance depends on the unit of the effects.
    unit = v.mean()
    return float(unit) * estimate(y / np.sqrt(unit), v / unit)


def tau2_interval(effects, variances, method="REML", level=0.95):
    """Return τ² and I² with their Q-profile limits (`viechtbauer2007tau2`).

    The limits are the τ² at which the generalised Q meets the quantiles of χ² with k - 1 df; one
    that would be negative is 0. I² is τ²/(τ² + s²), s² the typical variance within trials of
    Higgins and Thompson, as in `metafor_bcg`. Both may exclude the estimate, which is another
    method's.

    Raises
    ------
    ValueError
        As ``pool`` does; the method "fixed" has no τ².
    """
    y, v = _trials(effects, variances)
    if method == "fixed":
        raise ValueError("one fixed effect has no variance between trials: choose DL, PM or REML")
    estimate = between_trial_variance(y, v, method)
    tail = (1 - probability("level", level)) / 2
    unit = v.mean()
    scaled = y / np.sqrt(unit), v / unit
    limits = (
        float(unit) * _tau2_at(*scaled, stats.chi2.ppf(q, y.size - 1)) for q in (1 - tail, tail)
    )
    w = 1 / v
    typical = (y.size - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum())
    tau2 = Limits(estimate, *limits)
    return BetweenTrials(tau2, Limits(*(float(t / (t + typical)) for t in tau2)))


def pool(effects, variances, method="REML", hartung_knapp=False, level=0.95):
    """Pool trials by inverse variance.

    Parameters
    ----------
    effects, variances : array (k,)
        One trial each; variances are squared standard errors, k at least 2.
    method : {"fixed", "DL", "PM", "REML"}
        How the variance between trials is estimated: none, DerSimonian-Laird, Paule-Mandel,
        restricted maximum likelihood.
    hartung_knapp : bool or "truncated"
        Take the standard error from the scatter of the trials, and t with k - 1 df. It may come out
        narrower than without; "truncated" never lets it (also called modified or ad hoc).
    level : float
        Of the interval, a fraction.

    Raises
    ------
    ValueError
        If arrays differ in length, a variance is not positive, a word is unknown, `level` is no
        fraction from 0.5 on, or the search does not converge.
    """
    y, v = _trials(effects, variances)
    level = float(single("level", within("level", level, 0.5, 0.9999)))
    if hartung_knapp not in (True, False, "truncated"):
        raise ValueError(f"hartung_knapp must be True, False or 'truncated'; got {hartung_knapp!r}")
    tau2 = between_trial_variance(y, v, method)
    w = 1 / (v + tau2)
    effect = (w * y).sum() / w.sum()
    se, reference = np.sqrt(1 / w.sum()), stats.norm()
    if hartung_knapp:
        scale = np.sqrt((w * (y - effect) ** 2).sum() / (y.size - 1))
        se *= max(scale, 1.0) if hartung_knapp == "truncated" else scale
        reference = stats.t(y.size - 1)
    reach = reference.ppf((1 + level) / 2) * se
    p = 2 * reference.sf(abs(effect) / se) if se > 0 else np.nan
    numbers = map(float, (effect, se, effect - reach, effect + reach, p, tau2))
    return Pooled(*numbers, w / w.sum(), method)


def prediction_interval(pooled, level=0.95, convention="k - 2"):
    """Return the limits within which the true effect of a next trial falls.

    Parameters
    ----------
    pooled : Pooled
        Of three trials or more, with effects that may differ.
    level : float
        A fraction.
    convention : {"k - 2", "k - 1", "z"}
        Three are in use: t with k - 2 df (Higgins, Thompson and Spiegelhalter), t with k - 1 df
        (with Hartung-Knapp), or the normal (the default of metafor).

    Raises
    ------
    ValueError
        For fewer than three trials, a fixed-effect pool, another convention, or per cent.
    """
    k = pooled.weights.size
    if k < 3:
        raise ValueError(f"a prediction interval needs at least three trials; got {k}")
    if pooled.method == "fixed":
        raise ValueError("a pool of one fixed effect predicts no other: choose DL, PM or REML")
    if convention not in PREDICTIONS:
        raise ValueError(f"convention must be one of {', '.join(PREDICTIONS)}; got {convention!r}")
    references = {"k - 2": stats.t(k - 2), "k - 1": stats.t(k - 1), "z": stats.norm()}
    quantile = references[convention].ppf((1 + probability("level", level)) / 2)
    reach = quantile * np.sqrt(pooled.tau2 + pooled.se**2)
    return float(pooled.effect - reach), float(pooled.effect + reach)


def se_from_interval(lower, upper, level=0.95):
    """Return the standard error behind a printed normal interval; `level` is a fraction.

    Raises ``ValueError`` for limits in the wrong order and for per cent.
    """
    lower, upper = together(lower=within("lower", lower), upper=within("upper", upper))
    if (lower >= upper).any():
        raise ValueError("the lower limit of an interval must lie below the upper one")
    return (upper - lower) / (2 * stats.norm.ppf((1 + probability("level", level)) / 2))


def se_from_p(difference, p, df):
    """Return the standard error behind a difference and its two-sided p from t with `df`.

    Raises ``ValueError`` where the standard error does not follow: a difference of zero, p = 1, or
    a p so small that no t belongs to it.
    """
    p, difference, df = together(
        p=above("p", within("p", p, 0, 1)),
        difference=within("difference", difference),
        df=above("df", df),
    )
    if (p == 1).any() or (difference == 0).any():
        raise ValueError("a difference of zero, or p = 1, does not determine the standard error")
    t = stats.t.isf(p / 2, df)
    if not (np.isfinite(t) & (t > 0)).all():
        raise ValueError("p is too small to be turned back into a t")
    return np.abs(difference) / t


def se_from_arms(sd_1, n_1, sd_2, n_2):
    """Return the standard error of a difference of two means from deviations and group sizes.

    Raises ``ValueError`` for a deviation that is not positive or a group below two.
    """
    sd_1, n_1, sd_2, n_2 = together(
        sd_1=above("sd_1", sd_1),
        n_1=whole("n_1", n_1, 2),
        sd_2=above("sd_2", sd_2),
        n_2=whole("n_2", n_2, 2),
    )
    return np.sqrt(sd_1**2 / n_1 + sd_2**2 / n_2)


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
    return _tau2_at(y, v, y.size - 1)


def _tau2_at(y, v, q):
    """Return the τ² at which the generalised Q equals `q`; 0 where it lies below from the start."""
    if _weighted_squares(y, v, 0.0) <= q:
        return 0.0
    high = _ceiling(y)
    while _weighted_squares(y, v, high) > q:
        high *= 2
    return float(
        brentq(lambda t: _weighted_squares(y, v, t) - q, 0.0, high, xtol=1e-14, rtol=1e-12)
    )


def _reml(y, v):
    def deviance(tau2):
        w = 1 / (v + tau2)
        return np.log(v + tau2).sum() + np.log(w.sum()) + _weighted_squares(y, v, tau2)

    high = _ceiling(y)
    if high == 0:
        return 0.0
    # A grid first: the likelihood may have two peaks, and a local search would find either.
    grid = np.concatenate([[0.0], np.geomspace(1e-9, 1.0, _GRID) * high])
    best = int(np.argmin([deviance(t) for t in grid]))
    if best == 0:
        return 0.0
    bounds = grid[best - 1], grid[min(best + 1, grid.size - 1)]
    options = {"xatol": 1e-9 * grid[best]}
    found = minimize_scalar(deviance, bounds=bounds, method="bounded", options=options)
    if not found.success:
        raise ValueError(f"REML did not converge: {found.message}")
    return float(found.x)


def _ceiling(y):
    # Above this tau² every term of Q, and the likelihood, falls short of any estimate.
    return float(y.size * (y - y.mean()) @ (y - y.mean()))
