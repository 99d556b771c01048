"""What a reader can take along: PDF, EPUB, and all pages in one archive, offered by the pages.

A chapter says where, by a block of class `quiz-files`; what stands in it is for a copy that brings
none of them. The block of a built page is filled once the editions lie there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from pathlib import Path

from . import stamp

FOLDER = "downloads"
RECORD = "downloads.json"
"""In _build: the state of the files that the offer was made of."""
_PLACE = re.compile(r'(<div class="quiz-files[^"]*">).*?(</div>)', re.S)
_WORDS = {
    "pdf": "The book as a PDF, to print or to read",
    "epub": "As an EPUB, for a phone or an e-reader",
    "zip": "These pages as one archive, to read and answer without a network: unpack it and open "
    "index.html",
}


def offer(root: Path, name: str) -> None:
    """Lay the book's files beside its pages, and name them there, if anything has changed.

    The archive is called `name`.
    """
    html = root / "_build" / "html"
    editions = [file for kind in ("pdf", "epub") for file in (root / "_build" / kind).glob("*.*")]
    pages = [page for page in sorted(html.rglob("*.html")) if _PLACE.search(_text(page))]
    record = root / "_build" / RECORD
    if not pages or (record.is_file() and _text(record) == _state(html, editions)):
        return
    folder = html / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in editions:
        shutil.copy2(file, folder / file.name)
    files = [folder / file.name for file in editions]
    inside = {page: _fill(page, files) for page in pages}
    archive = folder / f"{name}.zip"
    _pack(html, archive, inside)
    for page in pages:
        page.write_text(_fill(page, [*files, archive]), encoding="utf-8")
    record.write_text(_state(html, editions), encoding="utf-8")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _state(html: Path, editions: list[Path]) -> str:
    return json.dumps([stamp.state_of(html), stamp.state_of(*editions)])


def _fill(page: Path, files: list[Path]) -> str:
    """Give the page's text with a list of the files in its block."""
    rows = "".join(
        f'<li><a href="{Path(os.path.relpath(file, page.parent)).as_posix()}">'
        f"{_WORDS[file.suffix[1:]]}</a>{_size(file)}</li>\n"
        for file in files
    )
    return _PLACE.sub(lambda found: f"{found[1]}\n<ul>\n{rows}</ul>\n{found[2]}", _text(page))


def _size(file: Path) -> str:
    return f" ({max(1, round(file.stat().st_size / 1e6))} MB)" if file.is_file() else ""


def _pack(html: Path, archive: Path, inside: dict[Path, str]) -> None:
    part = archive.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for file in sorted(html.rglob("*")):
            if file.is_file() and file != part and not file.name.startswith("."):
                name = f"{archive.stem}/{file.relative_to(html).as_posix()}"
                if file in inside:
                    packed.writestr(name, inside[file])
                else:
                    packed.write(file, name)
    os.replace(part, archive)
