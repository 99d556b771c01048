"""Typst code as data.

Everything is code, never markup: a text can only become a string literal, so no text, however
hostile, becomes code. This module knows the syntax of typst and nothing of documents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

WIDTH = 96
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]')


class Raw(str):
    """Code written by this package: a length, a name. Never made from a document's text."""


@dataclass
class Call:
    """A function call: `name(*args, **named, { body })`.

    With `spread`, every piece of the body is an argument of its own: the items of a list, the
    cells of a table. Without a name it is the bare block. A piece that names its `slot` becomes
    that named argument of the call around it. `label` makes it a place to link to, and `origin`
    says which line of which source it comes from. What names its `file` is written there, and
    included.
    """

    name: str = ""
    args: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)
    body: list[str | Call] | None = None
    spread: bool = False
    slot: str = ""
    label: str = ""
    origin: str = ""
    file: str = ""

    def add(self, piece: str | Call) -> None:
        """Put a piece into the body; neighbouring texts become one."""
        if self.body is None:
            self.body = []
        if isinstance(piece, str) and self.body and isinstance(self.body[-1], str):
            self.body[-1] += piece
        elif piece != "":
            self.body.append(piece)

    def trim(self) -> None:
        """Drop the space before the first word and after the last."""
        for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
            if self.body and isinstance(self.body[place], str):
                self.body[place] = strip(self.body[place])
        self.body = [piece for piece in self.body or () if piece != ""]

    def pieces(self) -> list[str | Call]:
        """The body without what goes into a slot."""
        return [p for p in self.body or () if isinstance(p, str) or not p.slot]

    def slots(self) -> list[Call]:
        return [p for p in self.body or () if isinstance(p, Call) and p.slot]


def string(text: str) -> str:
    """Write a string literal.

    >>> print(string('a "quoted" \\\\ text'))
    "a \\"quoted\\" \\\\ text"
    """
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match) -> str:
    character = match[0]
    if character in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[character]
    return "\\" + character if character in '\\"' else f"\\u{{{ord(character):x}}}"


def files(book: Call) -> dict[str, str]:
    """Write the code of each file that a book includes."""
    held = [piece for piece in book.body or () if isinstance(piece, Call) and piece.file]
    return {piece.file: render(replace(piece, file="")) for piece in held}


def value(thing: Any) -> str:
    """Write a value: text, number, truth, None, list, dictionary, or code of our own."""
    match thing:
        case Raw():
            return str(thing)
        case Call():
            return render(thing)
        case str():
            return string(thing)
        case bool():
            return str(thing).lower()
        case int() | float():
            return f"{thing:g}"
        case None:
            return "none"
        case Mapping():
            pairs = [f"{string(str(k))}: {value(v)}" for k, v in thing.items()]
            return f"({', '.join(pairs) or ':'})"
        case _:
            items = [value(item) for item in thing]
            return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def render(piece: str | Call, indent: int = 0) -> str:
    """Write a piece of the document; short ones on one line."""
    if isinstance(piece, str):
        return string(piece)
    if piece.file:
        return f"include {string(piece.file)}"
    if not piece.label:
        return _call(piece, indent)
    if piece.body is None or piece.spread:
        return f"at({string(piece.label)}, {_call(piece, indent)})"
    # Inside its element, a place to link to cannot be left behind on the page before.
    inner = [Call("anchor", (piece.label,)), *piece.body]
    return _call(replace(piece, body=inner, label=""), indent)


def _call(call: Call, indent: int) -> str:
    arguments = [value(a) for a in call.args]
    arguments += [f"{k}: {value(v)}" for k, v in call.named.items()]
    arguments += [f"{s.slot}: {render(s, indent + 1)}" for s in call.slots()]
    pieces = call.pieces()
    if call.spread:
        arguments += [render(p, indent + 1) for p in pieces]
        return f"{call.name}{_arguments(arguments, indent)}"
    if not call.name:
        return _content(pieces, indent)
    if call.body is not None:
        arguments.append(_content(pieces, indent))
    return f"{call.name}({', '.join(arguments)})"


def _arguments(arguments: list[str], indent: int) -> str:
    line = f"({', '.join(arguments)})"
    if len(line) + 2 * indent < WIDTH and "\n" not in line:
        return line
    pad = "  " * (indent + 1)
    return "(\n" + "".join(f"{pad}{a},\n" for a in arguments) + "  " * indent + ")"


def _content(pieces: list[str | Call], indent: int) -> str:
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return string(pieces[0])
    return _block(pieces, indent)


def _block(pieces: list[str | Call], indent: int) -> str:
    if not pieces:
        return "[]"
    written = [render(piece, indent + 1) for piece in pieces]
    short = "{ " + "; ".join(written) + " }"
    if len(short) + 2 * indent < WIDTH and "\n" not in short and not _origins(pieces):
        return short
    pad = "  " * (indent + 1)
    lines = []
    for piece, code in zip(pieces, written, strict=True):
        if isinstance(piece, Call) and piece.origin:
            lines.append(f"{pad}// {origin_comment(piece.origin)}")
        lines.append(pad + code)
    return "{\n" + "\n".join(lines) + "\n" + "  " * indent + "}"


def _origins(pieces: list[str | Call]) -> bool:
    return any(isinstance(p, Call) and p.origin for p in pieces)


def origin_comment(origin: str) -> str:
    """Keep a comment on its line, whatever a file is called."""
    return "@ " + " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", origin).split())
