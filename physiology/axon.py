"""The Hodgkin-Huxley membrane with its gates shifted along the voltage axis.

Equations: `hodgkin1952quantitative`. Less calcium outside makes gates respond as if the membrane
were already depolarised; a rigid shift of all gates is the simplest form of that idea, and ours. A
squid's axon at 6.3 °C, without temperature: it gives no serum calcium at which tetany begins.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.signal import find_peaks

from physiology.quantities import Parameters, above, quantity, single, together, within

_HH = "hodgkin1952quantitative"
_PROOF = "hodgkin1952quantitative, hendrick_hopf"
SPIKE_LEVEL = 50.0  # mV from rest; an upward crossing counts as a spike
_DRIVEN = 10.0  # µA/cm², beyond the first Hopf point of the standard axon
_DRIVE = 60.0  # ms of it
_LONGEST = 60_000.0  # ms
_COARSEST = 0.05  # ms, step of the solver
_LAST = 5  # intervals that make a rate


@dataclass(frozen=True)
class Axon(Parameters):
    """Squid giant axon; potentials are depolarisation from rest."""

    g_sodium: float = quantity(120.0, "mS/cm²", _HH, 0, 1e3)
    g_potassium: float = quantity(36.0, "mS/cm²", _HH, 0, 1e3)
    g_leak: float = quantity(0.3, "mS/cm²", _HH, 0, 100)
    e_sodium: float = quantity(115.0, "mV", _PROOF, 0, 200)
    e_potassium: float = quantity(-12.0, "mV", _PROOF, -100, 0)
    e_leak: float = quantity(10.613, "mV", _PROOF, -100, 100)
    capacitance: float = quantity(1.0, "µF/cm²", _HH, 0.01, 100)
    # Each gate opens and closes at a rate; `_at` is where a rate turns, `_width` how steeply.
    m_opening: float = quantity(0.1, "1/(ms mV)", _HH, 0, 100)
    m_opening_at: float = quantity(25.0, "mV", _HH, -200, 200)
    m_opening_width: float = quantity(10.0, "mV", _HH, 0.1, 1e3)
    m_closing: float = quantity(4.0, "1/ms", _HH, 0, 1e3)
    m_closing_width: float = quantity(18.0, "mV", _HH, 0.1, 1e3)
    h_opening: float = quantity(0.07, "1/ms", _HH, 0, 1e3)
    h_opening_width: float = quantity(20.0, "mV", _HH, 0.1, 1e3)
    h_closing: float = quantity(1.0, "1/ms", _HH, 0, 1e3)
    h_closing_at: float = quantity(30.0, "mV", _HH, -200, 200)
    h_closing_width: float = quantity(10.0, "mV", _HH, 0.1, 1e3)
    n_opening: float = quantity(0.01, "1/(ms mV)", _HH, 0, 100)
    n_opening_at: float = quantity(10.0, "mV", _HH, -200, 200)
    n_opening_width: float = quantity(10.0, "mV", _HH, 0.1, 1e3)
    n_closing: float = quantity(0.125, "1/ms", _HH, 0, 1e3)
    n_closing_width: float = quantity(80.0, "mV", _HH, 0.1, 1e3)
    calcium_width: float = quantity(9.0, "mV for an e-fold fall", "assumed", 0.1, 100)


def rates(voltage, axon=None):
    """Return opening and closing rates (1/ms), each ``(3, ...)`` for m, h, n, at `voltage` (mV).

    Depolarisation is positive, from rest: `hodgkin1952quantitative`, with its sign turned round.
    Raises ``ValueError`` for what is no number.
    """
    v = within("voltage", voltage, unit="mV")
    return _rates_at(v, _gates(axon or Axon(), v.ndim))


def steady_gates(voltage, axon=None):
    """Return the steady values of m, h, n, shape ``(3, ...)``, at `voltage` (mV).

    Raises ``ValueError`` for what is no number.
    """
    v = within("voltage", voltage, unit="mV")
    return _steady(v, _gates(axon or Axon(), v.ndim))


def rest(current=0.0, shift=0.0, axon=None):
    """Return the resting state ``(4,)``: V (mV), m, h, n at a `current` (µA/cm²) and `shift` (mV).

    Raises ``ValueError`` for arrays, and if no rest lies between the reversal potentials.
    """
    a = axon or Axon()
    current = single("current", within("current", current))
    shift = single("shift", within("shift", shift))

    gates = _gates(a)

    def net(v):
        return _voltage_slope(v, _steady(v + shift, gates), current, a)

    low, high = a.e_potassium, a.e_sodium - 1e-9
    if net(low) < 0 or net(high) > 0:
        raise ValueError(f"no resting state: {current:g} µA/cm² drives the membrane out of range")
    voltage = brentq(net, low, high, xtol=1e-13)
    return np.concatenate([[voltage], _steady(voltage + shift, gates)])


def growth_rate(current=0.0, shift=0.0, axon=None):
    """Return the largest real part (1/ms) of the eigenvalues at rest; above 0 rest is unstable.

    Raises ``ValueError`` as ``rest`` does.
    """
    a = axon or Axon()
    state = rest(current, shift, a)
    # The imaginary part after an imaginary bump is the derivative without cancellation.
    bumps = 1e-30j * np.eye(4)
    jacobian = np.array([_slopes(state + b, current, shift, a).imag / 1e-30 for b in bumps]).T
    return np.linalg.eigvals(jacobian).real.max()


def critical_current(shift=0.0, axon=None, bracket=(0.0, 20.0)):
    """Return the current (µA/cm²) within `bracket` at which rest changes its stability.

    That is a Hopf point. Within the default it is lost; without a shift it comes back in
    (100, 200). Raises ``ValueError`` if stability is the same at both ends of `bracket`.
    """
    return _crossing(lambda i: growth_rate(i, shift, axon), bracket, "current", "µA/cm²")


def critical_shift(current=0.0, axon=None, bracket=(0.0, 15.0)):
    """Return the shift (mV) within `bracket` at which rest changes its stability at a `current`.

    Raises ``ValueError`` if stability is the same at both ends of `bracket`.
    """
    return _crossing(lambda s: growth_rate(current, s, axon), bracket, "shift", "mV")


def calcium_fraction(shift, kappa=Axon.calcium_width):
    """Return outside calcium as a fraction of the reference that corresponds to a `shift` (mV).

    `kappa` (mV for an e-fold fall) is an assumption: try 4 to 12. For a tenfold change the opening
    of sodium channels moved 20 to 25 mV in myelinated fibres, 8.7 to 10.9 for an e-fold
    (`hille1975negative`), their inactivation in squid axons some 10, 4.3 for an e-fold, and not
    rigidly (`shoukimas1978calcium`). Raises ``ValueError`` for a `kappa` that is not positive.
    """
    shift, kappa = together(
        shift=within("shift", shift, unit="mV"), kappa=above("kappa", kappa, unit="mV")
    )
    return np.exp(-shift / kappa)


def simulate(current=0.0, shift=0.0, duration=400.0, start=None, step=0.04, axon=None):
    """Integrate many membranes at once by fourth-order Runge-Kutta.

    Parameters
    ----------
    current, shift : array_like
        µA/cm² and mV; they broadcast to the shape of the sweep.
    duration, step : float
        ms. Rates at the default step agree with those at 0.01 ms to four digits.
    start : array (4, ...), optional
        Initial V, m, h, n; by default the rest of the unshifted membrane without current.

    Returns
    -------
    voltage : array (steps + 1, ...)
        Depolarisation, mV, at every step.
    state : array (4, ...)
        Last state, to go on from.

    Raises
    ------
    ValueError
        If the step is above 0.05 ms, the duration below a step or above a minute, the start no
        state, or the voltage ceases to be finite.
    """
    a = axon or Axon()
    step = single("step", above("step", step, high=_COARSEST, unit="ms"))
    duration = single("duration", within("duration", duration, step, _LONGEST, "ms"))
    current, shift = together(current=within("current", current), shift=within("shift", shift))
    start = rest(axon=a) if start is None else within("start", start)
    state = np.empty((4, *current.shape))
    if start.shape not in ((4,), state.shape):
        raise ValueError(f"start must hold V, m, h, n: shape (4,) or {state.shape}")
    state[:] = start.reshape(4, *[1] * current.ndim) if start.ndim == 1 else start
    voltage = np.empty((round(duration / step) + 1, *current.shape))
    voltage[0] = state[0]
    gates = _gates(a, current.ndim)
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(1, len(voltage)):
            state = _runge_kutta(state, current, shift, step, a, gates)
            voltage[k] = state[0]
    if not np.isfinite(state).all():
        raise ValueError("the voltage is no longer finite: take a smaller step")
    return voltage, state


def sustained_rate(current=0.0, shift=0.0, duration=500.0, step=0.04, axon=None):
    """Return the rate (Hz) that persists once the membrane has been set firing; 0 where none does.

    `current` (µA/cm²) and `shift` (mV) broadcast. Each membrane starts at the foot of a spike, so
    the answer holds where rest and firing coexist; ``simulate`` from rest may say otherwise. Raises
    ``ValueError`` if 10 µA/cm² do not make this axon fire, and as ``simulate`` does.
    """
    step = single("step", above("step", step, high=_COARSEST, unit="ms"))
    foot = np.array(_foot_of_a_spike(axon or Axon(), step))
    trace, _ = simulate(current, shift, duration, foot, step, axon)
    return firing_rate(trace, step)


@cache
def _foot_of_a_spike(axon, step):
    """Return V, m, h, n of a driven axon at its last spike."""
    trace, _ = simulate(_DRIVEN, 0.0, _DRIVE, step=step, axon=axon)
    spikes = spike_times(trace, step)
    if not spikes.size:
        raise ValueError(f"{_DRIVEN:g} µA/cm² do not make this axon fire: nothing can persist")
    _, state = simulate(_DRIVEN, 0.0, max(spikes[-1], step), step=step, axon=axon)
    return tuple(state.tolist())


def firing_rate(voltage, step=0.04, window=150.0):
    """Return the steady rate (Hz) of spikes in a trace ``(steps, ...)``; 0 where the last is old.

    The rate is the mean of up to five last intervals between crossings of 50 mV; firing counts as
    over when none falls in the last `window` ms. A strongly driven membrane (90 to 154 µA/cm²)
    goes on swinging below that level: see ``swing_rate``. Raises ``ValueError`` for an empty trace,
    and a step or window that is not positive.
    """
    return _rates(voltage, step, window, lambda trace: spike_times(trace, step))


def swing_rate(voltage, step=0.04, window=150.0, swing=5.0):
    """Return the steady rate (Hz) at which a trace ``(steps, ...)`` swings by `swing` mV or more.

    As ``firing_rate``, with peaks of any height for spikes. Raises ``ValueError`` as that does.
    """
    least = single("swing", above("swing", swing, unit="mV"))
    return _rates(
        voltage, step, window, lambda trace: step * find_peaks(trace, prominence=least)[0]
    )


def spike_times(trace, step=0.04):
    """Return times (ms) of upward crossings of 50 mV in one trace, interpolated between steps.

    Raises ``ValueError`` for several traces at once, and a step that is not positive.
    """
    trace, step = within("trace", trace), single("step", above("step", step, unit="ms"))
    if trace.ndim != 1:
        raise ValueError(f"one trace at a time, not an array of shape {trace.shape}")
    k = np.flatnonzero((trace[:-1] < SPIKE_LEVEL) & (trace[1:] >= SPIKE_LEVEL))
    return step * (k + (SPIKE_LEVEL - trace[k]) / (trace[k + 1] - trace[k]))


class _Gates(NamedTuple):
    """The six rates of one axon, ready for arrays: see ``_rates_at``."""

    at: np.ndarray
    per_width: np.ndarray
    linear: np.ndarray
    pure: np.ndarray
    h_closing: float


def _gates(a, dimensions=0):
    # Rows: m and n opening (linear over exponential), m and n closing and h opening (exponential),
    # h closing (sigmoid). One call of expm1 for all of them takes a third of the time of six.
    at = (a.m_opening_at, a.n_opening_at, 0.0, 0.0, 0.0, a.h_closing_at)
    widths = (
        *(a.m_opening_width, a.n_opening_width, a.m_closing_width, a.n_closing_width),
        *(a.h_opening_width, a.h_closing_width),
    )
    linear = (a.m_opening * a.m_opening_width, a.n_opening * a.n_opening_width)
    pure = (a.m_closing, a.n_closing, a.h_opening)
    columns = (np.reshape(x, (-1, *[1] * dimensions)) for x in (at, widths, linear, pure))
    at, widths, linear, pure = columns
    return _Gates(at, 1 / widths, linear, pure, a.h_closing)


def _rates_at(v, gates):
    x = (gates.at - v) * gates.per_width
    grown = np.expm1(x)
    opening, closing = np.empty_like(x[:3]), np.empty_like(x[:3])
    # x / (exp(x) - 1), whose limit at 0 is 1.
    quotient = np.ones_like(x[:2])
    np.divide(x[:2], grown[:2], out=quotient, where=grown[:2] != 0)
    np.multiply(gates.linear, quotient, out=opening[::2])
    exponential = gates.pure * (grown[2:5] + 1)
    closing[::2], opening[1] = exponential[:2], exponential[2]
    closing[1] = gates.h_closing / (grown[5] + 2)
    return opening, closing


def _steady(v, gates):
    opening, closing = _rates_at(v, gates)
    return opening / (opening + closing)


def _voltage_slope(v, gates, current, a):
    m, h, n = gates
    sodium = a.g_sodium * m * m * m * h * (v - a.e_sodium)
    potassium = a.g_potassium * (n * n) ** 2 * (v - a.e_potassium)
    return (current - sodium - potassium - a.g_leak * (v - a.e_leak)) / a.capacitance


def _slopes(state, current, shift, a, gates=None):
    opening, closing = _rates_at(state[0] + shift, gates or _gates(a, state.ndim - 1))
    slope = np.empty_like(state)
    slope[0] = _voltage_slope(state[0], state[1:], current, a)
    slope[1:] = opening - (opening + closing) * state[1:]
    return slope


def _runge_kutta(y, current, shift, step, a, gates):
    k1 = _slopes(y, current, shift, a, gates)
    k2 = _slopes(y + step / 2 * k1, current, shift, a, gates)
    k3 = _slopes(y + step / 2 * k2, current, shift, a, gates)
    k4 = _slopes(y + step * k3, current, shift, a, gates)
    return y + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def _rates(voltage, step, window, moments):
    voltage, step = within("voltage", voltage), single("step", above("step", step, unit="ms"))
    window = single("window", above("window", window, unit="ms"))
    if not voltage.ndim or not voltage.size:
        raise ValueError("a trace must hold at least one voltage")
    flat = voltage.reshape(len(voltage), -1)
    result = np.zeros(flat.shape[1])
    for cell, trace in enumerate(flat.T):
        times = moments(trace)
        if times.size > 1 and times[-1] > (len(trace) - 1) * step - window:
            result[cell] = 1000 / np.diff(times)[-_LAST:].mean()
    return result.reshape(voltage.shape[1:])


def _crossing(function, bracket, name, unit):
    bracket = within("bracket", bracket, unit=unit)
    if bracket.shape != (2,):
        raise ValueError(f"bracket must be two values of the {name}, not {bracket.shape}")
    low, high = sorted(bracket.tolist())
    ends = function(low), function(high)
    if min(ends) >= 0 or max(ends) <= 0:
        word = "unstable" if min(ends) > 0 else "stable"
        raise ValueError(f"rest is {word} both at a {name} of {low:g} and of {high:g} {unit}")
    return brentq(function, low, high, xtol=1e-10)
