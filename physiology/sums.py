"""The sums that the book's questions ask for, each one step over the models or over nothing.

A question's proof names one of these, or a function of another module; tests run them all. Nothing
here knows a question. Percentages are given and returned as fractions unless a name says otherwise;
arguments are single numbers unless a docstring says otherwise.
"""

import numpy as np

from physiology import axon, coronary, diagnostics, membrane, muscle_force, paired_experiment
from physiology.quantities import above, whole, within

SODIUM, CHLORIDE = 22.990, 35.453
"""Molar masses in g/mol (IUPAC, abridged to three decimals)."""

_SAME = 0.1  # a change by less than this share "stays"
_BLOCKED = 10.0  # mV above rest: a membrane that ends there is blocked


def share(part, whole_):
    """Return `part` of `whole_`."""
    return within("part", part, 0) / above("whole", whole_)


def expected_alike(part, of, people):
    """Return how many of `people` to expect if they were as `part` of `of` others are."""
    return share(part, of) * above("people", people)


def missed(found, of):
    """Return the share of `of` people with the disease whom a test that found `found` missed."""
    return 1 - share(found, of)


def change(before, after):
    """Return the change from `before` to `after` as a share of `before`; a fall is negative."""
    return (after - before) / above("before", before)


def ratio(first, second):
    """Return how many times `second` the `first` is."""
    return first / above("second", second)


def widened(narrow, added):
    """Return how many times the narrow figure the wide one is that holds `added` as well."""
    return (narrow + added) / above("narrow", narrow)


def total(parts):
    """Return the sum of points or quantities."""
    return sum(parts)


def difference(first, second):
    """Return `first` less `second`, in their unit."""
    return first - second


def net_fall(treated, control):
    """Return by how much more the treated fell; each argument is (before, after), one unit."""
    return (treated[0] - treated[1]) - (control[0] - control[1])


def share_of_gap(treated, control):
    """Return which share of the gap between two changes comes from the control group getting worse.

    Each argument is (before, after); the treated fell, the control group rose.
    """
    worse = above("rise of the control group", control[1] - control[0])
    return worse / (worse + above("fall of the treated", treated[0] - treated[1]))


def number_needed(with_it, without):
    """Return how many have to be treated, or exposed, for one case more or less."""
    return 1 / above("difference", abs(with_it - without))


def sweat_loss(before, after, drunk):
    """Return litres of sweat: body mass before and after in kg, 1 kg as 1 L, and litres drunk."""
    return before - after + within("drunk", drunk, 0)


def salt_with(sodium):
    """Return the mass of table salt that holds a mass of sodium, in the unit given."""
    return within("sodium", sodium, 0) * (SODIUM + CHLORIDE) / SODIUM


def standard_error(difference_, f, n):
    """Return the standard error of a paired change, in its unit, from its printed F(1, n - 1)."""
    return paired_experiment.from_f(difference_, f, n).se


def interval_of_change(difference_, f, n):
    """Return the 95 % interval of a paired change from its printed F(1, n - 1)."""
    return paired_experiment.interval(paired_experiment.from_f(difference_, f, n))


def holds(low, high, at, inside=True):
    """Tell whether `at` lies inside the interval, or, if asked so, outside it."""
    return (low <= at <= high) == inside


def lies_above(low, line):
    """Tell whether an interval whose lower end is `low` lies wholly above a line."""
    return low > line


def smallest_fall(n, sd, power=0.8):
    """Return the true paired change that `n` people find with this power, in the unit of `sd`."""
    return float(paired_experiment.detectable_effect(n, power)) * above("sd", sd)


def teams_that_find(effect, sd, n, teams):
    """Return how many of `teams` paired studies of `n` people are expected to reach P < 0.05."""
    return teams * float(paired_experiment.power(effect / sd, n))


def people_for_width(n, factor):
    """Return how many people make an interval `factor` times as wide as `n` people do.

    Its width goes with one over the square root of their number, large samples taken for granted.
    """
    return whole("n", n) / above("factor", factor) ** 2


def probability_elsewhere(before, after, base):
    """Return what a finding that took `before` to `after` in one place makes of a base rate."""
    odds = lambda p: p / (1 - p)  # noqa: E731
    return diagnostics.probability_after(base, odds(after) / odds(before))


def after_negative(prior, sensitivity, specificity):
    """Return the probability of disease after a negative test."""
    return 1 - diagnostics.predictive_values(prior, sensitivity, specificity).negative


def after_positive(prior, sensitivity, specificity):
    """Return the probability of disease after a positive test."""
    return diagnostics.predictive_values(prior, sensitivity, specificity).positive


def strongest(findings):
    """Return the name of the finding with the highest likelihood ratio.

    `findings` gives by name the shares with it, in per cent, of those with and without the disease.
    """
    ratios = {name: ill / above("share", well) for name, (ill, well) in findings.items()}
    return max(ratios, key=ratios.get)


def potential_shift(before, after):
    """Return by how many mV the resting potential moves; potassium outside in mmol/L."""
    first, second = membrane.resting_potential(potassium_out=np.array([before, after], float))
    return second - first


def flow_left(narrowing, demand=False):
    """Return the share of an open artery's flow that a narrowing (of the diameter) leaves."""
    now, open_ = coronary.perfusion(narrowing), coronary.perfusion(0.0)
    field = "hyperaemic_flow" if demand else "resting_flow"
    return float(getattr(now, field) / getattr(open_, field))


def slower_removal(rate, slowing=2.0):
    """Tell what slower removal of calcium does to peak force and ripple at a rate in Hz.

    Returns two words out of "grows", "shrinks" and "stays" (within 10 % of what it was).
    """
    tau = muscle_force.Muscle().tau_c
    peak, ripple = muscle_force.peak_and_ripple(
        np.full(2, float(rate)), np.array([tau, slowing * tau])
    )
    word = lambda x: "stays" if abs(x - 1) < _SAME else "grows" if x > 1 else "shrinks"  # noqa: E731
    return [word(peak[1] / peak[0]), word(ripple[1] / ripple[0])]


def fate_after_spike(shift=0.0):
    """Say what follows one spike at a `shift` (mV) without current: "fires", "rests" or "blocked".

    It fires where a rate persists, is blocked where the voltage ends more than 10 mV above its
    rest, and rests otherwise. Raises ``ValueError`` as ``axon.sustained_rate`` does.
    """
    if axon.sustained_rate(shift=shift) > 0:
        return "fires"
    trace, _ = axon.simulate(0.0, shift)
    return "blocked" if trace[-1] > axon.rest(shift=shift)[0] + _BLOCKED else "rests"
