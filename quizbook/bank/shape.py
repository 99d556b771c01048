"""Judge the shape of YAML data by a published JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from .problems import Problem

_HERE = Path(__file__).parent


@cache
def schema(name: str) -> dict[str, Any]:
    """Load `name`.json from beside this file."""
    return json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))


def _asked(name: str, part: str | None) -> dict[str, Any]:
    whole = schema(name)
    return whole if part is None else {"$defs": whole["$defs"], "$ref": f"#/$defs/{part}"}


@cache
def _validator(name: str, part: str | None) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(_asked(name, part))


def problems(
    data: Any, name: str, file: str, subject: str, part: str | None = None
) -> Iterator[Problem]:
    """Compare `data` with a schema (or one of its `$defs`), yielding one Problem a fault."""
    if _validator(name, part).is_valid(data):
        return
    from .words import faults  # its library takes a second to import, and is seldom needed

    for line, message in faults(data, _asked(name, part)):
        yield Problem(file, line, subject, message)
