"""Which columns a chart names, and which of them its data have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

from ..charts import styled

DATUM = re.compile(r"""\bdatum(?:\.([A-Za-z_]\w*)|\[\s*(['"])(.+?)\2\s*\])""")
NESTED = ("layer", "concat", "hconcat", "vconcat")
MADE_BY_DEFAULT = {
    "fold": ("key", "value"),
    "density": ("value", "density"),
    "quantile": ("prob", "value"),
    "regression": (),
    "loess": (),
}
FEWER = "group the table, or draw a sample of its rows"
"""Advice for a chart of too much."""
OF_GUIDES = ("axis", "legend", "header", "scale")
"""Their expressions speak of ticks and labels, and call those datum too."""


def themed(chart) -> dict[str, Any]:
    """Write an Altair chart as a Vega-Lite specification in the book's look.

    Raises ValueError if the chart names a column that its data lack, or has too many rows, and
    TypeError if it is none.
    """
    # Dear, and here already where there is a chart:
    from altair import MaxRowsError, TopLevelMixin

    if not isinstance(chart, TopLevelMixin):
        raise TypeError(
            f"{_given(chart)} is no chart; give an Altair chart: "
            'figure(alt.Chart(table).mark_line().encode(...), "What it shows.")'
        )
    try:
        spec = chart.to_dict()
    except MaxRowsError as error:
        said = str(error).partition("\n")[0].rstrip(".")
        raise ValueError(f"{said}; {FEWER}") from None
    refuse_missing(spec)
    return styled(spec)


def _given(value: object) -> str:
    """Name what was given for a chart, in few words."""
    said = repr(value)
    return said if len(said) <= 20 else f"a {type(value).__name__}"


def data_of(spec: dict[str, Any]) -> str:
    """Give a mark of the data that a chart shows, whatever it looks like."""
    held = json.dumps([spec.get("datasets"), spec.get("data")], sort_keys=True, default=str)
    return sha256(held.encode()).hexdigest()[:16]


def refuse_missing(spec: dict[str, Any]) -> None:
    """Raise ValueError if a chart names a column that its data lack: it would be drawn empty."""
    for name, columns in _missing(spec, spec.get("datasets", {}), None):
        near = get_close_matches(name, columns, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"there is {', '.join(sorted(columns))}"
        raise ValueError(f'the chart shows a column "{name}" that its data lack; {hint}')


def _missing(
    spec: dict[str, Any], datasets: dict[str, list], columns: set[str] | None
) -> Iterator[tuple[str, set[str]]]:
    if "data" in spec:
        columns = _columns(spec["data"], datasets)
    if columns is not None:
        columns = set(columns)
        for step in spec.get("transform", ()):
            yield from ((name, columns) for name in _read(step) if name not in columns)
            columns |= set(_made(step))
            if "pivot" in step:  # makes a column of each value
                return
        shown = {key: spec.get(key) for key in ("encoding", "facet")}
        yield from ((name, columns) for name in _named(shown) if name not in columns)
    inner = [*(part for key in NESTED for part in spec.get(key, ())), spec.get("spec")]
    for part in filter(None, inner):
        yield from _missing(part, datasets, columns)


def _columns(data: dict[str, Any] | None, datasets: dict[str, list]) -> set[str] | None:
    """Name the columns of a table; None where only a reader's device would know them."""
    rows = None
    if data and not data.get("format"):
        rows = datasets.get(data["name"]) if "name" in data else data.get("values")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return None
    return set().union(*rows)


def _read(step: dict[str, Any]) -> Iterator[str]:
    """Name the columns that a step takes, where it says so in so many words."""
    for key in ("calculate", "filter"):
        if isinstance(step.get(key), str):
            yield from _data_in(step[key])
    yield from _named({key: step.get(key) for key in ("filter", "aggregate", "joinaggregate")})
    grouped = [*(step.get("groupby") or ()), *(step.get("fold") or ())]
    yield from (_first(name) for name in grouped if isinstance(name, str))


def _made(step: dict[str, Any]) -> Iterator[str]:
    """Name the columns that a step adds."""
    for key, names in MADE_BY_DEFAULT.items():
        if key in step:
            yield from names or (step[key], step.get("on"))
    for value in _values(step, "as"):
        yield from [value] if isinstance(value, str) else value
    if "lookup" in step:
        yield from step.get("from", {}).get("fields", ())


def _named(part: Any) -> Iterator[str]:
    """Name the columns that are drawn, and those that conditions and orders ask for."""
    for value in _values(part, "field"):
        if isinstance(value, str):
            yield _first(value)
    for value in _values(part, "test"):
        if isinstance(value, str):
            yield from _data_in(value)


def _data_in(expression: str) -> Iterator[str]:
    yield from (found[1] or found[3] for found in DATUM.finditer(expression))


def _values(part: Any, key: str) -> Iterator[Any]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == key:
                yield value
            elif name not in OF_GUIDES:
                yield from _values(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from _values(value, key)


def _first(field: str) -> str:
    """Give the column of a field: `a.b` and `a[0]` stand for parts of `a`, `a\\.b` for itself."""
    return re.split(r"(?<!\\)[.\[]", field, maxsplit=1)[0].replace("\\", "")
