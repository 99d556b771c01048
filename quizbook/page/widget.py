"""The question as a live widget: the page's HTML and script around a handful of traits."""

from __future__ import annotations

from functools import cache, partial
from itertools import count
from pathlib import Path

import anywidget
import traitlets
from markupsafe import Markup
from pybtex.database import BibliographyData, parse_string

from ..bank import text
from ..bank.model import Bank, Item, Shown
from ..languages import _
from ..media import Shelf
from .html import Cite, about, render, render_group
from .mention import MIME_TYPE
from .scripts import served

SCRIPTS = ("store.js", "words.js", "quiz.js", "case.js", "exam.js", "widget.js")
_occurrence = count(1)


class Quiz(anywidget.AnyWidget):
    """One question of the bank, one unfolding case or one exam, live.

    Observe `answers` (the last graded answer), `score` (0 to 1, None before the first; in a case or
    an exam, that of the question last graded) and `attempts` (every graded answer, as in a
    learner's log: see `quizbook.learners.log`). The widget holds no grading and no HTML of its
    own. In a built book the MIME bundle's first entry, the id, is what the page is made from.
    """

    _css = "".join(map(served, ("quiz.css", "media.css")))
    _html = traitlets.Unicode().tag(sync=True)

    item = traitlets.Unicode(read_only=True)
    answers = traitlets.List(traitlets.Unicode()).tag(sync=True)
    score = traitlets.Float(None, allow_none=True).tag(sync=True)
    attempts = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(
        self,
        bank: Bank,
        item: str,
        references: Path | None = None,
        objectives: dict[str, str] | None = None,
        shelf: Shelf | None = None,
        **kwargs,
    ) -> None:
        entries = _entries(references, references.stat().st_mtime_ns) if references else None
        shown, cite = bank.show(item), _citer(entries)
        self._words = text.plain(shown.stem if isinstance(shown, Item) else shown.title)
        draw = partial(_draw, shown, bank, cite, objectives or {}, shelf)
        self._static = draw(uid=f"static-{item}", live=False)
        html = draw(uid=f"live{next(_occurrence)}-{item}", live=True)
        super().__init__(_html=html, **kwargs)
        self.set_trait("item", item)

    @property
    def _esm(self) -> str:
        """The page's scripts, in the course's language, which is known by now."""
        return "".join(map(served, SCRIPTS))

    def __repr__(self) -> str:
        return f"Quiz({self.item}: {self._words})"

    def _repr_mimebundle_(self, **kwargs):
        """Give the id for books, the live view, and HTML and text for other viewers."""
        bundle = super()._repr_mimebundle_(**kwargs)
        view, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        data = {MIME_TYPE: {"item": self.item}, **(view or {})}
        return {**data, "text/html": self._static, "text/plain": repr(self)}, metadata


def _draw(
    shown: Shown,
    bank: Bank,
    cite: Cite,
    objectives: dict[str, str],
    shelf: Shelf | None,
    uid: str,
    live: bool,
) -> str:
    def tell(item: Item) -> str:
        return about(item, objectives[item.objective]) if item.objective in objectives else ""

    if not isinstance(shown, Item):
        return render_group(shown, bank, cite, uid=uid, live=live, tell=tell, shelf=shelf)
    told = {"certainty": bank.certainty, "about": tell(shown), "shelf": shelf}
    return render(shown, cite, uid=uid, live=live, **told)


@cache
def _entries(path: Path, stamp: int) -> BibliographyData:
    return parse_string(path.read_text(encoding="utf-8"), "bibtex")


def _citer(entries: BibliographyData | None):
    def cite(keys: tuple[str, ...]) -> str:
        return Markup("; ").join(_link(key, entries) for key in keys)

    return cite


def _link(key: str, entries: BibliographyData | None) -> Markup:
    """Name a source as people do, linked to its DOI or its PubMed record where it has one."""
    entry = entries.entries.get(key) if entries else None
    if entry is None:
        return Markup.escape(key)
    people = entry.persons.get("author", [])
    names = [" ".join(person.last_names) for person in people[:2]]
    who = _(" and ").join(names) if len(people) < 3 else _("{name} et al.", name=names[0])
    year = entry.fields.get("year") or _("n.d.")
    label = f"{who or entry.fields.get('title', key)}, {year}"
    address = _address(entry.fields)
    if not address:
        return Markup.escape(label)
    return Markup('<a href="{}">{}</a>').format(address, label)


def _address(fields) -> str | None:
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    if "pmid" in fields:
        return f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"
    return fields.get("url")
