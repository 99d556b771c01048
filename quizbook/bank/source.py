"""Read YAML strictly: no guessed types, no aliases, every value with its line.

YAML 1.1 reads an unquoted `no` as False and `3:30` as 210, merges duplicate keys silently and
can blow up a few nested aliases into gigabytes. None of that may happen to a question, so this
reader builds plain data straight from the parser's events and reports what it does not accept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from . import characters
from .problems import BankError, Problem

MAX_DEPTH = 20
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][+-]?[0-9]+)?")
_GUESSED = yaml.resolver.Resolver()
_KINDS = {
    "bool": "true or false",
    "float": "a number",
    "int": "a number",
    "null": "nothing at all",
    "timestamp": "a date",
}


class Map(dict):
    """A YAML mapping that knows the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Seq(list):
    """A YAML sequence that knows the line of each of its entries."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def line_at(data: Any, path: Any) -> int:
    """Give the line on which the value at `path` stands, or that of its nearest parent."""
    line = getattr(data, "line", 1)
    for step in path:
        try:
            line = data.lines[step]
            data = data[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def read_text(path: Path, name: str) -> str:
    """Read a UTF-8 file; raises BankError with one clear line if that is impossible."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        mend = "; give yourself the right to read it" if isinstance(error, PermissionError) else ""
        raise BankError([Problem(name, 1, "file", f"cannot be read: {reason}{mend}")]) from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8 here; save the file with the encoding UTF-8"
        raise BankError([Problem(name, line, "file", message)]) from None


@lru_cache(maxsize=64)
def read_yaml(text: str, name: str, first_line: int = 1) -> Any:
    """Turn one YAML document into Map, Seq, str, int, float and bool.

    `first_line` is the line of `text` in the file called `name`.
    The same text gives the same objects: change none of them.
    Raises BankError naming every place that is not plain, unambiguous YAML.
    """
    reader = _Reader(name, first_line)
    for line, message in characters.broken(text):
        reader.refuse(line + first_line - 1, message)
    if reader.problems:
        raise BankError(reader.problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = mark_of(error)
        line = first_line + (mark.line if mark else 0)
        row = text.split("\n")[line - first_line : line - first_line + 1]
        hint = _hint(str(error), "".join(row))
        reader.refuse(line, f"is not YAML: {error.problem or error}; {hint}")
    except _TooDeep:
        pass  # the reader has said so
    except yaml.YAMLError as error:
        reader.refuse(first_line, f"is not YAML: {' '.join(str(error).split())}")
    if reader.problems:
        raise BankError(reader.problems)
    if reader.root is None:
        raise BankError([Problem(name, first_line, "file", f"is empty; {_begins(name)}")])
    return reader.root


def mark_of(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Give the place that an error is about: a word that lacks its colon, not what follows it."""
    if error.context == "while scanning a simple key" and error.context_mark:
        return error.context_mark
    return error.problem_mark or error.context_mark


def _begins(name: str) -> str:
    if name.endswith("book.yml"):
        return 'write "schema: 1", an id, a title and pitfalls'
    return "write what belongs here, or delete the file"


def _hint(error: str, row: str) -> str:
    if "\t" in row:
        return "indent with spaces, not tabs"
    if "mapping values" in error:
        return "put a text that holds a colon into double quotes"
    return "look for an unclosed quote or bracket, or a wrong indent"


class _TooDeep(Exception):
    """Stops reading a file that is nested without end."""


class _Reader:
    """Builds data from parser events with a stack instead of recursion."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name, self.first_line = name, first_line
        self.problems: list[Problem] = []
        self.root: Any = None
        self.stack: list[Map | Seq] = []
        self.keys: list[str | None] = []
        self.documents = 0

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, "file", message))

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + self.first_line
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, line)
            case yaml.MappingStartEvent():
                self._open(Map(line), event, line)
            case yaml.SequenceStartEvent():
                self._open(Seq(line), event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
                self.keys.pop()
            case yaml.AliasEvent():
                self.refuse(line, f"the alias *{event.anchor} is not allowed; write the text out")
                self._put("", line)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    self.refuse(line, "holds a second document after '---'; keep one")

    def _open(self, container: Map | Seq, event: yaml.Event, line: int) -> None:
        self._plain(event, line)
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(line, f"is nested more than {MAX_DEPTH} levels deep; flatten it")
            raise _TooDeep
        self._put(container, line)
        self.stack.append(container)
        self.keys.append(None)

    def _plain(self, event: yaml.Event, line: int) -> None:
        if event.anchor:
            self.refuse(line, f"the anchor &{event.anchor} is not allowed; write the text out")
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(line, f"the tag {tag} is not allowed; delete it")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self._plain(event, line)
        quoted = event.style not in (None, "")
        self._put(event.value if quoted else self._resolve(event.value, line), line)

    def _resolve(self, value: str, line: int) -> Any:
        """Give a plain scalar its type, or refuse it where YAML 1.1 would guess."""
        if value in ("true", "false"):
            return value == "true"
        if _WHOLE.fullmatch(value):
            return int(value)
        if _DECIMAL.fullmatch(value) and not re.match(r"[+-]?0[0-9]", value):
            return float(value)
        guess = _GUESSED.resolve(yaml.ScalarNode, value, (True, False)).rsplit(":", 1)[-1]
        if guess != "str":
            self.refuse(line, self._advice(value, guess))
        return value

    def _advice(self, value: str, guess: str) -> str:
        """Say what YAML would make of a plain scalar, and what to write instead."""
        if not value:
            before = [*self.stack[-1].values()][-1:] if isinstance(self.stack[-1], Map) else []
            digits = self.keys[-1] or ""
            if before and isinstance(before[0], int) and digits.isdigit():
                return f"{before[0]},{digits} is two things here; write {before[0]}.{digits}"
            return "nothing stands here; write a value, or delete the key"
        mend = f'write "{value}" in quotes'
        if guess == "bool":
            mend = f'write true or false, or "{value}" in quotes where a text is meant'
        return f"{value} would be read as {_KINDS.get(guess, guess)}; {mend}"

    def _put(self, value: Any, line: int) -> None:
        if not self.stack:
            if self.root is None:
                self.root = value
            return
        parent = self.stack[-1]
        if isinstance(parent, Seq):
            parent.append(value)
            parent.lines.append(line)
        elif self.keys[-1] is None:
            self._key(parent, value, line)
        else:
            key = self.keys[-1]
            parent[key] = value
            self.keys[-1] = None

    def _key(self, parent: Map, value: Any, line: int) -> None:
        if isinstance(value, (Map, Seq)):
            self.refuse(line, "a key must be a word")
            value = f"(key at line {line})"
        key = str(value)
        if key in parent.lines:
            before = parent.lines[key]
            self.refuse(line, f"the key {key} stands twice (first on line {before}); keep one")
        parent.lines[key] = line
        self.keys[-1] = key
