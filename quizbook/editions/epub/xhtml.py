"""A page as Sphinx writes it becomes XML that every e-reader accepts."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

XHTML, EPUB = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
MATHML, SVG = "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"
HOLDS_WORDS = {"dd", "div", "dt", "figure", "li", "p", "section", "span"}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_KEPT = {"amp", "lt", "gt", "quot", "apos"}
_OPENS = {
    "math": re.compile(r"<math(?![^>]*\sxmlns=)(?=[\s>])"),
    "svg": re.compile(r"<svg(?![^>]*\sxmlns=)(?=[\s>])"),
}


def to_xhtml(text: str) -> etree._Element:
    """Parse a page strictly, and mend what HTML allows and XML does not.

    Raises lxml.etree.XMLSyntaxError if the page is not well-formed.
    """
    text = _ENTITY.sub(_character, text)
    for tag, pattern in _OPENS.items():
        text = pattern.sub(f'<{tag} xmlns="{MATHML if tag == "math" else SVG}"', text)
    page = etree.fromstring(text.strip().encode())
    for script in list(page.iter(f"{{{XHTML}}}script")):
        script.getparent().remove(script)
    for paragraph in page.iterfind(f".//{{{XHTML}}}summary/{{{XHTML}}}p"):
        paragraph.tag = f"{{{XHTML}}}span"
    for link in page.iterfind(f".//{{{XHTML}}}a[@href]"):
        if "#key-" in link.get("href"):
            link.set(f"{{{EPUB}}}type", "noteref")
            link.set("role", "doc-noteref")
    for box in page.iterfind(f".//{{{XHTML}}}div[@class]"):
        if "quiz-answer" in box.get("class").split():
            box.set(f"{{{EPUB}}}type", "footnote")
            box.set("role", "doc-footnote")
            target = box.find(f"{{{XHTML}}}span[@id]")
            if target is not None:  # what pops up has to be the whole answer
                box.set("id", target.attrib.pop("id"))
    for head in page.iterfind(f".//{{{XHTML}}}th"):
        if not "".join(head.itertext()).strip():
            head.tag = f"{{{XHTML}}}td"
    seen: set[str] = set()
    for element in page.iterfind(".//*[@id]"):
        if element.get("id") in seen:
            del element.attrib["id"]  # docutils writes the names of a target twice
        else:
            seen.add(element.get("id"))
    return page


def break_page(page: etree._Element, number: str, id_: str) -> str | None:
    """Mark that a page of the printed book begins at the place of this id.

    Gives the id of the mark, or None where there is no such place or it cannot hold a mark.
    """
    place = page.find(f".//*[@id='{id_}']")
    if place is None or etree.QName(place).localname not in HOLDS_WORDS:
        return None
    mark = etree.Element(f"{{{XHTML}}}span", id=f"page-{number}", role="doc-pagebreak")
    mark.set(f"{{{EPUB}}}type", "pagebreak")
    mark.set("aria-label", f" {number}. ")
    mark.tail, place.text = place.text, None
    place.insert(0, mark)
    return mark.get("id")


def properties(page: etree._Element) -> str:
    """Say what the package has to declare of a page: whether it holds formulas, or drawings."""
    held = [("mathml", MATHML, "math"), ("svg", SVG, "svg")]
    return " ".join(
        word for word, space, tag in held if next(page.iter(f"{{{space}}}{tag}"), None) is not None
    )


def _character(entity: re.Match) -> str:
    name = entity[1]
    return entity[0] if name in _KEPT else html5.get(f"{name};", entity[0])
