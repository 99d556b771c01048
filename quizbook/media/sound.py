"""A signal as a sound: 8-bit WAV, which every browser plays and which each build makes alike."""

from __future__ import annotations

import io
import wave

import numpy as np

from .signals import Signal

RATE = 11_025
LONGEST = 4.0
"""Seconds of a sound at most."""
PEAK = 0.8
LOUDEST = 10 ** (-17 / 20)
"""Root mean square at most, as a share of full scale: -17 dBFS."""
FADE = 0.02
"""Seconds in which a sound begins and ends, so that it does not click."""


def write(signal: Signal) -> bytes:
    """Write a signal's first channel as a WAV file.

    Raises ValueError if it is too long or silent.
    """
    if signal.seconds > LONGEST:
        raise ValueError(f"a sound lasts at most {LONGEST:g} s; this one has {signal.seconds:g} s")
    samples = _at_rate(signal)
    if not samples.any():
        raise ValueError("a sound of samples that are all zero; leave sound out")
    samples = samples * min(PEAK / np.abs(samples).max(), LOUDEST / np.sqrt(np.mean(samples**2)))
    fade = np.clip(np.arange(samples.size) / (FADE * RATE), 0, 1)
    samples = samples * fade * fade[::-1]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(RATE)
        out.writeframes(np.round(samples * 127 + 128).astype(np.uint8).tobytes())
    return file.getvalue()


def _at_rate(signal: Signal) -> np.ndarray:
    from scipy.signal import resample_poly

    rate = round(signal.rate)
    if rate != signal.rate:
        raise ValueError(f"a sound needs a whole rate of samples, not {signal.rate:g}")
    common = np.gcd(RATE, rate)
    return resample_poly(signal.samples[0], RATE // common, rate // common)
