"""What lies on another host: a page names it and links there, and never loads it."""

from __future__ import annotations

import re

import segno
from docutils import nodes
from lxml import html as lxml_html

from ..languages import _, later

FRAMES = {"iframe": "src", "video": "src", "audio": "src", "embed": "src", "object": "data"}
LOADED = {"script": "src", "img": "src", "link": "href", "source": "src", "track": "src"}
KINDS = {"video": later("Video"), "audio": later("Sound"), "": later("Page")}
_REMOTE = re.compile(r"\s*(?:https?:)?//", re.I)
_STYLE = re.compile(r"(?:url\(|@import)\s*[\"'(]*\s*((?:https?:)?//[^\"')\s]+)", re.I)
_WATCH = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)")


class elsewhere(nodes.General, nodes.Element):
    """A video, a sound or a frame of another host; `kind`, `title`, `address`, `code` (an SVG)."""


def frames(markup: str) -> list[elsewhere]:
    """Find what a piece of HTML shows in frames and players of its own."""
    found = []
    for element in parsed(markup).iter(*FRAMES):
        inner = next((s.get("src") for s in element.iter("source") if s.get("src")), "")
        address = element.get(FRAMES[element.tag]) or inner
        if not _REMOTE.match(address or ""):
            continue
        address = _WATCH.sub(r"https://www.youtube.com/watch?v=\1", address)
        address = f"https:{address}" if address.startswith("//") else address
        is_film = re.search(r"youtu|vimeo|video", address)
        kind = KINDS.get(element.tag) or KINDS["video" if is_film else ""]
        title = " ".join((element.get("title") or element.get("aria-label") or "").split())
        found.append(elsewhere(kind=_(kind), title=title, address=address))
    return found


def loads(markup: str) -> list[str]:
    """Name every address of another host that a piece of HTML would ask by itself."""
    root = parsed(markup)
    found = [e.get(LOADED[e.tag], "") for e in root.iter(*LOADED) if not _inside_player(e)]
    found += [source for e in root.iter() for source in _STYLE.findall(_styles(e))]
    found += re.findall(r"import\s*\(?\s*[\"']((?:https?:)?//[^\"']+)", markup)
    found += re.findall(r"[\"']((?:https?:)?//[^\"']+\.(?:m?js|css)[^\"']*)[\"']", markup)
    return list(dict.fromkeys(a.strip() for a in found if _REMOTE.match(a or "")))


def parsed(markup: str):
    """Read a piece of HTML as the children of one element."""
    return lxml_html.fragment_fromstring(markup or " ", create_parent="div")


def code(address: str) -> str:
    """Draw an address as a QR code, an SVG in ink."""
    drawn = segno.make(address, error="m", micro=False)
    return drawn.svg_inline(scale=3, border=0, dark="#1d1d1b", light=None)


def _styles(element) -> str:
    held = element.text or "" if element.tag == "style" else ""
    return f"{element.get('style', '')} {held}"


def _inside_player(element) -> bool:
    return any(around.tag in FRAMES for around in element.iterancestors())
