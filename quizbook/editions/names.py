"""What a built page names: elements, classes, ids, attributes, and what its scripts may add."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html

_WORD = re.compile(r"(?:--)?[A-Za-z_][\w-]*")
_VARIABLE = re.compile(r"--[\w-]+")
_IMPLIED = {"html", "head", "body", "tbody", "colgroup"}
"""Elements that a browser adds where they are not written."""


@dataclass
class Names:
    """Names as selectors write them (`.class`, `#id`, `[attribute]`, `element`), and words.

    A word of a script may become the name of anything.
    """

    names: set[str] = field(default_factory=lambda: set(_IMPLIED))
    words: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)

    def add_script(self, text: str) -> None:
        """Note the words of a script."""
        self.words.update(_WORD.findall(text))

    def usable(self, candidates: Iterable[str]) -> set[str]:
        """Pick the names that the page has, or that a script of it may give to something."""
        starts = tuple(word for word in self.words if word.endswith(("-", "_")))
        lower = {word.lower() for word in self.words}

        def said(name: str) -> bool:
            bare = name.strip(".#[]")
            if bare in self.words or (starts and bare.startswith(starts)):
                return True
            if name.startswith("["):
                return _as_property(bare) in self.words
            return bare == name and bare in lower

        return {name for name in candidates if name in self.names or said(name)}


def _as_property(attribute: str) -> str:
    """Name an attribute as scripts do: `data-pair` is `pair`, `aria-busy` is `ariaBusy`."""
    first, *rest = attribute.removeprefix("data-").split("-")
    return first + "".join(part.title() for part in rest)


def look_at(page: Path) -> Names:
    """Read a built page; of the scripts that it loads only the addresses."""
    found = Names()
    for element in html.fromstring(page.read_bytes()).iter():
        if not isinstance(element.tag, str):
            continue
        found.names.add(element.tag.lower())
        for attribute, value in element.attrib.items():
            found.names.add(f"[{attribute.lower()}]")
            if attribute == "class":
                found.names.update(f".{name}" for name in value.split())
            elif attribute == "id":
                found.names.add(f"#{value}")
            elif attribute == "style":
                found.names.update(_VARIABLE.findall(value))
        if element.tag == "script":
            _look_at_script(element, found)
    return found


def _look_at_script(element, found: Names) -> None:
    if element.get("src"):
        found.scripts.add(element.get("src").partition("?")[0])
    elif "json" not in element.get("type", ""):
        found.add_script(element.text or "")
