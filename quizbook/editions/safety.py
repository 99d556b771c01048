"""Show signs that cannot wait, and medicines to stop or not to stop, from the one file of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import OptionSpec

from ..bank.safety import FILE, Listing, Safety, Sign
from ..bank.text import Text, plain
from .renderer import inline

BOXES = ("danger", "warning", "note")
"""How loud the box of an urgency is, the fastest first."""


class ShowSafety(SphinxDirective):
    """Show the signs and lists that are named; all signs of an urgency are grouped by place.

    Of those that the option `brief` names (by urgency, too) only the sign itself is shown.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"brief": str.split}

    def run(self) -> list[nodes.Node]:
        safety = _safety(self.env)
        if safety is None:
            raise self.error(f"there is no {FILE}")
        self.brief = self.options.get("brief", [])
        named = [*" ".join(self.arguments).split(), *self.brief]
        try:
            signs, lists = safety.find(named)
        except KeyError as error:
            raise self.error(f"{FILE} has no sign or list {', '.join(error.args)}") from None
        boxes = [
            self._urgency(
                safety.urgencies[urgency].title, _loud(safety, urgency), rows, urgency in named
            )
            for urgency, rows in _by_urgency(safety, signs)
        ]
        return [*boxes, *(self._listing(listing) for listing in lists)]

    def _urgency(self, title: str, kind: str, signs: list[Sign], grouped: bool) -> nodes.admonition:
        if not grouped:
            return _box(title, kind, _bullets(self._sign(sign) for sign in signs))
        parts: list[nodes.Element] = []
        for about, rows in groupby(sorted(signs, key=_first_place(signs)), lambda s: s.about):
            parts.append(nodes.paragraph("", "", nodes.strong("", about)))
            parts.append(_bullets(self._sign(sign) for sign in rows))
        return _box(title, kind, *parts, whole=not self.brief)

    def _sign(self, sign: Sign) -> list[nodes.Node]:
        seen = nodes.emphasis("", "", *inline(sign.sign), nodes.Text("."))
        if sign.id in self.brief or sign.urgency in self.brief:
            return [seen]
        said = [*inline(sign.think), nodes.Text(" "), *inline(sign.act), nodes.Text(" ")]
        return [seen, nodes.Text(" "), *said, *self._cited(sign.references)]

    def _listing(self, listing: Listing) -> nodes.admonition:
        rows = (
            [
                nodes.emphasis("", "", *inline(row.medicine)),
                *[nodes.Text(": "), *inline(row.text), nodes.Text(" ")],
                *self._cited(row.references),
            ]
            for row in listing.rows
        )
        return _box(listing.title, "important", _bullets(rows), whole=True)

    def _cited(self, keys: Iterable[str]) -> list[nodes.Node]:
        return self.state.inline_text(f"{{cite}}`{','.join(keys)}`", self.lineno)[0]


class ShowSign(SphinxRole):
    """Name one sign inside a sentence, with how fast to act."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        safety = _safety(self.env)
        sign = safety.signs.get(self.text) if safety else None
        if sign is None:
            message = self.inliner.reporter.error(f'{FILE} has no sign "{self.text}"')
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.emphasis("", "", *_lowered(sign.sign)), nodes.Text(f" ({sign.short})")], []


def cover(safety: Safety) -> list[tuple[str, list[tuple[str, str]]]]:
    """List all in plain words, for the inside of a cover: each title with its rows.

    A row is a sign, or a medicine and what is said of it.
    """
    signs = [
        (safety.urgencies[urgency].title, [(plain(sign.sign), "") for sign in rows])
        for urgency, rows in _by_urgency(safety, list(safety.signs.values()))
    ]
    lists = [
        (listing.title, [(plain(row.medicine), plain(row.text)) for row in listing.rows])
        for listing in safety.lists.values()
    ]
    return [*signs, *lists]


def _safety(env) -> Safety | None:
    """Give the signs as they are at build time; the page is read again when they change."""
    book = env.app.quizbook
    env.note_dependency(str(book.root / FILE))
    return book.safety


def _by_urgency(safety: Safety, signs: list[Sign]) -> Iterator[tuple[str, list[Sign]]]:
    for urgency in safety.urgencies:
        rows = [sign for sign in signs if sign.urgency == urgency]
        if rows:
            yield urgency, rows


def _loud(safety: Safety, urgency: str) -> str:
    return BOXES[min(list(safety.urgencies).index(urgency), len(BOXES) - 1)]


def _first_place(signs: list[Sign]):
    places = list(dict.fromkeys(sign.about for sign in signs))
    return lambda sign: places.index(sign.about)


def _box(title: str, kind: str, *parts: nodes.Element, whole: bool = False) -> nodes.admonition:
    """Draw a box; `whole` says that all of its kind stand in it, which other boxes choose from."""
    box = nodes.admonition("", nodes.title("", title), *parts, classes=[kind, "safety"])
    box["whole"] = whole
    return box


def _bullets(rows: Iterable[list[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", *r)) for r in rows))


def _lowered(words: Text) -> list[nodes.Node]:
    first, *rest = inline(words)
    return [nodes.Text(first.astext()[:1].lower() + first.astext()[1:]), *rest]
