"""The potential of one muscle fibre, and of the fibres of a motor unit, as a needle meets them."""

from functools import lru_cache

import numpy as np

from physiology.signals.recipes import Wave
from physiology.signals.recording import NEEDLE_RATE, amount, count

VELOCITY = 3.4
"""Conduction along a muscle fibre, mm/ms: our choice."""
NEAREST, FARTHEST = 0.18, 4.5
"""How near and how far a fibre of the unit may lie, mm: our choice."""
FIBRES = 70
"""Fibres of a unit that the needle sees: our choice."""
_KEPT = 256  # potentials of fibres that are kept once computed
_REACH, _PAD = 0.009, 0.014  # s of a fibre's potential to either side; s around them in a unit
_GRAIN, _LENGTH = 0.02, 16  # mm between points of the source, and how long it is


@lru_cache(maxsize=_KEPT)
def _fibre(distance, rate):
    """Potential of a fibre `distance` mm away, negative up, so that it begins downwards.

    A line source of the usual third-order profile of the potential along the fibre.
    """
    time = np.arange(-round(_REACH * rate), round(_REACH * rate)) / rate * 1000
    along = np.arange(_GRAIN / 2, _LENGTH, _GRAIN)
    source = np.exp(-along) * (along**3 - 6 * along**2 + 6 * along)
    way = np.sqrt(distance**2 + (VELOCITY * time[:, None] - along) ** 2)
    potential = (source / way).sum(axis=1) * _GRAIN
    return -potential * np.hanning(time.size)


def fibre_potential(size, rate=NEEDLE_RATE, distance=0.3):
    """Return a single fibre's potential, peak to peak `size` µV, shape (times,).

    Raises ``ValueError`` for a size or distance that is not positive.
    """
    size = amount("size", size, 1e-3, 1e6, "µV")
    distance = amount("distance", distance, 0.01, 100, "mm")
    shape = _fibre(distance, rate)
    return shape * size / np.ptp(shape)


def unit_potential(rng, size, scatter=0.85, rate=NEEDLE_RATE, fibres=FIBRES):
    """Return a motor unit's potential, peak to peak `size` µV, shape (times,).

    `scatter` is the standard deviation (ms) of the fibres' arrival times.
    Raises ``ValueError`` for a size that is not positive, and for no fibres.
    """
    size, scatter = amount("size", size, 1e-3, 1e6, "µV"), amount("scatter", scatter, 0, 5, "ms")
    fibres = count("fibres", fibres, 10_000)
    distances = np.sqrt(rng.uniform(NEAREST**2, FARTHEST**2, fibres))
    distances[0] = rng.uniform(NEAREST, Wave.nearest_fibre)
    delays = rng.normal(0, scatter, fibres)
    pad = round(_PAD * rate)
    whole = np.zeros(2 * pad + 2 * round(_REACH * rate))
    for distance, delay in zip(distances, delays, strict=True):
        shape = _fibre(round(float(distance), 1), rate)
        late = float(np.clip(delay, -Wave.latest_fibre, Wave.latest_fibre))
        start = pad + round(late / 1000 * rate)
        whole[start : start + shape.size] += shape
    whole -= np.linspace(whole[0], whole[-1], whole.size)
    return whole * size / np.ptp(whole)


def positive_wave(size, rate=NEEDLE_RATE):
    """Return a positive wave: sharply down, slowly back, `size` µV deep, shape (times,).

    Raises ``ValueError`` for a size that is not positive.
    """
    size = amount("size", size, 1e-3, 1e6, "µV")
    w = Wave
    time = np.arange(round(w.lasts / 1000 * rate)) / rate * 1000
    hump = w.hump * np.exp(-((time - w.hump_at) ** 2) / w.hump_width)
    wave = -np.exp(-time / w.fall) * (1 - np.exp(-time / w.onset)) + hump
    wave *= np.clip((w.lasts - time) / w.fade, 0, 1)
    return wave * size / -wave.min()


def place(samples, spikes, shape, rate, sizes=None):
    """Add a shape to `samples` at each spike (s), in place; `sizes` scales each."""
    middle = int(np.argmax(np.abs(shape)))
    for number, spike in enumerate(spikes):
        start = round(float(spike) * rate) - middle
        low, high = max(start, 0), min(start + shape.size, samples.size)
        if low < high:
            scale = 1.0 if sizes is None else sizes[number]
            samples[low:high] += scale * shape[low - start : high - start]
