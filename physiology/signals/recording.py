"""What every function of this package gives back, and the noise and filters they share."""

from typing import NamedTuple

import numpy as np
from scipy.signal import butter, sosfiltfilt

NEEDLE_RATE = 16_000
"""Samples a second of a needle recording."""
NOISE = 4.0
"""Noise of the recording chain, µV, before the band of 20 Hz to 5 kHz: our choice."""


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
    """Return the times of the samples, shape (times,)."""
    if not 0 < seconds <= 600:
        raise ValueError(f"seconds is {seconds:g}; a recording lasts from 0 to 600 s")
    return np.arange(round(seconds * rate)) / rate


def band(samples, rate, low, high):
    """Filter samples to a band in Hz, without moving them in time."""
    return sosfiltfilt(butter(2, [low, high], "bandpass", fs=rate, output="sos"), samples)


def noise(rng, size, level=NOISE, rate=NEEDLE_RATE):
    """Return the noise of a needle's recording chain, µV, shape (size,)."""
    return band(level * rng.standard_normal(size), rate, 20.0, 5000.0)


def smooth(drive, rate, seconds):
    """Even out a drive over some seconds."""
    width = max(1, round(seconds * rate))
    window = np.hanning(width + 2)[1:-1]
    padded = np.pad(drive, width, mode="edge")
    return np.convolve(padded, window / window.sum(), "same")[width:-width]
