"""The words of the browser's scripts: when a script is written, each mark becomes the words.

A mark is a call of `_` or `ngettext` with plain strings in double quotes; see `languages`. `"{n}"`
in a message becomes `${...}` of a template string, so a script in English is as short as one
written without marks, and a page loads neither a catalogue nor a function that reads one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .catalogue import NAME, Catalogue

_MARK = re.compile(r"(?<![\w$.])(_|ngettext)\((?=\s*\")")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_PART = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<open>[([{])|(?P<close>[)\]}])|(?P<comma>,)|`""",
    re.S,
)


class MarkError(ValueError):
    """A mark that cannot be read; the message says which."""


@dataclass(frozen=True)
class Mark:
    """One mark: where it stands in the source, its function, its messages, its values."""

    start: int
    end: int
    function: str
    messages: tuple[str, ...]
    values: dict[str, str]


def translated(source: str, catalogue: Catalogue) -> str:
    """Replace every mark of a script by the words."""
    parts, at = [], 0
    for mark in marks(source):
        if mark.start < at:  # it stands in a value of another
            continue
        parts += [source[at : mark.start], _written(mark, catalogue)]
        at = mark.end
    return "".join([*parts, source[at:]])


@cache
def marks(source: str) -> tuple[Mark, ...]:
    """Find every mark of a script; raises MarkError."""
    return tuple(_read(source, found) for found in _MARK.finditer(source))


def extract(fileobj, keywords, comment_tags, options) -> Iterator[tuple]:
    """Yield the messages of a script to Babel, which finds this by pyproject.toml."""
    source = fileobj.read().decode("utf-8")
    for mark in marks(source):
        line = source.count("\n", 0, mark.start) + 1
        yield line, mark.function, mark.messages, []


def _read(source: str, found: re.Match[str]) -> Mark:
    rows, end = _arguments(source, found.end())
    wanted = 1 if found[1] == "_" else 2
    messages, rest = rows[:wanted], rows[wanted:]
    if len(messages) < wanted or not all(map(_STRING.fullmatch, messages)):
        raise MarkError(f"{source[found.start() : end]}: messages are plain strings")
    values = {}
    if found[1] == "ngettext":
        if not rest:
            raise MarkError(f"{source[found.start() : end]}: there is no count")
        values["n"] = rest.pop(0)
    if rest:
        held, _ = _arguments(rest[0], 1)
        for pair in held:
            name, colon, value = pair.partition(":")
            values[name.strip()] = value.strip() if colon else name.strip()
    said = tuple(json.loads(message) for message in messages)
    missing = {name for message in said for name in NAME.findall(message)} - values.keys()
    if missing or len(rest) > 1:
        raise MarkError(f"{source[found.start() : end]}: no value for {', '.join(missing)}")
    return Mark(found.start(), end, found[1], said, values)


def _arguments(source: str, at: int) -> tuple[list[str], int]:
    """Split what stands in brackets at its commas; gives the parts, and where the brackets end."""
    parts, start, depth = [], at, 0
    for found in _PART.finditer(source, at):
        if found[0] == "`":
            raise MarkError(f"{source[at : found.end()]}: no template string can stand in a mark")
        if found["open"]:
            depth += 1
        elif found["close"] and depth:
            depth -= 1
        elif found["close"] or (found["comma"] and not depth):
            parts.append(source[start : found.start()].strip())
            start = found.end()
            if found["close"]:
                return [part for part in parts if part], found.end()
    raise MarkError(f"{source[at:]}: this mark does not end")


def _written(mark: Mark, catalogue: Catalogue) -> str:
    values = {name: translated(value, catalogue) for name, value in mark.values.items()}
    if mark.function == "_":
        return _literal(catalogue.gettext(*mark.messages), values)
    rule, forms = catalogue.forms(*mark.messages)
    said = [_literal(form, values) for form in forms]
    if len(said) == 1:
        return said[0]
    chosen = re.sub(r"\bn\b", lambda found: _operand(values["n"]), rule)
    if len(said) == 2:
        bare = re.sub(r"^\(([^()]*)\)$", r"\1", chosen)
        return f"({bare} ? {said[1]} : {said[0]})"
    return f"[{', '.join(said)}][{chosen}]"


def _operand(value: str) -> str:
    return value if re.fullmatch(r"[\w$.]+", value) else f"({value})"


def _literal(words: str, values: dict[str, str]) -> str:
    """Write words as a string of a script; with values, as a template string."""
    if not NAME.search(words):
        return json.dumps(words, ensure_ascii=False)
    escaped = re.sub(r"[`\\]|\$(?=\{)", lambda found: f"\\{found[0]}", words)
    return f"`{NAME.sub(lambda name: f'${{{values[name[1]]}}}', escaped)}`"
