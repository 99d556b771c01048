"""The book's pictures, beside the typst code: drawings in ink, photographs as they are."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from lxml import etree
from sphinx.util import logging

logger = logging.getLogger(__name__)
MEDIA_TYPES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]
FOLDER = "pictures"
INK = "#1d1d1b"
FACE = "Libertinus Serif"
"""The only face for words that is sure to be there: the compiler brings it along."""

_FAMILY = re.compile(r"(font-family\s*:)[^;]*")


def place(builder, uri: str) -> str:
    """Say where, beside the code, a picture of the book stands."""
    return f"{FOLDER}/{builder.images[uri]}"


def copy(builder) -> None:
    """Put every picture that the book shows beside its code."""
    folder = Path(builder.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for uri, name in builder.images.items():
        source = Path(builder.srcdir) / uri
        try:
            data = source.read_bytes()
        except OSError as error:
            logger.warning("cannot read the picture %s: %s", uri, error.strerror)
            continue
        (folder / name).write_bytes(ink(data) if source.suffix == ".svg" else data)


@lru_cache(maxsize=512)
def ink(svg: bytes) -> bytes:
    """Draw in ink what takes the colour of a page, and letter it in the book's own face."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(svg.replace(b"currentColor", INK.encode()), parser)
    for element in root.iter(etree.Element):
        if "font-family" in element.attrib or element is root:
            element.set("font-family", FACE)
        if "style" in element.attrib:
            element.set("style", _FAMILY.sub(rf"\g<1> {FACE}", element.get("style")))
    return etree.tostring(root)
