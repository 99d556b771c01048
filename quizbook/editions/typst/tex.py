"""TeX formulas as trees: read once, then set by `formula` and spoken by `spoken`.

It knows the TeX that a teaching book needs and refuses the rest by name: a formula that is set
or read aloud wrongly is worse than one that stops the build.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .symbols import ACCENTS, ENVIRONMENTS, FUNCTIONS, SPACES, STYLES, SYMBOLS

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<comment>%.*)|(?P<command>\\(?:[A-Za-z]+\*?|.))"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<other>.)",
    re.S,
)
ESCAPABLE = set("%#&_${}")
_FENCES = {"(", ")", "[", "]", "|", ".", "/", "<", ">"}


class TexError(ValueError):
    """A formula that this module does not understand; the message says which part."""


@dataclass
class Row:
    """Several things side by side."""

    parts: list[Tree] = field(default_factory=list)


@dataclass
class Atom:
    """A letter, a number or a symbol; `kind` is "letter", "number", "symbol" or "function"."""

    kind: str
    text: str


@dataclass
class Words:
    """Upright text; `style` is "text" or the name of a style."""

    style: str
    text: str


@dataclass
class Styled:
    style: str
    body: Tree


@dataclass
class Fraction:
    over: Tree
    under: Tree


@dataclass
class Root:
    body: Tree
    index: Tree | None = None


@dataclass
class Script:
    base: Tree
    sub: Tree | None = None
    sup: Tree | None = None


@dataclass
class Accent:
    name: str
    body: Tree


@dataclass
class Fenced:
    left: str
    body: Tree
    right: str


@dataclass
class Space:
    name: str


@dataclass
class Grid:
    """Rows of cells: `name` is the environment, or "lines" for a formula of several lines."""

    name: str
    rows: list[list[Tree]]


Tree = Row | Atom | Words | Styled | Fraction | Root | Script | Accent | Fenced | Space | Grid


def parse(source: str) -> Tree:
    """Read a formula."""
    reader = _Reader(source)
    rows = reader.grid_rows(closing=None)
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return Grid("lines", rows)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [
            (m.lastgroup, m[0]) for m in _TOKEN.finditer(source) if m.lastgroup != "comment"
        ]
        self.at = 0

    def peek(self) -> str:
        while self.at < len(self.tokens) and self.tokens[self.at][0] == "space":
            self.at += 1
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        token = self.peek()
        if not token:
            raise TexError("the formula ends too early")
        self.at += 1
        return token

    def expect(self, wanted: str) -> None:
        found = self.peek()
        if found != wanted:
            raise TexError(f"the formula lacks {wanted!r} before {found or 'its end'!r}")
        self.at += 1

    def grid_rows(self, closing: str | None) -> list[list[Tree]]:
        rows: list[list[Tree]] = [[]]
        while True:
            rows[-1].append(self.row({"&", "\\\\", "\\end"}))
            token = self.peek()
            if token == "\\\\":
                rows.append([])
            elif token != "&":
                break
            self.at += 1
        if token != (closing or ""):
            raise TexError(f"the formula has a stray {token!r}")
        if len(rows) > 1 and rows[-1] == [Row()]:
            rows.pop()
        return rows

    def row(self, stops: set[str]) -> Tree:
        parts: list[Tree] = []
        while (token := self.peek()) and token not in stops:
            parts.append(self.scripted())
        return parts[0] if len(parts) == 1 else Row(parts)

    def group(self) -> Tree:
        """Read what a command takes: a braced group, or the next thing alone."""
        if self.peek() != "{":
            return self.base()
        self.next()
        inner = self.row({"}"})
        self.expect("}")
        return inner

    def raw_group(self) -> str:
        """Read the source text of a braced group."""
        self.expect("{")
        depth, written = 1, ""
        while depth:
            if self.at >= len(self.tokens):
                raise TexError("the formula lacks '}'")
            token = self.tokens[self.at][1]
            self.at += 1
            depth += {"{": 1, "}": -1}.get(token, 0)
            written += token if depth else ""
        return written

    def scripted(self) -> Tree:
        base = Row() if self.peek() in ("_", "^") else self.base()
        sub = sup = None
        while (token := self.peek()) in ("_", "^", "'"):
            self.next()
            if token == "_" and sub is None:
                sub = self.group()
            elif token == "^" and sup is None:
                sup = self.group()
            elif token == "'":
                sup = _joined(sup, Atom("symbol", "'"))
            else:
                raise TexError(f"the formula has two {token!r} in a row")
        return Script(base, sub, sup) if sub or sup else base

    def base(self) -> Tree:
        token = self.next()
        if token.startswith("\\"):
            return self.command(token[1:])
        if token == "{":
            self.at -= 1
            return Row([self.group()])
        if token == "~":
            return Space("~")
        if token[0].isdigit():
            return Atom("number", token)
        if token.isalpha():
            return Atom("letter", token)
        if token in SYMBOLS and token not in ESCAPABLE:
            return Atom("symbol", token)
        raise TexError(f"the formula has a stray {token!r}")

    def command(self, name: str) -> Tree:
        if name in SPACES:
            return Space(name)
        if name in SYMBOLS and (name.isalpha() or name in ESCAPABLE):
            return Atom("symbol", name)
        if name in FUNCTIONS:
            return Atom("function", name)
        if name in ACCENTS:
            return Accent(name, self.group())
        if name in STYLES:
            return self.styled(name)
        special = getattr(self, f"command_{name}", None)
        if special is None:
            raise TexError(f"the PDF cannot set \\{name}")
        return special()

    def styled(self, name: str) -> Tree:
        before = self.at
        written = self.raw_group() if self.peek() == "{" else self.next()
        plain = re.sub(r"\\([%_#&$ ])", r"\1", written)
        if name == "text" or re.fullmatch(r"[\w\s./%,+-]+", plain):
            if "\\" in plain or re.search(r"(?<!\\)\$", written):
                raise TexError(f"the formula has {written!r} as text")
            return Words(name, plain)
        self.at = before
        return Styled(name, self.group())

    def command_operatorname(self) -> Tree:
        return Words("operatorname", self.raw_group())

    def command_frac(self) -> Tree:
        return Fraction(self.group(), self.group())

    command_dfrac = command_tfrac = command_frac

    def command_sqrt(self) -> Tree:
        index = None
        if self.peek() == "[":
            self.next()
            index = self.row({"]"})
            self.expect("]")
        return Root(self.group(), index)

    def command_left(self) -> Tree:
        left = self.fence()
        body = self.row({"\\right"})
        self.expect("\\right")
        return Fenced(left, body, self.fence())

    def fence(self) -> str:
        token = self.next().removeprefix("\\")
        if token not in _FENCES and token not in {"{", "}", "langle", "rangle", "lvert", "rvert"}:
            raise TexError(f"the formula has {token!r} as a bracket")
        return token

    def command_begin(self) -> Tree:
        name = self.raw_group()
        if name not in ENVIRONMENTS:
            raise TexError(f"the PDF cannot set the environment {name}")
        rows = self.grid_rows(closing="\\end")
        self.next()
        if self.raw_group() != name:
            raise TexError(f"the environment {name} does not end")
        return Grid(name, rows)


def _joined(first: Tree | None, second: Tree) -> Tree:
    if first is None:
        return second
    return Row([*(first.parts if isinstance(first, Row) else [first]), second])
