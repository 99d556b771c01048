"""Put what a JSON Schema objects to into words an author can act on."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .shape import schema
from .source import line_at

_KINDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys",
}


def faults(data: Any, asked: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Compare `data` with a schema; yields the line and the words of each fault."""
    for error in Draft202012Validator(asked).iter_errors(data):
        message = _say(error)
        if message:
            yield _line(data, error), message


def _line(data: Any, error: ValidationError) -> int:
    path = list(error.absolute_path)
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        path += _unknown(error)[:1]
    return line_at(data, path)


def _unknown(error: ValidationError) -> list[str]:
    return [key for key in error.instance if key not in _known(error)]


def _known(error: ValidationError) -> list[str]:
    known = list(error.schema.get("properties", {}))
    if error.validator == "unevaluatedProperties":
        known += schema("schema")["$defs"]["common"]["properties"]
    return known


def _where(error: ValidationError) -> str:
    """Name the faulty value the way it is written: options[2].why."""
    name = ""
    for step in error.absolute_path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "this"


def _say(error: ValidationError) -> str:
    where, value, rule = _where(error), error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = [key for key in rule if key not in value]
            named = error.message.split("'")[1]
            return f'{where} has no "{named}"; add it' if named in missing else ""
        case "additionalProperties" | "unevaluatedProperties":
            return "; ".join(_unknown_key(where, key, _known(error)) for key in _unknown(error))
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
            asked = error.schema.get("description") or _PATTERNS.get(str(rule)) or f"match {rule}"
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
            least = "above" if error.validator.startswith("exclusive") else "at least"
            return f"{where} is {value}; it must be {least} {rule}"
        case "dependentRequired":
            present, absent = error.message.replace("'", '"').split(" is a dependency of ")[::-1]
            return f"{where} has {present} but no {absent}; add it"
        case "not":
            return f'{where} names "by", which goes with status "approved" only; delete it'
        case _:
            return f"{where}: {error.message}"


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
