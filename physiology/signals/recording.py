"""What every function of this package gives back, and the noise and filters they share."""

from typing import NamedTuple

import numpy as np
from scipy.signal import butter, sosfiltfilt

from physiology.quantities import above, single, whole, within

NEEDLE_RATE = 16_000
"""Samples a second of a needle recording."""
LONGEST = 600.0
"""Seconds that a recording may last."""
NOISE = 4.0
"""Noise of the recording chain, µV, before the band of 20 Hz to 5 kHz: our choice."""
CHAIN = 20.0, 5000.0
"""That band, Hz: our choice."""


class Recording(NamedTuple):
    """Samples, shape (channels, times), `rate` of them a second, in `unit`.

    `events` gives seconds by name; `spikes` the times (s) at which each unit fired, as they went
    in; `places` (in `places_unit`) where each channel lies, for a map.
    """

    samples: np.ndarray
    rate: float
    unit: str
    events: dict
    spikes: tuple = ()
    places: np.ndarray | None = None
    places_unit: str = ""

    @property
    def time(self):
        """Seconds of each sample."""
        return np.arange(self.samples.shape[1]) / self.rate


def clock(seconds, rate):
    """Return the times of the samples, shape (times,).

    Raises ``ValueError`` for a recording without a sample, or of more than 600 s (milliseconds do).
    """
    seconds = within("seconds", above("seconds", seconds, unit="s"), 1 / rate, LONGEST, "s")
    return np.arange(round(single("seconds", seconds) * rate)) / rate


def whole_seed(seed):
    """Return a `seed` as a whole number; raises ``ValueError`` for anything else."""
    return count("seed", seed, 2**32, low=0)


def draws(seed):
    """Return the generator that a `seed` starts; ``ValueError`` for what is no whole number."""
    return np.random.default_rng(whole_seed(seed))


def moment(name, value, seconds):
    """Return a moment (s) within a recording of `seconds`; raises ``ValueError`` outside it."""
    return single(name, within(name, value, 0, seconds, "s"))


def amount(name, value, low, high, unit=""):
    """Return one number between two bounds; raises ``ValueError`` else."""
    return single(name, within(name, value, low, high, unit))


def count(name, value, high, low=1):
    """Return a whole number from `low` to `high`; raises ``ValueError`` else."""
    return single(name, whole(name, within(name, value, low, high), low))


def band(samples, rate, low, high):
    """Filter samples to a band in Hz, without moving them in time.

    Raises ``ValueError`` for a band that does not rise or goes beyond half the `rate`.
    """
    low, high = amount("low", low, 1e-3, rate / 2, "Hz"), amount("high", high, 1e-3, rate / 2, "Hz")
    if low >= high or high == rate / 2:
        raise ValueError(f"a band must rise and end below {rate / 2:g} Hz; got {low:g} to {high:g}")
    return sosfiltfilt(butter(2, [low, high], "bandpass", fs=rate, output="sos"), samples)


def noise(rng, size, level=NOISE, rate=NEEDLE_RATE):
    """Return the noise of a needle's recording chain, µV, shape (size,).

    Raises ``ValueError`` for a negative level.
    """
    level = amount("level", level, 0, 1e6, "µV")
    return band(level * rng.standard_normal(size), rate, *CHAIN)


def smooth(drive, rate, seconds):
    """Even out a drive over some seconds; raises ``ValueError`` where it lasts no time."""
    seconds = single("seconds", above("seconds", seconds, high=LONGEST, unit="s"))
    width = max(1, round(seconds * rate))
    window = np.hanning(width + 2)[1:-1]
    padded = np.pad(drive, width, mode="edge")
    return np.convolve(padded, window / window.sum(), "same")[width:-width]
