"""The words that the page design says itself, handed to it in `settings.typ`."""

from __future__ import annotations

from ...languages import _
from .code import value
from .units import GLUE


def settings() -> str:
    """Write the words into what the design reads before anything else."""
    return f"#let words = {value(words())}\n"


def language(named: str) -> str:
    """Name a language as typst does: of a variety, such as pt_BR, the language alone."""
    return named.partition("_")[0] or "en"


def words() -> dict[str, str]:
    """Say each in the language of the book; the design fills in what stands in braces."""
    return {
        "key": _("Key"),
        "figures": _("Figures"),
        "cases": _("Cases"),
        "as-code": _("The address as a code: {address}"),
        "page": _("p. {n}").replace(" ", GLUE),
        "pages": _("pp. {numbers}").replace(" ", GLUE),
        "on-the-web": _("(web edition)"),
        "sheet": _("{n} of {all}"),
        "agree": _("agree"),
        "correct": _("correct"),
        "reject": _("reject"),
    }
