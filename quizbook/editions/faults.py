"""Say in one line why a build stopped; the traceback goes into a file that the line names."""

from __future__ import annotations

import errno
import pickle
import re
import sqlite3
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from sphinx.errors import ExtensionError, SphinxError
from sqlalchemy.exc import DatabaseError

from ..environment import BLOCKED, FORBIDDEN, FULL, refusal

FOLDER = "faults"
"""Inside _build: tracebacks of failed builds, for whoever wants to know more."""
DAMAGED = (pickle.UnpicklingError, EOFError, sqlite3.DatabaseError, DatabaseError)
"""What reading the saved work of earlier builds gives when it is damaged."""
_app = None


def note_app(app) -> None:
    """Remember which build runs in this process."""
    global _app
    _app = app


def keep(app, name: str, text: str) -> str:
    """Write a traceback down; gives the words that name its file."""
    file = Path(app.doctreedir).parent / FOLDER / f"{name.replace('/', '-')}.txt"
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return f" (more in {_from_root(file, Path(app.srcdir))})"
    return ""


def tell(error: BaseException) -> None:
    """Print why the build stopped, on stderr."""
    kept = ""
    if _app is not None:
        name = f"edition-{getattr(getattr(_app, 'builder', None), 'name', 'unknown')}"
        kept = keep(_app, name, "".join(traceback.format_exception(error)))
    elif not isinstance(error, (SphinxError, OSError)):
        traceback.print_exception(error)
    print(f"ERROR: {explain(error)}{kept}", file=sys.stderr)


def cause(error: BaseException) -> BaseException:
    """Give what an exception was really raised for."""
    while True:
        inner = error.__cause__ or getattr(error, "orig_exc", None) or getattr(error, "orig", None)
        if not isinstance(inner, BaseException):
            return error
        error = inner


def is_damage(error: BaseException) -> bool:
    """Tell whether the saved work of earlier builds cannot be read."""
    inner = cause(error)
    if isinstance(inner, DAMAGED):
        return "disk is full" not in str(inner)
    frames = traceback.extract_tb(inner.__traceback__)
    return any(frame.name in ("get_doctree", "_load_existing_env") for frame in frames)


def explain(error: BaseException) -> str:
    """Put an exception into one line: the page, what went wrong, what to do."""
    inner = cause(error)
    if "disk is full" in str(inner):  # says SQLite
        inner = OSError(errno.ENOSPC, str(inner))
    if isinstance(inner, OSError) and inner.errno in (*FULL, *FORBIDDEN, *BLOCKED):
        return refusal(inner)
    asked = re.match(r"Could not import extension (\S+)", str(error.__cause__ or error))
    if asked:
        return (
            f"_config.yml: the extension {asked[1]} cannot be imported: {inner}; "
            "install it, or take it out of extra_extensions"
        )
    if isinstance(inner, SphinxError) and not isinstance(inner, ExtensionError):
        return str(inner)
    said = " ".join(str(inner).split())
    return f"{_page()}{type(inner).__name__}: {said[:300]}"


def _page() -> str:
    """Name the page that was being read or written."""
    env, builder = getattr(_app, "env", None), getattr(_app, "builder", None)
    docname = getattr(env, "temp_data", {}).get("docname") or getattr(
        builder, "current_docname", None
    )
    if not docname:
        return ""
    return f"{_from_root(Path(env.doc2path(docname)), Path(_app.srcdir))}: "


def _from_root(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
