"""Numbers that know their unit, their source and what is impossible for them.

It converts no units: a value outside its possible range is refused with a message that names the
unit expected, which is how degrees Celsius for kelvin, or per cent for a fraction, come to light.
"""

from dataclasses import dataclass, field, fields
from itertools import combinations
from math import inf

import numpy as np

_EXACT = 2**53  # above it a float no longer tells one whole number from the next


def quantity(default, unit, source, low=-inf, high=inf):
    """Declare a dataclass field with its unit, its source and the range it must lie in.

    `source` holds citation keys, or words where a value is a choice or an assumption.
    """
    return field(default=default, metadata={"unit": unit, "source": source, "range": (low, high)})


@dataclass(frozen=True)
class Parameters:
    """Base of all parameter sets: checks each field against its declared range.

    Raises
    ------
    ValueError
        If a value is not one finite number or lies outside the range of its field.
    """

    def __post_init__(self):
        for item in fields(self):
            low, high = item.metadata["range"]
            value = within(item.name, getattr(self, item.name), low, high, item.metadata["unit"])
            single(item.name, value)

    @classmethod
    def table(cls):
        """Return rows ``(name, default, unit, source)``, one for each parameter."""
        return [(f.name, f.default, f.metadata["unit"], f.metadata["source"]) for f in fields(cls)]

    @classmethod
    def ranges(cls):
        """Return the possible range ``(low, high)`` of each parameter, by name."""
        return {f.name: f.metadata["range"] for f in fields(cls)}

    @classmethod
    def accept(cls, name, value):
        """Return `value` as a float array if the parameter `name` may take all of it.

        Raises ``ValueError`` else.
        """
        item = next(f for f in fields(cls) if f.name == name)
        return within(name, value, *item.metadata["range"], item.metadata["unit"])


def numbers(name, value):
    """Return `value` as a float array, infinite or not; raises ``ValueError`` for anything else."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number or an array of numbers, not {value!r}") from None


def within(name, value, low=-inf, high=inf, unit=""):
    """Return `value` as a float array, or say which bound it breaks.

    Bounds are inclusive. `unit` only completes the message. Raises ``ValueError`` for what is no
    number, not finite, or out of bounds.
    """
    array = numbers(name, value)
    wrong = ~np.isfinite(array) | (array < low) | (array > high)
    if wrong.any():
        bad = array[wrong].flat[0]
        raise ValueError(f"{name} must {_range_in_words(low, high, unit)}; got {bad:g}")
    return array


def above(name, value, low=0.0, high=inf, unit=""):
    """Return `value` as a float array if all of it lies strictly above `low`.

    Raises ``ValueError`` else, or if it lies above `high`.
    """
    array = within(name, value, unit=unit)
    if (array <= low).any():
        bad = array[array <= low].flat[0]
        raise ValueError(f"{name} must be above {low:g}{_spaced(unit)}; got {bad:g}")
    return within(name, array, low, high, unit) if high < inf else array


def whole(name, value, low=1):
    """Return `value` as an integer array; raises ``ValueError`` if not whole, or below `low`."""
    array = within(name, value, low)
    if (array > _EXACT).any():
        raise ValueError(f"{name} is too large to be counted exactly; got {array.max():g}")
    if (array != np.round(array)).any():
        raise ValueError(f"{name} must be a whole number; got {array[array % 1 != 0].flat[0]:g}")
    return array.astype(int)


def probability(name, value):
    """Return `value` as a float strictly between 0 and 1; raises ``ValueError`` else.

    95 for 95 per cent is refused.
    """
    value = float(single(name, within(name, value, 0, 1)))
    if value in (0, 1):
        raise ValueError(f"{name} must lie strictly between 0 and 1; got {value:g}")
    return value


def single(name, array):
    """Return the one number that `array` holds; raises ``ValueError`` if it holds several."""
    array = np.asarray(array)
    if array.ndim:
        raise ValueError(f"{name} must be one number, not an array of shape {array.shape}")
    return array.item()


def fitting(**shapes):
    """Return the shape to which all `shapes` (by name of argument) broadcast.

    Raises ``ValueError`` that names two which do not fit.
    """
    for (one, a), (other, b) in combinations(shapes.items(), 2):
        if any(m != n and 1 not in (m, n) for m, n in zip(a[::-1], b[::-1], strict=False)):
            raise ValueError(
                f"{one} of shape {a} and {other} of shape {b} do not fit: give both one shape, one "
                "of them as a single number, or, for every combination, one of them a new axis"
            )
    return np.broadcast_shapes(*shapes.values())


def together(**arrays):
    """Return arrays (by name of argument) in the one shape to which they broadcast.

    Raises ``ValueError`` that names two which do not fit.
    """
    fitting(**{name: np.shape(array) for name, array in arrays.items()})
    return np.broadcast_arrays(*arrays.values())


def instants(name, values, end=inf, unit="s", pad=False):
    """Return moments in time, shape ``(m, ...)``, that ascend along the first axis from 0 on.

    None lies after `end`. `pad` allows ``inf`` to fill up shorter columns. Raises ``ValueError``
    for moments that do not ascend, lie outside, or are no numbers.
    """
    try:
        array = np.atleast_1d(np.asarray(values, float))
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be moments in {unit}, not {values!r}") from None
    real = array[array != inf] if pad else array
    within(name, real, 0, end, unit)
    with np.errstate(invalid="ignore"):
        gaps = np.diff(array, axis=0)
    # Between two fillings the gap is no number: nothing follows nothing.
    if (gaps <= 0).any():
        raise ValueError(f"{name} must ascend: sort the moments and let each differ from the last")
    return array


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
