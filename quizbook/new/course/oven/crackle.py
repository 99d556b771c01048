"""What a microphone and thermometers near a loaf would record; made up, for tests."""

from typing import NamedTuple

import numpy as np

RATE = 8000


class Recording(NamedTuple):
    """Samples, shape (channels, times), and what happened when."""

    samples: np.ndarray
    rate: float
    unit: str
    events: dict
    places: np.ndarray | None = None
    places_unit: str = ""


def crackle(cracks=12, seconds=2.0, seed=1):
    """Let a crust crack at random while it cools."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(RATE * seconds)) / RATE
    when = np.sort(rng.uniform(0.1, seconds - 0.2, cracks))
    sound = 0.01 * rng.standard_normal(time.size)
    for at in when:
        since = time - at
        sound += np.where(since >= 0, np.exp(-since / 0.004) * np.sin(6000 * since), 0)
    events = {"first crack": when[0], "last crack": when[-1]} if cracks else {}
    return Recording(sound[None], RATE, "Pa", events)


def heat(minutes=20):
    """Warm a loaf from outside: the crust at once, the crumb later."""
    time = np.arange(minutes * 60)
    lags = np.array([60.0, 240.0, 600.0])
    samples = 20 + 180 * (1 - np.exp(-time / lags[:, None]))
    depth = np.array([0.0, 2.0, 5.0])
    return Recording(samples, 1.0, "°C", {"door": 300.0}, depth, "cm")
