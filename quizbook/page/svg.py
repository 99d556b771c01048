"""Drawings inside a page, where they follow its colours."""

from __future__ import annotations

import re

from lxml import etree


def inline_svg(drawn: bytes, alt: str, prefix: str) -> str:
    """Prepare an SVG for a page: named `alt` for a screen reader, fluid, ids under `prefix`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    svg = etree.fromstring(drawn, parser)
    width = svg.attrib.pop("width", "").removesuffix("px")
    width = width or svg.get("viewBox", "").split(" ")[2:3][0]
    svg.attrib.pop("height", None)
    svg.set("role", "img")
    svg.set("aria-label", alt)
    svg.set("class", "figure-drawing")
    if re.fullmatch(r"[\d.]+", width):
        svg.set("style", f"max-width:{float(width):g}px")
    for element in svg.iter():
        for name in ("aria-roledescription", "aria-label", "role"):
            if element is not svg:
                element.attrib.pop(name, None)
    text = etree.tostring(svg, encoding="unicode")
    text = re.sub(r'\bid="', f'id="{prefix}-', text)
    text = re.sub(r"url\(#", f"url(#{prefix}-", text)
    return re.sub(r'href="#', f'href="#{prefix}-', text)
