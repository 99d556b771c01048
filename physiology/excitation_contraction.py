"""From a spike to force through named parts: store, pump, troponin, cross-bridges, Hill element.

Equations: `kim2015motorunit`, constants: `modeldb266732` (fitted to force of the cat's soleus). The
free-calcium trace was never fitted: do not plot it as a measurement. Slowing the pump here raises
force far more than it slows relaxation, so the model understates Brody disease.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import cosh, exp, tanh

import numpy as np
from scipy.integrate import solve_ivp

from physiology.quantities import Parameters, above, instants, quantity, single, within

_KIM = "kim2015motorunit, modeldb266732"
_SETTLE = 500.0  # ms before the first stimulus, in which the store reaches its resting balance
_LONGEST = 60_000.0  # ms


@dataclass(frozen=True)
class Fibre(Parameters):
    """A slow motor unit held at `length`; time in ms, amounts in M."""

    k1: float = quantity(3000.0, "1/(M ms)", _KIM, 0, 1e7)
    k2: float = quantity(3.0, "1/ms", _KIM, 0, 1e4)
    k3: float = quantity(400.0, "1/(M ms)", _KIM, 0, 1e7)
    k4: float = quantity(1.0, "1/ms", _KIM, 0, 1e4)
    k5: float = quantity(4e5, "1/(M ms)", _KIM, 0, 1e9)
    k6: float = quantity(150.0, "1/ms", _KIM, 0, 1e6)
    calsequestrin: float = quantity(0.03, "M", _KIM, 0, 1)
    buffer: float = quantity(0.00043, "M", _KIM, 0, 1)
    troponin: float = quantity(0.00007, "M", _KIM, 1e-9, 1)
    pump_affinity: float = quantity(850.0, "1/M", _KIM, 0, 1e7)
    pump: float = quantity(2000.0, "M/ms", _KIM, 0, 1e6)
    release: float = quantity(10.0, "1/ms", _KIM, 0, 1e4)
    tau_rise: float = quantity(3.0, "ms", _KIM, 0.01, 1e3)
    tau_fall: float = quantity(25.0, "ms", _KIM, 0.01, 1e3)
    cooperativity: float = quantity(5.0, "", _KIM, 0, 100)
    c1: float = quantity(0.128, "", _KIM, -100, 100)
    c2: float = quantity(0.093, "", _KIM, 1e-4, 100)
    c3: float = quantity(61.206, "ms", _KIM, 0.1, 1e4)
    c4: float = quantity(-13.116, "", _KIM, -100, 100)
    c5: float = quantity(5.095, "", _KIM, 1e-3, 100)
    alpha: float = quantity(2.0, "", _KIM, 0.1, 10)
    p0: float = quantity(23.0, "N", _KIM, 0.01, 1e4)
    stiffness: float = quantity(0.4, "1/mm", _KIM, 1e-3, 100)
    a0: float = quantity(2.35, "N", _KIM, 1e-3, 1e3)
    b0: float = quantity(24.35, "mm/s", _KIM, 0, 1e4)
    c0: float = quantity(-7.4, "N", _KIM, -1e3, 1e3)
    d0: float = quantity(30.3, "mm/s", _KIM, 0, 1e4)
    g1: float = quantity(-8.0, "mm", _KIM, -100, 100)
    g2: float = quantity(21.4, "mm", _KIM, 0.1, 1e3)
    length: float = quantity(-8.0, "mm", _KIM, -30, 10)
    # Affinity of troponin against length: one line up to the knee, a flatter one above it.
    affinity_slope: float = quantity(0.03, "1/mm", _KIM, 0, 1)
    affinity_at_zero: float = quantity(1.23, "", _KIM, 0.1, 10)
    affinity_slope_long: float = quantity(0.01, "1/mm", _KIM, 0, 1)
    affinity_at_zero_long: float = quantity(1.08, "", _KIM, 0.1, 10)
    affinity_knee: float = quantity(-8.0, "mm", _KIM, -30, 10)
    store_at_start: float = quantity(0.0025, "M", _KIM, 0, 1)
    free_at_start: float = quantity(1e-10, "M", _KIM, 0, 1)
    # Where the lengthening branch breaks down the element yields within this time.
    yield_time: float = quantity(0.1, "ms", "our choice", 1e-3, 10)


def isometric_force(stimuli, duration, pump_factor=1.0, fibre=None, spacing=0.5):
    """Return time (ms) and force (N), both (t,), of a fibre held at one length.

    Parameters
    ----------
    stimuli : array (m,)
        Ascending times of the spikes, ms (not s), from 0.
    duration : float
        ms.
    pump_factor : float
        Factor on the calcium pump (SERCA), 1 = healthy.
    spacing : float
        Of the output, ms.

    Raises
    ------
    ValueError
        If times do not ascend within the duration, the duration is below 10 ms (seconds are) or
        above a minute, or the solver does not reach the end.
    """
    f = fibre or Fibre()
    pump_factor = single("pump_factor", above("pump_factor", pump_factor, high=10))
    duration = single("duration", within("duration", duration, 10, _LONGEST, "ms"))
    spacing = single("spacing", above("spacing", spacing, high=duration, unit="ms"))
    stimuli = instants("stimuli", stimuli, duration, "ms")
    if stimuli.ndim > 1 or (stimuli == duration).any():
        raise ValueError("stimuli must be one list of moments before the end of the record")
    time = np.arange(round(duration / spacing) + 1) * spacing
    edges = np.concatenate([[-_SETTLE], stimuli, [time[-1]]])
    state = np.array([f.store_at_start, 0.0, f.free_at_start, 0.0, 0.0, 0.0, f.length])
    lengths = np.zeros_like(time)
    for begin, end in pairwise(edges.tolist()):
        if end <= begin:
            continue
        fired = stimuli[stimuli <= begin].tolist()
        inside = (time >= begin) & (time <= end)
        answer = _integrate(state, begin, end, fired, pump_factor, f)
        if inside.any():
            lengths[inside] = answer.sol(time[inside])[6]
        state = answer.y[:, -1]
    return time, _series_force(lengths, f)


def twitch_times(time, force, start=0.0):
    """Return contraction time and half-relaxation time (ms) of the response after `start` (ms).

    The first runs from the stimulus to the peak, the second from the peak to half of it. Raises
    ``ValueError`` if nothing was recorded after `start`, no force was, or it does not fall by half.
    """
    time, force = _record(time, force)
    start = single("start", within("start", start, time[0], time[-1], "ms"))
    top = int(np.where(time >= start, force, -1.0).argmax())
    return float(time[top] - start), _half_after(time, force, top)


def half_relaxation(time, force, last):
    """Return the time (ms) after the `last` stimulus (ms) until force is half of what it was then.

    Raises ``ValueError`` if `last` lies outside the record, there is no force at that time, or it
    has not fallen that far when the record ends.
    """
    time, force = _record(time, force)
    last = single("last", within("last", last, time[0], time[-1], "ms"))
    return _half_after(time, force, int(np.searchsorted(time, last)))


def ripple(time, force, begin, end):
    """Return (max - min)/max of the force between two times, ms.

    Raises ``ValueError`` if nothing, or no force, was recorded between them.
    """
    time, force = _record(time, force)
    begin, end = single("begin", within("begin", begin)), single("end", within("end", end))
    part = force[(time >= begin) & (time <= end)]
    if not part.size or part.max() <= 0:
        raise ValueError(f"no force was recorded between {begin:g} and {end:g} ms")
    return float((part.max() - part.min()) / part.max())


def _record(time, force):
    time, force = within("time", time), within("force", force, 0, unit="N")
    if time.ndim != 1 or time.shape != force.shape or time.size < 2:
        raise ValueError("time and force must be two lists of one length")
    return time, force


def _half_after(time, force, start):
    if force[start] <= 0:
        raise ValueError(f"there is no force at {time[start]:g} ms")
    below = np.flatnonzero(force[start:] <= force[start] / 2)
    if not below.size:
        raise ValueError("force has not fallen by half before the record ends: simulate longer")
    k = start + below[0]
    share = (force[k - 1] - force[start] / 2) / (force[k - 1] - force[k])
    return float(time[k - 1] + share * (time[k] - time[k - 1]) - time[start])


def _integrate(state, begin, end, fired, pump_factor, f):
    answer = solve_ivp(
        lambda t, y: _slopes(t, y.tolist(), fired, pump_factor, f),
        (begin, end),
        state,
        "BDF",
        dense_output=True,
        rtol=1e-6,
        atol=[1e-10, 1e-10, 1e-13, 1e-12, 1e-12, 1e-8, 1e-8],
        max_step=2.0,
    )
    if not answer.success:
        raise ValueError(f"the solver did not reach {end:g} ms: {answer.message}")
    return answer


def _slopes(t, y, fired, pump_factor, f):
    store, held, free, buffered, bound, active, element = y
    gate = 0.0
    for spike in fired:
        since = t - spike
        gate += (1 - exp(-since / f.tau_rise)) * exp(-since / f.tau_fall)
    release = store * f.release * gate
    ratio = f.pump_affinity * free
    uptake = pump_factor * f.pump * (ratio**2 / (1 + ratio + ratio**2)) ** 2
    from_held = -f.k1 * f.calsequestrin * store + (f.k1 * store + f.k2) * held
    from_buffer = -f.k3 * f.buffer * free + (f.k3 * free + f.k4) * buffered
    # Affinity of troponin rises with length, and with cross-bridges already attached.
    k5 = _affinity(f) * f.k5
    k6 = f.k6 / (1 + f.cooperativity * max(active, 0.0))
    from_troponin = -k5 * f.troponin * free + (k5 * free + k6) * bound
    share = bound / f.troponin
    wanted = (1 + tanh((share - f.c1) / f.c2)) / 2
    lag = f.c3 / cosh((share - f.c4) / (2 * f.c5))
    return (
        from_held - release + uptake,
        -from_held,
        from_troponin + from_buffer + release - uptake,
        -from_buffer,
        -from_troponin,
        (wanted - active) / lag,
        _element_speed(element, max(active, 0.0), f),
    )


def _affinity(f):
    if f.length <= f.affinity_knee:
        return f.affinity_slope * f.length + f.affinity_at_zero
    return f.affinity_slope_long * f.length + f.affinity_at_zero_long


def _element_speed(element, active, f):
    """Speed (mm/ms) of the contractile element in series with the spring."""
    force = float(_series_force(element, f))
    strength = exp(-(((f.length - f.g1) / f.g2) ** 2)) * active**f.alpha
    able = f.p0 * strength
    if force <= able:
        resistance = force + f.a0 * strength
        return -1e-3 * f.b0 * (able - force) / resistance if resistance > 1e-12 else 0.0
    resistance = 2 * able - force + f.c0 * strength
    fastest = (force - able) / (f.p0 * f.stiffness) / f.yield_time
    if resistance <= 0:
        return fastest
    return min(1e-3 * f.d0 * (force - able) / resistance, fastest)


def _series_force(element, f):
    return f.p0 * f.stiffness * np.maximum(0.0, f.length - element)
