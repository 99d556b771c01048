"""From a rate ratio to how many complaints are due to the exposure.

Every share here is causal only if the ratio is; shares of competing causes do not add to one, and
an E-value says nothing of chance or of who was selected.
"""

import numpy as np

from physiology.quantities import above, within


def attributable_fraction(rate_ratio):
    """Return the share of cases among the exposed that is due to the exposure: (RR - 1)/RR.

    `rate_ratio` is at least 1 in the point; limits of an interval may lie below, their share is
    then negative (prevented cases).
    """
    ratio = above("rate ratio", rate_ratio)
    return (ratio - 1) / ratio


def cases_per_caused_case(rate_ratio):
    """Return n in "one in n cases among the exposed is due to it": RR/(RR - 1)."""
    ratio = above("rate ratio", rate_ratio)
    if (ratio <= 1).any():
        raise ValueError("with a rate ratio of 1 or less the exposure causes no case")
    return ratio / (ratio - 1)


def population_attributable_fraction(rate_ratio, exposed):
    """Return the share of all cases due to the exposure; `exposed` is a fraction of people."""
    excess = within("proportion exposed", exposed, 0, 1) * (above("rate ratio", rate_ratio) - 1)
    return excess / (1 + excess)


def excess_rate(rate_ratio, background):
    """Return the cases added to a `background` rate (that without exposure), in its unit."""
    return (above("rate ratio", rate_ratio) - 1) * within("background rate", background, 0)


def background_rate(excess, rate_ratio):
    """Return the rate without exposure that an `excess` at `rate_ratio` implies, in its unit."""
    ratio = above("rate ratio", rate_ratio)
    if (ratio == 1).any():
        raise ValueError("a rate ratio of 1 has no excess, so it implies no background rate")
    return within("excess rate", excess) / (ratio - 1)


def e_value(rate_ratio):
    """Return how strong a confounder's ratios must be, at least, to explain `rate_ratio` away.

    Ratios below 1 are turned round first. 1 for a ratio of 1.
    """
    ratio = above("rate ratio", rate_ratio)
    ratio = np.maximum(ratio, 1 / ratio)
    return ratio + np.sqrt(ratio * (ratio - 1))


def nocebo_ratio(none, placebo, drug):
    """Return the share of the symptoms under the drug that placebo brings too.

    Mean symptom scores with no tablet, with placebo and with the drug, in one unit; they broadcast.
    """
    none, placebo = within("score without tablet", none, 0), within("score on placebo", placebo, 0)
    rise = within("score on the drug", drug, 0) - none
    if (rise <= 0).any():
        raise ValueError("symptoms do not rise on the drug: there is nothing to apportion")
    return (placebo - none) / rise


def number_needed_to_treat(relative_risk, control_risk):
    """Return 1/(control risk · (1 - RR)); negative where the treatment harms (number to harm).

    `control_risk` is a fraction that the reader enters; both broadcast.
    """
    ratio = within("relative risk", relative_risk, 0)
    risk = above("control risk", within("control risk", control_risk, 0, 1))
    if (ratio == 1).any():
        raise ValueError("a relative risk of 1 helps nobody: the number needed is infinite")
    return 1 / (risk * (1 - ratio))
