"""What a course sets of Sphinx, compared with the type that Sphinx and its extensions give it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.config import ENUM
from sphinx.errors import ConfigError

from ..bank.problems import BankError, Problem
from ..bank.settings import FILE, given, line_of

WORDS = {
    bool: "true or false",
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    list: "a list, such as [a, b]",
    tuple: "a list, such as [a, b]",
    dict: "a block of keys",
}
"""What an author writes for each type."""


def refuse_wrong_types(app, config) -> None:
    """Stop where a setting has another type: what reads it would stop without naming it."""
    root = Path(app.srcdir)
    problems = [
        Problem(FILE, line_of(root, name), "file", f"{name} is {value!r}; write {asked}")
        for name, value in given(root).items()
        for asked in _asked(config, name, value)
    ]
    if problems:
        error = BankError(problems)
        raise ConfigError(str(error)) from error


def _asked(config, name: str, value: Any) -> Iterator[str]:
    """Say what a setting asks for where its value is none of it; Sphinx compares alike, later."""
    option = config.values.get(name)
    if option is None or value is None:
        return
    if isinstance(option.valid_types, ENUM):
        if not option.valid_types.match(value):
            yield " | ".join(map(str, option.valid_types.candidates))
        return
    default = option.default(config) if callable(option.default) else option.default
    types = {*(option.valid_types or ()), *([] if default is None else [type(default)])}
    types -= {type(None)}
    like = {bool: int, tuple: list}  # 0 is false, and YAML has no tuples
    if not types or Any in types or isinstance(value, (*types, *map(like.get, types & {*like}))):
        return
    words = dict.fromkeys(WORDS[each] for each in WORDS if each in types)
    if words:
        yield ", or ".join(words)
