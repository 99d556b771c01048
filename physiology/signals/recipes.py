"""What the signals are made of: every number with its unit, and where it is from.

Most are chosen by us. A key beside "our choice" means that it is chosen so that the samples, when
measured again, give back what that work prints; it is no value that the work prints itself.
"""

from dataclasses import dataclass

from physiology.quantities import Parameters, quantity

_OURS = "our choice"
_MEETS = "{}, our choice".format
_CRAMP, _JUMP = _MEETS("minetto2009discharge"), _MEETS("decarvalho2013earliest")


@dataclass(frozen=True)
class Wave(Parameters):
    """A positive wave: down, slowly back, a hump; and the arrivals at a needle near a unit."""

    fall: float = quantity(2.2, "ms", _OURS, 0, 100)
    onset: float = quantity(0.35, "ms", _OURS, 0, 100)
    hump: float = quantity(0.13, "", _OURS, 0, 1)
    hump_at: float = quantity(8, "ms", _OURS, 0, 100)
    hump_width: float = quantity(12, "ms²", _OURS, 0, 1e3)
    lasts: float = quantity(16, "ms", _OURS, 1, 100)
    fade: float = quantity(3, "ms", _OURS, 0.1, 100)
    nearest_fibre: float = quantity(0.5, "mm, at most", _OURS, 0.1, 5)
    latest_fibre: float = quantity(11, "ms from the middle", _OURS, 1, 100)


@dataclass(frozen=True)
class Firing(Parameters):
    """How a unit's spikes scatter."""

    first: float = quantity(0.2, "of an interval, at least", _OURS, 0, 1)
    doublet_low: float = quantity(0.004, "s", _OURS, 1e-3, 0.1)
    doublet_high: float = quantity(0.010, "s", _OURS, 1e-3, 0.1)
    group_scatter: float = quantity(0.06, "of an interval", _OURS, 0, 1)


@dataclass(frozen=True)
class Effort(Parameters):
    """A willed contraction: units join in order of size and quicken with the effort."""

    first_joins: float = quantity(0.02, "of full effort", _OURS, 0, 1)
    joining_over: float = quantity(0.75, "of full effort", _OURS, 0, 1)
    joining_power: float = quantity(1.6, "", _OURS, 0.1, 10)
    smallest: float = quantity(250, "µV", _OURS, 1, 1e5)
    largest: float = quantity(6.0, "times the smallest", _OURS, 1, 100)
    size_low: float = quantity(0.6, "of the size", _OURS, 0, 10)
    size_high: float = quantity(1.4, "of the size", _OURS, 0, 10)
    beside: float = quantity(0.5, "of the size, farther from the needle", _OURS, 0, 1)
    far: float = quantity(0.3, "of the size, farthest", _OURS, 0, 1)
    slowest: float = quantity(6, "per s", "minetto2009discharge", 0, 100)
    quickening: float = quantity(19, "per s", _CRAMP, 0, 100)
    quickening_over: float = quantity(0.6, "of full effort", _OURS, 0.01, 1)
    variation: float = quantity(0.15, "of an interval", _OURS, 0, 1)


@dataclass(frozen=True)
class Cramp(Parameters):
    """A cramp: units join one by one, rise to a height, sink and leave; and what a stretch does."""

    onset: float = quantity(0.6, "s", _OURS, 0, 10)
    all_joined: float = quantity(6.0, "s", _OURS, 0, 60)
    height_at: float = quantity(8.0, "s", _OURS, 0, 60)
    rise: float = quantity(6.0, "s", _CRAMP, 0.1, 60)
    sink: float = quantity(11.0, "s", _CRAMP, 0.1, 60)
    sinks_before_end: float = quantity(12.0, "s", _CRAMP, 0, 60)
    sinks_after: float = quantity(6.0, "s, at the earliest", _OURS, 0, 60)
    last_leaves: float = quantity(1.2, "s before the end", _OURS, 0, 60)
    leaving_over: float = quantity(3.0, "s", _OURS, 0, 60)
    smallest: float = quantity(300, "µV", _OURS, 1, 1e5)
    largest: float = quantity(4.0, "times the smallest", _OURS, 1, 100)
    size_low: float = quantity(0.7, "of the size", _OURS, 0, 10)
    size_high: float = quantity(1.3, "of the size", _OURS, 0, 10)
    height_low: float = quantity(0.75, "of the highest rate", _CRAMP, 0, 10)
    height_high: float = quantity(1.25, "of the highest rate", _CRAMP, 0, 10)
    slowest: float = quantity(4.2, "per s", _CRAMP, 0, 100)
    beat: float = quantity(1.4, "per s", _CRAMP, 0, 100)
    beat_depth: float = quantity(0.15, "of the rate", _CRAMP, 0, 1)
    variation: float = quantity(0.17, "of an interval", _CRAMP, 0, 1)
    doublets: float = quantity(0.042, "of the spikes", _CRAMP, 0, 1)
    stretch_excites: float = quantity(0.8, "s", _OURS, 0, 10)
    stretch_gain: float = quantity(1.5, "times the rate", _OURS, 1, 10)
    stretch_ends: float = quantity(0.35, "s later", _OURS, 0, 10)
    stretch_joins: float = quantity(4, "units", _OURS, 0, 100)
    joining_rate: float = quantity(14.0, "per s", _OURS, 0, 100)
    joining_smallest: float = quantity(900, "µV", _OURS, 1, 1e5)
    joining_largest: float = quantity(1500, "µV", _OURS, 1, 1e5)
    whole: float = quantity(20.0, "s, of which the height is cut", _OURS, 14, 600)


@dataclass(frozen=True)
class Contracture(Parameters):
    """A force that stays while the needle is silent."""

    effort: float = quantity(0.7, "of full effort", _OURS, 0, 1)
    lost: float = quantity(0.12, "of the force", _OURS, 0, 1)
    losing_over: float = quantity(1.0, "s", _OURS, 0.1, 60)
    wander: float = quantity(0.6, "% for a walk of as many steps as follow", _OURS, 0, 10)
    wander_steps: float = quantity(200, "", _OURS, 1, 1e5)


@dataclass(frozen=True)
class Tetany(Parameters):
    """Groups of spikes."""

    groups: float = quantity(7.0, "per s", _OURS, 0.1, 100)
    variation: float = quantity(0.12, "of an interval", _OURS, 0, 1)
    last: float = quantity(0.12, "s before the end", _OURS, 0, 1)
    most: float = quantity(9, "in a group", _OURS, 2, 100)
    within: float = quantity(0.006, "s", _OURS, 1e-3, 0.1)
    lengthening: float = quantity(1.12, "times the interval before", _OURS, 1, 10)
    size: float = quantity(700, "µV", _OURS, 1, 1e5)
    scatter: float = quantity(0.6, "ms", _OURS, 0, 10)


@dataclass(frozen=True)
class Myotonia(Parameters):
    """A run whose rate and size rise and sink together."""

    tap: float = quantity(0.3, "s", _OURS, 0, 10)
    rising: float = quantity(0.36, "of the run", _OURS, 0, 1)
    around: float = quantity(0.6, "s before and after the run", _OURS, 0, 10)
    ends: float = quantity(0.25, "s before the end", _OURS, 0, 10)
    slowest: float = quantity(20, "per s", "myotoniaelectro", 0, 100)
    variation: float = quantity(0.03, "of an interval", _OURS, 0, 1)
    smallest: float = quantity(0.25, "of the size", _OURS, 0, 1)
    growth: float = quantity(0.75, "of the size", _OURS, 0, 1)
    size_scatter: float = quantity(0.03, "of the size", _OURS, 0, 1)
    size: float = quantity(450, "µV", _OURS, 1, 1e5)


@dataclass(frozen=True)
class Spontaneous(Parameters):
    """Fasciculation and fibrillation."""

    jump_smallest: float = quantity(300, "µV", _JUMP, 1, 1e5)
    jump_largest: float = quantity(900, "µV", _JUMP, 1, 1e5)
    jump_scatter_low: float = quantity(1, "ms", _JUMP, 0, 10)
    jump_scatter_high: float = quantity(2.2, "ms", _JUMP, 0, 10)
    slowing: float = quantity(0.25, "of the rate of a fibrillation", _OURS, 0, 1)


@dataclass(frozen=True)
class Neuromyotonia(Parameters):
    """Runs of one unit that begin fast, and slow and shrink."""

    begins: float = quantity(0.15, "s", _OURS, 0, 10)
    last: float = quantity(0.5, "s before the end", _OURS, 0, 10)
    shortest: float = quantity(0.15, "s", _OURS, 0.01, 10)
    longest: float = quantity(0.45, "s", _OURS, 0.01, 10)
    rate: float = quantity(195, "per s", _MEETS("maddison2006neuromyotonia"), 1, 500)
    slowing: float = quantity(0.25, "of the rate", _OURS, 0, 1)
    variation: float = quantity(0.05, "of an interval", _OURS, 0, 1)
    shrinking: float = quantity(1.3, "in the exponent, over a run", _OURS, 0, 10)
    gap_low: float = quantity(0.12, "s", _OURS, 0, 10)
    gap_high: float = quantity(0.6, "s", _OURS, 0, 10)
    size: float = quantity(500, "µV", _OURS, 1, 1e5)
    scatter: float = quantity(0.5, "ms", _OURS, 0, 10)


@dataclass(frozen=True)
class Myokymia(Parameters):
    """Bursts that come back."""

    begins: float = quantity(0.2, "s after the start and before the end", _OURS, 0, 10)
    every: float = quantity(0.7, "s", _OURS, 0.1, 60)
    wander: float = quantity(0.02, "s", _OURS, 0, 1)
    spikes: float = quantity(5, "in a burst, give or take one", _OURS, 2, 100)
    within: float = quantity(0.025, "s", _OURS, 1e-3, 1)
    size: float = quantity(500, "µV", _OURS, 1, 1e5)


@dataclass(frozen=True)
class StiffPerson(Parameters):
    """Two opposing muscles that do not rest, and jerk at a stimulus."""

    units: float = quantity(8, "of each muscle", _OURS, 1, 100)
    at_rest: float = quantity(4, "of them fire at rest", _OURS, 0, 100)
    resting: float = quantity(7, "per s", _OURS, 0, 100)
    added: float = quantity(9, "per s after the stimulus", _OURS, 0, 100)
    after: float = quantity(0.1, "s", _OURS, 0, 10)
    decline: float = quantity(1.2, "s", _OURS, 0.01, 60)
    variation: float = quantity(0.15, "of an interval", _OURS, 0, 1)
    jerk: float = quantity(0.064, "s", _MEETS("meinck1995stiff"), 0, 1)
    second_jerk: float = quantity(0.13, "s", _OURS, 0, 1)
    jerk_scatter: float = quantity(0.001, "s", _OURS, 0, 1)
    smallest: float = quantity(150, "µV", _OURS, 1, 1e5)
    largest: float = quantity(450, "µV", _OURS, 1, 1e5)


@dataclass(frozen=True)
class Surface(Parameters):
    """Electrodes on the skin: two muscles, a stretch, a bend."""

    band_low: float = quantity(20.0, "Hz", _OURS, 1, 1e3)
    band_high: float = quantity(400.0, "Hz", _OURS, 1, 1e3)
    pair_height: float = quantity(0.9, "of the full drive", _OURS, 0, 1)
    pair_turn: float = quantity(0.12, "of a cycle", _OURS, 0.01, 1)
    stretch_at: float = quantity(0.5, "s", _OURS, 0, 10)
    stretch_by: float = quantity(60, "°", _OURS, 1, 180)
    full_answer: float = quantity(300, "°/s above the threshold", _OURS, 1, 1e4)
    answer_after: float = quantity(0.05, "s", _OURS, 0, 1)
    answer_lasts: float = quantity(0.12, "s", _OURS, 0, 1)
    answer_turn: float = quantity(0.03, "s", _OURS, 1e-3, 1)
    bend_by: float = quantity(90, "°", _OURS, 1, 180)
    bend_turn: float = quantity(0.2, "s", _OURS, 1e-3, 1)
    unsilent: float = quantity(0.28, "of the full drive, where the back stays active", _OURS, 0, 1)
    unsilent_from: float = quantity(1.2, "s", _OURS, 0, 10)
    unsilent_to: float = quantity(6.8, "s", _OURS, 0, 10)
    bent: float = quantity(3.2, "s", _OURS, 0, 10)
    rises: float = quantity(5.0, "s", _OURS, 0, 10)


@dataclass(frozen=True)
class Beat(Parameters):
    """Beats of the electrocardiogram, beside the waves that ``heart`` lists."""

    first: float = quantity(0.3, "s", _OURS, 0, 10)
    wander: float = quantity(0.015, "mV", _OURS, 0, 1)
    wander_rate: float = quantity(0.25, "per s", _OURS, 0, 10)
    wander_phase: float = quantity(6, "radian, at most", _OURS, 0, 7)
    noise: float = quantity(0.004, "mV", _OURS, 0, 1)
    long_enough: float = quantity(1.6, "beats to mark the second one", _OURS, 1, 10)
    p_at: float = quantity(-0.11, "s from the start of QRS", _OURS, -1, 0)
    pr_at: float = quantity(-0.035, "s from the start of QRS", _OURS, -1, 0)
    r_at: float = quantity(0.042, "s from the start of QRS", _OURS, 0, 1)
    t_before_end: float = quantity(2.05, "widths of T", _OURS, 0, 10)
    st_begins: float = quantity(0.012, "s before J", _OURS, 0, 1)
    st_onset: float = quantity(0.005, "s", _OURS, 1e-4, 1)
    st_ends: float = quantity(0.02, "s after the top of T", _OURS, 0, 1)
    st_offset: float = quantity(0.022, "s", _OURS, 1e-4, 1)
    attack_qt: float = quantity(0.38, "s", _OURS, 0.3, 0.6)
    attack_rate: float = quantity(70, "per min", _OURS, 40, 130)


@dataclass(frozen=True)
class Swallow(Parameters):
    """One swallow, beside the places that ``gullet`` lists."""

    begins: float = quantity(1.0, "s", _OURS, 0, 10)
    body_from: float = quantity(1, "cm below the upper sphincter", _OURS, 0, 10)
    body_to: float = quantity(1.5, "cm below the lower sphincter", _OURS, 0, 10)
    gap_depth: float = quantity(0.75, "of the wave", _OURS, 0, 1)
    gap_width: float = quantity(1.6, "cm", _OURS, 0.1, 10)
    wave_after: float = quantity(0.9, "s after the front", _OURS, 0, 10)
    peaks_apart: float = quantity(2.0, "s", _OURS, 0.1, 10)
    rise: float = quantity(0.42, "s", _OURS, 0.01, 10)
    fall: float = quantity(0.95, "s", _OURS, 0.01, 10)
    noise: float = quantity(0.6, "mmHg", _OURS, 0, 10)
    upper: float = quantity(55, "mmHg", _OURS, 0, 500)
    lower: float = quantity(19, "mmHg", _OURS, 0, 500)
    sphincter_width: float = quantity(1.3, "cm", _OURS, 0.1, 10)
    front_leaves: float = quantity(0.35, "s", _OURS, 0, 10)
    arrives_below: float = quantity(2, "cm below the lower sphincter", _OURS, 0, 10)
    upper_reach: float = quantity(3, "cm", _OURS, 0, 10)
    lower_reach: float = quantity(3.5, "cm", _OURS, 0, 10)
    upper_opens: float = quantity(0.9, "s", _OURS, 0, 10)
    lower_begins: float = quantity(0.8, "s", _OURS, 0, 10)
    lower_open: float = quantity(1.6, "s", _OURS, 0, 10)
    left_open: float = quantity(0.22, "of the pressure at rest", _OURS, 0, 1)
    left_beyond: float = quantity(0.55, "of it, on the side of the stomach", _OURS, 0, 1)
    early_low: float = quantity(2.8, "s", _MEETS("richter2021cc4"), 2.5, 9)
    early_high: float = quantity(3.4, "s", _MEETS("richter2021cc4"), 2.5, 9)
    usual_low: float = quantity(6.1, "s", _MEETS("richter2021cc4"), 2.5, 9)
    usual_high: float = quantity(7.2, "s", _MEETS("richter2021cc4"), 2.5, 9)
    each: float = quantity(13.0, "s", _OURS, 5, 60)


RECIPES = {
    "Signals, wave": Wave,
    "Signals, firing": Firing,
    "Signals, effort": Effort,
    "Signals, cramp": Cramp,
    "Signals, contracture": Contracture,
    "Signals, tetany": Tetany,
    "Signals, myotonia": Myotonia,
    "Signals, spontaneous": Spontaneous,
    "Signals, neuromyotonia": Neuromyotonia,
    "Signals, myokymia": Myokymia,
    "Signals, stiff person": StiffPerson,
    "Signals, surface": Surface,
    "Signals, beat": Beat,
    "Signals, swallow": Swallow,
}
