"""Put the published schemas into words for authors: field by field, as the schemas say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .schemas import schema

TYPES = ("single", "multiple", "true-false", "numeric", "short", "match", "order")
"""Types of question, in the order in which they are explained."""


class Field(NamedTuple):
    """A field: its name, whether it must be there, what it holds, and what it is for."""

    name: str
    required: bool
    holds: str
    words: str


def fields(name: str, part: str | None = None) -> Iterator[Field]:
    """Yield the fields of a schema, or of one of its parts, without those all questions share."""
    whole = schema(name)
    node = whole["$defs"][part] if part else whole
    for key, told in node.get("properties", {}).items():
        if told is True:  # another program's field, which is let through
            continue
        meant = _resolved(told, whole)
        words = told.get("description") or meant.get("description", "")
        yield Field(key, key in node.get("required", ()), _holds(meant), words)


def table(name: str, part: str | None = None) -> str:
    """Write the fields as a table in Markdown; those that must be there come first."""
    rows = sorted(fields(name, part), key=lambda field: not field.required)
    lines = ["| field | needed | holds | what it is |", "| --- | --- | --- | --- |"]
    for field in rows:
        must = "yes" if field.required else "no"
        lines.append(f"| `{field.name}` | {must} | {field.holds} | {field.words} |")
    return "\n".join(lines)


def _resolved(node: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return {**whole["$defs"][node["$ref"].rpartition("/")[2]], **node}
    return node


def _holds(node: dict[str, Any]) -> str:
    if "enum" in node:
        return ", ".join(f"`{value}`" for value in node["enum"])
    if "const" in node:
        return f"`{str(node['const']).lower()}`"
    least, most = node.get("minItems"), node.get("maxItems")
    if node.get("type") == "array":
        count = (
            f"{least or 0} to {most}" if most else "any number" if not least else f"{least} or more"
        )
        return f"a list ({count})"
    kind = node.get("type", "")
    names = {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "`true` or `false`",
        "object": "a block of fields",
    }
    return " or ".join(names[one] for one in ([kind] if isinstance(kind, str) else kind) if one)
