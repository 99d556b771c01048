"""The latch-bridge of smooth muscle: four cross-bridge states after Hai and Murphy.

Scheme: `hai1988latch`; calcium drive: `koenigsberger2006`. The constants were fitted to a tonic
artery while gut muscle is phasic, and two values of `k7` circulate: show several. It says nothing
of the energy cost of force, nor of the dose of any drug.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import expm

from physiology.quantities import Parameters, above, quantity, within

_CODES = "hai1988latch, koenigsberger2006"
DETACHED = np.array([1.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True)
class LatchBridge(Parameters):
    """Rates of the scheme; k5 = k2 and k6 = k1 throughout."""

    k2: float = quantity(0.5, "1/s", _CODES, 1e-6, 100)
    k3: float = quantity(0.4, "1/s", _CODES, 0, 100)
    k4: float = quantity(0.1, "1/s", _CODES, 0, 100)
    # 0.01 is a tonic artery; the code of an arteriole (dormanns2016no) has 0.1.
    k7: float = quantity(0.01, "1/s", "keener_sneyd", 1e-6, 100)
    calcium_gain: float = quantity(17.0, "1/(µM³ s)", "koenigsberger2006", 0, 1e4)


def phosphorylation_rate(calcium, bridge=None):
    """Return k1 (1/s) = gain [Ca]³; `calcium` in µM, refused above 100 as it must be nM."""
    b = bridge or LatchBridge()
    return b.calcium_gain * within("calcium", calcium, 0, 100, "µM") ** 3


def transition_matrix(k1, bridge=None, k7=None):
    """Return the rates of change ``(..., 4, 4)`` of the states M, Mp, AMp, AM.

    `k1` and `k7` (1/s; by default the bridge's) broadcast to the leading shape. Every column sums
    to zero: bridges change state and none is lost.
    """
    b = bridge or LatchBridge()
    k1 = within("k1", k1, 0, 1e4, "1/s")
    k7 = within("k7", b.k7 if k7 is None else k7, 0, 1e4, "1/s")
    k1, k7 = np.broadcast_arrays(k1, k7)
    m = np.zeros((*k1.shape, 4, 4))
    for start, end, rate in (
        (0, 1, k1),
        (1, 0, b.k2),
        (1, 2, b.k3),
        (2, 1, b.k4),
        (2, 3, b.k2),
        (3, 2, k1),
        (3, 0, k7),
    ):
        m[..., end, start] += rate
        m[..., start, start] -= rate
    return m


def steady_state(k1, bridge=None, k7=None):
    """Return the steady fractions ``(..., 4)`` of M, Mp, AMp, AM.

    Solved as a linear system with the sum fixed to 1. Raises ``ValueError`` where k1 and k7 are
    both zero, since then any mixture of M and AM is steady.
    """
    m = transition_matrix(k1, bridge, k7)
    if ((m[..., 1, 0] == 0) & (m[..., 0, 3] == 0)).any():
        raise ValueError("with k1 = 0 and k7 = 0 the steady state is not unique: raise one of them")
    m[..., 0, :] = 1
    return np.linalg.solve(m, np.broadcast_to(DETACHED[:, None], (*m.shape[:-1], 1)))[..., 0]


def stress(fractions):
    """Return the attached share AMp + AM of states ``(..., 4)``."""
    return fractions[..., 2] + fractions[..., 3]


def phosphorylation(fractions):
    """Return the phosphorylated share Mp + AMp of states ``(..., 4)``."""
    return fractions[..., 1] + fractions[..., 2]


def stress_at_phosphorylation(share, bridge=None, k7=None):
    """Return the steady stress at a phosphorylated `share` (0 to below 1); `k7` broadcasts."""
    b = bridge or LatchBridge()
    share = within("phosphorylation", share, 0, 1)
    if (share == 1).any():
        raise ValueError("phosphorylation must be below 1: the phosphatase never stops")
    # Exact at steady state: share = k1 / (k1 + k2).
    return stress(steady_state(b.k2 * share / (1 - share), b, k7))


def hyperbola(share, values):
    """Fit `values` (n,) at phosphorylations `share` (n,) by top · share / (half + share).

    Returns top, half and the largest absolute error. Least squares of the error itself; `half` is
    searched, `top` follows in closed form.
    """
    share, values = np.asarray(share, float), np.asarray(values, float)

    def at(half):
        shape = share / (half[:, None] + share)
        top = (shape @ values) / (shape**2).sum(axis=1)
        return top, top[:, None] * shape - values

    halves = np.geomspace(1e-4, 10, 4001)
    for _ in range(3):
        _, errors = at(halves)
        best = int((errors**2).sum(axis=1).argmin())
        halves = np.linspace(halves[max(best - 1, 0)], halves[min(best + 1, len(halves) - 1)], 201)
    top, errors = at(halves)
    best = int((errors**2).sum(axis=1).argmin())
    return float(top[best]), float(halves[best]), float(np.abs(errors[best]).max())


def respond(k1, durations, step=0.1, bridge=None, k7=None, start=DETACHED):
    """Follow the states through a sequence of constant drives, exactly.

    Parameters
    ----------
    k1 : sequence of float
        One rate (1/s) a phase.
    durations : sequence of float
        Length of each phase, s; rounded to whole steps.
    step : float
        Spacing of the output, s: it affects no value, the propagator is a matrix exponential.
    k7 : array_like, optional
        1/s; its shape becomes the trailing shape of the result.

    Returns
    -------
    time : array (t,)
        s.
    fractions : array (t, ..., 4)
    """
    above("step", step, unit="s")
    b = bridge or LatchBridge()
    k7 = np.asarray(b.k7 if k7 is None else k7, float)
    state = np.broadcast_to(np.asarray(start, float), (*k7.shape, 4))
    rows = [state]
    for rate, duration in zip(k1, durations, strict=True):
        hop = expm(transition_matrix(rate, b, k7) * step)
        for _ in range(round(float(above("duration", duration, unit="s")) / step)):
            state = (hop @ state[..., None])[..., 0]
            rows.append(state)
    return np.arange(len(rows)) * step, np.stack(rows)


def slow_wave_stress(k7, high=0.5, low=0.005, plateau=5.0, period=20.0, cycles=30, step=0.1):
    """Return time (s) and stress ``(t, ...)``: the drive is `high` on each plateau, else `low`.

    The coupling of a slow wave to this drive is illustrative, not a finding.
    """
    if not 0 < plateau < period:
        raise ValueError(f"the plateau ({plateau:g} s) must be shorter than the period")
    drive, durations = [high, low] * cycles, [plateau, period - plateau] * cycles
    time, fractions = respond(drive, durations, step, k7=k7)
    return time, stress(fractions)
