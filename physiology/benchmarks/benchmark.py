"""What a benchmark is: a value from outside, how close we must come, and how to compute ours.

It judges nothing about biology: mark R only guards against change, mark C was tuned to agree, and
mark X stands beside ours without testing it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isinf
from typing import Literal

MARKS = {
    "P": "published, or computed by an independent program",
    "D": "arithmetic from a published figure",
    "C": "calibrated: a free parameter was chosen to meet it",
    "X": "context: a bound, a sign or another setting, which tests little or nothing",
    "R": "regression: our own value, guarded against change",
}


@dataclass(frozen=True)
class Benchmark:
    """One row of the comparison between the outside world and the package.

    Parameters
    ----------
    model : str
        Key of the model, as in ``MODELS``.
    quantity : str
        What is compared, in words; unique within the model.
    published : float
        The outside value (mark R: our recorded one); ``inf`` means that it never happens.
    unit : str
        Empty for a pure number.
    tolerance : float
        Largest accepted difference; 0 for exact. Not used with `relation` "<" or ">".
    mark : {"P", "D", "C", "X", "R"}
        See ``MARKS``.
    sources : tuple of str
        Citation keys; never empty with mark P. Elsewhere `note` says what stands in for a record.
    ours : callable
        Computes our value; slow simulations are shared through a cache.
    relation : {"±", "<", ">"}
        Whether ours must equal `published` within `tolerance`, or lie below or above it.
    """

    model: str
    quantity: str
    published: float
    unit: str
    tolerance: float
    mark: Literal["P", "D", "C", "X", "R"]
    sources: tuple[str, ...]
    ours: Callable[[], float]
    relation: Literal["±", "<", ">"] = "±"
    note: str = ""

    def holds(self, value):
        """Tell whether `value` agrees."""
        if self.relation == "<":
            return value < self.published
        if self.relation == ">":
            return value > self.published
        if isinf(self.published) or isinf(value):
            return value == self.published
        # A hair more than the tolerance, so that 0.3 - 0.2 counts as 0.1.
        return abs(value - self.published) <= self.tolerance * (1 + 1e-9) + 1e-12


def rows(model, mark, sources, unit, tolerance, values, **more):
    """Build benchmarks that differ only in quantity, outside value and computation.

    `values` holds ``(quantity, published, ours)``; `more` goes to every row.
    """
    keys = tuple(sources.split())
    return [
        Benchmark(model, quantity, float(published), unit, tolerance, mark, keys, ours, **more)
        for quantity, published, ours in values
    ]
