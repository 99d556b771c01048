r"""Chemistry in formulas: `\ce{Ca^2+ + 2OH- <=> Ca(OH)2}` as plain TeX.

It knows the part of mhchem that a teaching book needs and refuses the rest by name; the rules are
those of mhchem's manual (https://mhchem.github.io/MathJax-mhchem/).
"""

from __future__ import annotations

import re

ARROWS = {
    "->": r"\xrightarrow",
    "<-": r"\xleftarrow",
    "<->": r"\leftrightarrow",
    "<=>": r"\rightleftharpoons",
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
}
ARROW_ALONE = {"->": r"\longrightarrow", "<-": r"\longleftarrow"}
_ARROW = re.compile(r"(<=>>|<<=>|<=>|<->|->|<-)(?:\[([^\]]*)\])?(?:\[([^\]]*)\])?$")
_PART = re.compile(
    r"(?P<letters>[A-Za-z]+)"
    r"|(?P<sup>\^(?:\{(?P<in_sup>[^{}]*)\}|(?P<sup_bare>\d*[+-]|\d+|[A-Za-z.]+)))"
    r"|(?P<sub>_(?:\{(?P<in_sub>[^{}]*)\}|(?P<sub_bare>\d+|[A-Za-z])))"
    r"|(?P<number>(?<![A-Za-z)\]])\d+(?:[./]\d+)?|\d+)"
    r"|(?P<charge>[+-](?=$|[/)]))"
    r"|(?P<bond>[-=#](?=[A-Z(\[]))"
    r"|(?P<mark>[()\[\]/,])"
    r"|(?P<dot>[.*]+)"
    r"|(?P<math>\$[^$]*\$)"
)


KINDS = ("letters", "sup", "sub", "number", "charge", "bond", "mark", "dot", "math")


def tex(source: str) -> str:
    r"""Write what stands in `\ce{...}` as TeX.

    >>> tex("H2O")
    '\\mathrm{H}_{2}\\mathrm{O}'

    Raises ValueError naming what it does not know.
    """
    return " ".join(_term(word) for word in _words(source))


def _words(source: str) -> list[str]:
    """Split at spaces and around arrows, but not within brackets of an arrow."""
    spaced = re.sub(r"(<=>>|<<=>|<=>|<->|->|<-)((?:\[[^\]]*\])*)", r" \1\2 ", source)
    return re.findall(r"(?:\[[^\]]*\]|[^\s\[])+|\S+", spaced)


def _term(word: str) -> str:
    arrow = _ARROW.match(word)
    if arrow:
        return _arrow(*arrow.groups())
    if word in ("+", "-", "=", "v", "^"):
        return {"v": r"\downarrow", "^": r"\uparrow"}.get(word, word)
    written, at, before = "", 0, ""
    while at < len(word):
        part = _PART.match(word, at)
        if not part:
            raise ValueError(rf"\ce cannot read {word[at:]!r} in {word!r}")
        kind = next(name for name in KINDS if part[name] is not None)
        written += _piece(kind, part, before, first=not written)
        before, at = kind, part.end()
    return written


def _piece(kind: str, part: re.Match, before: str, first: bool) -> str:
    text = part[0]
    match kind:
        case "letters":
            return rf"\mathrm{{{text}}}"
        case "sup":
            return f"{'{}' if first else ''}^{{{_script(part['in_sup'] or part['sup_bare'])}}}"
        case "sub":
            return f"{'{}' if first else ''}_{{{_script(part['in_sub'] or part['sub_bare'])}}}"
        case "number":
            counted = before in ("letters", "mark", "sup")
            return f"_{{{text}}}" if counted else rf"{text}\,"
        case "charge":
            return f"^{{{text}}}"
        case "bond":
            return {"-": "{-}", "=": "{=}", "#": r"{\equiv}"}[text]
        case "dot":
            return r"\cdot " if text in (".", "*") else text
        case "math":
            return text[1:-1]
    return text


def _script(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda m: rf"\mathrm{{{m[0]}}}", text)


def _arrow(sign: str, above: str | None, below: str | None) -> str:
    name = ARROWS[sign]
    over, under = (_script(words or "") for words in (above, below))
    if name.startswith(r"\x"):
        option = f"[{under}]" if under else ""
        return f"{name}{option}{{{over}}}" if over or under else ARROW_ALONE[sign]
    if under:
        name = rf"\underset{{{under}}}{{{name}}}"
    return rf"\overset{{{over}}}{{{name}}}" if over else name
