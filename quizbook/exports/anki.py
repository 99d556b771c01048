"""An Anki deck: one note a question, which a later edition updates in place.

The note type is frozen (design contract C5): Anki refuses in silence to update notes whose type has
gained a field. A note is known by book id and item id alone, so a new build keeps its schedule.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path

import genanki
from markupsafe import Markup

from ..bank.media import Table
from ..bank.model import Choice, Item, Match, Numeric, Order, Short
from ..languages import _
from ..page.html import letter, quantity
from . import markup
from .writing import Selection, story

FIELDS = (
    *("Id", "Version", "Edition", "Type", "Stem", "Options", "Answer", "Reasons", "Point"),
    *("Sources", "Media", "Link", "Extra1", "Extra2"),
)
MODEL = 1_607_392_319
"""Of the note type, in every book, for ever."""
FRONT = """<div class="stem">{{Stem}}</div>{{Media}}<div class="options">{{Options}}</div>"""
BACK = """{{FrontSide}}<hr id="answer"><div class="answer">{{Answer}}</div>{{Reasons}}
<div class="point">{{Point}}</div><div class="small">{{Sources}}</div>
<div class="small">{{Id}}, version {{Version}}
{{#Link}}<a href="{{Link}}">In the book</a>{{/Link}}</div>"""
STYLE = """.card { font-family: sans-serif; font-size: 19px; text-align: start; }
.card { max-width: 40em; margin: auto; }
.answer { font-weight: bold; } .point { font-style: italic; margin-block: 0.8em; }
.small, small { font-size: 0.75em; opacity: 0.85; } img { max-width: 100%; background: #fff; }
table { border-collapse: collapse; }
th, td { border: 1px solid currentColor; padding: 0.2em 0.5em; }
.card.night_mode a { color: #8cf; }"""


def note_type() -> genanki.Model:
    """Give the frozen note type."""
    return genanki.Model(
        MODEL,
        "Question of a book (quizbook)",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card 1", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )


def write(chosen: Selection, target: Path) -> None:
    """Write a deck with a subdeck for each chapter, pictures and sounds inside."""
    model, decks = note_type(), {}
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, Path] = {}
        for group in chosen.groups():
            title = chosen.titles.get(group.chapter, group.chapter)
            deck = decks.setdefault(group.chapter, _deck(chosen, group.chapter, title))
            for item in group.items:
                told = story(group.case, item) if group.case else []
                deck.add_note(_note(model, item, told, chosen, Path(folder), files))
        retired = chosen.bank.retired.values()
        if retired and len(chosen.items) > 1:
            deck = decks.setdefault("", _deck(chosen, "", _("Withdrawn")))
            for gone in retired:
                deck.add_note(_withdrawn(model, gone, chosen))
        package = genanki.Package([*decks.values()], media_files=[*map(str, files.values())])
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        package.write_to_file(str(target), timestamp=float(epoch) if epoch else time.time())


def guid(book: str, item: str) -> str:
    """Name a note by book and item alone."""
    return genanki.guid_for(book, item)


def _deck(chosen: Selection, chapter: str, title: str) -> genanki.Deck:
    digest = hashlib.sha256(f"{chosen.bank.id}/{chapter}".encode()).digest()
    number = (1 << 30) + int.from_bytes(digest[:4]) % (1 << 30)
    return genanki.Deck(number, f"{chosen.bank.title}::{title}")


def _note(model, item: Item, told: list, chosen: Selection, folder: Path, files) -> genanki.Note:
    if item.hint:
        chosen.lose(item, "the note type has no field for the hint")
    stem = Markup("").join(markup.paragraph(markup.html(text)) for text in (*told, item.stem))
    values = {
        "Id": item.id,
        "Version": str(item.version),
        "Edition": chosen.bank.edition,
        "Type": item.type,
        "Stem": stem,
        "Options": _options(item, chosen, folder, files),
        "Answer": _answer(item),
        "Reasons": markup.listed(markup.choices(item, chosen)) + _seen(item),
        "Point": markup.html(item.point),
        "Sources": Markup("<br>").join(
            [*chosen.sources.list(item.references), *_about(item, chosen)]
        ),
        "Media": Markup("").join(_show(use, chosen, folder, files) for use in item.media)
        + markup.below(item, chosen),
    }
    fields = [str(values.get(name, "")) for name in FIELDS]
    return genanki.Note(model, fields, guid=guid(chosen.bank.id, item.id), tags=markup.tags(item))


def _seen(item: Item) -> Markup:
    """Say in words what there was to see or hear."""
    told = [use.medium.long for use in item.uses() if use.medium and use.medium.long]
    return Markup("").join(markup.paragraph(markup.html(text)) for text in told)


def _about(item: Item, chosen: Selection) -> list[str]:
    licence = _("{title}. Licence: {licence}", title=chosen.bank.title, licence=chosen.licence)
    return [*markup.tested(item, chosen), licence]


def _withdrawn(model, gone, chosen: Selection) -> genanki.Note:
    values = {
        "Id": gone.id,
        "Version": "",
        "Edition": chosen.bank.edition,
        "Type": "retired",
        "Stem": _("Withdrawn: {reason}", reason=markup.html(gone.why)),
        "Answer": _("Asked no more; instead: {id}", id=gone.by) if gone.by else _("Asked no more"),
    }
    fields = [str(values.get(name, "")) for name in FIELDS]
    return genanki.Note(model, fields, guid=guid(chosen.bank.id, gone.id), tags=["retired"])


def _options(item: Item, chosen: Selection, folder: Path, files) -> Markup:
    def lettered(texts) -> Markup:
        rows = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
        return Markup('<ol type="A">{}</ol>').format(rows)

    def with_media(text, use) -> Markup:
        return markup.html(text) + (
            _show(use, chosen, folder, files, caption=False) if use else Markup("")
        )

    match item:
        case Choice():
            return lettered(with_media(o.text, o.media) for o in item.options)
        case Numeric():
            unit = item.answer.unit
            return Markup() if unit == "1" else Markup.escape(_("A number, in {unit}.", unit=unit))
        case Short():
            return Markup.escape(_("A word or a few."))
        case Match():
            left = Markup("").join(
                Markup("<li>{}</li>").format(with_media(p.left, p.media)) for p in item.pairs
            )
            sides = lettered(markup.html(side) for _id, side in item.offered)
            return Markup("<ol>{}</ol>{}").format(left, sides)
        case Order():
            return markup.listed(markup.html(step.text) for step in item.shown)
    raise TypeError(f"no item is of type {item.type}")


def _answer(item: Item) -> Markup:
    match item:
        case Choice():
            right = [letter(n) for n, option in enumerate(item.options) if option.correct]
            return Markup(", ".join(right))
        case Numeric():
            return Markup.escape(quantity(item.answer.value, item.answer.unit))
        case Short():
            return Markup.escape(item.words.accept[0])
        case Match():
            letters = {id_: letter(n) for n, (id_, _text) in enumerate(item.offered)}
            return Markup(", ".join(f"{n}{letters[p.id]}" for n, p in enumerate(item.pairs, 1)))
        case Order():
            return Markup(" → ").join(markup.html(step.text) for step in item.steps)
    raise TypeError(f"no item is of type {item.type}")


def _show(
    use, chosen: Selection, folder: Path, files: dict[str, Path], caption: bool = True
) -> Markup:
    if isinstance(use.medium, Table):
        return markup.table(use.medium)
    made = chosen.shelf[use.name]
    png = made.png()
    pieces = {f"{made.name}.png": png}
    shown = markup.picture(png, made, use.medium, f"{made.name}.png", caption)
    if use.form == "sound":
        pieces[f"{made.name}.wav"] = made.wav
        shown += Markup("[sound:{}.wav]").format(made.name)
    for name, data in pieces.items():
        if name not in files:
            files[name] = folder / name
            files[name].write_bytes(data)
    return shown
