"""What the search page searches: the text of every section, and the words that mean the same.

A page opened from disk can load scripts and nothing else, so it is one script, which search.js
loads when somebody searches. The words come from chapters/search.yml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from ..bank.search import read_search
from ..languages import _
from .used import LINE

NAME = "search-data.js"
RECORD = "search.json"
"""Lies with the doctrees: the sections of each page, and the state of the page that they are of."""
SKIPPED = "script style svg math noscript button audio select input"
UNREAD = {"highlight", "headerlink", "hide", "review-status", "quiz-answers"}
UNREAD |= {"quiz-number", "curtain", "quiz-exam", LINE}
"""Classes of what is not read as text: a test is not to be read before it is taken."""
CITED = "#id"
"""In the address of a citation: names of authors are found in the list of references."""


def search_alone(app) -> None:
    """Let Sphinx make no search of its own."""
    if app.builder.name == "html":
        app.builder.search = False


def search_page(app) -> Iterator[tuple[str, dict, str]]:
    """Write the page on which one searches."""
    if app.builder.name == "html":
        yield "search", {"title": _("Search")}, "search.html"


def write_search(app, exception) -> None:
    """Write the script, reading again only pages that this build wrote."""
    out, record = Path(app.outdir), Path(app.doctreedir) / RECORD
    static = out / "_static"
    if exception is not None or app.builder.name != "html" or not static.is_dir():
        return
    before, now = _read(record), {}
    for name in sorted(app.env.found_docs):
        page, file = app.builder.get_target_uri(name), Path(app.builder.get_outfilename(name))
        if not file.is_file():
            continue
        stat = file.stat()
        state = [stat.st_mtime_ns, stat.st_size]
        known = before.get(page)
        if not known or known["state"] != state:
            known = {"state": state, "sections": list(sections_of(file))}
        now[page] = known
    record.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")
    words = read_search(Path(app.srcdir))[0]
    pages = {page: known["sections"] for page, known in now.items()}
    data = {"spellings": words.spellings, "lay": words.lay, "pages": pages}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    (static / NAME).write_text(f"globalThis.quizbookSearch = {text};\n", encoding="utf-8")


def sections_of(page: Path) -> Iterator[list[str]]:
    """Yield each section of a page: id, title, text."""
    tree = lxml_html.parse(str(page), lxml_html.HTMLParser(encoding="utf-8"))
    for article in tree.xpath("//article[contains(@class, 'bd-article')]"):
        for section in article.iter("section"):
            if "quiz-case" in (section.get("class") or "") or not section.get("id"):
                continue
            words: list[str] = []
            title = ""
            for part in section:
                if part.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and not title:
                    title = " ".join(_text(part).split())
                else:
                    words.append(_text(part))
            text = _CITED.sub("", _ADDRESS.sub("", " ".join(words)))
            yield [section.get("id"), title, " ".join(text.split())]


def _text(element) -> str:
    """Give what is read of an element; a section within it has a row of its own."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED.split():
        return ""
    if element.tag == "a" and CITED in element.get("href", ""):
        return ""
    classes = set((element.get("class") or "").split())
    if element.tag == "fieldset" and "quiz" in classes:  # what is asked, and not what is offered
        return _text(element.find("legend"))
    inner = element.tag == "section" and element.get("id") and "quiz-case" not in classes
    if inner or classes & UNREAD:
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [_text(child), child.tail or ""]
    return (" " if element.tag not in _INLINE else "").join(["", *parts, ""])


_ADDRESS = re.compile(r"(?:https?://|doi:)\S+")
_CITED = re.compile(r"\s*\[[\s,;]*\]")
_INLINE = {"a", "em", "strong", "span", "i", "b", "sub", "sup", "small", "code", "abbr", "label"}


def _read(record: Path) -> dict[str, Any]:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
