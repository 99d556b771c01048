"""A formula's tree in words, for those who hear the book."""

from __future__ import annotations

import re
from functools import singledispatch

from . import tex
from .symbols import ACCENTS, FENCES, FUNCTIONS, SYMBOLS, UNCHANGED, UNITS

_POWERS = {"2": "squared", "3": "cubed"}
_CHARGE = re.compile(r"\d*[+−-]")
_LARGE = {"int", "sum", "prod", "lim"}


def spoken(tree: tex.Tree) -> str:
    """Read a formula aloud.

    >>> spoken(tex.parse(r"\\frac{a}{b} \\le x^2"))
    'a over b is at most x squared'
    """
    return " ".join(say(tree).replace(" ,", ",").split()).replace(" ;", ";")


@singledispatch
def say(tree: tex.Tree) -> str:
    raise TypeError(tree)


@say.register
def _(tree: tex.Row) -> str:
    words: list[str] = []
    before: tex.Tree | None = None
    for part in tree.parts:
        words.append(_in_row(part, before))
        if not isinstance(part, tex.Space):
            before = part
    return _numbers(" ".join(words))


def _in_row(part: tex.Tree, before: tex.Tree | None) -> str:
    """Say a part by what stands before it: a unit after a number, "of" after a function."""
    counted = isinstance(before, tex.Atom) and before.kind == "number"
    if isinstance(part, tex.Words | tex.Script) and counted:
        return unit(part, plural=before.text != "1") or say(part)
    if part == tex.Row([tex.Atom("symbol", ",")]):
        return "\N{WORD JOINER},\N{WORD JOINER}"
    return say(part)


def _numbers(words: str) -> str:
    """Close up the thousands and the decimals of a number."""
    return re.sub(r"\s*\N{WORD JOINER},\N{WORD JOINER}\s*", ",", words)


@say.register
def _(tree: tex.Atom) -> str:
    if tree.kind == "symbol":
        return SYMBOLS[tree.text][1]
    if tree.kind == "function":
        return FUNCTIONS[tree.text]
    if tree.kind == "letter" and tree.text.isupper():
        return f"capital {tree.text}"
    return tree.text


@say.register
def _(tree: tex.Words) -> str:
    return tree.text.replace("/", " per ").replace("%", " percent ").strip()


@say.register
def _(tree: tex.Styled) -> str:
    return say(tree.body)


@say.register
def _(tree: tex.Fraction) -> str:
    over, under = say(tree.over), say(tree.under)
    if _simple(tree.over) and _simple(tree.under):
        return f"{over} over {under}"
    return f"the fraction {over} over {under}, end fraction,"


@say.register
def _(tree: tex.Root) -> str:
    kind = "square" if tree.index is None else _ordinal(say(tree.index))
    end = "" if _simple(tree.body) else ", end root,"
    return f"the {kind} root of {say(tree.body)}{end}"


def _ordinal(index: str) -> str:
    return {"2": "square", "3": "cube"}.get(index, f"{index}-th")


@say.register
def _(tree: tex.Script) -> str:
    large = isinstance(tree.base, tex.Atom) and tree.base.text in _LARGE
    if large:
        return _limits(tree)
    if isinstance(tree.base, tex.Atom) and tree.base.text == "log" and tree.sub:
        return f"the logarithm to base {say(tree.sub)} of"
    words = [say(tree.base)]
    if tree.sub is not None:
        words.append(_sub(tree))
    if tree.sup is not None:
        words.append(_sup(tree))
    return " ".join(words)


def _limits(tree: tex.Script) -> str:
    name = "the limit" if tree.base.text == "lim" else SYMBOLS[tree.base.text][1]
    start = f" from {say(tree.sub)}" if tree.sub and tree.sup else ""
    over = f" over {say(tree.sub)}" if tree.sub and not tree.sup else ""
    end = f" to {say(tree.sup)}" if tree.sup else ""
    if tree.base.text == "lim":
        over = over.replace(" over ", " as ", 1)
    return f"{name}{start}{over}{end} of"


def _sub(tree: tex.Script) -> str:
    chemical = isinstance(tree.base, tex.Words) and _plain(tree.sub).isdigit()
    words = _name(tree.sub)
    return words if chemical else f"sub {words}"


def _name(tree: tex.Tree) -> str:
    """Say a subscript: letters that make a name are not said one by one."""
    return tree.text if isinstance(tree, tex.Atom) and tree.kind == "letter" else say(tree)


def _sup(tree: tex.Script) -> str:
    written = _plain(tree.sup)
    if written in _POWERS:
        return _POWERS[written]
    if _CHARGE.fullmatch(written):
        return say(tree.sup)
    if written and set(written) <= set("′∗∘°"):
        return say(tree.sup)
    return f"to the power of {say(tree.sup)}" + ("" if _simple(tree.sup) else ", end power,")


def _plain(tree: tex.Tree) -> str:
    """The bare characters of a short script, to tell charges, powers and primes."""
    match tree:
        case tex.Row(parts):
            return "".join(map(_plain, parts))
        case tex.Atom("symbol", text):
            return SYMBOLS[text][0]
        case tex.Atom(_, text) | tex.Words(_, text):
            return text
    return "?"


@say.register
def _(tree: tex.Accent) -> str:
    return f"{say(tree.body)} {ACCENTS[tree.name][1]}"


@say.register
def _(tree: tex.Fenced) -> str:
    if tree.left == tree.right == "|":
        return f"the absolute value of {say(tree.body)}, end absolute value,"
    return f"{FENCES[tree.left][1]} {say(tree.body)} {FENCES[tree.right][1]}"


@say.register
def _(tree: tex.Space) -> str:
    return ""


@say.register
def _(tree: tex.Grid) -> str:
    rows = [" ".join(map(say, row)) for row in tree.rows]
    if tree.name == "cases":
        said = [", if ".join(_case(cell) for cell in row) for row in tree.rows]
        return f"{len(rows)} cases: " + "; ".join(said)
    if tree.name.endswith("matrix"):
        said = [", ".join(map(say, row)) for row in tree.rows]
        return f"a matrix of {len(rows)} rows: " + "; ".join(said)
    return "; next line: ".join(rows)


def _case(cell: tex.Tree) -> str:
    return re.sub(r"^(if|when|for)\s+|[,;]\s*$", "", say(cell).strip())


def unit(tree: tex.Words | tex.Script, plural: bool) -> str | None:
    """Say a unit in full: "millimoles per litre"; None if it is none."""
    if isinstance(tree, tex.Script):
        if not isinstance(tree.base, tex.Words) or tree.sub or tree.sup is None:
            return None
        name, power = unit(tree.base, plural), _POWERS.get(_plain(tree.sup))
        return f"{name} {power}" if name and power else None
    above, *below = [_units(side) for side in tree.text.split("/")]
    if above is None or None in below:
        return None
    if above and plural:
        above = _plural(above)
    return " per ".join([above, *below])


def _units(side: str) -> str | None:
    names = [UNITS.get(word) for word in side.replace("·", " ").split()]
    return None if None in names else " ".join(names)


def _plural(name: str) -> str:
    head, of, rest = name.partition(" of ")
    return name if head in UNCHANGED else f"{head}s{of}{rest}"


def _simple(tree: tex.Tree) -> bool:
    """Tell whether a part is said in one breath, so that its end needs no word."""
    match tree:
        case tex.Atom() | tex.Words() | tex.Accent(_, tex.Atom()):
            return True
        case tex.Script(base, sub, sup):
            return all(_simple(part) for part in (base, sub, sup) if part is not None)
        case tex.Row(parts):
            held = [part for part in parts if not isinstance(part, tex.Space)]
            if held and _plain(held[0]) in ("−", "+"):
                held = held[1:]
            return len(held) <= 1 and all(map(_simple, held))
    return False
