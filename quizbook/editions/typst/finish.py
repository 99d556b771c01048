"""What the compiler leaves to be done: small, quick to open, and clearer to a screen reader.

Pure functions of the file: the same file in gives the same file out.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from ...languages import _

_LONG = re.compile(rb"(?<![\d.\\])-?\d+\.\d{3,}(?!\d)")
"""A number with more digits than a printer has dots; codes of letters never look like one."""
_LEVEL = 8
pikepdf.settings.set_flate_compression_level(_LEVEL)


def finished(pdf: bytes) -> bytes:
    """Tell each link where it leads, make first cells heads of their rows, and pack the file.

    Linearised, so that a browser shows the first page before the rest has come.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        document.Root.PageMode = Name.UseOutlines
        _tell_links(document)
        _head_rows(document)
        _round_numbers(document)
        _round_places(document)
        _drop_types(document)
        packed = BytesIO()
        document.save(
            packed,
            linearize=True,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
        )
    return _trimmed(packed.getvalue())


def _trimmed(pdf: bytes) -> bytes:
    """Leave out the blanks that linearising keeps free before the end, a twelfth of the file.

    Nothing is found by its place behind them; the head of the file tells its length.
    """
    end = pdf.rindex(b"\nstartxref\n")
    short = pdf[:end].rstrip(b" ") + pdf[end:]
    told = b"/L %d " % len(pdf)
    return short.replace(told, (b"/L %d " % len(short)).ljust(len(told)), 1)


def _tell_links(document: Pdf) -> None:
    """Describe each inner link by the chapter or section that it leads to, and the page."""
    numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
    marks = sorted(_bookmarks(document, numbers))
    places = [mark[:2] for mark in marks]
    for page in document.pages:
        for annotation in page.get("/Annots", ()):
            found = _destination(annotation, numbers)
            if found is None:
                continue
            before = bisect_right(places, found)
            page_at = found[0]
            told = (
                _("{title}, page {n}", title=marks[before - 1][2], n=page_at)
                if before
                else _("page {n}", n=page_at)
            )
            annotation.Contents = String(told)


def _round_places(document: Pdf) -> None:
    """Say where links stand and lead to a tenth of a point: there are thousands of them."""
    for annotation in (a for page in document.pages for a in page.get("/Annots", ())):
        for name in ("/Rect", "/QuadPoints", "/Dest"):
            place = annotation.get(name)
            if isinstance(place, Array):
                annotation[name] = Array(
                    [round(x, 1) if isinstance(x, Decimal) else x for x in place]
                )


def _drop_types(document: Pdf) -> None:
    """Leave out what every element of the tag tree may leave out: that it is one."""
    for element in document.objects:
        if isinstance(element, Dictionary) and element.get("/Type") == Name.StructElem:
            del element["/Type"]


def _bookmarks(document: Pdf, numbers: dict) -> Iterator[tuple[int, float, str]]:
    """Yield page, depth below the top, and title of every bookmark."""
    pending = [document.Root.Outlines] if "/Outlines" in document.Root else []
    while pending:
        item = pending.pop()
        found = _destination(item, numbers)
        if found is not None:
            yield *found, str(item.Title)
        pending += [item[name] for name in ("/Next", "/First") if name in item]


def _destination(item: Dictionary, numbers: dict) -> tuple[int, float] | None:
    """Give the page of a destination, and the negative of its height: the order of reading."""
    target = item.get("/Dest")
    action = item.get("/A")
    if target is None and isinstance(action, Dictionary):
        target = action.get("/D")
    if not isinstance(target, Array) or target[0].objgen not in numbers:
        return None
    height = target[3] if len(target) > 3 else None
    return numbers[target[0].objgen], -float(height) if height is not None else 0.0


def _head_rows(document: Pdf) -> None:
    """Make the first cell of each row of a table's body the head of that row."""
    pending = [document.Root.StructTreeRoot] if "/StructTreeRoot" in document.Root else []
    while pending:
        element = pending.pop()
        kids = _kids(element)
        pending += kids
        if element.get("/S") == Name.TBody:
            for row in (kid for kid in kids if kid.get("/S") == Name.TR):
                cells = _kids(row)
                if len(cells) > 1 and cells[0].get("/S") == Name.TD:
                    _make_head(cells[0])


def _make_head(cell: Dictionary) -> None:
    cell.S = Name.TH
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    held = cell.get("/A")
    if isinstance(held, Dictionary) and held.get("/O") == Name.Table:
        held.Scope = Name.Row
    elif isinstance(held, Array):
        held.append(scope)
    else:
        cell.A = scope if held is None else Array([held, scope])


def _round_numbers(document: Pdf) -> None:
    """Write numbers of the pages' drawing with the digits that can be seen."""
    for page in document.pages:
        page.Contents.write(_packed(page.Contents.read_bytes()), filter=Name.FlateDecode)


@lru_cache(maxsize=2048)
def _packed(drawn: bytes) -> bytes:
    """Round and pack a page; linearising, which writes twice, would pack it twice.

    What was packed is remembered: of a watched book few pages change at a time.
    """
    return zlib.compress(_LONG.sub(lambda found: _rounded(found[0]), drawn), _LEVEL)


@cache
def _rounded(number: bytes) -> bytes:
    places = 2 if abs(float(number)) >= 1 else 5
    return f"{float(number):.{places}f}".rstrip("0").rstrip(".").encode() or b"0"


def _kids(element: Dictionary) -> list[Dictionary]:
    held = element.get("/K")
    held = list(held) if isinstance(held, Array) else [held]
    return [kid for kid in held if isinstance(kid, Dictionary) and "/S" in kid]
