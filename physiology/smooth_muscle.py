"""The latch-bridge of smooth muscle: four cross-bridge states after Hai and Murphy.

Scheme: `hai1988latch`; calcium drive: `koenigsberger2006`. The constants were fitted to a tonic
artery while gut muscle is phasic, and two values of `k7` circulate: show several. It says nothing
of the energy cost of force, nor of the dose of any drug.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import expm

from physiology.quantities import (
    Parameters,
    above,
    fitting,
    quantity,
    single,
    together,
    whole,
    within,
)

_CODES = "hai1988latch, koenigsberger2006"
_FASTEST = 1e4  # 1/s
_LONGEST = 1e4  # s; a longer phase is milliseconds
_HALVES = 1e-4, 10.0  # where the half of a hyperbola is searched
_GRID = 4001  # values looked at in each of three turns
DETACHED = np.array([1.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True)
class LatchBridge(Parameters):
    """Rates of the scheme; k5 = k2 and k6 = k1 throughout."""

    k2: float = quantity(0.5, "1/s", _CODES, 1e-6, 100)
    k3: float = quantity(0.4, "1/s", _CODES, 0, 100)
    k4: float = quantity(0.1, "1/s", _CODES, 0, 100)
    # 0.01 is a tonic artery; the code of an arteriole (dormanns2016no) has 0.1.
    k7: float = quantity(0.01, "1/s", "assumed", 1e-6, 100)
    calcium_gain: float = quantity(17.0, "1/(µM³ s)", "koenigsberger2006", 0, 1e4)


@dataclass(frozen=True)
class WaveDrive(Parameters):
    """How a slow wave is made to drive the bridges: k1 on its plateau and between, and its clock.

    The coupling is illustrative, not a finding.
    """

    high: float = quantity(0.5, "1/s", "our choice", 0, 100)
    low: float = quantity(0.005, "1/s", "our choice", 0, 100)
    plateau: float = quantity(5.0, "s", "our choice", 1e-3, 1e4)
    period: float = quantity(20.0, "s", "our choice", 1e-3, 1e4)


def phosphorylation_rate(calcium, bridge=None):
    """Return k1 (1/s) = gain [Ca]³; `calcium` in µM.

    Raises ``ValueError`` below 0, and above 100 as it must be nM.
    """
    b = bridge or LatchBridge()
    return b.calcium_gain * within("calcium", calcium, 0, 100, "µM") ** 3


def transition_matrix(k1, bridge=None, k7=None):
    """Return the rates of change ``(..., 4, 4)`` of the states M, Mp, AMp, AM.

    `k1` and `k7` (1/s; by default the bridge's) broadcast to the leading shape. Every column sums
    to zero: bridges change state and none is lost. Raises ``ValueError`` for a negative rate or one
    above 10⁴ per s.
    """
    b = bridge or LatchBridge()
    k1 = within("k1", k1, 0, _FASTEST, "1/s")
    k7 = within("k7", b.k7 if k7 is None else k7, 0, _FASTEST, "1/s")
    k1, k7 = together(k1=k1, k7=k7)
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
    states = np.linalg.solve(m, np.broadcast_to(DETACHED[:, None], (*m.shape[:-1], 1)))[..., 0]
    return np.maximum(states, 0.0)  # rounding can leave -0


def stress(fractions):
    """Return the attached share AMp + AM of states ``(..., 4)``.

    Raises ``ValueError`` for anything but four shares that sum to 1.
    """
    fractions = _states(fractions)
    return fractions[..., 2] + fractions[..., 3]


def phosphorylation(fractions):
    """Return the phosphorylated share Mp + AMp of states ``(..., 4)``.

    Raises ``ValueError`` for anything but four shares that sum to 1.
    """
    fractions = _states(fractions)
    return fractions[..., 1] + fractions[..., 2]


def stress_at_phosphorylation(share, bridge=None, k7=None):
    """Return the steady stress at a phosphorylated `share`; `k7` broadcasts.

    Raises ``ValueError`` for a share of 1, since the phosphatase never stops, and for one so near
    to 1 that k1 would exceed 10⁴ per s.
    """
    b = bridge or LatchBridge()
    most = _FASTEST / (_FASTEST + b.k2)
    share = within("phosphorylation", share, 0, 1)
    if (share > most).any():
        raise ValueError(
            f"phosphorylation must be below 1, at most {most:.5f}: the phosphatase never stops"
        )
    k7 = within("k7", b.k7 if k7 is None else k7, 0, _FASTEST, "1/s")
    share, k7 = together(share=share, k7=k7)
    # Exact at steady state: share = k1 / (k1 + k2).
    return stress(steady_state(b.k2 * share / (1 - share), b, k7))


def hyperbola(share, values):
    """Fit `values` (n,) at phosphorylations `share` (n,) by top · share / (half + share).

    Returns top, half and the largest absolute error. Least squares of the error itself; `half` is
    searched from 1e-4 to 10, `top` follows in closed form. Raises ``ValueError`` if the lists do
    not match, hold fewer than three values, or the best `half` lies at an end of the search.
    """
    share, values = within("share", share, 0, 1), within("values", values)
    if share.ndim != 1 or share.shape != values.shape or np.unique(share).size < 3:
        raise ValueError("a hyperbola needs three or more different shares and a value for each")

    def at(half):
        shape = share / (half[:, None] + share)
        top = (shape @ values) / (shape**2).sum(axis=1)
        return top, top[:, None] * shape - values

    halves = np.geomspace(*_HALVES, _GRID)
    for turn in range(3):
        _, errors = at(halves)
        best = int((errors**2).sum(axis=1).argmin())
        if turn == 0 and best in (0, halves.size - 1):
            raise ValueError(
                "these values follow no hyperbola with a half from {:g} to {:g}".format(*_HALVES)
            )
        halves = np.linspace(
            halves[max(best - 1, 0)], halves[min(best + 1, len(halves) - 1)], _GRID
        )
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
        Length of each phase, s.
    step : float
        Spacing of the output, s. It affects no value: the propagator is a matrix exponential, and
        the last hop of a phase is as long as what remains of it.
    k7 : array_like, optional
        1/s; its shape becomes the trailing shape of the result, together with that of `start`.
    start : array (..., 4)
        Shares of the four states at first.

    Returns
    -------
    time : array (t,)
        s: 0, then every `step` within each phase, and the end of each phase.
    fractions : array (t, ..., 4)

    Raises
    ------
    ValueError
        If drives and durations differ in number, a duration or step is not positive, a duration is
        above 10,000 s (milliseconds are), or the shares at the start do not sum to 1.
    """
    b = bridge or LatchBridge()
    k1 = np.atleast_1d(within("k1", k1, 0))
    durations = np.atleast_1d(above("duration", durations, high=_LONGEST, unit="s"))
    if k1.ndim != 1 or k1.shape != durations.shape:
        raise ValueError("k1 and durations must be two lists of one length")
    step = single("step", above("step", step, unit="s"))
    k7 = within("k7", b.k7 if k7 is None else k7, 0, _FASTEST, "1/s")
    start = _states(start)
    state = np.broadcast_to(start, (*fitting(k7=k7.shape, start=start.shape[:-1]), 4))
    times, rows = [0.0], [state]
    for rate, duration in zip(k1, durations, strict=True):
        matrix, begin = transition_matrix(rate, b, k7), times[-1]
        count = int(np.floor(duration / step * (1 + 1e-12)))
        rest = duration - count * step
        ends = begin + step * np.arange(1, count + 1)
        hops = [expm(matrix * step)] * count if count else []
        if rest > 1e-9 * step:
            ends, hops = np.append(ends, begin + duration), [*hops, expm(matrix * rest)]
        for hop in hops:
            state = (hop @ state[..., None])[..., 0]
            rows.append(state)
        times += ends.tolist()
    return np.array(times), np.stack(rows)


def slow_wave_stress(
    k7,
    high=WaveDrive.high,
    low=WaveDrive.low,
    plateau=WaveDrive.plateau,
    period=WaveDrive.period,
    cycles=30,
    step=0.1,
):
    """Return time (s) and stress ``(t, ...)``: the drive is `high` on each plateau, else `low`.

    The coupling of a slow wave to this drive is illustrative, not a finding. Raises ``ValueError``
    for a plateau not shorter than the period, what a ``WaveDrive`` cannot be, and as ``respond``
    does.
    """
    given = {"high": high, "low": low, "plateau": plateau, "period": period}
    high, low, plateau, period = (
        single(name, WaveDrive.accept(name, value)) for name, value in given.items()
    )
    if plateau >= period:
        raise ValueError(f"the plateau ({plateau:g} s) must be shorter than the period")
    cycles = single("cycles", whole("cycles", cycles))
    drive, durations = [high, low] * cycles, [plateau, period - plateau] * cycles
    time, fractions = respond(drive, durations, step, k7=k7)
    return time, stress(fractions)


def _states(fractions):
    states = within("shares", fractions, -1e-9, 1 + 1e-9)
    if not states.ndim or states.shape[-1] != 4 or (abs(states.sum(axis=-1) - 1) > 1e-6).any():
        raise ValueError("states must be four shares, M, Mp, AMp and AM, that sum to 1")
    return states
