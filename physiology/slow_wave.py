"""Store-and-voltage oscillators: the gastric slow wave, and a minutes-long relative.

Gastric cell: the curated public model file (`du2013curated`) of the model of `du2013slowwave`. Its
curators report that the printed constants and equation stand still; they changed five constants
(marked below) by up to a thousandfold, and put back the older equation for the making of IP3 of
`imtiaz2002`. So it is a model in the spirit of the paper, tuned until it ran. Slower oscillator:
`imtiaz2002`. One isolated cell without network, nerve or stretch, rhythmic in a narrow window only:
a slider that stops it proves nothing about a drug.
"""

from dataclasses import dataclass, replace
from math import exp, log
from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp
from scipy.signal import find_peaks

from physiology.quantities import Parameters, above, quantity, single, within

_DU, _IMTIAZ = "du2013curated", "imtiaz2002"
# Changed by the curators; they give as printed: V_1 0.2266, V_M3 0.044, P_MV 0.32, n 2, u 0.05.
_TUNED = f"{_DU}, not as printed"
_STRETCH, _STILL = 180.0, 0.01  # s of watching at a time; mV
_HOP, _HOP_SLOW = 50.0, 0.05  # longest step of the solver: ms; min
_LONGEST = 1e4  # s or min; a longer course is milliseconds


@dataclass(frozen=True)
class GastricCell(Parameters):
    """The gastric cell; time in ms, concentrations in mM as the file declares.

    Of that size they are those that `imtiaz2002` gives in µM: take them as relative.
    """

    capacitance: float = quantity(27.0, "pF", _DU, 1e-3, 1e4)
    g_sodium: float = quantity(8.0, "nS", _DU, 0, 1e4)
    g_calcium: float = quantity(4.0, "nS", _DU, 0, 1e4)
    g_potassium: float = quantity(1.2, "nS", _DU, 0, 1e4)
    e_sodium: float = quantity(80.0, "mV", _DU, 0, 200)
    e_calcium: float = quantity(-20.0, "mV", _DU, -200, 200)
    e_potassium: float = quantity(-72.0, "mV", _DU, -200, 0)
    tau_d: float = quantity(10.0, "ms", _DU, 1e-2, 1e4)
    tau_f: float = quantity(110.0, "ms", _DU, 1e-2, 1e4)
    half_calcium: float = quantity(1.4, "mM", _DU, 1e-3, 100)
    hill_calcium: float = quantity(4.0, "", _DU, 0.1, 20)
    inflow: float = quantity(2.2e-4, "mM/ms", _DU, 0, 1e4)
    inflow_ip3: float = quantity(2.266e-4, "1/ms", _TUNED, 0, 1e4)
    uptake: float = quantity(3.34e-3, "mM/ms", _DU, 0, 1e4)
    uptake_hill: float = quantity(1.8, "", _TUNED, 0.1, 20)
    uptake_half: float = quantity(1.0, "mM", _DU, 1e-3, 100)
    release: float = quantity(0.44, "mM/ms", _TUNED, 0, 1e5)
    release_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    release_half: float = quantity(1.0, "mM", _DU, 1e-3, 100)
    store_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    store_half: float = quantity(2.0, "mM", _DU, 1e-3, 100)
    ip3_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    ip3_half: float = quantity(0.65, "mM", _DU, 1e-3, 100)
    store_leak: float = quantity(6e-5, "1/ms", _DU, 0, 1e4)
    extrusion: float = quantity(6.6e-4, "1/ms", _DU, 0, 1e4)
    ip3_synthesis: float = quantity(6.2e-5, "mM/ms", _DU, 0, 1e4)
    # A text table beside the curated file lists 0.00015; with it nothing oscillates.
    ip3_decay: float = quantity(0.02021, "1/ms", _DU, 0, 1e4)
    ip3_feedback: float = quantity(1.6e-4, "mM/ms", _DU, 0, 1e4)
    feedback_half: float = quantity(0.5, "mM", _DU, 1e-3, 100)
    feedback_hill: float = quantity(4.0, "", _TUNED, 0.1, 20)
    voltage_synthesis: float = quantity(0.032, "mM/ms", _TUNED, 0, 1e4)
    voltage_half: float = quantity(60.0, "mV", _DU, 1, 200)
    voltage_hill: float = quantity(8.0, "", _DU, 0.1, 50)
    d_half: float = quantity(-7.0, "mV", _DU, -200, 100)
    d_slope: float = quantity(5.0, "mV", _DU, 0.1, 100)
    f_half: float = quantity(-37.4, "mV", _DU, -200, 100)
    f_slope: float = quantity(4.0, "mV", _DU, 0.1, 100)
    bk_slope: float = quantity(17.0, "mV", _DU, 0.1, 100)
    bk_calcium: float = quantity(0.001, "mM", _DU, 1e-9, 100)
    bk_hill: float = quantity(2.0, "", _DU, 0.1, 20)
    v_start: float = quantity(-70.0328, "mV", _DU, -200, 100)
    d_start: float = quantity(0.0, "", _DU, 0, 1)
    f_start: float = quantity(0.9998, "", _DU, 0, 1)
    calcium_start: float = quantity(0.38498, "mM", _DU, 0, 100)
    store_start: float = quantity(2.46238, "mM", _DU, 0, 1000)
    ip3_start: float = quantity(0.4778, "mM", _DU, 0, 100)


@dataclass(frozen=True)
class SlowOscillator(Parameters):
    """The minutes-long oscillator; time in minutes."""

    capacitance: float = quantity(1.7, "model unit", _IMTIAZ, 1e-3, 1e4)
    g_calcium: float = quantity(4.0, "model unit", _IMTIAZ, 0, 1e4)
    g_leak: float = quantity(1.12, "model unit", _IMTIAZ, 0, 1e4)
    e_calcium: float = quantity(-20.0, "mV", _IMTIAZ, -200, 200)
    e_leak: float = quantity(-67.2, "mV", _IMTIAZ, -200, 200)
    half_calcium: float = quantity(1.4, "µM", _IMTIAZ, 1e-3, 100)
    hill_calcium: float = quantity(4.0, "", _IMTIAZ, 0.1, 20)
    inflow: float = quantity(3.4, "µM/min", _IMTIAZ, 0, 1e4)
    inflow_ip3: float = quantity(3.4, "1/min", _IMTIAZ, 0, 1e4)
    uptake: float = quantity(50.0, "µM/min", _IMTIAZ, 0, 1e4)
    uptake_hill: float = quantity(2.0, "", _IMTIAZ, 0.1, 20)
    uptake_half: float = quantity(1.0, "µM", _IMTIAZ, 1e-3, 100)
    release: float = quantity(650.0, "µM/min", _IMTIAZ, 0, 1e5)
    release_hill: float = quantity(4.0, "", _IMTIAZ, 0.1, 20)
    release_half: float = quantity(0.9, "µM", _IMTIAZ, 1e-3, 100)
    store_hill: float = quantity(2.0, "", _IMTIAZ, 0.1, 20)
    store_half: float = quantity(2.0, "µM", _IMTIAZ, 1e-3, 100)
    ip3_hill: float = quantity(4.0, "", _IMTIAZ, 0.1, 20)
    ip3_half: float = quantity(0.65, "µM", _IMTIAZ, 1e-3, 100)
    store_leak: float = quantity(1.0, "1/min", _IMTIAZ, 0, 1e4)
    extrusion: float = quantity(10.0, "1/min", _IMTIAZ, 0, 1e4)
    ip3_synthesis: float = quantity(0.8, "µM/min", _IMTIAZ, 0, 1e4)
    ip3_decay: float = quantity(0.9, "1/min", _IMTIAZ, 0, 1e4)
    ip3_feedback: float = quantity(2.0, "µM/min", _IMTIAZ, 0, 1e4)
    feedback_half: float = quantity(0.5, "µM", _IMTIAZ, 1e-3, 100)
    feedback_hill: float = quantity(4.0, "", _IMTIAZ, 0.1, 20)
    voltage_synthesis: float = quantity(0.8, "µM/min", _IMTIAZ, 0, 1e4)
    voltage_half: float = quantity(58.0, "mV", _IMTIAZ, 1, 200)
    voltage_hill: float = quantity(8.0, "", _IMTIAZ, 0.1, 50)
    v_start: float = quantity(-65.09, "mV", _IMTIAZ, -200, 100)
    calcium_start: float = quantity(0.4785, "µM", _IMTIAZ, 0, 100)
    store_start: float = quantity(4.1134, "µM", _IMTIAZ, 0, 1000)
    ip3_start: float = quantity(0.4084, "µM", _IMTIAZ, 0, 100)


class Wave(NamedTuple):
    """A simulated course: time (gastric cell: s, else min), voltage (mV), calcium (the cell's)."""

    time: np.ndarray
    voltage: np.ndarray
    calcium: np.ndarray


def simulate_gastric(duration=100.0, cell=None, spacing=0.01, current=()):
    """Follow the gastric cell for `duration` s; output every `spacing` s.

    `current` injects rectangles, each ``(begin, end, strength)`` in s, s and pA, in order and
    apart; depolarising is positive. Raises ``ValueError`` for rectangles that overlap or end before
    they begin, a duration or spacing that is not positive, a duration above 10,000 s (milliseconds
    are), and if the solver does not arrive.
    """
    c = cell or GastricCell()
    start = (c.v_start, c.d_start, c.f_start, c.calcium_start, c.store_start, c.ip3_start)
    time = _clock(duration, spacing)
    pieces = [(1000 * begin, 1000 * end, i) for begin, end, i in _rectangles(current, time[-1])]
    states = _solve(lambda y, i: _gastric_slopes(y, c, i), start, 1000 * time, _HOP, pieces)
    return Wave(time, states[0], states[3])


def simulate_slow(duration=20.0, cell=None, spacing=0.002, current=()):
    """Follow the minutes-long oscillator for `duration` minutes; output every `spacing` min.

    `current` as in ``simulate_gastric``, in minutes and the model's unit. Raises ``ValueError`` as
    that does.
    """
    c = cell or SlowOscillator()
    start = (c.v_start, c.calcium_start, c.store_start, c.ip3_start)
    time = _clock(duration, spacing)
    pieces = _rectangles(current, time[-1])
    states = _solve(lambda y, i: _slow_slopes(y, c, i), start, time, _HOP_SLOW, pieces)
    return Wave(time, states[0], states[1])


def peak_times(wave, swing=10.0):
    """Return the times of the peaks of the voltage that stand out by at least `swing` mV.

    Raises ``ValueError`` for a swing that is not positive.
    """
    swing = single("swing", above("swing", swing, unit="mV"))
    return wave.time[find_peaks(wave.voltage, prominence=swing)[0]]


def period(wave):
    """Return the mean interval between peaks after the first; ``inf`` if there is no rhythm.

    A rhythm that dies out counts as none: the last peak must be younger than two intervals. Fewer
    than three peaks show none, so a slow rhythm needs a long course: see ``gastric_rate``. Raises
    nothing for a wave that a simulation gave.
    """
    peaks = peak_times(wave)
    if peaks.size < 3:
        return np.inf
    intervals = np.diff(peaks)[1:] if peaks.size > 3 else np.diff(peaks)
    alive = wave.time[-1] - peaks[-1] < 2 * intervals.mean()
    return float(intervals.mean()) if alive else np.inf


def gastric_rate(factor=1.0, field="release", duration=1800.0, cell=None):
    """Return cycles a minute, shape of `factor`, when one parameter is multiplied by it.

    `field` names the parameter, by default the release of the store (V_M3). The cell is watched for
    three minutes, then twice as long, and so on up to `duration` s, until it has a rhythm or has
    come to rest: 0 means rest. Raises ``ValueError`` for a parameter that the cell does not have,
    and if by then it has done neither.
    """
    c = cell or GastricCell()
    if field not in {name for name, *_ in GastricCell.table()}:
        raise ValueError(f"{field!r} is no parameter of the gastric cell")
    longest = single("duration", within("duration", duration, 10, _LONGEST, "s"))

    def rate(x):
        changed = replace(c, **{field: float(x) * getattr(c, field)})
        watched = min(_STRETCH, longest)
        while True:
            wave = simulate_gastric(watched, changed)
            seconds = period(wave)
            late = wave.voltage[wave.time > watched / 2]
            if seconds < np.inf or np.ptp(late) < _STILL:
                return 60 / seconds
            if watched >= longest:
                raise ValueError(f"neither a rhythm nor rest within {longest:g} s: watch longer")
            watched = min(2 * watched, longest)

    return np.vectorize(rate, otypes=[float])(above("factor", factor))


def time_above_half(wave):
    """Return how long (in the wave's unit) each cycle spends above half its amplitude, on average.

    Raises ``ValueError`` if the wave has fewer than three peaks.
    """
    peaks = peak_times(wave)
    if peaks.size < 3:
        raise ValueError("fewer than three peaks: there is no cycle to measure")
    # From the first peak to the last: whole cycles.
    inside = (wave.time >= peaks[0]) & (wave.time < peaks[-1])
    volts = wave.voltage[inside]
    half = (volts.max() + volts.min()) / 2
    return float((volts > half).mean() * (peaks[-1] - peaks[0]) / (peaks.size - 1))


def _hill(x, half, power):
    x = max(x, 0.0) ** power
    return x / (half**power + x)


def _store_slopes(v, c, s, p, k):
    uptake = k.uptake * _hill(c, k.uptake_half, k.uptake_hill)
    release = k.release * _hill(c, k.release_half, k.release_hill)
    release *= _hill(s, k.store_half, k.store_hill) * _hill(p, k.ip3_half, k.ip3_hill)
    leak = k.store_leak * s
    calcium = k.inflow + k.inflow_ip3 * p - uptake + release + leak - k.extrusion * c
    feedback = k.ip3_feedback * _hill(p, k.feedback_half, k.feedback_hill)
    by_voltage = k.voltage_synthesis * (1 - _hill(abs(v), k.voltage_half, k.voltage_hill))
    ip3 = k.ip3_synthesis - k.ip3_decay * p - feedback + by_voltage
    return calcium, uptake - release - leak, ip3


def _gastric_slopes(y, k, injected):
    v, d, f, c, s, p = y.tolist()
    by_calcium = k.bk_hill * log(max(c, 1e-12) / k.bk_calcium)
    open_potassium = 1 / (1 + exp(-v / k.bk_slope - by_calcium))
    current = k.g_sodium * f * d * (v - k.e_sodium)
    current += k.g_calcium * _hill(c, k.half_calcium, k.hill_calcium) * (v - k.e_calcium)
    current += k.g_potassium * open_potassium * (v - k.e_potassium)
    d_slope = (1 / (1 + exp(-(v - k.d_half) / k.d_slope)) - d) / k.tau_d
    f_slope = (1 / (1 + exp((v - k.f_half) / k.f_slope)) - f) / k.tau_f
    return (injected - current) / k.capacitance, d_slope, f_slope, *_store_slopes(v, c, s, p, k)


def _slow_slopes(y, k, injected):
    v, c, s, p = y.tolist()
    current = k.g_calcium * _hill(c, k.half_calcium, k.hill_calcium) * (v - k.e_calcium)
    current += k.g_leak * (v - k.e_leak)
    # The source keeps the membrane's constants per second: 60 of them make a minute.
    return 60 * (injected - current) / k.capacitance, *_store_slopes(v, c, s, p, k)


def _clock(duration, spacing):
    duration = single("duration", above("duration", duration, high=_LONGEST))
    count = duration / single("spacing", above("spacing", spacing))
    return np.arange(round(single("outputs", within("outputs", count, 1, 1e7))) + 1) * spacing


def _rectangles(current, end):
    """Check rectangles of current and fill the gaps between them with none: (begin, end, i)."""
    table = within("current", np.asarray(current, float).reshape(-1, 3) if len(current) else [])
    edges = table[:, :2].ravel() if table.size else np.empty(0)
    if (np.diff(edges) < 0).any() or (np.diff(edges)[::2] <= 0).any():
        raise ValueError("current must be rectangles (begin, end, strength) in order and apart")
    within("moments of current", edges, 0, end)
    pieces, now = [], 0.0
    for begin, stop, strength in table.tolist() if table.size else ():
        pieces += [(now, begin, 0.0), (begin, stop, strength)]
        now = stop
    return [(a, b, i) for a, b, i in [*pieces, (now, end, 0.0)] if b > a]


def _solve(slopes, state, time, max_step, pieces):
    result = np.empty((len(state), time.size))
    result[:, 0] = state
    for begin, end, injected in pieces:
        # A piece ends where the next begins, so no step of the solver spans a jump of the current.
        inside = (time > begin) & (time <= end)
        at = np.append(time[inside], end)
        answer = solve_ivp(
            lambda t, y, i=injected: slopes(y, i),
            (begin, end),
            state,
            "LSODA",
            np.unique(at),
            rtol=1e-8,
            atol=1e-10,
            max_step=max_step,
        )
        if not answer.success or not np.isfinite(answer.y).all():
            raise ValueError(f"the solver did not reach the end: {answer.message}")
        result[:, inside] = answer.y[:, : inside.sum()]
        state = answer.y[:, -1]
    return result
