"""What this program and the processes that it starts find around them."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
FULL = (errno.ENOSPC, errno.EDQUOT)
BLOCKED = (errno.EEXIST, errno.ENOTDIR)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def refusal(error: OSError) -> str:
    """Say in a line what the system refused, where, and what to do."""
    if error.errno in FULL:
        where = f" (at {error.filename})" if error.filename else ""
        return f"the disk is full{where}; make room and try again"
    if error.errno in BLOCKED and error.filename:
        place = Path(os.fsdecode(error.filename)).absolute()
        for part in (place, *place.parents):
            if part.exists() and not part.is_dir():
                return f"{part} is a file; move it away: a folder of this name is needed"
    if error.errno not in FORBIDDEN or not error.filename:
        named = f"{error.filename}: " if error.filename else ""
        return f"{named}{error.strerror or error}"
    place = Path(os.fsdecode(error.filename))
    if place.is_file() and not os.access(place, os.R_OK):
        return f"{place} cannot be read: {error.strerror}; give yourself the right to read it"
    folder = next(folder for folder in place.absolute().parents if folder.is_dir())
    return (
        f"{place} cannot be written: {error.strerror}; "
        f"get the right to write in {folder}, or work on a copy of the book elsewhere"
    )


@contextmanager
def home() -> Iterator[None]:
    """Where there is no home to write into, lend this process and those it starts one.

    Much of what draws, runs cells and serves notebooks stops without one, as in a container whose
    user has no name.
    """
    if not os.environ.get("HOME"):
        os.environ.pop("HOME", None)  # an empty one would be the root of the disk
    if _has_home():
        yield
        return
    with tempfile.TemporaryDirectory(prefix="quizbook-", ignore_cleanup_errors=True) as lent:
        os.environ["HOME"] = os.environ["USERPROFILE"] = lent
        yield


def _has_home() -> bool:
    try:
        wanted = Path.home()
    except RuntimeError:
        return False
    nearest = next(place for place in (wanted, *wanted.parents) if place.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


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


def processors() -> int:
    """Count the processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
