"""Pages that are only looked at: unpickled once for as long as they lie on disk unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docutils import nodes

KEPT: dict[Path, tuple[int, nodes.document]] = {}


@contextmanager
def only_looked_at(env) -> Iterator[None]:
    """Let `env.get_doctree` give the same page to all who ask; none of them may change it."""
    read = env.get_doctree

    def look(docname: str) -> nodes.document:
        file = Path(env.doctreedir, f"{docname}.doctree")
        time = file.stat().st_mtime_ns
        if KEPT.get(file, (0,))[0] != time:
            KEPT[file] = time, read(docname)
        return KEPT[file][1]

    env.get_doctree = look
    try:
        yield
    finally:
        del env.get_doctree
