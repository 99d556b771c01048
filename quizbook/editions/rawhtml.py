"""Raw HTML in editions that are no HTML: drawn with ordinary nodes, or refused by name.

What has no drawing is told with file and line, and so fails the build: a power printed as a plain
figure is worse than no book.
"""

from __future__ import annotations

from html.parser import HTMLParser

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

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
