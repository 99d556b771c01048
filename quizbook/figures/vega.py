"""From a Vega-Lite specification to what a browser needs: compiled, compact, and Vega itself."""

from __future__ import annotations

import json
import math
from functools import cache

INTERPRETER = "/npm/vega-interpreter@2.0.0/+esm"
"""The copy that vl-convert 1.9 carries; another version of it would name another."""


def compiled(spec: dict) -> dict:
    """Compile Vega-Lite to Vega, so that a page need not carry the compiler.

    A table of one shape is given by its columns, which repeat neither its keys nor, where it is a
    grid, its values; `figure.js` makes rows of them. (Vega's own reader of CSV builds a function
    from text, which a strict content security policy refuses.)
    """
    import vl_convert

    vega = vl_convert.vegalite_to_vega(spec)
    vega.pop("$schema", None)
    for source in vega.get("data", []):
        rows = source.get("values")
        if isinstance(rows, list) and _is_table(rows):
            columns = {name: [_cell(row[name]) for row in rows] for name in rows[0]}
            source["columns"] = {name: _column(cells) for name, cells in columns.items()}
            source["rows"] = len(rows)
            del source["values"]
    return vega


def _is_table(rows: list) -> bool:
    return bool(rows) and all(
        isinstance(row, dict) and row.keys() == rows[0].keys() for row in rows
    )


def _column(cells: list) -> dict:
    """Give a column as `values` of which each is repeated `each` times, and all of them as often as
    there are rows for: a setting of a control stands in as many rows as it has points.
    """
    told = list(map(repr, cells))
    starts = [n for n, cell in enumerate(told) if n == 0 or cell != told[n - 1]]
    each = math.gcd(len(told), *starts)
    values = told[::each]
    period = next(
        n
        for n in range(1, len(values) + 1)
        if len(values) % n == 0 and values == values[:n] * (len(values) // n)
    )
    return {"each": each, "values": cells[: each * period : each]}


def _cell(value: object) -> object:
    """Six digits are enough for a drawing."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


def as_json(thing: object) -> str:
    """Write JSON that can stand inside a script element whatever its texts hold."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def bundle_name() -> str:
    """Name the file that holds Vega; a new version has a new name, so none is ever stale."""
    import vl_convert

    return f"vega-{vl_convert.get_vega_version()}.js"


@cache
def bundle() -> str:
    """Give Vega as a classic script, which works from disk: vl-convert carries it along.

    With it comes Vega's interpreter of expressions, for pages on which no function may be built
    from text. The paths name the copies that vl-convert carries, as its own modules do (its short
    names are null in 1.9). The wrapping keeps some thousand top-level names out of the page.
    """
    import vl_convert

    vega = f"/npm/vega@{vl_convert.get_vega_version()}/+esm"
    snippet = (
        f'import {{View, parse}} from "{vega}"; '
        f'import {{expressionInterpreter}} from "{INTERPRETER}"; '
        "globalThis.vega = {View, parse, expressionInterpreter};"
    )
    return f"(function () {{\n{vl_convert.javascript_bundle(snippet)}\n}})();\n"
