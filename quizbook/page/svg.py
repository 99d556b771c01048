"""Drawings from files and notebooks, made fit to stand inside a page.

Inlined, a drawing shares the page: its styles would reach the text, its names those of other
drawings, and its scripts would run. Here they are taken away or given names of their own.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import tinycss2
from lxml import etree

HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
ACTIVE = {"script", "iframe", "object", "embed", "audio", "video"}
NAMING = ("aria-labelledby", "aria-describedby", "begin", "end")
"""Attributes that hold ids among other words."""

PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
"""CSS pixels in each unit: https://www.w3.org/TR/css-values-4/#absolute-lengths."""

_URL = re.compile(r"url\(\s*([\"']?)(.*?)\1\s*\)", re.S)


class DrawingError(ValueError):
    """A file that is no drawing; the message says why."""


def read(data: bytes, folder: Path | None = None) -> tuple[etree._Element, list[str]]:
    """Read a drawing; give its root, without anything that runs, and what it had to leave out.

    Pictures that it names, relative to `folder`, are put into it; what lies on another host is
    left out. Raises DrawingError.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DrawingError(f"is no well-formed SVG: {error.msg}") from None
    if _name(root) != "svg":
        raise DrawingError(f"is no SVG: it begins with <{_name(root)}>")
    lost: list[str] = []
    for element in list(root.iter(etree.Element)):
        if _name(element) in ACTIVE:
            element.getparent().remove(element)
            continue
        for name, value in list(element.attrib.items()):
            if name.lower().startswith("on") or re.match(r"\s*javascript:", value, re.I):
                del element.attrib[name]
        for name in HREFS:
            if _name(element) != "a" and element.get(name, "#")[:1] != "#":
                element.set(name, _carried(element.get(name), folder, lost))
        if "style" in element.attrib:
            element.set("style", _local(element.get("style"), lost))
    for style in root.iter("{*}style"):
        style.text = _local(style.text or "", lost)
    return root, lost


def inline_svg(drawn: bytes, alt: str, prefix: str) -> str:
    """Prepare a drawing for a page: named `alt` for a screen reader, fluid, names under `prefix`.

    Raises DrawingError.
    """
    root, _ = read(drawn)
    return fluid(root, alt, prefix)


def fluid(root: etree._Element, alt: str, prefix: str, wanted: str | None = None) -> str:
    """Write a drawing for a page, as wide as there is room, up to its own or a `wanted` width."""
    scope(root, prefix)
    width, height = size(root)
    if width and height and not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("class", " ".join(["figure-drawing", *root.get("class", "").split()]))
    limit = _css_length(wanted) or (f"{width:g}px" if width else "")
    if limit:
        root.set("style", f"{root.get('style', '').rstrip('; ')};max-width:{limit}".lstrip(";"))
    for element in root.iter():
        for name in ("aria-roledescription", "aria-label", "role"):
            if element is not root:
                element.attrib.pop(name, None)
    return etree.tostring(root, encoding="unicode")


def _css_length(written: str | None) -> str:
    """Read an author's width; a bare number is pixels."""
    found = re.fullmatch(r"([\d.]+)\s*(px|pt|pc|cm|mm|in|em|ex|rem|%)?", (written or "").strip())
    return f"{found[1]}{found[2] or 'px'}" if found else ""


def scope(root: etree._Element, prefix: str) -> None:
    """Give every name in a drawing a prefix, and let its styles reach nothing but itself."""

    def ours(name: str) -> str:
        return f"{prefix}-{name}"

    styles = list(root.iter("{*}style"))
    ids = {element.get("id") for element in root.iter(etree.Element)} - {None}
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, ours(value))
            elif name == "class":
                element.set(name, " ".join(map(ours, value.split())))
            elif name in HREFS and value.startswith("#"):
                element.set(name, f"#{ours(value[1:])}")
            elif name in NAMING:
                element.set(name, re.sub(r"[\w-]+", lambda m: _known(m[0], ids, ours), value))
            elif "url(" in value:
                element.set(name, _renamed(value, ours))
    for style in styles:
        style.text = _scoped(style.text or "", prefix, ours)
    if any(f":where(.{prefix})" in style.text for style in styles):
        for element in root.iter(etree.Element):
            element.set("class", f"{prefix} {element.get('class', '')}".rstrip())


def size(root: etree._Element) -> tuple[float | None, float | None]:
    """Give a drawing's width and height in CSS pixels, as far as it tells them."""
    box = [float(n) for n in re.findall(r"-?[\d.]+", root.get("viewBox", ""))][2:4]
    told = [_pixels(root.get(name, "")) for name in ("width", "height")]
    width, height = (own or held for own, held in zip(told, box or (None, None), strict=True))
    return width, height


def _pixels(length: str) -> float | None:
    found = re.fullmatch(r"\s*([\d.]+)\s*(px|pt|pc|mm|cm|in|)\s*", length)
    return float(found[1]) * PIXELS[found[2]] if found else None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _known(word: str, ids: set[str], ours: Callable[[str], str]) -> str:
    return ours(word) if word in ids else word


def _carried(address: str, folder: Path | None, lost: list[str]) -> str:
    """Put the picture at an address into the drawing."""
    if address.startswith("data:"):
        return address
    if re.match(r"\w+:|//", address):
        lost.append(f"asks another host for {address}")
        return ""
    file = (folder or Path()) / address
    try:
        data = base64.b64encode(file.read_bytes()).decode()
    except OSError:
        lost.append(f"shows {address}, which is not there")
        return ""
    return f"data:{mimetypes.guess_type(file.name)[0] or 'image/png'};base64,{data}"


def _local(css: str, lost: list[str]) -> str:
    """Leave out what a style would fetch."""

    def kept(match: re.Match) -> str:
        if match[2].startswith(("#", "data:")):
            return match[0]
        lost.append(f"asks another file for {match[2]}")
        return "none"

    for rule in re.findall(r"@import[^;]*;?", css):
        lost.append(f"asks another file by {rule}")
    return _URL.sub(kept, re.sub(r"@import[^;]*;?", "", css))


def _renamed(value: str, ours: Callable[[str], str]) -> str:
    """Rename the targets of `url(#name)`, quoted or not."""
    return _URL.sub(lambda m: f"url(#{ours(m[2][1:])})" if m[2].startswith("#") else m[0], value)


def _scoped(css: str, mark: str, ours: Callable[[str], str]) -> str:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    moved = {
        word.value
        for rule in rules
        if rule.type == "at-rule" and "keyframes" in rule.lower_at_keyword
        for word in rule.prelude
        if word.type == "ident"
    }
    return "\n".join(_rules(rules, mark, ours, moved))


def _rules(rules: Iterable, mark: str, ours: Callable, moved: set[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = ", ".join(_selectors(rule.prelude, mark, ours))
            yield f"{selectors} {{{_declarations(rule.content, ours, moved)}}}"
        elif rule.type == "at-rule" and rule.content is not None:
            words = tinycss2.serialize(rule.prelude).strip()
            if "keyframes" in rule.lower_at_keyword:
                inner = _declarations(rule.content, ours, moved)
                yield f"@{rule.at_keyword} {ours(words)} {{{inner}}}"
            elif rule.lower_at_keyword in ("media", "supports", "layer", "container"):
                inner = tinycss2.parse_rule_list(rule.content, True, True)
                held = "\n".join(_rules(inner, mark, ours, moved))
                yield f"@{rule.at_keyword} {words} {{{held}}}"
            elif rule.lower_at_keyword == "font-face":
                yield f"@font-face {{{tinycss2.serialize(rule.content)}}}"


def _selectors(prelude: list, mark: str, ours: Callable[[str], str]) -> Iterable[str]:
    """Rename classes and ids in selectors; a selector without any is bound to the drawing.

    It is bound by a class that all its elements carry and that weighs nothing: an ancestor in the
    selector would be out of sight for what <use> repeats.
    """
    parts: list[list] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        written = re.sub(r"^:root\b", "svg", _selector(part, ours).strip())
        names = (t.type == "hash" or t == "." for t in part)
        yield written if any(names) else f"{written}:where(.{mark})"


def _selector(tokens: list, ours: Callable[[str], str]) -> str:
    written, after_dot = "", False
    for token in tokens:
        if token.type == "ident" and after_dot:
            written += ours(token.value)
        elif token.type == "hash":
            written += f"#{ours(token.value)}"
        elif token.type == "function":
            written += f"{token.name}({_selector(token.arguments, ours)})"
        else:
            written += token.serialize()
        after_dot = token == "."
    return written


def _declarations(content: list, ours: Callable[[str], str], moved: set[str]) -> str:
    """Rename, in declarations, targets of urls and names of movements."""
    css = _renamed(tinycss2.serialize(content), ours)
    for name in moved:
        css = re.sub(
            rf"(animation(?:-name)?\s*:[^;}}]*?)\b{re.escape(name)}\b", rf"\1{ours(name)}", css
        )
    return css.strip()
