"""Electrodes on the skin: two muscles, a stretch, a bend. Band noise times a drive of 0 to 1."""

import numpy as np

from physiology.signals.recipes import Surface
from physiology.signals.recording import Recording, amount, band, clock, draws, smooth

RATE = 2000
FULL = 400.0
"""Surface EMG at a drive of 1, µV (root mean square): our choice."""
FLOOR = 4.0
"""Noise at rest, µV: our choice."""
BENT = [1, 3, 5, 7], [0, 1, 1, 0]
"""When a back bends and rises: seconds, and share of the full angle; our choice."""
WORK = [0.9, 1.4, 2.6, 3.0, 5.0, 5.3, 6.6, 7.1], [0.03, 0.35, 0.4, 0, 0, 0.6, 0.4, 0.03]
"""What its muscle does meanwhile: seconds, and share of the full drive; our choice."""


def _emg(rng, drive):
    raw = band(rng.standard_normal(drive.size), RATE, Surface.band_low, Surface.band_high)
    raw /= raw.std()
    return raw * (FLOOR + FULL * drive)


def pair(overlap=-1.0, per_second=0.8, seconds=4.0, seed=0):
    """Record two opposing muscles: in turn (`overlap` -1), both at once (1), or between.

    People with dystonic hand cramps contracted both at once (`cohen1988hand`).
    Raises ``ValueError`` for an overlap outside -1 to 1, and a rhythm outside 0.05 to 20 Hz.
    """
    overlap = amount("overlap", overlap, -1, 1)
    per_second = amount("per_second", per_second, 0.05, 20, "per s")
    rng = draws(seed)
    time = clock(seconds, RATE)
    wave = (np.sin(2 * np.pi * per_second * time) > 0).astype(float)
    first = Surface.pair_height * smooth(wave, RATE, Surface.pair_turn / per_second)
    second = (1 + overlap) / 2 * first + (1 - overlap) / 2 * (Surface.pair_height - first)
    return Recording(np.stack([_emg(rng, first), _emg(rng, second)]), RATE, "µV", {})


def stretch(speed=180.0, threshold=60.0, seconds=2.0, seed=0):
    """Record a relaxed muscle that is stretched by 60° at `speed` (° a second), and the angle.

    It answers above a speed, the more the faster, and a spastic arm at a "much reduced" threshold
    (`thilmann1990good`); healthy arms answer too, at higher speed. The thresholds are our choice.
    Channels: muscle (µV), angle (°).
    Raises ``ValueError`` for a speed or threshold outside 1 to 1000 ° a second.
    """
    speed = amount("speed", speed, 1, 1000, "°/s")
    threshold = amount("threshold", threshold, 1, 1000, "°/s")
    rng = draws(seed)
    time = clock(seconds, RATE)
    s, start = Surface, Surface.stretch_at
    angle = s.stretch_by * np.clip((time - start) * speed / s.stretch_by, 0, 1)
    last = min(start + s.stretch_by / speed, seconds)
    answer = np.clip((speed - threshold) / s.full_answer, 0, 1)
    until = max(last, start + s.answer_lasts) + s.answer_lasts
    drive = answer * ((time > start + s.answer_after) & (time < until))
    muscle = _emg(rng, smooth(drive.astype(float), RATE, s.answer_turn))
    return Recording(np.stack([muscle, angle]), RATE, "µV", {"stretch": start})


def bend(falls_silent=True, seconds=8.0, seed=0):
    """Record the back while a person bends fully forward, waits, and comes up again.

    In full bending the back of most healthy people falls silent and that of most people with
    chronic back pain does not (`neblett2013flexion`). Channels: back (µV), angle (°).
    Raises ``ValueError`` below 8 s, and where `falls_silent` is neither True nor False.
    """
    if not isinstance(falls_silent, bool | np.bool_):
        raise ValueError(f"falls_silent must be True or False; got {falls_silent!r}")
    seconds = amount("seconds", seconds, 8, 600, "s")
    rng = draws(seed)
    time = clock(seconds, RATE)
    s = Surface
    angle = s.bend_by * np.interp(time, *BENT)
    work = np.interp(time, *WORK)
    if not falls_silent:
        active = (time > s.unsilent_from) & (time < s.unsilent_to)
        work = np.maximum(work, s.unsilent * active)
    back = _emg(rng, smooth(work, RATE, s.bend_turn))
    events = {"bent": s.bent, "rises": s.rises}
    return Recording(np.stack([back, angle]), RATE, "µV", events)
