"""The stomach's slow wave, as the cell model of ``slow_wave`` gives it."""

import numpy as np

from physiology.signals.recording import Recording, amount
from physiology.slow_wave import simulate_gastric

RATE = 10
_FINER = 16  # times finer the spectrum is read than its own grid
_RHYTHMS = 0.5, 12  # per min, between which the strongest is looked for
_SHORTEST = 10  # s


def slow_wave(minutes=2.0, skip=60.0):
    """Record the membrane of one gastric cell, mV; the first `skip` seconds are left out.

    A clock, not a contraction, which may follow it or not (`verhagen1999pitfalls`).
    Raises ``ValueError`` for more than ten minutes (seconds are).
    """
    minutes = amount("minutes", minutes, 0.1, 10, "min")
    skip = amount("skip", skip, 0, 600, "s")
    wave = simulate_gastric(skip + 60 * minutes, spacing=1 / RATE)
    return Recording(wave.voltage[wave.time >= skip][None, :-1], RATE, "mV", {})


def dominant_rate(recording):
    """Return the strongest rhythm of the first channel, from 0.5 to 12 cycles a minute.

    Raises ``ValueError`` for a recording that is shorter than one slow cycle, 10 s.
    """
    if recording.samples.shape[1] < _SHORTEST * recording.rate:
        raise ValueError("a rhythm of the stomach needs a recording of 10 s or more")
    samples = recording.samples[0] - recording.samples[0].mean()
    many = _FINER * samples.size
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size), many)) ** 2
    per_minute = np.fft.rfftfreq(many, 1 / recording.rate) * 60
    inside = (per_minute > _RHYTHMS[0]) & (per_minute < _RHYTHMS[1])
    return float(per_minute[inside][np.argmax(power[inside])])
