"""Put what a JSON Schema objects to into words an author can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import reduce
from operator import getitem
from typing import Any

import jsonschema_rs

from .schemas import schema
from .source import line_at

_KINDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys",
}


def faults(
    data: Any, errors: Iterable[jsonschema_rs.ValidationError], whole: dict[str, Any]
) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each error that comparing `data` with a schema gave."""
    for error in errors:
        fault = _Fault(error, data, whole)
        message = _say(fault)
        if message:
            yield line_at(data, [*fault.path, *fault.unknown[:1]]), message


class _Fault:
    """An error with what it violates: the rule's name, the rule, and the schema it stands in."""

    def __init__(
        self, error: jsonschema_rs.ValidationError, data: Any, whole: dict[str, Any]
    ) -> None:
        *place, self.name = error.schema_path
        self.schema = reduce(getitem, place, whole)
        self.rule = self.schema[self.name]
        self.path = list(error.instance_path)
        self.value = reduce(getitem, self.path, data)
        self.missing = getattr(error.kind, "property", "")
        self.message = error.message

    @property
    def known(self) -> list[str]:
        """The keys that the value may have."""
        known = list(self.schema.get("properties", {}))
        if self.name == "unevaluatedProperties":
            known += schema("schema")["$defs"]["common"]["properties"]
        return known

    @property
    def unknown(self) -> list[str]:
        """The keys that the value has, and may not have."""
        if self.name not in ("additionalProperties", "unevaluatedProperties"):
            return []
        return [key for key in self.value if key not in self.known]

    @property
    def where(self) -> str:
        """Name the faulty value the way it is written: options[2].why."""
        name = ""
        for step in self.path:
            name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
        return name or "this"


def _say(fault: _Fault) -> str:
    where, value, rule = fault.where, fault.value, fault.rule
    match fault.name:
        case "required":
            return f'{where} has no "{fault.missing}"; add it'
        case "additionalProperties" | "unevaluatedProperties":
            return "; ".join(_unknown_key(where, key, fault.known) for key in fault.unknown)
        case "type" if isinstance(value, float) and rule == "number":
            return ""  # infinite, which JSON does not know; `rules` say so better
        case "type":
            return f"{where} must be {_KINDS.get(rule, rule)}, not {_shown(value)}"
        case "enum":
            hint = get_close_matches(str(value), rule, 1)
            choices = f'"{hint[0]}"?' if hint else " | ".join(rule)
            return f"{where} is {_shown(value)}; write {choices}"
        case "const":
            return f"{where} is {_shown(value)}; write {_shown(rule)}"
        case "pattern" if rule == "\\S":
            return f"{where} is empty; write it"
        case "pattern" | "format":
            asked = fault.schema.get("description") or _PATTERNS.get(str(rule)) or f"match {rule}"
            return f"{where} is {_shown(value)}; it must be: {asked}"
        case "minItems":
            return f"{where} has {len(value)}; give at least {rule}"
        case "maxItems":
            return f"{where} has {len(value)}; give at most {rule}"
        case "uniqueItems":
            return f"{where} names the same thing twice; keep one"
        case "minLength":
            return f"{where} is empty; write it"
        case "maxLength":
            return f"{where} has {len(value)} characters; use at most {rule}"
        case "minimum" | "exclusiveMinimum":
            least = "above" if fault.name.startswith("exclusive") else "at least"
            return f"{where} is {value}; it must be {least} {rule}"
        case "dependentRequired":
            present = next(key for key in rule if fault.missing in rule[key] and key in value)
            return f'{where} has "{present}" but no "{fault.missing}"; add it'
        case "not":
            return f'{where} names "by", which goes with status "approved" only; delete it'
        case _:
            return f"{where}: {fault.message}"


_PATTERNS = {
    "^[a-z][a-z0-9]*$": "lower-case letters and digits",
    "^[a-z][a-z0-9_]*$": "a key of references.bib",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": 'a date such as "2026-11-22"',
}


def _unknown_key(where: str, key: str, known: list[str]) -> str:
    hint = get_close_matches(key, known, 1)
    mend = f'did you mean "{hint[0]}"?' if hint else f"it may have {', '.join(known)}"
    return f'{where} has the unknown key "{key}"; {mend}'


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value if len(value) <= 40 else value[:37] + "..."}"'
        case dict():
            return "a block of keys"
        case list():
            return "a list"
        case _:
            return str(value)
