"""Store-and-voltage oscillators: the gastric slow wave, and a minutes-long relative.

Gastric cell: `du2013slowwave`, constants of the curated public model file (with the decay constant
that a text table prints, the model stands still). Slower oscillator: `imtiaz2002`. One isolated
cell without network, nerve or stretch, rhythmic in a narrow window only: a slider that stops it
proves nothing about a drug.
"""

from dataclasses import dataclass, replace
from math import exp, log
from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp
from scipy.signal import find_peaks

from physiology.quantities import Parameters, above, quantity, within

_DU, _IMTIAZ = "du2013slowwave", "imtiaz2002"


@dataclass(frozen=True)
class GastricCell(Parameters):
    """The gastric cell; time in ms, concentrations in the model file's µM."""

    capacitance: float = quantity(27.0, "pF", _DU, 1e-3, 1e4)
    g_sodium: float = quantity(8.0, "nS", _DU, 0, 1e4)
    g_calcium: float = quantity(4.0, "nS", _DU, 0, 1e4)
    g_potassium: float = quantity(1.2, "nS", _DU, 0, 1e4)
    e_sodium: float = quantity(80.0, "mV", _DU, 0, 200)
    e_calcium: float = quantity(-20.0, "mV", _DU, -200, 200)
    e_potassium: float = quantity(-72.0, "mV", _DU, -200, 0)
    tau_d: float = quantity(10.0, "ms", _DU, 1e-2, 1e4)
    tau_f: float = quantity(110.0, "ms", _DU, 1e-2, 1e4)
    half_calcium: float = quantity(1.4, "µM", _DU, 1e-3, 100)
    hill_calcium: float = quantity(4.0, "", _DU, 0.1, 20)
    inflow: float = quantity(2.2e-4, "µM/ms", _DU, 0, 1e4)
    inflow_ip3: float = quantity(2.266e-4, "1/ms", _DU, 0, 1e4)
    uptake: float = quantity(3.34e-3, "µM/ms", _DU, 0, 1e4)
    uptake_hill: float = quantity(1.8, "", _DU, 0.1, 20)
    uptake_half: float = quantity(1.0, "µM", _DU, 1e-3, 100)
    release: float = quantity(0.44, "µM/ms", _DU, 0, 1e5)
    release_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    release_half: float = quantity(1.0, "µM", _DU, 1e-3, 100)
    store_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    store_half: float = quantity(2.0, "µM", _DU, 1e-3, 100)
    ip3_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    ip3_half: float = quantity(0.65, "µM", _DU, 1e-3, 100)
    store_leak: float = quantity(6e-5, "1/ms", _DU, 0, 1e4)
    extrusion: float = quantity(6.6e-4, "1/ms", _DU, 0, 1e4)
    ip3_synthesis: float = quantity(6.2e-5, "µM/ms", _DU, 0, 1e4)
    # A text table beside the curated file lists 0.00015; with it nothing oscillates.
    ip3_decay: float = quantity(0.02021, "1/ms", _DU, 0, 1e4)
    ip3_feedback: float = quantity(1.6e-4, "µM/ms", _DU, 0, 1e4)
    feedback_half: float = quantity(0.5, "µM", _DU, 1e-3, 100)
    feedback_hill: float = quantity(4.0, "", _DU, 0.1, 20)
    voltage_synthesis: float = quantity(0.032, "µM/ms", _DU, 0, 1e4)
    voltage_half: float = quantity(60.0, "mV", _DU, 1, 200)
    voltage_hill: float = quantity(8.0, "", _DU, 0.1, 50)


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


class Wave(NamedTuple):
    """A simulated course: time (s for the gastric cell, else min), voltage (mV), calcium (µM)."""

    time: np.ndarray
    voltage: np.ndarray
    calcium: np.ndarray


def simulate_gastric(duration=100.0, cell=None, spacing=0.01):
    """Follow the gastric cell for `duration` s; output every `spacing` s."""
    c = cell or GastricCell()
    start = (-70.0328, 0.0, 0.9998, 0.38498, 2.46238, 0.4778)
    time = _clock(duration, spacing)
    states = _solve(lambda t, y: _gastric_slopes(y, c), start, 1000 * time, 50.0)
    return Wave(time, states[0], states[3])


def simulate_slow(duration=20.0, cell=None, spacing=0.002):
    """Follow the minutes-long oscillator for `duration` minutes; output every `spacing` min."""
    c = cell or SlowOscillator()
    time = _clock(duration, spacing)
    states = _solve(lambda t, y: _slow_slopes(y, c), (-65.09, 0.4785, 4.1134, 0.4084), time, 0.05)
    return Wave(time, states[0], states[1])


def peak_times(wave, swing=10.0):
    """Return the times of the peaks of the voltage that stand out by at least `swing` mV."""
    peaks, _ = find_peaks(wave.voltage, prominence=float(above("swing", swing)))
    return wave.time[peaks]


def period(wave):
    """Return the mean interval between peaks after the first; ``inf`` if there is no rhythm.

    A rhythm that dies out counts as none: the last peak must be younger than two intervals.
    """
    peaks = peak_times(wave)
    if peaks.size < 3:
        return np.inf
    intervals = np.diff(peaks)[1:] if peaks.size > 3 else np.diff(peaks)
    alive = wave.time[-1] - peaks[-1] < 2 * intervals.mean()
    return float(intervals.mean()) if alive else np.inf


def gastric_rate(factor=1.0, field="release", duration=180.0, cell=None):
    """Return cycles a minute, shape of `factor`, when one parameter is multiplied by it.

    `field` names the parameter, by default the release of the store (V_M3).
    """
    c = cell or GastricCell()
    if field not in {name for name, *_ in GastricCell.table()}:
        raise ValueError(f"{field!r} is no parameter of the gastric cell")

    def rate(x):
        changed = replace(c, **{field: float(x) * getattr(c, field)})
        return 60 / period(simulate_gastric(duration, changed))

    return np.vectorize(rate, otypes=[float])(above("factor", factor))


def time_above_half(wave):
    """Return how long (in the wave's unit) each cycle spends above half its amplitude, on average.

    Raises ``ValueError`` if the wave has fewer than three peaks.
    """
    peaks = peak_times(wave)
    if peaks.size < 3:
        raise ValueError("fewer than three peaks: there is no cycle to measure")
    # From the lowest point between two peaks to the next such point.
    whole = (wave.time >= peaks[0]) & (wave.time < peaks[-1])
    volts = wave.voltage[whole]
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


def _gastric_slopes(y, k):
    v, d, f, c, s, p = y.tolist()
    open_potassium = 1 / (1 + exp(-v / 17 - 2 * log(max(c, 1e-12) / 0.001)))
    current = k.g_sodium * f * d * (v - k.e_sodium)
    current += k.g_calcium * _hill(c, k.half_calcium, k.hill_calcium) * (v - k.e_calcium)
    current += k.g_potassium * open_potassium * (v - k.e_potassium)
    d_slope = (1 / (1 + exp(-(v + 7) / 5)) - d) / k.tau_d
    f_slope = (1 / (1 + exp((v + 37.4) / 4)) - f) / k.tau_f
    return -current / k.capacitance, d_slope, f_slope, *_store_slopes(v, c, s, p, k)


def _slow_slopes(y, k):
    v, c, s, p = y.tolist()
    current = k.g_calcium * _hill(c, k.half_calcium, k.hill_calcium) * (v - k.e_calcium)
    current += k.g_leak * (v - k.e_leak)
    # The source keeps the membrane's constants per second: 60 of them make a minute.
    return -60 * current / k.capacitance, *_store_slopes(v, c, s, p, k)


def _clock(duration, spacing):
    above("duration", duration)
    count = round(duration / float(above("spacing", spacing)))
    return np.arange(int(within("number of output times", count, 1, 1e7)) + 1) * spacing


def _solve(slopes, start, time, max_step):
    answer = solve_ivp(
        slopes, (time[0], time[-1]), start, "LSODA", time, rtol=1e-8, atol=1e-10, max_step=max_step
    )
    if not answer.success or not np.isfinite(answer.y).all():
        raise ValueError(f"the solver did not reach the end: {answer.message}")
    return answer.y
