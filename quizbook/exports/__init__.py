"""The questions in the forms that learning systems take in: one module a form.

Each reads the model and knows no Sphinx. What a form cannot hold is told item by item, never
dropped in silence.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

FILTERS = ("chapter", "objective", "pitfall", "level", "audience")
"""What one can choose items by."""

PASS_MARK = 70
"""Of 100 points: what one needs to pass, in forms that know of passing."""


class ChoiceError(ValueError):
    """Nothing can be chosen so; the message says what there is instead."""


@dataclass(frozen=True)
class Form:
    """A form: what it is, how its files end, and the module that writes one."""

    summary: str
    suffix: str
    """Empty where the form is a folder of files."""
    module: str

    def write(self, chosen, target: Path) -> None:
        """Write a `quizbook.exports.writing.Selection` to a file, or files into a folder.

        What stood there is replaced by whole files alone, and stays if anything goes wrong.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
            made = Path(folder) / (target.name or "made")
            import_module(f"{__name__}.{self.module}").write(chosen, made)
            if not made.is_dir():
                os.replace(made, target)
                return
            target.mkdir(exist_ok=True)
            for file in made.iterdir():
                os.replace(file, target / file.name)


FORMS = {
    "json": Form("everything the bank holds, as data", ".json", "json_data"),
    "csv": Form("a table for spreadsheets, one question a row", ".csv", "csv_table"),
    "moodle": Form("Moodle XML, reasons and pictures included", ".xml", "moodle"),
    "anki": Form("a deck for Anki that later editions update in place", ".apkg", "anki"),
    "scorm": Form("a folder of SCORM 1.2 packages, one a chapter", "", "scorm"),
    "qti3": Form("a QTI 3.0 package with a test that asks all", ".zip", "qti.three"),
    "qti21": Form("the same for systems that read QTI 2.1", ".zip", "qti.two"),
    "qti12": Form("a package for Canvas, one quiz a chapter", ".zip", "qti.canvas"),
    "gift": Form("plain text for Moodle and many small tools", ".txt", "gift"),
}
"""Every form, by the name that `export` takes."""
