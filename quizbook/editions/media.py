"""What questions show, as document nodes: pictures and tables that every builder can draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docutils import nodes

from ..bank.media import Table, Use
from ..bank.model import Item, Reason
from ..bank.text import Text, plain
from ..languages import _, later
from ..media import Shelf
from ..media.shelf import describe
from ..page.media import below_choices

PLAYED = later(" The page and the notebook play it as a sound.")
"""Said below the drawing of a sound where nothing can play it."""
Inline = Callable[[Text], list[nodes.Node]]


class MediaWriter:
    """Writes media as ordinary nodes; `inline` writes bank text."""

    def __init__(self, shelf: Shelf, inline: Inline) -> None:
        self.shelf, self.inline = shelf, inline

    def stem(self, use: Use) -> Iterator[nodes.Element]:
        """Write what stands between a stem and its choices."""
        if isinstance(use.medium, Table):
            yield self._table(use.medium)
            return
        yield self._image(use)
        told = describe(use.medium, self.shelf[use.name])
        if use.form == "sound":
            told += _(PLAYED)
        if told:
            yield _caption(told)

    def beside(self, listed: nodes.Element, choices: Sequence[Reason]) -> nodes.Element:
        """Put what choices show below the words of each."""
        for row, choice in zip(listed.children, choices, strict=True):
            if choice.media:
                row += self._image(choice.media)
        return listed

    def below(self, item: Item) -> Iterator[nodes.Element]:
        """Say once what the bars of such choices measure."""
        told = below_choices(item, self.shelf)
        if told:
            yield _caption(told)

    def _image(self, use: Use) -> nodes.Element:
        made = self.shelf[use.name]
        return nodes.image(uri=f"/{made.file}", alt=plain(use.medium.alt))

    def _table(self, medium: Table) -> nodes.table:
        widths = [_width(column) for column in zip(medium.columns, *medium.rows, strict=True)]
        group = nodes.tgroup("", cols=len(widths))
        group += [nodes.colspec("", colwidth=width) for width in widths]
        group += nodes.thead("", self._row(medium.columns))
        group += nodes.tbody("", *map(self._row, medium.rows))
        title = nodes.title("", "", *self.inline(medium.alt))
        return nodes.table("", title, group, classes=["quiz-table", "colwidths-given"])

    def _row(self, cells: Sequence[Text]) -> nodes.row:
        entries = [nodes.entry("", nodes.paragraph("", "", *self.inline(c))) for c in cells]
        return nodes.row("", *entries)


def _width(column: Sequence[Text]) -> int:
    return min(40, max(8, *(len(plain(cell)) for cell in column)))


def _caption(words: str) -> nodes.paragraph:
    return nodes.paragraph("", words, classes=["quiz-caption"])
