"""Pressures of one swallow along the gullet, from above the upper sphincter to the stomach."""

import numpy as np

from physiology.signals.recipes import Swallow
from physiology.signals.recording import Recording, amount, clock, count, draws

RATE = 20
PLACES = np.arange(34.0)
"""Sensors, cm below the highest one."""
UPPER, TRANSITION, SLOWING, LOWER = 3.0, 10.0, 24.0, 28.0
"""Where the upper sphincter, the gap between the two muscles of the gullet, the point where the
front slows, and the lower sphincter lie, cm: our choice."""
GASTRIC = 5.0
"""Pressure in the stomach, mmHg: our choice."""
BEYOND = 1.6
"""Speed of the front below the point where it slows, cm/s: our choice."""
HEIGHT = 88.0
"""Pressure of the wave at its height, mmHg, for a vigour of 1: our choice."""
TEN = 10
"""Swallows of water in a study."""


def swallow(latency=6.5, vigour=1.0, peaks=1, seconds=14.0, seed=0):
    """Record one swallow of water as pressures, mmHg, shape (34, times).

    `latency` s pass from the start of the upper sphincter's relaxation to the point where the front
    slows (`roman2021des`); `vigour` multiplies the wave, `peaks` is how often it beats.
    Raises ``ValueError`` for a latency outside 2.5 to 9 s, and for no peak.
    """
    latency = amount("latency", latency, 2.5, 9, "s")
    vigour, peaks = amount("vigour", vigour, 0.01, 20), count("peaks", peaks, 10)
    rng = draws(seed)
    time = clock(seconds, RATE)
    s, start = Swallow, Swallow.begins
    pressure = np.zeros((PLACES.size, time.size))
    for row, place in enumerate(PLACES):
        pressure[row] = _rest(place) * _relaxed(place, time, start, latency)
        front = start + _arrival(place, latency)
        if UPPER + s.body_from < place < LOWER + s.body_to:
            gap = np.exp(-(((place - TRANSITION) / s.gap_width) ** 2) / 2)
            for beat in range(peaks):
                since = time - front - s.wave_after - s.peaks_apart * beat
                width = np.where(since < 0, s.rise, s.fall)
                wave = (
                    HEIGHT * vigour * (1 - s.gap_depth * gap) * np.exp(-((since / width) ** 2) / 2)
                )
                pressure[row] = np.maximum(pressure[row], wave)
    pressure += s.noise * rng.standard_normal(pressure.shape)
    events = {"swallow": start, "slowing": start + latency}
    return Recording(pressure, RATE, "mmHg", events, (), PLACES, "cm")


def _rest(place):
    s = Swallow
    upper = s.upper * np.exp(-(((place - UPPER) / s.sphincter_width) ** 2) / 2)
    lower = s.lower * np.exp(-(((place - LOWER) / s.sphincter_width) ** 2) / 2)
    return upper + lower + (GASTRIC if place > LOWER else 0)


def _arrival(place, latency):
    """Give the seconds after the swallow at which the front reaches a place."""
    end = LOWER + Swallow.arrives_below
    slow = latency + (end - SLOWING) / BEYOND
    return np.interp(place, [UPPER, SLOWING, end], [Swallow.front_leaves, latency, slow])


def _relaxed(place, time, start, latency):
    s = Swallow
    if place < UPPER + s.upper_reach:
        return 1 - ((time > start) & (time < start + s.upper_opens))
    if abs(place - LOWER) < s.lower_reach:
        back = start + _arrival(LOWER, latency)
        moments = [start + s.lower_begins, start + s.lower_open, back, back + s.lower_begins]
        course = np.interp(time, moments, [1, s.left_open, s.left_open, 1])
        return course if place <= LOWER else np.maximum(course, s.left_beyond)
    return np.ones(time.size)


def ten_swallows(premature=3, seed=0):
    """Record ten swallows one after another; `premature` of them have a latency under 4.5 s.

    Three of ten are 30 %, above the 20 % of the Chicago classification (`richter2021cc4`).
    Raises ``ValueError`` for more than ten, and for part of a swallow.
    """
    premature = count("premature", premature, TEN, low=0)
    rng = draws(seed)
    s, early = Swallow, np.zeros(TEN, dtype=bool)
    early[rng.choice(TEN, premature, replace=False)] = True
    ranges = (s.usual_low, s.usual_high), (s.early_low, s.early_high)
    each = [
        swallow(rng.uniform(*ranges[is_early]), 1.0, 1, s.each, seed + n)
        for n, is_early in enumerate(early.astype(int))
    ]
    samples = np.concatenate([one.samples for one in each], axis=1)
    return Recording(samples, RATE, "mmHg", {}, (), PLACES, "cm")
