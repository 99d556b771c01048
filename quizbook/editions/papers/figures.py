"""The figures of a chapter, in order: drawings beside the text, and what its cells drew last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from ...bank.book import Book
from ...bank.chapters import Chapter, cells
from ...bank.source import read_text
from ...builds import BuildError
from ...figures.figure import MIME_TYPE

_DRAWING = re.compile(r"^(`{3,}|:{3,})\{figure\} +(\S+\.svg)\n(.*?)^\1", re.S | re.M)
_ROLE = re.compile(r"\{[\w:-]+\}`([^`<]*?)(?: *<[^>]*>)?`")
_CITED = re.compile(r" *(?:Re-plotted from |\()?\{cite(?::\w+)?\}`[^`]+`\)?")


@dataclass(frozen=True)
class Shown:
    """A figure: its heading, the first sentence of its caption, its alt text, its SVG."""

    heading: str
    caption: str
    alt: str
    svg: str


def figures(book: Book, chapter: Chapter) -> Iterator[Shown]:
    """Yield the figures of a chapter.

    Raises BuildError if its cells have not been run: what they drew is in no source.
    """
    source = read_text(book.root / chapter.file, chapter.file)
    found = [*_drawings(book.root, chapter, source), *_charts(book.root, chapter, source)]
    for line, caption, alt, svg in sorted(found):
        finding = re.split(r"(?<=[.!?])\s", _plain(caption), maxsplit=1)[0]
        yield Shown(_heading(source, line), finding, alt, svg)


def _drawings(root: Path, chapter: Chapter, source: str) -> Iterator[tuple[int, str, str, str]]:
    for match in _DRAWING.finditer(source):
        path = (root / chapter.file).parent / match[2]
        told = re.search(r"^:alt: *(.+)$", match[3], re.M)
        caption = " ".join(
            row for row in match[3].split("\n") if row.strip() and not row.startswith(":")
        )
        if path.is_file() and told:
            line = source.count("\n", 0, match.start()) + 1
            yield line, caption, told[1], path.read_text(encoding="utf-8")


def _charts(root: Path, chapter: Chapter, source: str) -> Iterator[tuple[int, str, str, str]]:
    asked = [cell for cell in cells(source) if re.search(r"^figure\(", cell.source, re.M)]
    if not asked:
        return
    outputs = _outputs(root, chapter)
    for cell in asked:
        drawn = outputs.get(cell.source.strip())
        if drawn is None:
            raise BuildError(
                f"{chapter.file} has changed since its cells were run: make html first"
            )
        yield cell.line, _caption(cell.options), drawn["alt"], drawn["svg"]


def _caption(options: str) -> str:
    try:
        read = yaml.safe_load(options.strip().strip("-"))
        return str(read["mystnb"]["figure"]["caption"])
    except (yaml.YAMLError, KeyError, TypeError):
        return ""


def _outputs(root: Path, chapter: Chapter) -> dict[str, dict[str, str]]:
    """Give what the chapter's cells drew in the last build, by their source."""
    from .. import saved

    folder = root / "_build" / ".jupyter_cache"
    cache = saved.outputs(folder) if folder.is_dir() else None
    records = cache.list_cache_records() if cache else []
    own = [r for r in records if Path(r.uri).as_posix().endswith(f"/{chapter.file}")]
    if not own:
        raise BuildError(f"the cells of {chapter.file} have not been run: make html first")
    notebook = cache.get_cache_bundle(max(own, key=lambda record: record.pk).pk).nb
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME_TYPE in output.get("data", {}):
                found[cell.source.strip()] = output["data"][MIME_TYPE]
    return found


def _heading(source: str, line: int) -> str:
    above = source.split("\n")[:line]
    heads = [m[1] for row in above if (m := re.match(r"#{1,4} +(.+?)\s*$", row))]
    return _plain(heads[-1]) if heads else ""


def _plain(words: str) -> str:
    """Give MyST as plain words, without citations; formulas as they were typed."""
    words = _ROLE.sub(r"\1", _CITED.sub("", words))
    return " ".join(re.sub(r"\*\*?([^*]+)\*\*?", r"\1", words).split())
