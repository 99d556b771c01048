"""What is measured again in a recording's samples, without looking at what went into them."""

import numpy as np
from scipy.signal import find_peaks

from physiology.signals.recording import smooth

# Seconds from the steepest slope of a beat: level before P, J point, what follows J, its length.
_BEFORE, _J = (-0.085, -0.07), (0.055, 0.065)
_J_AT, _AFTER, _TAIL, _FALLING = 0.05, 0.12, 0.48, 0.14
_BEATS_APART, _EDGES = 0.35, (0.15, 0.62)  # s between two beats; s at the ends without a whole one
_DEPARTS, _EVENED = 0.03, 0.03  # mV at which QRS has begun; s over which T is evened out
_TOP = 0.9995  # quantile that stands for the largest: a few samples of noise may lie above
_OPENS, _WAVE, _EYE = 1.2, 2.2, (10, 4)  # s after a swallow, or of a record, from which is looked


def _intervals(spikes, least):
    """Return the intervals between spikes, at least so many of them."""
    gaps = np.diff(np.asarray(spikes, float))
    if gaps.ndim != 1 or gaps.size < least or not (gaps > 0).all():
        raise ValueError(f"spikes must be {least + 1} or more moments that ascend")
    return gaps


def _found(beats):
    if not len(beats):
        raise ValueError("no whole beat is in this recording: take a longer one")
    return float(np.mean(beats))


def duration(potential, rate, level=20.0):
    """Return for how long (ms) a potential stays beyond `level` µV, from first to last."""
    beyond = np.flatnonzero(np.abs(potential) > level)
    return (beyond[-1] - beyond[0]) / rate * 1000 if beyond.size else 0.0


def phases(potential, level=20.0):
    """Return how many phases a potential has: swings beyond `level` µV to either side."""
    sides = np.sign(potential) * (np.abs(potential) > level)
    sides = sides[sides != 0]
    return 1 + int((np.diff(sides) != 0).sum())


def root_mean_square(samples):
    """Return the root mean square of samples."""
    return float(np.sqrt(np.mean(np.square(samples))))


def peaks(recording, channel=0, share=0.5, apart=0.003):
    """Return the times (s) of deflections of at least `share` of the largest, either way."""
    samples = np.abs(recording.samples[channel])
    height = share * np.quantile(samples, _TOP)
    found, _ = find_peaks(samples, height=height, distance=max(1, round(apart * recording.rate)))
    return found / recording.rate


def variation(spikes):
    """Return the coefficient of variation of the intervals.

    Raises ``ValueError`` for fewer than two spikes.
    """
    gaps = _intervals(spikes, 1)
    return float(gaps.std() / gaps.mean())


def local_irregularity(spikes):
    """Return the mean of CV2: how much neighbouring intervals differ, 0 for a clock.

    Raises ``ValueError`` for fewer than three spikes.
    """
    gaps = _intervals(spikes, 2)
    return float(np.mean(2 * np.abs(np.diff(gaps)) / (gaps[1:] + gaps[:-1])))


def group_sizes(spikes, gap=0.05):
    """Return how many spikes each group holds; `gap` s without one ends a group."""
    edges = np.flatnonzero(np.diff(spikes) > gap)
    bounds = np.concatenate([[-1], edges, [spikes.size - 1]])
    return np.diff(bounds)


def rates(spikes, window=10):
    """Return the running rate (per s) over `window` intervals.

    Raises ``ValueError`` for fewer intervals than that.
    """
    gaps = _intervals(spikes, window)
    means = np.convolve(gaps, np.ones(window) / window, "valid")
    return 1 / means


def envelope(samples, rate, seconds=0.15):
    """Return the rectified and smoothed samples."""
    return smooth(np.abs(samples), rate, seconds)


def correlation(recording, first=0, second=1):
    """Return the correlation of two channels' envelopes."""
    both = [envelope(recording.samples[n], recording.rate) for n in (first, second)]
    return float(np.corrcoef(*both)[0, 1])


def st_level(recording, channel=0):
    """Return the level at the J point (mV) above the PR segment, averaged over the beats.

    Raises ``ValueError`` for a recording without a whole beat.
    """
    samples, rate = recording.samples[channel], recording.rate
    beats = _beats(recording)
    j_points, levels = (
        [_part(samples, rate, b, *where).mean() for b in beats] for where in (_J, _BEFORE)
    )
    return _found(np.subtract(j_points, levels))


def _part(samples, rate, beat, begin, end):
    return samples[round((beat + begin) * rate) : round((beat + end) * rate)]


def _beats(recording):
    """Find the R waves by the steepest lead, away from both ends."""
    steep = np.abs(np.gradient(recording.samples, axis=1)).sum(axis=0)
    found, _ = find_peaks(
        steep, height=0.5 * steep.max(), distance=round(_BEATS_APART * recording.rate)
    )
    times = found / recording.rate
    lasting = recording.samples.shape[1] / recording.rate
    return times[(times > _EDGES[0]) & (times < lasting - _EDGES[1])]


def qt_interval(recording, channel=0):
    """Return QT (s): from the first departure of QRS to where the falling T meets the base line.

    The end of T is where the tangent at its steepest fall crosses the level before P. Raises
    ``ValueError`` for a recording without a whole beat.
    """
    samples, rate = recording.samples[channel], recording.rate
    found = []
    for beat in _beats(recording):
        base = _part(samples, rate, beat, *_BEFORE).mean()
        before = _part(samples, rate, beat, _BEFORE[1], 0) - base
        start = beat + _BEFORE[1] + np.flatnonzero(np.abs(before) > _DEPARTS)[0] / rate
        after = round((beat + _AFTER) * rate)
        tail = smooth(samples[after : after + round(_TAIL * rate)], rate, _EVENED) - base
        top = int(np.argmax(tail))
        slope = np.gradient(tail) * rate
        steepest = top + int(np.argmin(slope[top : top + round(_FALLING * rate)]))
        end = after / rate + steepest / rate - tail[steepest] / slope[steepest]
        found.append(end - start)
    return _found(found)


def j_to_t_peak(recording, channel=0):
    """Return the time (s) from 0.05 s after the steepest slope (J) to the top of T.

    Raises ``ValueError`` for a recording without a whole beat.
    """
    samples, rate = recording.samples[channel], recording.rate
    found = []
    for beat in _beats(recording):
        after = round((beat + _AFTER) * rate)
        tail = smooth(samples[after : after + round(_TAIL * rate)], rate, _EVENED)
        found.append(after / rate + np.argmax(tail) / rate - (beat + _J_AT))
    return _found(found)


CONTOUR, COUNTED = 30.0, 20.0
"""The contour along which a front is followed, and the pressure above which it counts, mmHg."""


def distal_latency(recording, swallow=1.0, slowing=24.0):
    """Return the latency (s) of the front at the place where it slows."""
    row = int(np.argmin(np.abs(recording.places - slowing)))
    return _arrival(recording, row, swallow)


def _arrival(recording, row, swallow):
    after = round((swallow + _OPENS) * recording.rate)
    beyond = np.flatnonzero(recording.samples[row, after:] > CONTOUR)
    return (after + beyond[0]) / recording.rate - swallow if beyond.size else np.inf


def front_speed(recording, top, bottom, swallow=1.0):
    """Return the speed (cm/s) of the front between two places, by a line through its arrivals.

    Raises ``ValueError`` where it does not arrive at two places between them.
    """
    rows = np.flatnonzero((recording.places >= top) & (recording.places <= bottom))
    when = np.array([_arrival(recording, row, swallow) for row in rows])
    if np.isfinite(when).sum() < 2:
        raise ValueError("the front must arrive at two places or more")
    arrived = np.isfinite(when)
    return float(1 / np.polyfit(recording.places[rows[arrived]], when[arrived], 1)[0])


def distal_integral(recording, top=10.0, bottom=27.0):
    """Return the distal contractile integral, mmHg·s·cm: what exceeds 20 mmHg, summed up."""
    rows = (recording.places >= top) & (recording.places < bottom)
    wave = recording.samples[rows][:, round(_WAVE * recording.rate) :]
    return float(np.clip(wave - COUNTED, 0, None).sum() / recording.rate * 1.0)


def relaxation_pressure(recording, swallow=1.0, places=(27.0, 28.0, 29.0), gastric=5.0):
    """Return the mean of the lowest 4 s of the lower sphincter within 10 s of the swallow, mmHg.

    The highest of three places counts, against the stomach.
    """
    rows = np.isin(recording.places, places)
    first = round(swallow * recording.rate)
    eye = recording.samples[rows][:, first : first + _EYE[0] * round(recording.rate)].max(axis=0)
    return float(np.sort(eye)[: _EYE[1] * round(recording.rate)].mean() - gastric)
