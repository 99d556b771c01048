r"""TeX made ready for every edition: what Sphinx, MyST and authors write beyond plain formulas.

A formula that stands in a page has no number of its own and may not be torn from its line, so
that environments which number, or which own the whole line, become those which do not.
"""

from __future__ import annotations

import re

from . import chemistry

ENVIRONMENTS = {
    "align": ("aligned", ""),
    "alignat": ("aligned", ""),
    "alignedat": ("aligned", ""),
    "flalign": ("aligned", ""),
    "split": ("aligned", ""),
    "eqnarray": ("array", "{rcl}"),
    "gather": ("gathered", ""),
    "multline": ("gathered", ""),
    "multlined": ("gathered", ""),
    "smallmatrix": ("matrix", ""),
    "equation": ("", ""),
    "displaymath": ("", ""),
    "math": ("", ""),
}
"""Environments, starred or not, and what stands for each: a name, and what follows it."""

COMMANDS = {
    r"\mbox": r"\text",
    r"\hbox": r"\text",
    r"\textnormal": r"\text",
    r"\AA": r"\text{Å}",
    r"\nonumber": "",
    r"\notag": "",
}
_BEGIN = re.compile(r"\\(begin|end)\s*\{\s*([A-Za-z]+)\*?\s*\}")
_COUNTED = re.compile(r"(\\begin\{aligned\})\s*\{\d+\}")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.S)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")


def ready(source: str) -> str:
    r"""Write a formula so that each edition sets it alike.

    >>> ready(r"a &= b \\ c &= d")
    '\\begin{aligned}a &= b \\\\ c &= d\\end{aligned}'

    Raises ValueError naming what cannot be written so.
    """
    tex = _COMMENT.sub(r"\1", source).strip()
    tex = _arguments(tex, r"\ce", chemistry.tex)
    tex = _arguments(tex, r"\label", lambda name: "")
    tex = _arguments(tex, r"\tag", lambda words: rf"\qquad\text{{({words})}}")
    tex = _arguments(tex, r"\substack", r"\begin{{subarray}}{{c}}{}\end{{subarray}}".format)
    tex = _COMMAND.sub(lambda m: COMMANDS.get(m[0], m[0]), tex)
    tex = _arguments(tex, r"\text", _text)
    tex = _BEGIN.sub(_environment, tex)
    tex = _COUNTED.sub(r"\1", tex).strip()
    return _lines(tex)


def _environment(match: re.Match) -> str:
    edge, name = match.groups()
    if name not in ENVIRONMENTS:
        return match[0]
    name, after = ENVIRONMENTS[name]
    if not name:
        return ""
    return rf"\{edge}{{{name}}}{after if edge == 'begin' else ''}"


def _arguments(tex: str, command: str, write) -> str:
    """Replace a command with one braced argument by what `write` makes of the argument."""
    found = re.compile(re.escape(command) + r"\*?\s*\{")
    written, at = "", 0
    while match := found.search(tex, at):
        end = _closing(tex, match.end())
        if end is None:
            break  # whoever reads the formula says what it lacks
        written += tex[at : match.start()] + write(tex[match.end() : end])
        at = end + 1
    return written + tex[at:]


def _closing(tex: str, at: int) -> int | None:
    """Find the brace that closes the group open at a place."""
    depth = 1
    for token in re.compile(r"\\.|[{}]", re.S).finditer(tex, at):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.start()
    return None


def _text(words: str) -> str:
    r"""Take mathematics out of a text: `\text{if $x$}`; a tie is an unbroken space."""
    parts = re.split(r"(?<!\\)\$", words)
    if len(parts) % 2 == 0:
        raise ValueError(f"the formula has a stray '$' in the text {words!r}")
    written = [p if n % 2 else rf"\text{{{p}}}" for n, p in enumerate(parts) if p]
    return "{" + " ".join(written) + "}" if len(written) > 1 else "".join(written)


def _lines(tex: str) -> str:
    r"""Align a formula whose lines stand by themselves: `{math}` with `&` and `\\`."""
    depth, signs = 0, set()
    for token in re.compile(r"\\(?:begin|end)\b|\\.|[{}&]", re.S).finditer(tex):
        depth += {"{": 1, "\\begin": 1, "}": -1, "\\end": -1}.get(token[0], 0)
        if depth == 0:
            signs.add(token[0])
    if not signs & {"&", "\\\\"}:
        return tex
    name = "aligned" if "&" in signs else "gathered"
    tex = re.sub(r"(\\\\\s*)+$", "", tex)
    return rf"\begin{{{name}}}{tex}\end{{{name}}}"
