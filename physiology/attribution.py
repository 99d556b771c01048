"""From a rate ratio to how many complaints are due to the exposure.

Attributable fractions in the usual algebra; E-values after `vanderweele2017evalue`; the nocebo
ratio as `howard2021samson` defines it. Every share here is causal only if the ratio is; shares of
competing causes do not add to one, and an E-value says nothing of chance or of who was selected.
"""

import numpy as np

from physiology.quantities import above, single, together, within

KINDS = ("risk ratio", "odds ratio", "hazard ratio")


def attributable_fraction(rate_ratio):
    """Return the share of cases among the exposed that is due to the exposure: (RR - 1)/RR.

    `rate_ratio` is at least 1 in the point; limits of an interval may lie below, their share is
    then negative (prevented cases). Raises ``ValueError`` for a ratio that is not positive.
    """
    ratio = above("rate ratio", rate_ratio)
    return (ratio - 1) / ratio


def cases_per_caused_case(rate_ratio):
    """Return n in "one in n cases among the exposed is due to it": RR/(RR - 1).

    Raises ``ValueError`` for a ratio of 1 or less.
    """
    ratio = above("rate ratio", rate_ratio)
    if (ratio <= 1).any():
        raise ValueError("with a rate ratio of 1 or less the exposure causes no case")
    return ratio / (ratio - 1)


def population_attributable_fraction(rate_ratio, exposed):
    """Return the share of all cases due to the exposure; `exposed` is a fraction of people.

    Raises ``ValueError`` for a ratio that is not positive and for per cent.
    """
    ratio, exposed = together(
        rate_ratio=above("rate ratio", rate_ratio),
        exposed=within("proportion exposed", exposed, 0, 1),
    )
    excess = exposed * (ratio - 1)
    return excess / (1 + excess)


def excess_rate(rate_ratio, background):
    """Return the cases added to a `background` rate (that without exposure), in its unit.

    Raises ``ValueError`` for a ratio that is not positive or a negative rate.
    """
    ratio, background = together(
        rate_ratio=above("rate ratio", rate_ratio),
        background=within("background rate", background, 0),
    )
    return (ratio - 1) * background


def background_rate(excess, rate_ratio):
    """Return the rate without exposure that an `excess` at `rate_ratio` implies, in its unit.

    Raises ``ValueError`` for a ratio of 1, and where the two contradict each other: more cases with
    a ratio below 1, or fewer with one above, would take a negative rate.
    """
    ratio, excess = together(
        rate_ratio=above("rate ratio", rate_ratio), excess=within("excess rate", excess)
    )
    if (ratio == 1).any():
        raise ValueError("a rate ratio of 1 has no excess, so it implies no background rate")
    rate = excess / (ratio - 1)
    if (rate < 0).any():
        raise ValueError("excess and rate ratio contradict each other: the rate would be negative")
    return rate


def e_value(ratio, kind="risk ratio", rare=True):
    """Return how strong a confounder's risk ratios must be, at least, to explain `ratio` away.

    Parameters
    ----------
    ratio : array_like
        Ratios below 1 are turned round first; the value for 1 is 1.
    kind : {"risk ratio", "odds ratio", "hazard ratio"}
    rare : bool
        Whether the outcome stays below about 15 % to the end of follow-up. If not, an odds or
        hazard ratio overstates the risk ratio and is turned into one by the approximations of
        `vanderweele2017evalue`: √OR, and (1 - 0.5^√HR)/(1 - 0.5^√(1/HR)).

    Raises
    ------
    ValueError
        For a ratio that is not positive, or another `kind`.
    """
    return _bound(_risk_ratio(ratio, kind, rare))


def e_value_of_interval(lower, upper, kind="risk ratio", rare=True):
    """Return the E-value of the limit nearer to 1; 1 where the interval contains 1.

    It says how strong a confounder must be to move the interval to no effect; arguments broadcast
    and mean what they mean in ``e_value``. Raises ``ValueError`` as that does, and for limits in
    the wrong order.
    """
    lower, upper = together(lower=above("lower limit", lower), upper=above("upper limit", upper))
    if (lower > upper).any():
        raise ValueError("the lower limit of an interval must not lie above the upper one")
    near = np.where(lower > 1, lower, np.where(upper < 1, upper, 1.0))
    return _bound(_risk_ratio(near, kind, rare))


def nocebo_ratio(none, placebo, drug):
    """Return the share of the symptoms under the drug that placebo brings too.

    Mean symptom scores with no tablet, with placebo and with the drug, in one unit; they broadcast.
    Raises ``ValueError`` for a negative score, and where symptoms do not rise on the drug.
    """
    none, placebo, drug = together(
        none=within("score without tablet", none, 0),
        placebo=within("score on placebo", placebo, 0),
        drug=within("score on the drug", drug, 0),
    )
    rise = drug - none
    if (rise <= 0).any():
        raise ValueError("symptoms do not rise on the drug: there is nothing to apportion")
    return (placebo - none) / rise


def number_needed_to_treat(relative_risk, control_risk):
    """Return 1/(control risk · (1 - RR)); negative where the treatment harms (number to harm).

    `control_risk` is a fraction that the reader enters; both broadcast. Raises ``ValueError`` for
    per cent, for a ratio of 1, and where the treated risk would exceed 1.
    """
    ratio, risk = together(
        relative_risk=within("relative risk", relative_risk, 0),
        control_risk=above("control risk", within("control risk", control_risk, 0, 1)),
    )
    if (ratio == 1).any():
        raise ValueError("a relative risk of 1 helps nobody: the number needed is infinite")
    treated = np.asarray(ratio * risk)
    if (treated > 1 + 1e-12).any():
        raise ValueError(
            f"ratio and control risk give a treated risk of {treated.max():g}: a risk ends at 1"
        )
    return 1 / (risk * (1 - ratio))


def _risk_ratio(ratio, kind, rare):
    ratio = above(kind if isinstance(kind, str) else "ratio", ratio)
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    if not isinstance(rare, bool | np.bool_):
        raise ValueError(f"rare must be True or False; got {single('rare', rare)!r}")
    if kind == "risk ratio" or rare:
        return ratio
    if kind == "odds ratio":
        return np.sqrt(ratio)
    return (1 - 0.5 ** np.sqrt(ratio)) / (1 - 0.5 ** np.sqrt(1 / ratio))


def _bound(ratio):
    ratio = np.maximum(ratio, 1 / ratio)
    return ratio + np.sqrt(ratio * (ratio - 1))
