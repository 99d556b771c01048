"""Inline text of the bank: plain words, *emphasis* and $TeX$; everything else is literal.

It is parsed once, here. Every writer receives runs and never sees the markup, so bank text
cannot become markup of whatever the writer writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    r"\\(?P<escaped>[*$\\])"
    r"|\$(?=\S)(?P<math>(?:[^$\\]|\\.)+?)(?<=\S)\$(?!\d)"
    r"|(?<![\w*])\*(?=\S)(?P<emphasis>[^*]+?)(?<=\S)\*(?![\w*])"
)
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")

TEX_COMMANDS = frozenset(
    (
        "frac sqrt times cdot div pm mp le leq ge geq lt gt ne neq approx sim propto infty to "
        "rightarrow leftarrow Rightarrow partial int sum prod exp ln log min max left right "
        "mathrm text overline bar hat dot quad "
        "alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu xi pi rho "
        "sigma tau phi varphi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega"
    ).split()
) | frozenset("%,;:! {}")
"""What every edition can set and speak: the page (MathML), the PDF (typst), learning systems."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one kind; `text` is TeX source where kind is 'math'."""

    kind: Literal["plain", "emphasis", "math"]
    text: str


Text = tuple[Run, ...]


def parse(source: str) -> Text:
    """Split a bank text into runs; white space is folded as a browser folds it.

    `$` opens a formula only before a non-space and closes it only after one and not before a
    digit, so that "costs $5 to $10" stays what it is. `\\*`, `\\$` and `\\\\` are literal.
    """
    source = " ".join(source.split())
    runs: list[Run] = []
    plain = ""
    end = 0
    for token in _TOKEN.finditer(source):
        plain += source[end : token.start()]
        end = token.end()
        if token["escaped"]:
            plain += token["escaped"]
            continue
        if plain:
            runs.append(Run("plain", plain))
            plain = ""
        runs.append(Run(token.lastgroup, token[token.lastgroup]))
    plain += source[end:]
    if plain:
        runs.append(Run("plain", plain))
    return tuple(runs)


def literal(words: str) -> Text:
    """Give words that hold no markup as a text."""
    return (Run("plain", words),)


def plain(text: Text) -> str:
    """Give a text without markup: what a screen, a search or a log shows; TeX as it was typed."""
    return "".join(run.text for run in text)


_MARKS = {"plain": "{}", "emphasis": "*{}*", "math": "${}$"}


def typed(text: Text) -> str:
    """Give a text as it can be typed into the bank: `parse` of it gives the same runs."""
    return "".join(
        _MARKS[run.kind].format(
            re.sub(r"[*$\\]", r"\\\g<0>", run.text) if run.kind == "plain" else run.text
        )
        for run in text
    )


def unknown_commands(text: Text) -> list[str]:
    """List the TeX commands of a text that not every edition can set."""
    found = []
    for run in text:
        if run.kind == "math":
            found += [c for c in _COMMAND.findall(run.text) if c not in TEX_COMMANDS]
    return found
