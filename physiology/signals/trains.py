"""When a unit fires: intervals of a given variation along a rate that may change."""

import numpy as np


def train(rng, rate, time, variation):
    """Return spike times (s) of a unit whose rate (per s) over `time` (s) may change.

    Intervals are gamma distributed with the coefficient of variation `variation`, stretched by the
    rate (time rescaling); where the rate is 0 the unit is silent.
    """
    count = np.concatenate([[0], np.cumsum((rate[1:] + rate[:-1]) / 2 * np.diff(time))])
    if count[-1] <= 0:
        return np.array([])
    many = int(count[-1] * 1.5 + 20)
    shape = max(variation, 1e-3) ** 2
    steps = rng.gamma(1 / shape, shape, many)
    steps[0] *= rng.uniform(0.2, 1)
    passed = np.cumsum(steps)
    return np.interp(passed[passed < count[-1]], count, time)


def with_doublets(rng, spikes, share):
    """Follow a share of the spikes by a second one after 4 to 10 ms."""
    twice = spikes[rng.random(spikes.size) < share]
    return np.sort(np.concatenate([spikes, twice + rng.uniform(0.004, 0.010, twice.size)]))


def grouped(rng, starts, counts, first, growth):
    """Return groups of spikes: from each start `counts` spikes.

    The first interval is `first` s; each next one is `growth` times longer, give or take 6 %.
    """
    groups = []
    for start, many in zip(starts, counts, strict=True):
        gaps = first * growth ** np.arange(many - 1) * rng.normal(1, 0.06, many - 1)
        groups.append(start + np.concatenate([[0], np.cumsum(np.abs(gaps))]))
    return np.concatenate(groups) if groups else np.array([])
