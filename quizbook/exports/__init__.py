"""The questions in the forms that learning systems take in: one module a form.

Each reads the model and knows no Sphinx. What a form cannot hold is told item by item, never
dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

FILTERS = ("chapter", "objective", "pitfall", "level", "audience")
"""What one can choose items by."""


class ChoiceError(ValueError):
    """Nothing can be chosen so; the message says what there is instead."""


@dataclass(frozen=True)
class Form:
    """A form: what it is, how its files end, and the module that writes one."""

    summary: str
    suffix: str
    module: str

    def write(self, chosen, target: Path) -> None:
        """Write a `quizbook.exports.writing.Selection` to a file."""
        import_module(f"{__name__}.{self.module}").write(chosen, target)


FORMS = {
    "json": Form("everything the bank holds, as data", ".json", "json_data"),
    "csv": Form("a table for spreadsheets, one question a row", ".csv", "csv_table"),
    "moodle": Form("Moodle XML, reasons and pictures included", ".xml", "moodle"),
    "anki": Form("a deck for Anki that later editions update in place", ".apkg", "anki"),
    "gift": Form("plain text for Moodle and many small tools", ".txt", "gift"),
}
"""Every form, by the name that `export` takes."""
