"""The book's pictures, beside the typst code: drawings in ink, photographs as they are."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from lxml import etree
from sphinx.util import logging

from ...languages import _
from ...page import svg

logger = logging.getLogger(__name__)
MEDIA_TYPES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]
FOLDER = "pictures"
INK = "#1d1d1b"
FACE = "Libertinus Serif"
"""The only face for words that is sure to be there: the compiler brings it along."""

_FAMILY = re.compile(r"(font-family\s*:)[^;}]*")


def place(builder, uri: str) -> str:
    """Say where, beside the code, a picture of the book stands."""
    return f"{FOLDER}/{builder.images[uri]}"


def copy(builder, origins: dict[str, str]) -> None:
    """Put every picture that the book shows beside its code; `origins` says where it is shown."""
    folder = Path(builder.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for uri, name in builder.images.items():
        source = Path(builder.srcdir) / uri
        try:
            data, lost = _fit(source)
        except OSError as error:
            lost = [f"cannot be read: {error.strerror}"]
        except svg.DrawingError as error:
            lost = [str(error)]
        else:
            (folder / name).write_bytes(data)
        for fault in lost:
            logger.warning("the picture %s %s", source.name, fault, location=origins.get(uri))


def cover(builder) -> dict[str, str] | None:
    """Put the drawing of the title page beside the code: where it then is, and what it shows.

    Its own description, an SVG's `<desc>`, is its alt text.
    """
    named = builder.config.quizbook_cover
    if not named:
        return None
    source = Path(builder.srcdir) / named
    try:
        data, lost = _fit(source)
        alt = " ".join((etree.fromstring(data).findtext("{*}desc") or "").split())
    except (OSError, svg.DrawingError, etree.XMLSyntaxError) as error:
        logger.warning("quizbook_cover: %s cannot be read as SVG: %s", named, error)
        return None
    if not alt:
        lost = [*lost, "has no <desc> that says what it shows"]
    for fault in lost:
        logger.warning("quizbook_cover: %s %s", named, fault)
    target = Path(builder.outdir) / FOLDER / f"cover-{source.name}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return {"path": f"{FOLDER}/{target.name}", "alt": alt or _("No description")}


def _fit(source: Path) -> tuple[bytes, list[str]]:
    """Read a picture as the compiler can set it, and what it had to leave out."""
    data = source.read_bytes()
    if source.suffix.lower() == ".svg":
        return ink(data, source.parent)
    return data, []


@lru_cache(maxsize=512)
def ink(data: bytes, folder: Path | None = None) -> tuple[bytes, list[str]]:
    """Draw in ink what takes the colour of a page, and letter it in the book's own face."""
    root, lost = svg.read(data.replace(b"currentColor", INK.encode()), folder)
    lost = list(lost)
    if next(root.iter("{*}foreignObject"), None) is not None:
        lost.append("holds a foreignObject, which paper cannot show: make its words plain text")
    if any("@media" in (style.text or "") for style in root.iter("{*}style")):
        lost.append("has styles in @media, which paper does not follow: write them outside it")
    for element in root.iter(etree.Element):
        if "font-family" in element.attrib or element is root:
            element.set("font-family", FACE)
        if "style" in element.attrib:
            element.set("style", _FAMILY.sub(rf"\g<1> {FACE}", element.get("style")))
    for style in root.iter("{*}style"):
        style.text = _FAMILY.sub(rf"\g<1> {FACE}", style.text or "")
    return etree.tostring(root), lost
