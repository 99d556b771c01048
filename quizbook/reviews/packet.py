"""The packet of a chapter: all that a reviewer is asked to judge, in one page for any browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from .. import languages
from ..bank import clock, coverage
from ..bank.book import Book
from ..bank.chapters import Chapter
from ..bank.model import Item
from ..bank.reviews import Claim, claims, item_hash, sign_hash, signs
from ..bank.safety import Sign
from ..bank.source import read_text
from ..bank.text import Text
from ..exports.sources import Sources
from ..figures.vega import as_json
from ..languages import _, decimal
from ..page.html import inline, letter, quantity
from ..templates import environment

HERE = Path(__file__).parent
ROWS = 60
"""Rows of a data file that the packet shows; the rest is named."""
_ROLE = re.compile(r"\{[\w:-]+\}`([^`<]*?)(?: *<[^>]*>)?`")
_CITE = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")


@dataclass(frozen=True)
class Entry:
    """One thing to agree to, to correct or to reject: `id` and `hash` as in `bank.reviews`."""

    id: str
    hash: str
    kind: str
    body: Markup
    line: int


class ReviewError(ValueError):
    """There is nothing to review, or a review cannot be taken; the message says why."""


def chapter_of(book: Book, name: str) -> Chapter:
    """Find a chapter; raises ReviewError that names what there is."""
    named = Path(name).stem
    if named not in book.chapters:
        raise ReviewError(f"there is no chapter {name}; there is {', '.join(book.chapters)}")
    return book.chapters[named]


def items_of(book: Book, chapter: Chapter) -> list[Item]:
    """List the questions that a chapter's file holds."""
    return [item for item in book.bank.items.values() if item.chapter == chapter.name]


def build(book: Book, name: str) -> str:
    """Write the packet of a chapter as one HTML file.

    Raises ReviewError if there is no such chapter.
    """
    chapter = chapter_of(book, name)
    source = read_text(book.root / chapter.file, chapter.file)
    sources = Sources(book.root / "references.bib")
    shown = [_sign(sign, book, sources) for sign in signs(source, book.safety)]
    stated = [_claim(claim, sources) for claim in claims(source)]
    asked = [_item(item, sources) for item in items_of(book, chapter)]
    parts = [
        (_("Safety lines"), shown),
        (_("Statements and their sources"), stated),
        (_("Questions"), asked),
    ]
    kept = {
        "schema": 1,
        "kind": "quizbook-review",
        "book": book.bank.id,
        "chapter": chapter.name,
        "hashes": {entry.id: entry.hash for head, entries in parts for entry in entries},
    }
    title = re.search(r"^# +(.+?)\s*$", source, re.M)
    return _ENVIRONMENT.get_template("packet.html.jinja").render(
        lang=languages.locale().language,
        title=title[1] if title else chapter.name,
        book=book.bank.title,
        day=languages.day(clock.today()),
        parts=[(head, entries) for head, entries in parts if entries],
        count=sum(len(entries) for head, entries in parts),
        tables=list(_tables(book.root, chapter)),
        objectives=list(chapter.objectives.values()),
        kept=Markup(as_json(kept)),
        script=Markup(languages.script(HERE / "packet.js")),
    )


def _cited(keys, sources: Sources) -> Markup:
    rows = Markup("").join(Markup("<li>{}</li>").format(linked(sources[key])) for key in keys)
    return Markup('<ul class="sources">{}</ul>').format(rows)


def linked(line: str) -> Markup:
    """Make the address at the end of a source a link."""
    found = re.fullmatch(r"(.*?)(https?://\S+)", line)
    if not found:
        return escape(line)
    return Markup('{}<a href="{}" rel="noreferrer">{}</a>').format(found[1], found[2], found[2])


def words_of(claim: Claim, sources: Sources) -> str:
    """Give a claim as a reader sees it: sources by name, links by their words."""
    named = _CITE.sub(
        lambda m: f"[{'; '.join(sources.short(key.strip()) for key in m[1].split(','))}]",
        claim.words,
    )
    return re.sub(r"\*\*?([^*]+)\*\*?", r"\1", _ROLE.sub(r"\1", named)).lstrip("*-# ")


def _claim(claim: Claim, sources: Sources) -> Entry:
    named = Markup("<b>{}</b>").format(claim.strength)
    strength = Markup("<p>{}</p>").format(_("Strength as stated: {strength}.", strength=named))
    body = Markup("<blockquote>{}</blockquote>{}{}").format(
        words_of(claim, sources), strength if claim.strength else "", _cited(claim.keys, sources)
    )
    return Entry(claim.id, claim.hash, _("Statement, line {n}", n=claim.line), body, claim.line)


def _sign(sign: Sign, book: Book, sources: Sources) -> Entry:
    urgency = book.safety.urgencies[sign.urgency].title
    body = Markup("<p><b>{}</b>: <em>{}</em>. {} {}</p>{}").format(
        urgency,
        *(inline(part) for part in (sign.sign, sign.think, sign.act)),
        _cited(sign.references, sources),
    )
    return Entry(f"sign-{sign.id}", sign_hash(sign), _("Safety line {id}", id=sign.id), body, 1)


def _item(item: Item, sources: Sources) -> Entry:
    about = _(
        "{type}; {level}; for {audience}s; objective {objective}",
        type=_(coverage.NAMES.get(item.type, item.type)),
        level=_(coverage.NAMES.get(item.level, item.level)),
        audience=item.audience,
        objective=item.objective,
    )
    rows = Markup("").join(_choices(item, sources))
    home = _("To take home: {point}", point=inline(item.point))
    body = Markup('<p>{}</p><ul>{}</ul><p>{}</p>{}<p class="soft">{}</p>').format(
        inline(item.stem), rows, home, _cited(item.references, sources), about
    )
    return Entry(
        f"item-{item.id}", item_hash(item), _("Question {id}", id=item.id), body, item.line
    )


def _choices(item: Item, sources: Sources) -> Iterator[Markup]:
    for n, reason in enumerate(item.reasons()):
        if hasattr(reason, "correct"):
            word = _("right") if reason.correct else _("not right")
            lead = Markup("{}. {} <b>({})</b>").format(letter(n), inline(reason.text), word)
        elif hasattr(reason, "left"):
            lead = Markup("{} → {}").format(inline(reason.left), inline(reason.right))
        elif hasattr(reason, "text"):
            lead = Markup("{}. {}").format(n + 1, inline(reason.text))
        else:
            word = _("a slip")
            if hasattr(reason, "tolerance"):
                word = _("± {tolerance}, right", tolerance=decimal(f"{reason.tolerance:g}"))
            lead = Markup("{} <b>({})</b>").format(quantity(reason.value, item.answer.unit), word)
        why: Text = reason.why
        cited = "; ".join(sources.short(key) for key in reason.references)
        row = Markup('<li>{}: {} <span class="soft">[{}]</span></li>')
        yield row.format(lead, inline(why), cited)


def _tables(root: Path, chapter: Chapter) -> Iterator[tuple[str, list[list[str]], int]]:
    """Yield the numbers behind a chapter: the CSV files that its front matter names."""
    for name in chapter.data:
        if name.endswith(".csv"):
            lines = read_text(root / name, name).splitlines()
            rows = list(csv.reader(line for line in lines if not line.startswith("#")))
            yield name, rows[: ROWS + 1], max(0, len(rows) - ROWS - 1)


_ENVIRONMENT = environment(HERE)
