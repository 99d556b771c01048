"""Protocols on the motoneuron model, and the threshold frequency of a cramp-like state.

A train of Ia volleys is followed by three seconds of watching; the smallest whole frequency after
which the cell still fires more than 2.5 s later is the model's threshold frequency. It is an
analogue: the absolute value depends on a fibre count that nobody has measured for a cramp.
"""

from typing import NamedTuple

import numpy as np

from physiology.motoneuron import Drive
from physiology.motoneuron_pool import Pool
from physiology.quantities import above, numbers, single, together, whole, within

_REST, _WATCH, _SUSTAINED = 500.0, 3000.0, 2500.0  # ms
_LAST = 5  # intervals that make a rate
# A cell without any pulse, somatic or dendritic, for this long has lost its plateau: potassium
# activation (40 ms) has gone by then and calcium activation (71 ms) only falls.
_SILENCE, _LOOK, _CANDIDATES = 150.0, 300.0, 8


class RampResponse(NamedTuple):
    """Answer to a current ramp, arrays (n,): count, currents (nA) at first and last spike, Hz."""

    spikes: np.ndarray
    recruitment: np.ndarray
    last_spike_current: np.ndarray
    peak_rate: np.ndarray


def ramp_response(gamma=Drive.gamma, step=0.05, peak=20.0, duration=10.0, cell=None):
    """Inject 0 -> `peak` -> 0 nA over `duration` s into the soma; `gamma` is one value or (n,).

    Raises ``ValueError`` if the ramp evokes fewer than two spikes in some cell, lasts no time or
    more than ten minutes (milliseconds do), or has no peak.
    """
    peak = single("peak", above("peak", peak, high=1000, unit="nA"))
    duration = single("duration", above("duration", duration, high=600, unit="s"))
    pool = Pool(gamma, step=step, cell=cell)
    time = np.arange(round(duration * 1000 / step)) * step / 1000
    current = peak * (1 - np.abs(2 * time / duration - 1))
    times, cells = pool.run(duration * 1000, current).spike_times()
    own = [times[cells == cell] / 1000 for cell in range(pool.size)]
    if min(t.size for t in own) < 2:
        raise ValueError(f"a peak of {peak:g} nA evokes fewer than two spikes: raise it")
    ends = np.interp([t[[0, -1]] for t in own], time, current)
    fastest = np.array([1 / np.diff(t).min() for t in own])
    return RampResponse(np.array([t.size for t in own]), ends[:, 0], ends[:, 1], fastest)


def rate_after_pulse(gamma, inhibition=0.0, current=5.0, step=0.025, cell=None):
    """Return the rate (Hz) that outlasts a 1-s somatic pulse by 3 s; 0 where firing stops.

    `gamma` and `inhibition` (µS) broadcast; the rate is the mean of the last five intervals. Raises
    ``ValueError`` as ``Pool`` does.
    """
    current = single("current", within("current", current, unit="nA"))
    gamma, inhibition = together(
        gamma=Drive.accept("gamma", gamma), inhibition=Drive.accept("inhibition", inhibition)
    )
    pool = Pool(gamma.ravel(), inhibition.ravel(), step=step, cell=cell).run(_REST)
    pool.run(1000.0, current).run(_WATCH)
    return _sustained_rate(pool, _REST + 1000.0 + _SUSTAINED).reshape(gamma.shape)


def train_response(
    frequency,
    inhibition=Drive.inhibition,
    gamma=Drive.gamma,
    fibres=Drive.fibres,
    train=2.0,
    step=0.025,
):
    """Return spike times (s from the start of the train) of one cell and its rate after it (Hz).

    Raises ``ValueError`` for arrays, a train above 600 s, and as ``Pool`` does.
    """
    frequency = single("frequency", above("frequency", frequency, high=1000, unit="Hz"))
    for name, value in (("inhibition", inhibition), ("gamma", gamma), ("fibres", fibres)):
        single(name, Drive.accept(name, value))
    train = single("train", above("train", train, high=600, unit="s"))
    pool = Pool(gamma, inhibition, fibres, step).run(_REST)
    pool.schedule_volleys(*_volleys([frequency], train))
    pool.run(train * 1000 + _WATCH)
    rate = _sustained_rate(pool, _REST + train * 1000 + _SUSTAINED)
    return pool.spike_times()[0] / 1000 - _REST / 1000, float(rate[0])


def threshold_frequency(
    inhibition,
    gamma=Drive.gamma,
    fibres=Drive.fibres,
    train=2.0,
    highest=60,
    stride=1,
    step=0.025,
    cell=None,
):
    """Smallest whole frequency (Hz) of a train that leaves self-sustained firing.

    Parameters
    ----------
    inhibition, gamma, fibres : array_like
        Broadcast together: µS, strength of the inward current, count of Ia fibres.
    train : float
        Length of the train, s.
    highest : int
        Highest frequency tried, Hz.
    stride : int
        1 tries every frequency. More tries every `stride`-th, then those below the first success:
        faster, and the same answer as long as success at one frequency means success above it.

    Returns
    -------
    array
        Shape of the broadcast inputs; ``inf`` where no frequency up to `highest` succeeds. 1 is the
        lowest frequency tried: it means that any train will do.

    Raises
    ------
    ValueError
        If `highest` or `stride` is no whole number from 1 on, the train above 600 s, or a value
        impossible for a ``Pool``.
    """
    highest, stride = (
        single("highest", whole("highest", highest)),
        single("stride", whole("stride", stride)),
    )
    train = single("train", above("train", train, high=600, unit="s"))
    cells = together(
        inhibition=Drive.accept("inhibition", inhibition),
        gamma=Drive.accept("gamma", gamma),
        fibres=Drive.accept("fibres", fibres),
    )
    shape = cells[0].shape
    inhibition, gamma, fibres = (c.ravel() for c in cells)
    rested = Pool(gamma, inhibition, fibres, step, cell).run(_REST)

    ladder = np.arange(highest, 0, -stride)[::-1]
    result = _first_success(rested, np.tile(ladder, (rested.size, 1)), train)
    found = np.flatnonzero(np.isfinite(result))
    if stride > 1 and found.size:
        below = result[found, None] + np.arange(1 - stride, 0)
        finer = _first_success(rested.take(found), below.astype(int), train)
        result[found] = np.minimum(result[found], finer)
    return result.reshape(shape)


def pool_cells(
    spread,
    size=40,
    inhibition=Drive.inhibition,
    gamma=Drive.gamma,
    fibres=Drive.fibres,
    seed=20,
):
    """Return inhibition (µS), gamma and fibres of unlike motor neurons, each ``(..., size)``.

    Inhibition, inward current and number of fibres differ from cell to cell, each lognormally about
    the value given, independently, with a coefficient of variation of `spread` (a fraction, 0 for
    a pool of equals). How much real motor neurons differ in these three nobody has measured during
    a cramp: the spread is an assumption to be varied. The same seed gives the same cells, farther
    apart. Raises ``ValueError`` if `spread` is not from 0 to 1, or a value impossible for a
    ``Pool``.
    """
    spread = within("spread", spread, 0, 1)
    size, seed = single("size", whole("size", size)), single("seed", whole("seed", seed, 0))
    width = np.sqrt(np.log1p(spread**2))[..., None]
    draws = np.random.default_rng(seed).standard_normal((3, size))
    usual = {"inhibition": inhibition, "gamma": gamma, "fibres": fibres}
    # A lognormal with the mean that was asked for.
    return [
        np.minimum(
            single(name, Drive.accept(name, value)) * np.exp(width * z - width**2 / 2),
            Drive.ranges()[name][1],
        )
        for (name, value), z in zip(usual.items(), draws, strict=True)
    ]


def pool_thresholds(spread, size=40, seed=20, **search):
    """Return the thresholds (Hz) of a pool of unlike motor neurons, ``(..., size)``.

    The cells are those of ``pool_cells``; `search` goes to ``threshold_frequency``. Raises
    ``ValueError`` as both do.
    """
    return threshold_frequency(*pool_cells(spread, size, seed=seed), **search)


class Thresholds(NamedTuple):
    """Thresholds of a pool, Hz: lowest, highest, median of all cells; and how many have none."""

    lowest: float
    highest: float
    median: float
    none: int


def summarise(thresholds):
    """Return what a list of thresholds (Hz, (n,); ``inf`` for none) comes to.

    Nothing is interpolated between a threshold and none: a median between the two is ``inf``, and
    lowest and highest are those of the cells that have one. Raises ``ValueError`` for an empty list
    and what is no threshold.
    """
    found = numbers("thresholds", thresholds)
    have = above("thresholds", found[found != np.inf], unit="Hz")
    if found.ndim != 1 or not have.size:
        raise ValueError("thresholds must be one list in which a cell has one")
    return Thresholds(
        float(have.min()), float(have.max()), float(np.median(found)), found.size - have.size
    )


def _first_success(rested, frequencies, train):
    """Try `frequencies` (cells, tries), ascending; non-positive ones are skipped."""
    cells, tries = np.nonzero(frequencies > 0)
    tried = frequencies[cells, tries]
    pool = rested.take(cells)
    pool.schedule_volleys(*_volleys(tried, train))
    pool.run(train * 1000 + _LOOK)
    alive = np.flatnonzero(_has_plateau(pool))

    result = np.full(rested.size, np.inf)
    while alive.size:
        # Cells that will fall silent do so late near the threshold, so a few candidates of each
        # owner are watched at a time: one by one takes many rounds, all at once many cells.
        rank = np.arange(alive.size) - np.searchsorted(cells[alive], cells[alive])
        candidates = alive[rank < _CANDIDATES]
        survivors = candidates[_outlasts(pool.take(candidates))]
        owners, first = np.unique(cells[survivors], return_index=True)
        result[owners] = tried[survivors[first]]
        alive = np.setdiff1d(alive[~np.isin(cells[alive], owners)], candidates)
    return result


def _has_plateau(pool):
    return (pool.clock - pool.active) * pool.step < _SILENCE


def _outlasts(pool):
    """Tell which cells still fire more than 2.5 s after the train; the pool is `_LOOK` past it."""
    origin = np.arange(pool.size)
    result = np.zeros(pool.size, bool)
    since = pool.clock * pool.step - _LOOK + _SUSTAINED
    for _ in range(round(_WATCH / _LOOK) - 1):
        pool.run(_LOOK)
        times, cells = pool.spike_times()
        result[origin[cells[times > since]]] = True
        plateau = np.flatnonzero(_has_plateau(pool))
        origin, pool = origin[plateau], pool.take(plateau)
    return result


def _volleys(frequencies, train):
    """Times (ms) and cell indices of the volleys of regular trains, one frequency a cell."""
    within("frequency", frequencies, 1e-3, 1000, "Hz")
    counts = np.ceil(np.asarray(frequencies) * train - 1e-9).astype(int)
    cells = np.repeat(np.arange(counts.size), counts)
    order = np.concatenate([np.arange(n) for n in counts])
    return 1000 * order / np.asarray(frequencies)[cells], cells


def _sustained_rate(pool, since):
    times, cells = pool.spike_times()
    rates = np.zeros(pool.size)
    for cell in np.unique(cells[times > since]):
        own = times[cells == cell]
        rates[cell] = 1000 / np.diff(own)[-_LAST:].mean()
    return rates
