"""What a course's function has to give: samples with their rate, unit and events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Signal:
    """Samples, shape (channels, times), in `unit`; `rate` samples a second.

    `events` gives seconds by name; `places` are the channels' positions, for a map.
    """

    samples: np.ndarray
    rate: float
    unit: str
    events: dict[str, float] = field(default_factory=dict)
    places: np.ndarray | None = None
    places_unit: str = ""

    @property
    def seconds(self) -> float:
        return self.samples.shape[1] / self.rate

    def second(self, at: float | str) -> float:
        """Turn an event's name, or a second, into a second of the signal.

        Raises ValueError if there is no such event, or if it lies outside.
        """
        if isinstance(at, str):
            if at not in self.events:
                known = ", ".join(self.events) or "none"
                raise ValueError(f'a mark stands at "{at}"; the signal has the events {known}')
            at = self.events[at]
        if not 0 <= at <= self.seconds:
            raise ValueError(f"a mark stands at {at:g} s; the signal has {self.seconds:g} s")
        return float(at)


def take(given: Any) -> Signal:
    """Read what a function gave: attributes `samples`, `rate`, `unit`, and `events`, `places`.

    Raises ValueError or AttributeError where it is no signal.
    """
    samples = np.atleast_2d(np.asarray(given.samples, dtype=float))
    if samples.ndim != 2 or samples.shape[1] < 2 or not np.isfinite(samples).all():
        raise ValueError("samples must be finite numbers of shape (times,) or (channels, times)")
    places = getattr(given, "places", None)
    return Signal(
        samples=samples,
        rate=float(given.rate),
        unit=str(given.unit),
        events={name: float(at) for name, at in (getattr(given, "events", None) or {}).items()},
        places=None if places is None else np.asarray(places, dtype=float),
        places_unit=str(getattr(given, "places_unit", "")),
    )
