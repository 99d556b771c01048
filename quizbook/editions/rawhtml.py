"""Raw HTML in editions that are no HTML: drawn with ordinary nodes, or refused by name.

What has no drawing is told with file and line, and so fails the build: a power printed as a plain
figure is worse than no book.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from docutils import nodes
from lxml import html as lxml_html
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from .elsewhere import FRAMES, frames, loads, parsed

logger = logging.getLogger(__name__)

WORDS = {
    "b": nodes.strong,
    "strong": nodes.strong,
    "i": nodes.emphasis,
    "em": nodes.emphasis,
    "cite": nodes.emphasis,
    "dfn": nodes.emphasis,
    "var": nodes.emphasis,
    "sup": nodes.superscript,
    "sub": nodes.subscript,
    "code": nodes.literal,
    "kbd": nodes.literal,
    "samp": nodes.literal,
    "tt": nodes.literal,
}
"""Elements within a line that have a node of their own."""

DRAWN = {"s": "strike", "del": "strike", "u": "underline", "ins": "underline", "mark": "highlight"}
"""Elements that the PDF alone can draw, and the class of the node that says so."""

BARE = {"span", "small", "big", "font", "bdi", "data", "time", "label", "nobr", "q"}
"""Elements whose words say all."""


HARD_BREAK = "<br />\n"
"""What MyST writes for a backslash at a line's end; it writes LaTeX's own word beside it."""


class HtmlInWords(SphinxPostTransform):
    """Turn raw inline HTML into nodes that every edition draws."""

    default_priority = 8  # after MyST-NB has chosen the output

    def run(self, **kwargs) -> None:
        if self.app.builder.format == "html":
            return
        holders = {id(raw.parent): raw.parent for raw in self.document.findall(_is_inline_html)}
        for holder in holders.values():
            reader = Reader(holder)
            for child in holder.children:
                if _is_html(child) and child.astext() != HARD_BREAK:
                    reader.feed(child.astext())
                else:
                    reader.add(child)
            reader.close()
            holder.children = []
            holder += reader.holder.children
            for fault in reader.faults:
                logger.warning("%s", fault, location=holder)


class HtmlBlocks(SphinxPostTransform):
    """Let no page ask another host, and draw on paper what HTML says."""

    default_priority = 7  # after MyST-NB has chosen the output

    def run(self, **kwargs) -> None:
        on_paper = self.app.builder.format != "html"
        for image in [] if on_paper else self.document.findall(nodes.image):
            if _LOADS.match(image["uri"]):
                fault = "this picture lies on another host: put it beside the chapter: %s"
                logger.warning(fault, image["uri"], location=image)
        for raw in list(self.document.findall(_is_html)):
            markup, within = raw.astext(), isinstance(raw.parent, nodes.TextElement)
            if not ("<" in markup and _LOADS.search(markup)) and (within or not on_paper):
                continue
            shown = frames(markup)
            faults = [f"asks another host for {address}" for address in loads(markup)]
            drawn: list[nodes.Node] = list(shown)
            if on_paper and not shown and not within and not faults:
                drawn, faults = blocks(markup)
            for fault in faults:
                logger.warning("raw HTML %s", fault, location=raw)
            if within and shown:  # a box of its own cannot stand within a line
                line = raw.parent
                line.parent.insert(line.parent.index(line) + 1, shown)
                ends = [f"</{name}>" for name in FRAMES]
                for part in [raw, *(c for c in line if _is_html(c) and c.astext() in ends)]:
                    line.remove(part)
            elif (on_paper and not within) or shown or faults:
                raw.parent.replace(raw, drawn) if drawn else raw.parent.remove(raw)


_LOADS = re.compile(r"(?:https?:)?//", re.I)


def blocks(markup: str) -> tuple[list[nodes.Node], list[str]]:
    """Draw a piece of HTML that stands by itself; give what has no drawing as well."""
    faults: list[str] = []
    drawn = _flow(parsed(markup), faults)
    return drawn, faults


def _flow(element, faults: list[str]) -> list[nodes.Node]:
    """Draw what an element holds: words gather to paragraphs between the blocks."""
    drawn: list[nodes.Node] = []
    words = [html.escape(element.text or "")]

    def end_words() -> None:
        markup = "".join(words).strip()
        words.clear()
        if markup:
            drawn.append(_paragraph(markup, faults))

    for child in element:
        if not isinstance(child.tag, str) or child.tag in SILENT:
            words.append(html.escape(child.tail or ""))
            continue
        if child.tag in HOLDERS or child.tag in _BLOCKS:
            end_words()
            draw = _BLOCKS.get(child.tag, _flow)
            drawn += draw(child, faults)
            words.append(html.escape(child.tail or ""))
        else:
            words.append(lxml_html.tostring(child, encoding="unicode"))
    end_words()
    return drawn


def _paragraph(markup: str, faults: list[str]) -> nodes.paragraph:
    reader = Reader(nodes.paragraph())
    reader.feed(markup)
    reader.close()
    faults += reader.faults
    return reader.holder


def _heading(element, faults: list[str]) -> list[nodes.Node]:
    held = _flow(element, faults)
    return [nodes.rubric("", "", *held[0].children)] if held else []


def _list(element, faults: list[str]) -> list[nodes.Node]:
    items = [nodes.list_item("", *_flow(li, faults)) for li in element.iterchildren("li")]
    if element.tag == "ul":
        return [nodes.bullet_list("", *items)]
    return [nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")]


def _preformatted(element, faults: list[str]) -> list[nodes.Node]:
    text = "".join(element.itertext())
    return [nodes.literal_block(text, text, classes=["output"])]


def _table(element, faults: list[str]) -> list[nodes.Node]:
    """Draw a table with the head and the spans that it has; numbers stand to the right."""
    lines = list(element.iter("tr"))
    width = max((sum(int(c.get("colspan", 1)) for c in _cells(row)) for row in lines), default=0)
    if not width:
        return []
    heads = [row for row in lines if row.getparent().tag == "thead"]
    group = nodes.tgroup(cols=width)
    group += [nodes.colspec(colwidth=1) for _ in range(width)]
    for kind, held in ((nodes.thead, heads), (nodes.tbody, [r for r in lines if r not in heads])):
        if held:
            group += kind("", *(_line(row, faults) for row in held))
    table = nodes.table("", group)
    title = next(element.iter("caption"), None)
    if title is not None:
        table.insert(0, nodes.title("", "", *_paragraph(_inner(title), faults).children))
    return [table]


def _cells(row) -> list:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _line(row, faults: list[str]) -> nodes.row:
    drawn = nodes.row()
    for cell in _cells(row):
        entry = nodes.entry("", *_flow(cell, faults))
        for name, attribute in (("morecols", "colspan"), ("morerows", "rowspan")):
            if int(cell.get(attribute, 1)) > 1:
                entry[name] = int(cell.get(attribute)) - 1
        if re.fullmatch(r"[-+−]?[\d.,]+(?:e[-+]?\d+)?%?|NaN", entry.astext().strip()):
            entry["classes"].append("text-right")
        if cell.tag == "th" and row.getparent().tag != "thead" and entry.children:
            words = entry.children[0]
            words.children = [nodes.strong("", "", *words.children)]
        drawn += entry
    return drawn


def _inner(element) -> str:
    held = [lxml_html.tostring(child, encoding="unicode") for child in element]
    return html.escape(element.text or "") + "".join(held)


SILENT = {"style", "link", "meta", "title", "template", "colgroup", "caption"}
HOLDERS = {
    "div",
    "p",
    "section",
    "article",
    "figure",
    "figcaption",
    "center",
    "details",
    "summary",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "blockquote",
    "form",
    "dl",
    "dt",
    "dd",
}
_BLOCKS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "ul": _list,
    "ol": _list,
    "pre": _preformatted,
    "table": _table,
    "hr": lambda element, faults: [],
}


class Reader(HTMLParser):
    """Reads the children of one node; `holder` is the node made anew."""

    def __init__(self, holder: nodes.Element) -> None:
        super().__init__(convert_charrefs=True)
        self.holder = holder.copy()
        self.open: list[tuple[str, nodes.Element]] = [("", self.holder)]
        self.faults: list[str] = []

    def add(self, node: nodes.Node) -> None:
        self.open[-1][1].append(node)

    def handle_data(self, data: str) -> None:
        self.add(nodes.Text(data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.add(nodes.raw("", "<br>", format="html"))
            self.add(nodes.raw("", r"\newline{}", format="latex"))
        elif tag == "wbr":
            self.add(nodes.Text("\N{ZERO WIDTH SPACE}"))
        elif tag == "input" and ("type", "checkbox") in attrs:
            self.add(nodes.raw("", self.get_starttag_text(), format="html"))
        elif tag == "q":
            self.add(nodes.Text("\N{LEFT DOUBLE QUOTATION MARK}"))
            self.open.append((tag, self.open[-1][1]))
        elif tag in BARE:
            self.open.append((tag, self.open[-1][1]))
        else:
            self._open(tag, dict(attrs))

    def _open(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in WORDS:
            node = WORDS[tag]()
        elif tag in DRAWN:
            node = nodes.inline(classes=[f"html-{DRAWN[tag]}"])
        elif tag == "abbr":
            node = nodes.abbreviation(explanation=attrs.get("title") or "")
        elif tag == "a":
            address = attrs.get("href") or ""
            node = nodes.reference(refuri=address) if ":" in address else nodes.inline()
        else:
            self.faults.append(f"raw HTML <{tag}> has no drawing outside the page")
            return
        self.add(node)
        self.open.append((tag, node))

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self.open):
            return  # its beginning has been refused
        while True:
            name, node = self.open.pop()
            if isinstance(node, nodes.literal) and len(list(node.findall())) > 2:
                node.replace_self(nodes.inline("", "", *node.children))  # code is flat: 10³ is not
            if name == tag:
                break
            self.faults.append(f"raw HTML <{name}> does not end before </{tag}>")
        if tag == "q":
            self.add(nodes.Text("\N{RIGHT DOUBLE QUOTATION MARK}"))

    def close(self) -> None:
        super().close()
        for name, _ in self.open[1:]:
            self.faults.append(f"raw HTML <{name}> has no end")


def _is_html(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "html" in node.get("format", "").split()


def _is_inline_html(node: nodes.Node) -> bool:
    return _is_html(node) and isinstance(node.parent, nodes.TextElement)
