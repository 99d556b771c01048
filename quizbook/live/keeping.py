"""Let nothing be lost when a chapter is saved as a notebook.

Jupytext reads a chapter into cells and writes all of it anew: it deletes front matter that it does
not know, wraps captions, forgets comments. From here on a notebook carries the text that it was
read from, and what is written is that text with the author's changes. This holds for all that
goes through Jupytext: JupyterLab, VS Code, the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher

import jupytext.jupytext
from jupytext.jupytext import TextNotebookConverter
from nbformat import NotebookNode

NOTE = "chapter_text"
"""Where a notebook's metadata carry the text that it was read from."""
_OF_EDITORS = f"language_info widgets vscode colab toc toc-autonumbering {NOTE}".split()
_OF_EDITORS_IN_CELLS = "vscode editable slideshow jp-MarkdownHeadingCollapsed".split()
NOTEBOOK_FILTER = ",".join(["all", *(f"-{key}" for key in _OF_EDITORS)])
"""Keep all metadata but what editors put there for themselves."""
CELL_FILTER = ",".join(f"-{key}" for key in _OF_EDITORS_IN_CELLS)

_reads, _writes = TextNotebookConverter.reads, TextNotebookConverter.writes
_guess = jupytext.jupytext.guess_format


def install() -> None:
    """Let Jupytext, in this process, keep what an author did not change."""
    TextNotebookConverter.reads = reads
    TextNotebookConverter.writes = writes
    jupytext.jupytext.guess_format = guess_format


def guess_format(text: str, ext: str) -> tuple[str, dict]:
    """Take Markdown that names no format for a chapter; Jupytext takes a box (:::) for Pandoc's."""
    return ("myst", {}) if ext == ".md" else _guess(text, ext)


def reads(converter: TextNotebookConverter, text: str, **options) -> NotebookNode:
    """Read a text as Jupytext does; a chapter's notebook also carries the text."""
    if not _is_chapter(converter):
        return _reads(converter, text, **options)
    notebook = _reads(converter, text, **options)
    notebook.metadata[NOTE] = text
    return notebook


def writes(converter: TextNotebookConverter, notebook: NotebookNode, metadata=None, **options):
    """Write the text that a notebook carries, changed where the notebook was."""
    metadata = deepcopy(notebook.metadata if metadata is None else metadata)
    before = metadata.pop(NOTE, None)
    if before is None or not _is_chapter(converter):
        return _writes(converter, notebook, metadata, **options)
    untouched = _reads(converter, before)
    _keep_kernel(metadata, untouched.metadata, notebook.cells)
    # A notebook's file has all keys in alphabetical order; a chapter need not.
    after = _writes(converter, _in_order(notebook), _in_order(metadata), **options)
    base = _writes(converter, _in_order(untouched), _in_order(untouched.metadata), **options)
    return merge_front_matter(base, before, after)


def _is_chapter(converter: TextNotebookConverter) -> bool:
    if converter.fmt.get("extension") != ".md":
        return False
    converter.fmt["notebook_metadata_filter"] = NOTEBOOK_FILTER
    converter.fmt["cell_metadata_filter"] = CELL_FILTER
    return True


def _keep_kernel(metadata: NotebookNode, untouched: NotebookNode, cells: list) -> None:
    """Call the kernel what the chapter calls it; name none where no cell needs one."""
    ours, theirs = untouched.get("kernelspec"), metadata.get("kernelspec")
    if ours and theirs and ours.get("name") == theirs.get("name"):
        metadata["kernelspec"] = ours
    elif not ours and not any(cell.cell_type == "code" for cell in cells):
        metadata.pop("kernelspec", None)


def _in_order(value):
    if isinstance(value, dict):
        return NotebookNode((key, _in_order(value[key])) for key in sorted(value))
    return [_in_order(entry) for entry in value] if isinstance(value, list) else value


_FRONT = re.compile(r"---\r?\n(.*?\n)---\r?\n", re.S)
_KEY = re.compile(r"^(?=[^\s#-])", re.M)


def merge_front_matter(base: str, before: str, after: str) -> str:
    """Merge as `merge` does; of the front matter only those keys change that were changed."""
    heads = [_FRONT.match(text) for text in (base, before, after)]
    if not all(heads):
        return merge(base, before, after)
    known, kept, made = (_by_key(head[1]) for head in heads)
    if kept.keys() != known.keys():  # comments, or YAML that is written in some other way
        return merge(base, before, after)
    end = "\r\n" if "\r\n" in before else "\n"
    keys = [key for key in kept if key in made] + [key for key in made if key not in kept]
    front = "".join(
        kept[key] if made[key] == known.get(key) else made[key].replace("\n", end) for key in keys
    )
    bodies = [text[head.end() :] for text, head in zip((base, before, after), heads, strict=True)]
    return f"---{end}{front}---{end}{merge(*bodies)}"


def _by_key(front: str) -> dict[str, str]:
    parts = [part for part in _KEY.split(front) if part]
    return {part.partition(":")[0]: part for part in parts}


def merge(base: str, before: str, after: str) -> str:
    """Give `before` with the changes that lead from `base` to `after`, line by line.

    Where `before` and `after` both differ from `base`, `after` holds.
    """
    end = "\r\n" if "\r\n" in before else "\n"
    lines, old, new = base.split("\n"), before.replace("\r\n", "\n").split("\n"), after.split("\n")
    merged, at = [], 0
    for first, last, kept in _regions(_changes(lines, old), _changes(lines, new), old, new):
        merged += lines[at:first] + kept
        at = last
    return end.join(merged + lines[at:])


Change = tuple[int, int, int, int]
"""A stretch of lines, from and to, and that of the lines that take its place."""


def _changes(base: list[str], other: list[str]) -> list[Change]:
    found = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [tuple(stretch) for kind, *stretch in found if kind != "equal"]


def _regions(
    kept: list[Change], made: list[Change], old: list[str], new: list[str]
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield each stretch of the base that is replaced, and the lines that replace it."""
    left = sorted([(*c, False) for c in kept] + [(*c, True) for c in made])
    while left:
        group = [left.pop(0)]
        first, last = group[0][:2]
        while left and (left[0][0] < last or left[0][:2] == (first, last)):
            group.append(left.pop(0))
            last = max(last, group[-1][1])
        ours = [change for change in group if change[4]] or group
        start = ours[0][2] - (ours[0][0] - first)
        stop = ours[-1][3] + (last - ours[-1][1])
        yield first, last, (new if ours[0][4] else old)[start:stop]
