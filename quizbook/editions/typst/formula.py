"""A formula's tree as typst mathematics: every piece is ours or a string literal."""

from __future__ import annotations

from functools import singledispatch

from . import tex
from .code import string
from .symbols import ACCENTS, ENVIRONMENTS, FENCES, SPACES, STYLES, SYMBOLS


@singledispatch
def write(tree: tex.Tree) -> str:
    """Write a formula for use between dollar signs."""
    raise TypeError(tree)


@write.register
def _(tree: tex.Row) -> str:
    if not tree.parts:
        return '""'
    if [getattr(part, "text", "") for part in tree.parts] == [","]:
        return 'class("normal", ",")'  # {,} is a comma within a number
    return " ".join(write(part) for part in tree.parts)


@write.register
def _(tree: tex.Atom) -> str:
    if tree.kind == "symbol":
        return _sign(SYMBOLS[tree.text][0])
    if tree.kind == "function":
        return tree.text
    return tree.text if tree.text.isascii() and tree.text != "_" else string(tree.text)


def _sign(sign: str) -> str:
    """Escape what typst would read as code: a backslash makes any sign stand for itself."""
    return sign if not sign.isascii() or sign in "+=<>" else f"\\{sign}"


@write.register
def _(tree: tex.Words) -> str:
    if tree.style == "operatorname":
        return f"op({string(tree.text)})"
    return f"{STYLES[tree.style]}({string(tree.text)})"


@write.register
def _(tree: tex.Styled) -> str:
    return f"{STYLES[tree.style]}({write(tree.body)})"


@write.register
def _(tree: tex.Fraction) -> str:
    return f"frac({write(tree.over)}, {write(tree.under)})"


@write.register
def _(tree: tex.Root) -> str:
    if tree.index is None:
        return f"sqrt({write(tree.body)})"
    return f"root({write(tree.index)}, {write(tree.body)})"


@write.register
def _(tree: tex.Script) -> str:
    scripts = [f"b: {write(tree.sub)}"] if tree.sub else []
    scripts += [f"t: {write(tree.sup)}"] if tree.sup else []
    return f"attach({write(tree.base)}, {', '.join(scripts)})"


@write.register
def _(tree: tex.Accent) -> str:
    name = ACCENTS[tree.name][0]
    if name in ("overline", "underline"):
        return f"{name}({write(tree.body)})"
    return f"accent({write(tree.body)}, {name})"


@write.register
def _(tree: tex.Fenced) -> str:
    left, right = (_fence(name) for name in (tree.left, tree.right))
    return f"lr({left} {write(tree.body)} {right})"


def _fence(name: str) -> str:
    sign = FENCES[name][0]
    return f"\\{sign}" if sign else '""'


@write.register
def _(tree: tex.Space) -> str:
    return SPACES[tree.name]


@write.register
def _(tree: tex.Grid) -> str:
    kind = ENVIRONMENTS.get(tree.name, "")
    if kind == "cases":
        rows = [" & ".join(map(write, row)) for row in tree.rows]
        return f"cases({', '.join(rows)})"
    if kind == "mat":
        fence = {"pmatrix": '"("', "bmatrix": '"["'}.get(tree.name, "#none")
        rows = [", ".join(map(write, row)) for row in tree.rows]
        return f"mat(delim: {fence}, {'; '.join(rows)})"
    return " \\\n".join(" & ".join(map(write, row)) for row in tree.rows)
