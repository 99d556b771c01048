"""Numbers that know their unit, their source and what is impossible for them.

It converts no units: a value outside its plausible range is refused with a message that names the
unit expected, which is how degrees Celsius for kelvin, or per cent for a fraction, come to light.
"""

from dataclasses import dataclass, field, fields
from math import inf

import numpy as np


def quantity(default, unit, source, low=-inf, high=inf):
    """Declare a dataclass field with its unit, its source and the range it must lie in."""
    return field(default=default, metadata={"unit": unit, "source": source, "range": (low, high)})


@dataclass(frozen=True)
class Parameters:
    """Base of all parameter sets: checks each field against its declared range.

    Raises
    ------
    ValueError
        If a value is not a finite number or lies outside the range of its field.
    """

    def __post_init__(self):
        for item in fields(self):
            low, high = item.metadata["range"]
            within(item.name, getattr(self, item.name), low, high, item.metadata["unit"])

    @classmethod
    def table(cls):
        """Return rows ``(name, default, unit, source)``, one for each parameter."""
        return [(f.name, f.default, f.metadata["unit"], f.metadata["source"]) for f in fields(cls)]


def within(name, value, low=-inf, high=inf, unit=""):
    """Return `value` as a float array, or say which bound it breaks.

    Bounds are inclusive. `unit` only completes the message.
    """
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number or an array of numbers, not {value!r}") from None
    wrong = ~np.isfinite(array) | (array < low) | (array > high)
    if wrong.any():
        bad = array[wrong].flat[0]
        raise ValueError(f"{name} must {_range_in_words(low, high, unit)}; got {bad:g}")
    return array


def above(name, value, low=0.0, unit=""):
    """Return `value` as a float array if all of it lies strictly above `low`."""
    array = within(name, value, unit=unit)
    if (array <= low).any():
        bad = array[array <= low].flat[0]
        raise ValueError(f"{name} must be above {low:g}{_spaced(unit)}; got {bad:g}")
    return array


def whole(name, value, low=1):
    """Return `value` as an integer array if it holds whole numbers not below `low`."""
    array = within(name, value, low)
    if (array != np.round(array)).any():
        raise ValueError(f"{name} must be a whole number; got {array[array % 1 != 0].flat[0]:g}")
    return array.astype(int)


def _range_in_words(low, high, unit):
    if low == -inf and high == inf:
        return "be finite"
    if high == inf:
        return f"be at least {low:g}{_spaced(unit)}"
    if low == -inf:
        return f"be at most {high:g}{_spaced(unit)}"
    return f"lie between {low:g} and {high:g}{_spaced(unit)}"


def _spaced(unit):
    return f" {unit}" if unit else ""
