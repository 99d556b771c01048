"""When a unit fires: intervals of a given variation along a rate that may change."""

import numpy as np

from physiology.signals.recipes import Firing

_SPARE = 1.5, 20  # intervals drawn, so that there are enough: times as many, and more


def train(rng, rate, time, variation):
    """Return spike times (s) of a unit whose rate (per s) over `time` (s) may change.

    Intervals are gamma distributed with the coefficient of variation `variation`, stretched by the
    rate (time rescaling); where the rate is 0 the unit is silent.
    """
    count = np.concatenate([[0], np.cumsum((rate[1:] + rate[:-1]) / 2 * np.diff(time))])
    if count[-1] <= 0:
        return np.array([])
    many = int(count[-1] * _SPARE[0] + _SPARE[1])
    shape = max(variation, 1e-3) ** 2
    steps = rng.gamma(1 / shape, shape, many)
    steps[0] *= rng.uniform(Firing.first, 1)
    passed = np.cumsum(steps)
    return np.interp(passed[passed < count[-1]], count, time)


def with_doublets(rng, spikes, share):
    """Follow a share of the spikes by a second one after 4 to 10 ms."""
    twice = spikes[rng.random(spikes.size) < share]
    return np.sort(
        np.concatenate(
            [spikes, twice + rng.uniform(Firing.doublet_low, Firing.doublet_high, twice.size)]
        )
    )


def grouped(rng, starts, counts, first, growth):
    """Return groups of spikes: from each start `counts` spikes.

    The first interval is `first` s; each next one is `growth` times longer, give or take 6 %.
    """
    groups = []
    for start, many in zip(starts, counts, strict=True):
        gaps = first * growth ** np.arange(many - 1) * rng.normal(1, Firing.group_scatter, many - 1)
        groups.append(start + np.concatenate([[0], np.cumsum(np.abs(gaps))]))
    return np.concatenate(groups) if groups else np.array([])
