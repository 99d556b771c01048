"""Judge the shape of YAML data by a published JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from .problems import BankError, Problem
from .schemas import schema
from .source import Map, read_text, read_yaml
from .words import faults


@cache
def _validator(name: str, part: str | None) -> jsonschema_rs.Validator:
    whole = schema(name)
    asked = whole if part is None else {"$defs": whole["$defs"], "$ref": f"#/$defs/{part}"}
    return jsonschema_rs.validator_for(asked)


def problems(
    data: Any, name: str, file: str, subject: str, part: str | None = None
) -> Iterator[Problem]:
    """Compare `data` with a schema (or one of its `$defs`), yielding one Problem a fault."""
    for line, message in faults(data, _validator(name, part).iter_errors(data), schema(name)):
        yield Problem(file, line, subject, message)


def read(root: Path, file: str, name: str, subject: str) -> tuple[Map | None, list[Problem]]:
    """Read a YAML file of the book and judge it; gives its data, or None with all its problems."""
    try:
        data = read_yaml(read_text(root / file, file), file)
    except BankError as error:
        return None, error.problems
    found = list(problems(data, name, file, subject))
    return (None if found else data), found
