"""Cards: what the references page and the glossary say of a link's target, for cards.js to show.

The texts of the whole book lie in one script, which a page loads when a card is first wanted: a
page opened from disk cannot fetch anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html

from .used import LINE

NAME = "cards-data.js"


def card_pages(app) -> list[str]:
    """List the pages that hold sources or terms, as addresses from the book's root."""
    return sorted(map(app.builder.get_target_uri, _names(app)))


def _names(app) -> set[str]:
    env = app.env
    cite, std = env.get_domain("cite"), env.get_domain("std")
    names = {key.docname for key in cite.bibliographies}
    names |= {docname for kind, _, docname, *_ in _objects(std) if kind == "term"}
    return names & env.found_docs


def _objects(std) -> Iterator[tuple[str, str, str]]:
    for name, _, kind, docname, *_ in std.get_objects():
        yield kind, name, docname


def write_cards(app, exception) -> None:
    """Write the script that holds every card."""
    if exception is not None or app.builder.format != "html":
        return
    found: dict[str, str] = {}
    for name in sorted(_names(app)):
        page, file = app.builder.get_target_uri(name), Path(app.builder.get_outfilename(name))
        if file.is_file():
            found.update((f"{page}#{id_}", text) for id_, text in _read(file))
    data = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
    target = Path(app.outdir) / "_static" / NAME
    if target.parent.is_dir():
        target.write_text(f"globalThis.quizbookCards = {data};\n", encoding="utf-8")


def _read(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of each source and each term of a page."""
    tree = lxml_html.parse(str(file), lxml_html.HTMLParser(encoding="utf-8"))
    for source in tree.iterfind(".//div[@class='citation']"):
        parts = list(source.iterfind("p"))
        yield source.get("id"), _written(parts)
    for term in tree.xpath("//dl[contains(@class, 'glossary')]/dt[@id]"):
        said = next((part for part in term.itersiblings() if part.tag == "dd"), None)
        if said is not None:
            yield term.get("id"), _written(list(said))


def _written(parts: list) -> str:
    parts = [part for part in parts if part.get("class") != LINE]
    for part in parts:
        for link in part.iter("a"):
            address = link.get("href", "")
            if not address.startswith(("http:", "https:")):
                link.tag = "span"  # it would lead from another page to nowhere
                link.attrib.clear()
        part.tail = None
    return "".join(
        lxml_html.tostring(part, encoding="unicode") for part in parts if isinstance(part.tag, str)
    )
