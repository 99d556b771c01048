"""Let pytest run the chapters: nbval, reading MyST Markdown and stored outputs."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

from nbval import plugin

from quizbook.environment import quick_environment
from quizbook.reference import read_chapter, with_stored_outputs

ROOT = Path(__file__).parent
collect_ignore_glob = ["tests/reference/*"]  # stored outputs, not notebooks to run


def pytest_configure() -> None:
    """Let the chapters' kernels start as quickly as in a build."""
    os.environ.update(quick_environment())


class Chapter(plugin.IPyNbFile):
    """A chapter as nbval sees a notebook: every cell runs, tagged cells are compared."""

    def collect(self):
        stored = ROOT / "tests" / "reference" / f"{self.path.stem}.ipynb"
        notebook = with_stored_outputs(self.path, stored)
        with mock.patch.object(plugin.nbformat, "read", return_value=notebook):
            return list(super().collect())


def pytest_collect_file(file_path: Path, parent):
    """Hand every chapter that has code to nbval (which knows only .ipynb)."""
    option = parent.config.option
    is_chapter = file_path.parent == ROOT / "chapters" and file_path.suffix == ".md"
    if not (is_chapter and (option.nbval or option.nbval_lax)):
        return None
    has_code = any(cell.cell_type == "code" for cell in read_chapter(file_path).cells)
    return Chapter.from_parent(parent, path=file_path) if has_code else None
