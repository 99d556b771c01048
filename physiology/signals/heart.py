"""Beats of the electrocardiogram, each wave a vector in the frontal plane seen by several leads.

A lead sees the share of a vector that points along it, so a rise in one lead is a fall in the lead
that looks from the other side: that much is geometry. The waves' sizes and lengths are our choice.
"""

import numpy as np

from physiology.signals.recipes import Beat
from physiology.signals.recording import Recording, amount, clock, draws, whole_seed

RATE = 500
LEADS = {"I": 0, "II": 60, "III": 120, "aVR": -150, "aVL": -30, "aVF": 90}
"""Direction in which each lead looks, degrees clockwise from the left arm."""
PR, QRS = 0.16, 0.09
"""Start of P to start of QRS, and length of QRS, s: our choice."""
WAVES = (  # seconds after the start of QRS, width (s), size in lead II (mV), direction (degrees)
    (-0.11, 0.022, 0.12, 55),
    (0.012, 0.008, -0.10, 50),
    (0.042, 0.011, 1.05, 55),
    (0.072, 0.009, -0.20, 40),
)
"""The waves P, Q, R and S: our choice."""
T_SIZE, T_WIDTH, T_DIRECTION = 0.30, 0.042, 50
"""Of the T wave: mV in lead II, s, degrees; our choice."""
ST_DIRECTION = 92
"""The lower wall, degrees: leads II, III and aVF rise, aVL falls; our choice."""
_FLAT = 40  # where a sigmoid has long been flat


def ecg(st=0.0, qt=0.40, rate=60.0, leads=("II",), seconds=3.0, seed=0):
    """Record beats with `st` mV at the J point in lead II and a QT of `qt` s.

    A longer `qt` lengthens the stretch between QRS and T; the T wave itself stays as it is, as with
    low calcium (`litflhypocalcaemia`). One channel a lead, in mV.
    Raises ``ValueError`` for an unknown lead, and for what no electrocardiogram shows (a QT in ms).
    """
    st, qt = amount("st", st, -0.5, 0.6, "mV"), amount("qt", qt, 0.30, 0.60, "s")
    rate = amount("rate", rate, 40, 130, "per min")
    unknown = [lead for lead in leads if lead not in LEADS]
    if unknown or isinstance(leads, str) or not leads:
        raise ValueError(f"leads must be a list out of {', '.join(LEADS)}; got {leads!r}")
    rng = draws(seed)
    time = clock(seconds, RATE)
    gap = 60 / rate
    starts = np.arange(Beat.first, seconds + gap, gap)
    channels = [_lead(time, starts, LEADS[lead], st, qt) for lead in leads]
    phase = rng.uniform(0, Beat.wander_phase)
    drift = Beat.wander * np.sin(2 * np.pi * Beat.wander_rate * time + phase)
    hiss = Beat.noise * rng.standard_normal((len(leads), time.size))
    samples = np.stack(channels) + hiss + drift
    first = starts[1] if seconds > Beat.long_enough * gap else starts[0]
    events = {
        "P": first + Beat.p_at, "PR": first + Beat.pr_at, "Q": first, "R": first + Beat.r_at,
        "J": first + QRS, "T": first + _t_peak(qt), "T end": first + qt,
    }  # fmt: skip
    return Recording(samples, RATE, "mV", events)


def _t_peak(qt):
    return qt - Beat.t_before_end * T_WIDTH


def _lead(time, starts, direction, st, qt):
    """Add the beats up as one lead sees them."""
    trace = np.zeros(time.size)
    for start in starts:
        since = time - start
        for middle, width, size, points in WAVES:
            trace += _seen(size, points, direction) * np.exp(-(((since - middle) / width) ** 2) / 2)
        peak = _t_peak(qt)
        t_wave = np.exp(-(((since - peak) / T_WIDTH) ** 2) / 2)
        trace += _seen(T_SIZE, T_DIRECTION, direction) * t_wave
        up = _step((since - QRS + Beat.st_begins) / Beat.st_onset)
        plateau = up * _step((peak + Beat.st_ends - since) / Beat.st_offset)
        trace += _seen(st, ST_DIRECTION, direction) * plateau
    return trace


def _seen(size_in_ii, points, direction):
    """Turn a size in lead II into the size that another lead sees."""
    along = np.cos(np.radians(points - direction)) / np.cos(np.radians(points - LEADS["II"]))
    return size_in_ii * along


def _step(x):
    return 1 / (1 + np.exp(-np.clip(x, -_FLAT, _FLAT)))


def attack(st=0.25, leads=("II", "III", "aVL"), seconds=2.6, seed=0):
    """Record a strip before, in and after an attack with `st` mV in lead II, joined.

    A transient rise of at least 0.1 mV in two neighbouring leads is one of the signs that
    `beltrame2017covadis` asks for. The strips are minutes apart.
    Raises ``ValueError`` as ``ecg`` does.
    """

    seed = whole_seed(seed)
    parts = [
        ecg(height, Beat.attack_qt, Beat.attack_rate, leads, seconds, seed + n)
        for n, height in enumerate((0, st, 0))
    ]
    samples = np.concatenate([part.samples for part in parts], axis=1)
    return Recording(samples, RATE, "mV", {"pain": seconds, "after": 2 * seconds})
