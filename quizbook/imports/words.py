"""HTML of other programs as text of the bank: words, emphasis and formulas; all else is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as parser

from ..bank.text import Run, typed

_MATH = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.S)
_LEFT = {"img": "a picture", "audio": "a sound", "video": "a film", "iframe": "a frame"}
_LEFT |= {"object": "an object", "table": "a table", "script": "a script", "svg": "a drawing"}
_SILENT = {"style", "head", "title"}


@dataclass
class Fragment:
    """A piece of HTML. `left` says what could not be read as words."""

    root: etree._Element
    left: list[str] = field(default_factory=list)

    def take(self, path: str) -> Fragment | None:
        """Cut the first element of an XPath out, if there is one."""
        found = self.root.xpath(path)
        return Fragment(_cut(found[0]), self.left) if found else None

    def take_all(self, path: str) -> list[Fragment]:
        """Cut out all of them."""
        return [Fragment(_cut(element), self.left) for element in self.root.xpath(path)]

    def words(self) -> str:
        """Give the words, without any markup."""
        return " ".join("".join(run.text for run in self._runs(self.root, "plain")).split())

    def typed(self) -> str:
        """Give it as it is typed in the bank."""
        runs: list[Run] = []
        for run in self._runs(self.root, "plain"):
            runs += [run] if run.kind != "plain" else _formulas(run.text)
        joined: list[Run] = []
        for run in runs:
            text = re.sub(r"\s+", " ", run.text)
            if joined and joined[-1].kind == run.kind == "plain":
                text = f"{joined.pop().text}{text}"
                text = re.sub(r"\s+", " ", text)
            joined.append(Run(run.kind, text))
        return typed(tuple(run for run in joined if run.text)).strip()

    def _runs(self, element: etree._Element, kind: str) -> list[Run]:
        tag = element.tag if isinstance(element.tag, str) else "comment"
        runs: list[Run] = []
        if tag in _LEFT:
            self.left.append(f"{_LEFT[tag]} is left out{_alt(element)}")
        elif tag not in _SILENT and tag != "comment":
            inner = "emphasis" if tag in ("em", "i") else kind
            runs += [Run(inner, element.text)] if element.text else []
            for child in element:
                runs += self._runs(child, inner)
                runs += [Run(inner, child.tail)] if child.tail else []
            if tag in ("p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "blockquote"):
                runs = [Run("plain", " "), *runs, Run("plain", " ")]
        return runs


def read(text: str | None) -> Fragment:
    """Read HTML, however broken; control characters are dropped."""
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text or "")
    root = parser.fragment_fromstring(clean, create_parent="div") if clean.strip() else None
    return Fragment(root if root is not None else parser.Element("div"))


def _formulas(words: str) -> list[Run]:
    runs, end = [], 0
    for found in _MATH.finditer(words):
        runs.append(Run("plain", words[end : found.start()]))
        runs.append(Run("math", " ".join((found[1] or found[2] or found[3]).split())))
        end = found.end()
    return [*runs, Run("plain", words[end:])]


def _cut(element: etree._Element) -> etree._Element:
    element.drop_tree() if isinstance(element, parser.HtmlElement) else None
    element.tail = None
    return element


def _alt(element: etree._Element) -> str:
    alt = " ".join((element.get("alt") or "").split())[:80]
    return f": {alt}" if alt else ""
