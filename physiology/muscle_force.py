"""Force of an electrically stimulated muscle (Ding, Wexler and Binder-Macleod).

Equations: `ding2003model`, constants: `cocofest`. All times are in seconds. The activation is a
fitted quantity, not a calcium concentration, and the drive is imposed: it is no model of a cramp.
"""

from dataclasses import dataclass

import numpy as np

from physiology.quantities import (
    Parameters,
    above,
    fitting,
    instants,
    quantity,
    single,
    together,
    within,
)

_SOURCE = "cocofest"
_LONGEST = 600.0  # s; a longer train or record is milliseconds
_COARSEST = 5e-4  # s, step of the solver
ENHANCEMENTS = ("current", "rested")


@dataclass(frozen=True)
class Muscle(Parameters):
    """Constants fitted to human quadriceps; `alpha_*` act only in ``fatigue``."""

    gain: float = quantity(3_009.0, "N/s", _SOURCE, 0, 1e6)
    tau_1: float = quantity(0.050957, "s", _SOURCE, 1e-4, 1)
    # One published table has 0.100 s: uncertain.
    tau_2: float = quantity(0.060, "s", _SOURCE, 1e-4, 1)
    tau_c: float = quantity(0.020, "s", _SOURCE, 1e-4, 1)
    half_activation: float = quantity(0.103, "", _SOURCE, 1e-4, 10)
    # R0 is half_activation and this.
    doublet: float = quantity(1.04, "", _SOURCE, 1, 10)
    tau_fatigue: float = quantity(127.0, "s", _SOURCE, 1, 1e5)
    alpha_gain: float = quantity(-0.4, "1/s²", _SOURCE, -100, 0)
    alpha_tau_1: float = quantity(2.1e-5, "1/N", _SOURCE, 0, 1)
    # Per second: a table that prints this number with milliseconds is a thousandfold off.
    alpha_half_activation: float = quantity(1.9e-5, "1/(s N)", _SOURCE, 0, 1)


def regular_train(rate, duration):
    """Return stimulus times (s), shape ``(m, ...)``: every 1/`rate` from 0 up to `duration`.

    `rate` (Hz) may have any shape; shorter trains are filled up with ``inf``. Raises ``ValueError``
    for a rate outside 0 to 1000 Hz and a duration above 600 s.
    """
    rate = within("rate", above("rate", rate, unit="Hz"), 0, 1000, "Hz")
    duration = single("duration", above("duration", duration, high=_LONGEST, unit="s"))
    # The reference places the last stimulus on the end of the train when it falls there.
    counts = np.floor(rate * duration + 1e-9).astype(int) + 1
    order = np.arange(counts.max()).reshape(-1, *[1] * rate.ndim)
    return np.where(order < counts, order / rate, np.inf)


def activation(time, stimuli, tau_c, half_activation, doublet=Muscle.doublet):
    """Return the activation C_N in closed form.

    Parameters
    ----------
    time : array (t,)
        s, ascending from 0 on.
    stimuli : array (m, ...)
        Ascending stimulus times, s; ``inf`` for none.
    tau_c, half_activation, doublet : array_like
        s and without unit; they broadcast to the trailing shape of `stimuli`.

    Returns
    -------
    array (t, ...)

    Raises
    ------
    ValueError
        If stimuli do not ascend or lie outside 0 to 600 s, or a value is impossible.
    """
    time = np.atleast_1d(within("time", time, 0, _LONGEST, "s"))
    half = Muscle.accept("half_activation", half_activation)
    extra = Muscle.accept("doublet", doublet) - 1
    base, pair = _activation_parts(
        time,
        _checked(stimuli, _LONGEST),
        tau_c,
        half_activation=half.shape,
        doublet=extra.shape,
    )
    return base + (half + extra) * pair


def force(time, stimuli, muscle=None, tau_c=None):
    """Return the force (N), shape ``(t, ...)``, of an unfatigued muscle.

    Parameters
    ----------
    time : array (t,)
        s, uniform from 0; its spacing is the step of the solver, at most 0.5 ms.
    stimuli : array (m, ...)
        s, ascending from 0 to the end of `time`; ``inf`` for none.
    muscle : Muscle, optional
    tau_c : array_like, optional
        s; replaces the muscle's, for a sweep.

    Raises
    ------
    ValueError
        If stimuli do not ascend or lie outside the record (milliseconds do), `time` is not uniform,
        or `tau_c` is above 1 s.
    """
    m = muscle or Muscle()
    return _solve(time, stimuli, m, m.tau_c if tau_c is None else tau_c, None)


def fatigue(time, stimuli, muscle=None, enhancement="current"):
    """Return the force (N), shape ``(t, ...)``, of a muscle that tires as it works.

    Arguments as for ``force``, and `enhancement`: R0, which makes a second pulse stronger, is 1.04
    above the half-activation. "current" lets it follow the one that fatigue moves, as the equation
    of `ding2003model` reads; "rested" holds it at rest, as the program `cocofest` does. C_N follows
    a slowly moving R0 without lag: in `tau_c` it moves by some 1e-4. Raises ``ValueError`` as
    ``force`` does, and for another `enhancement`.
    """
    m = muscle or Muscle()
    if enhancement not in ENHANCEMENTS:
        raise ValueError(f"enhancement must be one of {', '.join(ENHANCEMENTS)}")
    return _solve(time, stimuli, m, m.tau_c, enhancement)


def peak_and_ripple(rate, tau_c=None, muscle=None, duration=2.0, step=_COARSEST):
    """Return peak force (N) of a train, and its ripple (max - min)/max over the last cycle.

    `rate` (Hz) and `tau_c` (s) broadcast; both results have that shape. Raises ``ValueError`` for a
    train without one whole cycle, and as ``force`` and ``regular_train`` do.
    """
    m = muscle or Muscle()
    rate, tau_c = together(
        rate=within("rate", above("rate", rate, unit="Hz"), 0, 1000, "Hz"),
        tau_c=above("tau_c", m.tau_c if tau_c is None else tau_c, high=1, unit="s"),
    )
    duration = single("duration", above("duration", duration, high=_LONGEST, unit="s"))
    if (rate * duration < 1 - 1e-9).any():
        raise ValueError(
            f"{rate.min():g} Hz has no whole cycle in {duration:g} s: take a longer duration"
        )
    step = single("step", within("step", above("step", step, unit="s"), 0, _COARSEST, "s"))
    time = np.arange(round(duration / step) + 1) * step
    forces = force(time, regular_train(rate, duration), m, tau_c)
    last = np.floor(rate * duration + 1e-9) / rate
    clock = time.reshape(-1, *[1] * rate.ndim)
    cycle = (clock >= last - 1 / rate) & (clock <= last)
    high = np.where(cycle, forces, -np.inf).max(axis=0)
    low = np.where(cycle, forces, np.inf).min(axis=0)
    return forces.max(axis=0), (high - low) / high


def _checked(stimuli, end):
    return instants("stimuli", stimuli, end, "s", pad=True)


def _activation_parts(time, stimuli, tau_c, **others):
    """Split C_N into the part of every stimulus and the part of its predecessor, both (t, ...).

    What comes after the time has the shape to which stimuli, `tau_c` and `others` broadcast.

    After a time s one stimulus adds R (s/tau) exp(-s/tau), where R = 1 + (R0 - 1) exp(-gap/tau), so
    the sum is base + (R0 - 1) doublet.
    """
    tau = above("tau_c", tau_c, high=1, unit="s")
    shape = fitting(stimuli=stimuli.shape[1:], tau_c=tau.shape, **others)
    clock = time.reshape(-1, *[1] * len(shape))
    base = np.zeros((time.size, *shape))
    doublet = np.zeros_like(base)
    before = np.full(stimuli.shape[1:], -np.inf)
    for now in stimuli:
        present = np.isfinite(now)
        since = np.where(present, clock - np.where(present, now, 0), -1.0) / tau
        twitch = np.where(since > 0, since * np.exp(-np.maximum(since, 0)), 0)
        base += twitch
        gap = np.where(present & np.isfinite(before), now - np.where(present, before, 0), np.inf)
        doublet += twitch * np.exp(-gap / tau)
        before = np.where(present, now, before)
    return base, doublet


def _solve(time, stimuli, m, tau_c, tiring):
    time = within("time", time, 0, _LONGEST, "s")
    step = _uniform_step(time)
    # A stimulus on the last moment may lie a rounding error behind it.
    stimuli = _checked(stimuli, time[-1] + 1e-9)
    # Runge-Kutta looks at the middle of each step too.
    base, doublet = _activation_parts(np.arange(2 * time.size - 1) * step / 2, stimuli, tau_c)
    solve = _tiring if tiring else _untired
    result = solve(base, doublet, m, step, tiring)
    if not np.isfinite(result).all():
        raise ValueError("the force is no longer finite: take a smaller step")
    return result


def _untired(base, doublet, m, step, _):
    # Nothing but the force moves, so all that drives it is known beforehand.
    level = base + (m.half_activation + m.doublet - 1) * doublet
    bound = level / (m.half_activation + level)
    drive, lag = m.gain * bound, m.tau_1 + m.tau_2 * bound
    if base.ndim == 1:  # floats of Python are faster one by one
        drive, lag = drive.tolist(), lag.tolist()

    def slopes(force_, i):
        return drive[i] - force_ / lag[i]

    result = np.zeros((len(base) // 2 + 1, *base.shape[1:]))
    force_ = 0.0 * drive[0]
    for k in range(len(result) - 1):
        force_ = _runge_kutta(slopes, force_, 2 * k, step)
        result[k + 1] = force_
    return result


def _tiring(base, doublet, m, step, tiring):
    resting = np.array([0.0, m.gain, m.tau_1, m.half_activation])
    state = np.empty((4, *base.shape[1:]))
    state[:] = resting.reshape(4, *[1] * (base.ndim - 1))

    def slopes(y, i):
        force_, gain, tau_1, half = y
        enhancing = m.half_activation if tiring == "rested" else half
        level = base[i] + (enhancing + m.doublet - 1) * doublet[i]
        bound = level / (half + level)
        slope = np.zeros_like(y)
        slope[0] = gain * bound - force_ / (tau_1 + m.tau_2 * bound)
        drift = np.stack(
            [m.alpha_gain * force_, m.alpha_tau_1 * force_, m.alpha_half_activation * force_]
        )
        rest = resting[1:].reshape(3, *[1] * (y.ndim - 1))
        slope[1:] = drift - (y[1:] - rest) / m.tau_fatigue
        return slope

    result = np.zeros((len(base) // 2 + 1, *base.shape[1:]))
    for k in range(len(result) - 1):
        state = _runge_kutta(slopes, state, 2 * k, step)
        result[k + 1] = state[0]
    return result


def _runge_kutta(slopes, y, i, step):
    k1 = slopes(y, i)
    k2 = slopes(y + step / 2 * k1, i + 1)
    k3 = slopes(y + step / 2 * k2, i + 1)
    k4 = slopes(y + step * k3, i + 2)
    return y + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def _uniform_step(time):
    if time.ndim != 1 or time.size < 2 or time[0] != 0:
        raise ValueError("time must be one array of at least two values that starts at 0 s")
    step = time[-1] / (time.size - 1)
    if step <= 0 or not np.allclose(np.diff(time), step, rtol=1e-6, atol=0):
        raise ValueError("time must rise in equal steps")
    if step > _COARSEST * (1 + 1e-4):
        raise ValueError(f"the step must be at most 0.5 ms; got {step * 1000:g} ms")
    return step
