"""From a Vega-Lite specification to what a browser needs: compiled, compact, and Vega itself."""

from __future__ import annotations

import csv
import io
import json
from functools import cache


def compiled(spec: dict) -> dict:
    """Compile Vega-Lite to Vega, so that a page need not carry the compiler; tables become CSV."""
    import vl_convert

    vega = vl_convert.vegalite_to_vega(spec)
    vega.pop("$schema", None)
    for source in vega.get("data", []):
        rows = source.get("values")
        if isinstance(rows, list) and (compact := _as_csv(rows)) is not None:
            source["values"], source["format"] = compact
    return vega


def _as_csv(rows: list) -> tuple[str, dict] | None:
    """Write rows of one shape as CSV, which does not repeat their keys; None if they are not."""
    if not rows or not all(isinstance(row, dict) and row.keys() == rows[0].keys() for row in rows):
        return None
    parse = {}
    for name in rows[0]:
        kinds = {type(row[name]) for row in rows} - {type(None)}
        kind = next((k for types, k in _KINDS if kinds and kinds <= types), None)
        empty = kind == "string" and any(row[name] == "" for row in rows)
        if kind is None or empty or any(c in name for c in ".[]'\"\\"):
            return None
        parse[name] = kind
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_cell(row[name]) for name in rows[0]] for row in rows)
    return out.getvalue(), {"type": "csv", "parse": parse}


_KINDS = (({bool}, "boolean"), ({int, float}, "number"), ({str}, "string"))


def _cell(value) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else value


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

    The path names the copy that vl-convert carries, as its own modules do (its short name, `vega`,
    is null in 1.9). The wrapping keeps some thousand top-level names out of the page.
    """
    import vl_convert

    path = f"/npm/vega@{vl_convert.get_vega_version()}/+esm"
    snippet = f'import {{View, parse}} from "{path}"; globalThis.vega = {{View, parse}};'
    return f"(function () {{\n{vl_convert.javascript_bundle(snippet)}\n}})();\n"
