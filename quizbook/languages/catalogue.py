"""Catalogues of messages, read from their .po files: no compiled file can be out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

HERE = Path(__file__).parent / "locales"
FOLDER = "locales"
"""Of a course: Sphinx looks for its own words there, too (`locale_dirs`)."""
NAME = re.compile(r"\{(\w+)\}")


class CatalogueError(ValueError):
    """A catalogue that cannot be used; says every fault, one a line, with its file and line."""


@dataclass(frozen=True)
class Catalogue:
    """The catalogues of one language, the first before the others; without any, English."""

    catalogs: tuple[Catalog, ...] = ()

    def gettext(self, message: str) -> str:
        return self._translations.gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self._translations.ngettext(one, many, n)

    def forms(self, one: str, many: str) -> tuple[str, list[str]]:
        """Give the rule that picks a plural, a C expression of n, and the forms it picks from."""
        for catalog in self.catalogs:
            message = catalog.get(one)
            if message and not message.fuzzy and message.pluralizable and all(message.string):
                return catalog.plural_expr, list(message.string)
        return "(n != 1)", [one, many]

    @cached_property
    def _translations(self) -> NullTranslations:
        whole: NullTranslations = NullTranslations()
        for catalog in reversed(self.catalogs):
            compiled = BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            here = GNUTranslations(compiled)
            here.add_fallback(whole)
            whole = here
        return whole


def files(language: str, root: Path | None) -> list[Path]:
    """List the catalogues of a language, and of the one that it is a variety of; a course's first.

    `de_AT` is looked for before `de`.
    """
    names = dict.fromkeys([language, language.split("_")[0]])
    places = [root / FOLDER] if root else []
    found = [
        place / name / "LC_MESSAGES" / "quizbook.po" for place in [*places, HERE] for name in names
    ]
    return [file for file in found if file.is_file()]


def known(root: Path | None) -> list[str]:
    """List the languages of which there is a catalogue."""
    places = [root / FOLDER] if root else []
    found = [file for place in [*places, HERE] for file in place.glob("*/LC_MESSAGES/quizbook.po")]
    return sorted({file.parts[-3] for file in found} - {"en"})


def read(language: str, root: Path | None = None) -> Catalogue:
    """Read the catalogues of a language; raises CatalogueError."""
    catalogs, told = [], []
    for file in files(language, root):
        name = file.relative_to(root).as_posix() if root in file.parents else str(file)
        try:
            with file.open("rb") as text:
                catalog = read_po(text, locale=file.parts[-3], abort_invalid=True)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            told.append(f"{name}:{getattr(error, 'lineno', 0) + 1}: is no catalogue: {error}")
            continue
        told += [
            f"{name}:{message.lineno or 1}: {fault}"
            for message in catalog
            if message.id and not message.fuzzy
            for fault in faults(message)
        ]
        catalogs.append(catalog)
    if told:
        raise CatalogueError("\n".join(told))
    return Catalogue(tuple(catalogs))


def faults(message: Message) -> Iterator[str]:
    """Name what a translation lost, or has too much, of the names in braces."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    said = [message.string] if isinstance(message.string, str) else list(message.string)
    known = {name for id_ in ids for name in NAME.findall(id_)}
    for words in filter(None, said):
        here = set(NAME.findall(words))
        lost = known - here - ({"n"} if len(ids) > 1 else set())  # "one question" needs no number
        if lost or here - known:
            names = ", ".join(f"{{{name}}}" for name in sorted(known)) or "no name in braces"
            yield f'"{words[:40]}" must have {names}, like "{ids[0][:40]}"'
        elif any(map(_joins, _ends(ids[0]), _ends(words))):
            yield f'"{words[:40]}" must begin and end with spaces as "{ids[0][:40]}" does'
        elif re.search(r"[{}]", NAME.sub("", words)):
            yield f'"{words[:40]}" has a brace that names nothing'


def _ends(words: str) -> tuple[str, str]:
    return words[0], words[-1]


def _joins(asked: str, given: str) -> bool:
    """Tell whether words would stick to others that the message keeps apart by a space."""
    return asked.isspace() and given.isalnum()
