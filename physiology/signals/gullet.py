"""Pressures of one swallow along the gullet, from above the upper sphincter to the stomach."""

import numpy as np

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
    start = 1.0
    pressure = np.zeros((PLACES.size, time.size))
    for row, place in enumerate(PLACES):
        pressure[row] = _rest(place) * _relaxed(place, time, start, latency)
        front = start + _arrival(place, latency)
        if UPPER + 1 < place < LOWER + 1.5:
            depth = 1 - 0.75 * np.exp(-(((place - TRANSITION) / 1.6) ** 2) / 2)
            for beat in range(peaks):
                since = time - front - 0.9 - 2.0 * beat
                width = np.where(since < 0, 0.42, 0.95)
                wave = HEIGHT * vigour * depth * np.exp(-((since / width) ** 2) / 2)
                pressure[row] = np.maximum(pressure[row], wave)
    pressure += 0.6 * rng.standard_normal(pressure.shape)
    events = {"swallow": start, "slowing": start + latency}
    return Recording(pressure, RATE, "mmHg", events, (), PLACES, "cm")


def _rest(place):
    upper = 55 * np.exp(-(((place - UPPER) / 1.3) ** 2) / 2)
    lower = 19 * np.exp(-(((place - LOWER) / 1.3) ** 2) / 2)
    return upper + lower + (GASTRIC if place > LOWER else 0)


def _arrival(place, latency):
    """Give the seconds after the swallow at which the front reaches a place."""
    slow = latency + (LOWER + 2 - SLOWING) / BEYOND
    return np.interp(place, [UPPER, SLOWING, LOWER + 2], [0.35, latency, slow])


def _relaxed(place, time, start, latency):
    if place < UPPER + 3:
        return 1 - ((time > start) & (time < start + 0.9))
    if abs(place - LOWER) < 3.5:
        back = start + _arrival(LOWER, latency)
        course = np.interp(time, [start + 0.8, start + 1.6, back, back + 0.8], [1, 0.22, 0.22, 1])
        return course if place <= LOWER else np.maximum(course, 0.55)
    return np.ones(time.size)


def ten_swallows(premature=3, seed=0):
    """Record ten swallows one after another; `premature` of them have a latency under 4.5 s.

    Three of ten are 30 %, above the 20 % of the Chicago classification (`richter2021cc4`).
    Raises ``ValueError`` for more than ten, and for part of a swallow.
    """
    premature = count("premature", premature, 10, low=0)
    rng = draws(seed)
    early = np.zeros(10, dtype=bool)
    early[rng.choice(10, premature, replace=False)] = True
    each = [
        swallow(
            rng.uniform(2.8, 3.4) if is_early else rng.uniform(6.1, 7.2), 1.0, 1, 13.0, seed + n
        )
        for n, is_early in enumerate(early)
    ]
    samples = np.concatenate([one.samples for one in each], axis=1)
    return Recording(samples, RATE, "mmHg", {}, (), PLACES, "cm")
