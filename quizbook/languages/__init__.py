"""The machine's words in the language of the book: one catalogue a language, English in the code.

A word is marked where it is written, alike in Python, in templates and in the browser's scripts::

    _("Check answer")
    _("Step {n} of {all}", n=place, all=len(steps))                 Python and templates
    _("Step {n} of {all}", { n: n + 1, all: steps.length })         scripts
    ngettext("{n} question", "{n} questions", count)                n is the count

A whole sentence is one message, and what varies in it is a name in braces: other languages put the
parts in another order. Python marks with `from ..languages import _, ngettext`, inside a function
(a module is loaded before the language is known; mark a constant with `later`, and say `_(it)`
where it is used). Templates of `quizbook.templates` have both functions; values that are HTML stay
so, all else is escaped. In scripts the marks are replaced by the words when they are written
(`scripts`), so a page loads no catalogue.

The language is Sphinx's setting `language`. A course adds a language, or words other words, in
`locales/LANGUAGE/LC_MESSAGES/quizbook.po` beside its _config.yml. Dates and the decimal sign follow
the message "en-GB": its translation names the locale (https://www.rfc-editor.org/info/bcp47).
"""

from __future__ import annotations

from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup

from . import scripts
from .catalogue import Catalogue, CatalogueError, files, known, read

__all__ = [
    "CatalogueError",
    "Joined",
    "_",
    "day",
    "decimal",
    "files",
    "is_right_to_left",
    "known",
    "later",
    "ngettext",
    "plural",
    "script",
    "use",
]
_catalogue = Catalogue()


def use(language: str, root: Path | None = None) -> list[str]:
    """Speak a language from now on; gives what to tell an author whose language has no words.

    Parameters
    ----------
    language
        As Sphinx names it: ``de``, ``pt_BR``.
    root
        The course's root, whose own catalogue comes first.

    Raises
    ------
    CatalogueError
        If a catalogue cannot be read, or a translation lost a name in braces.
    """
    global _catalogue
    _catalogue = read(language, root)
    if _catalogue.catalogs or language.split("_")[0] == "en":
        return []
    return [f"quizbook has no words in {language}: its own are English (docs: Other languages)"]


def _(message: str, **values: Any) -> str:
    """Say a message in the language of the book, with its values."""
    return _filled(_catalogue.gettext(message), values)


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """Say the message that fits the count `n` by the language's rule; `{n}` in it is the count."""
    return _filled(_catalogue.ngettext(one, many, n), {"n": n, **values})


def script(file: Path) -> str:
    """Read a script of the browser, with the words in place of its marks."""
    return scripts.translated(file.read_text(encoding="utf-8"), _catalogue)


def later(message: str) -> str:
    """Mark a constant; `_` says it where it is used."""
    return message


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark a constant of which there is one or many; `ngettext` says it where it is used."""
    return one, many


def _filled(message: str, values: dict[str, Any]) -> str:
    if not values:
        return message
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup.escape(message).format(**values)
    return message.format(**values)


def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    try:
        return Locale.parse(language).text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


def locale() -> Locale:
    """Give the locale that dates and numbers follow."""
    return Locale.parse(_("en-GB"), sep="-")


def day(when: date) -> str:
    """Write a day as a reader sees it: 28 November 2029."""
    return format_date(when, "long", locale=locale())


def decimal(number: float | str) -> str:
    """Write a number, or what is written of one, with the language's decimal sign: 0.25."""
    return str(number).replace(".", locale().number_symbols["latn"]["decimal"])


class Joined(NullTranslations):
    """Ours, then those of another translator: Sphinx's templates ask for the words of both."""

    def __init__(self, others: NullTranslations) -> None:
        super().__init__()
        self.add_fallback(others)

    def gettext(self, message: str) -> str:
        said = _catalogue.gettext(message)
        return said if said != message else super().gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        said = _catalogue.ngettext(one, many, n)
        return said if said not in (one, many) else super().ngettext(one, many, n)
