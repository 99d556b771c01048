"""What many answers say of the questions: difficulty, discrimination, reliability, gain.

Pure functions of arrays. `right` holds 1 where an answer was right, 0 where it was not (partly
right counts as not right), one row a person and one column an item.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

CONFIDENCE = 0.95
_Z = stats.norm.ppf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% interval; all three are nan where they cannot be had."""

    value: float
    low: float
    high: float


def share(count: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give shares with Wilson's score interval: value, low and high, nan where `of` is 0."""
    count, of = np.asarray(count, dtype=float), np.asarray(of, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = count / of
        middle = (value + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
        half = _Z * np.sqrt(value * (1 - value) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    return value, middle - half, middle + half


def average(shares: np.ndarray) -> Estimate:
    """Average shares (0 to 1) over people, with Student's interval held within 0 and 1."""
    shares = np.asarray(shares, dtype=float)
    mean = float(shares.mean())
    if len(shares) < 2:
        return Estimate(mean, float("nan"), float("nan"))
    error = float(shares.std(ddof=1)) / sqrt(len(shares))
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, len(shares) - 1)) * error
    return Estimate(mean, max(0.0, mean - half), min(1.0, mean + half))


def discrimination(right: np.ndarray) -> list[Estimate]:
    """Correlate each item with the sum of all others: the corrected point-biserial.

    The interval is Fisher's. nan where everyone answered alike, or there are fewer than four
    people.
    """
    right = np.asarray(right, dtype=float)
    rest = right.sum(axis=1, keepdims=True) - right
    centred, others = right - right.mean(axis=0), rest - rest.mean(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = (centred * others).sum(axis=0) / np.sqrt(
            (centred**2).sum(axis=0) * (others**2).sum(axis=0)
        )
    return [_fisher(float(value), len(right)) for value in r]


def _fisher(r: float, people: int) -> Estimate:
    if not np.isfinite(r) or people < 4:
        return Estimate(r, float("nan"), float("nan"))
    if abs(r) >= 1:
        return Estimate(r, r, r)
    half = _Z / sqrt(people - 3)
    return Estimate(r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)))


@dataclass(frozen=True)
class Reliability:
    """KR-20 of a form, and the standard error of measurement of its sum of right answers."""

    kr20: float
    error: float
    mean: float
    spread: float


def reliability(right: np.ndarray) -> Reliability:
    """Give Kuder and Richardson's formula 20; nan if it has fewer than two items or no spread."""
    right = np.asarray(right, dtype=float)
    people, items = right.shape
    total = right.sum(axis=1)
    spread = float(total.std(ddof=1)) if people > 1 else float("nan")
    mean = float(total.mean()) if people else float("nan")
    if items < 2 or not spread > 0:
        return Reliability(float("nan"), float("nan"), mean, spread)
    share_right = right.mean(axis=0)
    within = float((share_right * (1 - share_right)).sum())
    kr20 = items / (items - 1) * (1 - within / float(total.var()))
    return Reliability(kr20, spread * sqrt(max(0.0, 1 - kr20)), mean, spread)


@dataclass(frozen=True)
class Gain:
    """How much better people did after than before, as a share of items, and by how many SD."""

    people: int
    before: float
    after: float
    mean: Estimate
    effect: Estimate


def gain(before: np.ndarray, after: np.ndarray, order: np.ndarray) -> Gain:
    """Compare each person's share right before and after, free of which form came first.

    Each half of the class had one form before and the other after. The mean gain is that of the
    two halves with equal weight, so that a harder form cancels; its interval is Welch's. The
    effect size is the mean gain over the standard deviation of the gains within the halves (d_z),
    with the usual large-sample interval.

    Parameters
    ----------
    before, after
        A person's share right, 0 to 1.
    order
        0 or 1: which form the person had first. Both must occur at least twice.

    Raises
    ------
    ValueError
        If one order is missing or has a single person: then a gain cannot be told from a harder
        form.
    """
    change = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    halves = [change[np.asarray(order) == side] for side in (0, 1)]
    if min(map(len, halves)) < 2:
        raise ValueError("all took the same form first; a gain cannot be told from a harder form")
    sizes = np.array([len(half) for half in halves])
    variances = np.array([half.var(ddof=1) for half in halves])
    mean = float(np.mean([half.mean() for half in halves]))
    parts = variances / sizes / 4
    error = float(np.sqrt(parts.sum()))
    freedom = float(sizes.sum() - 2)
    welch = freedom
    if error > 0:
        welch = float(parts.sum() ** 2 / (parts**2 / (sizes - 1)).sum())
    half_width = float(stats.t.ppf((1 + CONFIDENCE) / 2, welch)) * error
    pooled = float(np.sqrt(((sizes - 1) * variances).sum() / freedom))
    effect = Estimate(float("nan"), float("nan"), float("nan"))
    if pooled > 0:
        d = mean / pooled
        spread = _Z * sqrt((error / pooled) ** 2 + d**2 / (2 * freedom))
        effect = Estimate(d, d - spread, d + spread)
    sides = [
        np.mean([np.mean(np.asarray(x)[np.asarray(order) == s]) for s in (0, 1)])
        for x in (before, after)
    ]
    told = Estimate(mean, mean - half_width, mean + half_width)
    return Gain(len(change), float(sides[0]), float(sides[1]), told, effect)
