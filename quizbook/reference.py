"""Stored outputs of result-printing cells: what nbval compares a chapter's fresh run with.

A cell asks for it with the tag `nbval-check-output`. The stored notebooks hold those cells alone,
matched by the hash of their source, so moving a cell loses nothing and changing one asks for a
new `make reference`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from subprocess import DEVNULL

import jupytext
import nbformat
from nbclient import NotebookClient

TAG = "nbval-check-output"
MISSING = "(no stored output for this cell: read it, then run `make reference`)\n"


def read_chapter(path: Path) -> nbformat.NotebookNode:
    """Read a MyST notebook."""
    return jupytext.read(path, fmt="md:myst")


def is_checked(cell: nbformat.NotebookNode) -> bool:
    """Tell whether a cell's output is compared."""
    return cell.cell_type == "code" and TAG in cell.metadata.get("tags", [])


def source_hash(cell: nbformat.NotebookNode) -> str:
    """Identify a cell by what it runs."""
    return hashlib.sha256(cell.source.strip().encode()).hexdigest()[:16]


def with_stored_outputs(chapter: Path, stored: Path) -> nbformat.NotebookNode:
    """Give a chapter its stored outputs; a compared cell without any gets one that cannot match."""
    notebook = read_chapter(chapter)
    known = {}
    if stored.is_file():
        cells = nbformat.read(stored, as_version=4).cells
        known = {source_hash(cell): cell.outputs for cell in cells}
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        cell.execution_count = number + 1
        if is_checked(cell):
            missing = [nbformat.v4.new_output("stream", name="stdout", text=MISSING)]
            cell.outputs = known.get(source_hash(cell), missing)
    return notebook


def renew(chapter: Path, stored: Path) -> int:
    """Run a chapter and store what its compared cells print; gives how many there are.

    Raises nbclient.exceptions.CellExecutionError if a cell fails; nothing is then written.
    """
    notebook = read_chapter(chapter)
    if not any(map(is_checked, notebook.cells)):
        stored.unlink(missing_ok=True)
        return 0
    resources = {"metadata": {"path": str(chapter.parent)}}
    client = NotebookClient(notebook, timeout=300, resources=resources)
    client.execute(stderr=DEVNULL)  # a kernel warns of its socket; a cell's error comes through it
    kept = [_bare(cell) for cell in notebook.cells if is_checked(cell)]
    stored.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=kept), stored)
    return len(kept)


def _bare(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Keep what is compared, and an id that does not change from run to run."""
    id_ = source_hash(cell)
    return nbformat.v4.new_code_cell(cell.source, outputs=cell.outputs, id=id_)
