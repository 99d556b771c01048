"""Questions of other programs, as unfinished YAML files of the bank: one module a form.

Nothing that is read is trusted: a file that is broken, or that would do harm, is named and nothing
is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

FORMS = {".xml": "moodle_xml", ".csv": "csv_table"}
"""The module that reads a file, by the file's ending."""
FOLDER = "quizzes/unfinished"
"""Where imported questions wait; neither `check` nor any edition reads it."""
MOST_BYTES = 100_000_000


class ImportFault(ValueError):
    """A file cannot be read; the message names it and says why."""


@dataclass
class Found:
    """What a file holds: a `quizbook.imports.draft.Draft` for each question that can be taken."""

    drafts: list = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """The questions that are left out, each with the reason."""


def read(file: Path, book) -> Found:
    """Read a file's questions; raises ImportFault."""
    module = FORMS.get(file.suffix.lower())
    if module is None:
        known = " or ".join(FORMS)
        raise ImportFault(f"{file}: ends with neither {known}; export as Moodle XML, or as CSV")
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ImportFault(f"{file}: is larger than {MOST_BYTES // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        raise ImportFault(f"{file}: {error.strerror}") from None
    found = Found()
    import_module(f"{__name__}.{module}").read(data, str(file), book, found)
    if not found.drafts:
        raise ImportFault(f"{file}: holds no question of a type that the bank knows")
    return found


def prepare(drafts, source: Path, folder: Path, book, chapter: str | None = None):
    """Settle drafts and give the text of each file to be written, by its path.

    `chapter` is that of drafts which name none; by default the name of the source.
    Raises ImportFault, before anything is written.
    """
    from .draft import slug
    from .writing import files

    taken: set[str] = set()
    for draft in drafts:
        draft.chapter = slug(draft.chapter or chapter or source.stem)
        draft.settle(book, taken)
    return files(drafts, source, folder, book)
