"""What every visitor writes with: calls that open and close, texts, and where they come from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from docutils import nodes

from .code import Call

_SPACE = re.compile(r"[ \t\r\n\f\v]+")


class Writer:
    """Keeps the open calls; mixed into the translator before any visitor."""

    def enter(self, node: nodes.Element | None, name: str = "", /, *args, **named) -> Call:
        """Open a call: what follows goes into its body until `leave`."""
        options = {key: named.pop(key) for key in ("spread", "slot") if key in named}
        given = {key: thing for key, thing in named.items() if thing not in (None, "")}
        call = Call(name, args, given, [], **options)
        if node is not None:
            call.label = self.places.label(node, self.docname)
            if not isinstance(node, nodes.Inline | nodes.TextElement) or _starts_block(node):
                call.origin = where(node, self.builder.env, self.docname) or ""
        self.calls[-1].add(call)
        self.calls.append(call)
        return call

    def leave(self, node: nodes.Element | None = None) -> Call:
        """Close the call that was opened last; a block that adds nothing melts away."""
        call = self.calls.pop()
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            call.trim()
        if not call.name:
            for piece in call.slots():
                piece.slot = ""  # nobody takes it, so it is printed in its place
        around = self.calls[-1]
        kept = call.name or call.label or call.slot or call.spread or call.file
        if not (kept or around.spread):
            around.body.pop()
            around.origin = around.origin or call.origin
            for piece in call.body:
                around.add(piece)
        return call

    def put(self, node: nodes.Element | None, name: str, /, *args, **named) -> None:
        """Write a call without a body."""
        self.enter(node, name, *args, **named).body = None
        self.leave()

    def text(self, words: str) -> None:
        """Write words; white space folds as it does on a page."""
        self.calls[-1].add(_SPACE.sub(" ", words))


def wrap(name: str, **named):
    """Make the two visitors of a node that is one call around what it holds."""

    def visit(self: Writer, node: nodes.Element) -> None:
        self.enter(node, name, **named)

    def depart(self: Writer, node: nodes.Element) -> None:
        self.leave(node)

    return visit, depart


def bare(self: Writer, node: nodes.Node) -> None:
    """Draw only what a node holds."""


def drop(self: Writer, node: nodes.Node) -> None:
    """Draw nothing: this is for other editions, or for the machine."""
    raise nodes.SkipNode


def where(node: nodes.Node, env, docname: str) -> str:
    """Name the source line of a node, relative to the book, as far as it is known."""
    line, page, at = None, None, node
    while at is not None and not (line and page):
        line = line or getattr(at, "line", None)
        page = page or (at.get("docname") if isinstance(at, nodes.Element) else None)
        at = at.parent
    return f"{_file(env.doc2path(page or docname), env.srcdir)}:{line or 1}"


@cache
def _file(path: str, folder: str) -> str:
    inside = Path(path).is_relative_to(folder)
    return Path(path).relative_to(folder).as_posix() if inside else Path(path).name


def _starts_block(node: nodes.Element) -> bool:
    return isinstance(node, nodes.paragraph | nodes.title | nodes.literal_block | nodes.math_block)
