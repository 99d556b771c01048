"""What the processes that this program starts find around them."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent


def quick_environment() -> dict[str, str]:
    """Let processes, and the kernels that they start, find the stand-ins of `shims` first."""
    return with_path("PYTHONPATH", HERE / "shims")


def build_environment() -> dict[str, str]:
    """Tell kernels that a book is being built, and debuggers that nobody debugs."""
    told = {"QUIZBOOK_BUILD": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    # What a build says holds any character; a terminal may know ASCII alone.
    return {**quick_environment(), **told, "PYTHONIOENCODING": "utf-8"}


def with_path(variable: str, first: Path) -> dict[str, str]:
    """Give the environment of this process with a folder put first into a search path."""
    paths = [str(first), os.environ.get(variable, "")]
    return {**os.environ, variable: os.pathsep.join(path for path in paths if path)}
