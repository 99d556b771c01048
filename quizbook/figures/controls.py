"""What a reader can turn: a named quantity with the values it may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Value = float | int | str
TAKEN = {"autosize", "background", "cursor", "datum", "event", "height", "item", "padding", "width"}
"""What Vega itself calls by these names."""


@dataclass(frozen=True)
class Control:
    """One slider, or a list to choose from where the values are words.

    Parameters
    ----------
    name
        Of the chart's parameter, and of the keyword that the readout takes.
    label
        What stands beside it, without the unit.
    values
        All values it can take, in the order of the slider; numbers of at most six digits.
    start
        The value it has at first.
    unit
        Empty for a pure number.
    """

    name: str
    label: str
    values: Sequence[Value]
    start: Value
    unit: str = ""

    def __post_init__(self) -> None:
        values = tuple(v if isinstance(v, str) else _number(self.name, v) for v in self.values)
        object.__setattr__(self, "values", values)
        if not (self.name.isascii() and self.name.isidentifier()) or self.name in TAKEN:
            raise ValueError(f"{self.name!r} cannot name a slider: use another plain word")
        if not self.label.strip():
            raise ValueError(f"the slider {self.name} needs a label")
        if len(values) < 2 or len(set(values)) < len(values):
            raise ValueError(f"the slider {self.name} needs two or more different values")
        if len({isinstance(v, str) for v in values}) > 1:
            raise ValueError(f"the slider {self.name} mixes numbers and words")
        self.place(self.start)

    @property
    def is_list(self) -> bool:
        """Whether the reader chooses among words."""
        return isinstance(self.values[0], str)

    @property
    def texts(self) -> list[str]:
        """The values in words, with their unit."""
        return [self.text(value) for value in self.values]

    def text(self, value: Value) -> str:
        if isinstance(value, str):
            return value
        number = f"{value:.6g}".replace("-", "−")
        return f"{number} {self.unit}".strip()

    def place(self, value: Value) -> int:
        """Say where in the list of values one stands."""
        if not isinstance(value, str):
            value = _number(self.name, value)
        if value not in self.values:
            raise ValueError(f"the slider {self.name} has no value {value}; it has {self.values}")
        return self.values.index(value)


def _number(name: str, value) -> float | int:
    """Read a number that survives being written with six digits, as the embedded data are."""
    number = float(value)
    short = float(f"{number:.6g}")
    if abs(short - number) > 1e-9 * max(1.0, abs(number)):
        raise ValueError(f"the slider {name} has the value {number}: round it to six digits")
    return int(short) if short.is_integer() else short
