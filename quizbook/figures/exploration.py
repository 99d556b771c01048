"""What a playable figure holds: chart, controls, a readout for every point, states for paper.

It knows neither page nor notebook. Everything is computed here, once, when the book is built.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from ..charts import draw
from .controls import Control, Value
from .fields import themed
from .vega import as_json, compiled

BUDGET = 150_000
"""Most bytes that one figure may put into a page."""

NARROW = 150
"""Pixels across a drawing of which three stand side by side on paper, its axis left out."""

THIRD = 253
"""Most pixels across such a drawing, names of its rows and all: letters of 13 px, as `charts` has
them, are 8 pt high where three stand across 171 mm with 3 mm between them."""

LETTER = 6.6
"""Pixels across a letter of such a drawing, in the mean."""

LEAST = 80
"""Pixels that a drawing keeps beside long names."""

LOWER = 0.82
"""Of the height that a drawing has on a page: what is narrower need not be as high."""

LINE = 38
"""Characters that fit on a line above a chart 300 px wide."""


@dataclass(frozen=True)
class State:
    """One setting of the controls that the text discusses: a picture of it goes to paper."""

    title: str
    values: dict[str, Value]


class Exploration:
    """A chart that answers to named controls; see `quizbook.explore` for the arguments."""

    def __init__(
        self,
        chart,
        sliders: Mapping[str, Mapping],
        readout: Callable[..., str],
        states: Mapping[str, Mapping[str, Value]],
        alt: str,
        numbers: pd.DataFrame,
        source: str,
        units: Mapping[str, str] | None = None,
        drill: str | None = None,
    ) -> None:
        self.alt, self.source = " ".join((alt or "").split()), " ".join((source or "").split())
        if not self.alt:
            raise ValueError("a figure needs alt text: say in a sentence what it shows")
        if not self.source:
            raise ValueError("a figure that gives its numbers away needs a source for them")
        self.controls = [Control(name, **slider) for name, slider in sliders.items()]
        if not self.controls:
            raise ValueError("a figure without a slider: use quizbook.figure")
        self.say, self.numbers, self.units = readout, numbers, dict(units or {})
        self.states = [State(title, self.complete(values)) for title, values in states.items()]
        if not self.states:
            raise ValueError("a playable figure needs a state for paper: name one or more")
        self.csv = self._write_csv()
        self.readouts = [self.read(dict(zip(self.names, p, strict=True))) for p in self.grid]
        self.drill = None if drill is None else self._hidden(drill)
        self.spec = themed(chart)
        # The drawing has one name, its alt text; a description of every mark would only cost time.
        self.spec["config"]["aria"] = False
        own = [p for p in self.spec.get("params", []) if p["name"] not in self.names]
        self.spec["params"] = own + [{"name": c.name, "value": c.start} for c in self.controls]
        weight = len(self.payload.encode())
        if weight >= BUDGET:
            raise ValueError(
                f"the figure's data weigh {weight} bytes, above {BUDGET}: coarser steps"
            )

    @property
    def names(self) -> list[str]:
        return [control.name for control in self.controls]

    @property
    def start(self) -> dict[str, Value]:
        return {control.name: control.start for control in self.controls}

    @property
    def grid(self):
        """Every combination of values; the last control moves fastest."""
        return product(*(control.values for control in self.controls))

    def _hidden(self, name: str) -> int:
        """Say which control a drill hides, and refuse one that has no answer or gives it away."""
        if name not in self.names:
            raise ValueError(f"no slider is called {name}; there is {', '.join(self.names)}")
        place = self.names.index(name)
        said = dict(zip(self.grid, self.readouts, strict=True))
        heard = []
        for value, text in zip(
            self.controls[place].values, self.controls[place].texts, strict=True
        ):
            words = [words for point, words in said.items() if point[place] == value]
            alone = re.compile(rf"(?<![\w.]){re.escape(text)}(?![\w.]*\d)")
            if all(map(alone.search, words)):
                raise ValueError(f"the readout says {text}: a drill on {name} would be given away")
            heard.append(words)
        if len(set(map(tuple, heard))) < 2:
            raise ValueError(f"every value of {name} reads alike: a drill on it has no answer")
        return place

    def complete(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Fill up a setting from the start; refuse what no slider can reach."""
        unknown = set(values) - set(self.names)
        if unknown:
            raise ValueError(
                f"no slider is called {unknown.pop()}; there is {', '.join(self.names)}"
            )
        whole = {**self.start, **values}
        return {c.name: c.values[c.place(whole[c.name])] for c in self.controls}

    def read(self, values: Mapping[str, Value]) -> str:
        """Put a setting into words; the values need not be on the sliders."""
        words = self.say(**values)
        if not isinstance(words, str) or not words.strip():
            raise ValueError(f"the readout at {dict(values)} is {words!r}: give words")
        return " ".join(words.split())

    def drawing(self, state: State | None = None, narrow: bool = False) -> str:
        """Draw the start, or a state with its name and its readout above it, as SVG.

        A narrow drawing has no words above it, and letters as large as any other.
        """
        values = state.values if state else self.start
        spec = dict(self.spec)
        spec["params"] = [
            {**p, "value": values.get(p["name"], p.get("value"))} for p in spec["params"]
        ]
        if narrow:
            return _third(spec)
        elif state:
            said = [_lines(self.read(s.values), LINE + 4) for s in self.states]
            words = said[self.states.index(state)]
            words += [" "] * (max(map(len, said)) - len(words))  # side by side they stand level
            spec["title"] = {
                "text": _lines(state.title, LINE),
                "subtitle": words,
                "subtitleColor": "currentColor",
                "subtitleFontSize": 13,
                "subtitlePadding": 4,
                "offset": 10,
            }
        return draw(spec)

    @cached_property
    def content(self) -> dict:
        """What a page shows before any script runs, and the payload for the script."""
        controls = [
            {
                "label": c.label,
                "texts": c.texts,
                "start": c.place(c.start),
                "kind": "list" if c.is_list else "slider",
            }
            for c in self.controls
        ]
        return {
            "alt": self.alt,
            "controls": controls,
            "readout": self.read(self.start),
            "states": [state.title for state in self.states],
            "drill": self.drill,
            "payload": self.payload,
        }

    @cached_property
    def payload(self) -> str:
        """What the page's script needs, as JSON that can stand in a script element."""
        return as_json(
            {
                "controls": [
                    {"name": c.name, "values": c.values, "texts": c.texts} for c in self.controls
                ],
                "alt": self.alt,
                "drill": self.drill,
                "readouts": self.readouts,
                "states": [
                    [c.place(state.values[c.name]) for c in self.controls] for state in self.states
                ],
                "spec": compiled(self.spec),
            }
        )

    def _write_csv(self) -> str:
        """Write the figure's numbers, with a header that names source, columns and units."""
        table = self.numbers
        lists = [
            c for c in table.columns if isinstance(table[c].iloc[0], list | tuple | np.ndarray)
        ]
        table = table.explode(lists) if lists else table
        known = {c.name: ", ".join(filter(None, (c.label, c.unit))) for c in self.controls}
        known |= self.units
        missing = [column for column in table.columns if column not in known]
        if missing:
            raise ValueError(f"say in `units` what the column {missing[0]} holds, and its unit")
        head = [f"Numbers of a figure. {self.alt}", f"Source: {self.source}"]
        head += [f"{column}: {known[column]}" for column in table.columns]
        body = table.replace([np.inf, -np.inf], "none").to_csv(index=False, float_format="%.6g")
        return "".join(f"# {' '.join(line.split())}\n" for line in head) + body


def _third(spec: dict) -> str:
    """Draw a specification so narrow that three stand side by side in letters that can be read."""
    drawn = draw(_narrow(spec, NARROW))
    surplus = float(re.search(r'width="([\d.]+)"', drawn)[1]) - THIRD
    if surplus <= 0:
        return drawn
    beside = max(1, len(spec.get("hconcat", ())))
    return draw(_narrow(spec, max(LEAST, NARROW - math.ceil(surplus / beside))))


def _narrow(spec: dict, most: int) -> dict:
    """Give a specification no part of which is wider than `most` pixels, and each part lower.

    Where a part is narrower than usual, what is written below its axis takes more lines.
    """
    width, height = spec.get("width"), spec.get("height")
    made = {"width": min(width, most)} if isinstance(width, int | float) else {}
    if isinstance(height, int | float):
        made["height"] = round(height * LOWER)
    across = spec.get("encoding", {}).get("x", {})
    if most < NARROW and isinstance(across.get("title"), str):
        title = _lines(across["title"], int(most / LETTER))
        made["encoding"] = {**spec["encoding"], "x": {**across, "title": title}}
    parts = ("layer", "hconcat", "vconcat", "concat")
    made |= {name: [_narrow(part, most) for part in spec[name]] for name in parts if name in spec}
    if "spec" in spec:
        made["spec"] = _narrow(spec["spec"], most)
    return {**spec, **made}


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)
