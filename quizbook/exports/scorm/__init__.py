"""SCORM 1.2: one package a chapter, which a learning system plays, scores and resumes.

The page is drawn as the book draws it and runs the book's own script; `player.js` tells the
learning system. Limits are those of the standard's run-time environment: 4,096 characters to
resume from, 255 for an answer, one letter for a choice.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from ...bank.model import Choice, Item, Match, Order
from ...languages import _, script
from ...page.html import about, render, render_group
from ...page.scripts import served
from ...templates import environment
from .. import ChoiceError, markup
from ..packing import write_zip
from ..writing import Selection

HERE = Path(__file__).parent
SCRIPTS = ("store.js", "words.js", "quiz.js", "case.js")
STYLES = ("quiz.css", "media.css")
SUSPENDED = 4096
"""Most characters that a learning system keeps to resume from."""
TYPED = 24
"""Characters of a typed answer that are kept; `player.js` cuts it there."""
CHOICES = 26
"""Choices are reported as letters, a to z."""


def write(chosen: Selection, target: Path) -> None:
    """Write a package for each chapter into a folder.

    Raises ChoiceError if a chapter asks more than can be resumed from.
    """
    for chapter in dict.fromkeys(item.chapter for item in chosen.items):
        items = tuple(item for item in chosen.items if item.chapter == chapter)
        _write_package(replace(chosen, items=items), chapter, target / f"{chapter}.zip")


def _write_package(chosen: Selection, chapter: str, target: Path) -> None:
    rows = [told(item) for item in chosen.items if not item.prediction]
    length = longest(rows)
    if length > SUSPENDED:
        raise ChoiceError(
            f"{chapter}: the answers to {len(rows)} questions take up to {length} characters, and "
            f"SCORM keeps {SUSPENDED} to resume from; choose fewer with --objective or --items"
        )
    sounds: dict[str, bytes] = {}
    title = chosen.titles.get(chapter, chapter)
    page = _template("index.html.jinja").render(
        title=title,
        chosen=chosen,
        questions=_questions(chosen, sounds),
        sources=[(key, chosen.sources[key]) for key in _cited(chosen)],
        styles=[*STYLES, "player.css"],
        scripts=[*SCRIPTS, "player.js"],
        told={"items": rows, "passMark": chosen.pass_mark},
    )
    files: dict[str, bytes | str] = {"index.html": page}
    files |= {name: served(name) for name in (*SCRIPTS, *STYLES)}
    files |= {"player.js": script(HERE / "player.js")}
    files |= {"player.css": (HERE / "player.css").read_bytes()}
    files |= sounds
    named = {"id": f"{chosen.bank.id}-{chapter}", "title": title, "chosen": chosen}
    manifest = _template("imsmanifest.xml.jinja").render(named, files=sorted(files))
    metadata = _template("metadata.xml.jinja").render(named)
    write_zip(target, {"imsmanifest.xml": manifest, "metadata.xml": metadata, **files})


def longest(rows: list[dict]) -> int:
    """Give the most characters that resuming can take: see `save` in player.js."""
    answers = (len(f" {row['code']}ddd") + max(len(row["choices"]), TYPED) for row in rows)
    return len("1 100.00") + sum(answers)


def told(item: Item) -> dict:
    """Say what `player.js` needs to know of an item besides its key.

    `code` stands for the item, its wording and its key: an answer to another wording is forgotten.
    `choices` are what an answer is made of; each is reported as the letter of its place.
    """
    match item:
        case Choice():
            choices = [option.id for option in item.options]
        case Match():
            choices = [id_ for id_, _text in item.offered]
        case Order():
            choices = [step.id for step in item.shown]
        case _:
            choices = []
    if len(choices) > CHOICES:
        raise ChoiceError(f"{item.id}: SCORM names at most {CHOICES} choices")
    seen = f"{item.id}/{item.version}/{item.key_hash}"
    code = hashlib.sha256(seen.encode()).hexdigest()[:6]
    return {"id": item.id, "code": code, "objective": item.objective, "choices": choices}


def _questions(chosen: Selection, sounds: dict[str, bytes]) -> Markup:
    def listen(made) -> str:
        name = f"media/{made.name}.wav"
        sounds[name] = made.wav
        return name

    def tell(item: Item) -> Markup:
        lines = [about(item, chosen.objective(item))]
        lines += [markup.pitfall(item, chosen)] if item.pitfall else []
        return Markup("<br>").join([*lines, _("{id}, version {n}", id=item.id, n=item.version)])

    items = {item.id: replace(item, twin=None) for item in chosen.items}
    bank = replace(chosen.bank, certainty=False, items=items)
    number, drawn = 1, []
    for group in chosen.groups():
        if group.case:
            options = {"tell": tell, "shelf": chosen.shelf, "first": number}
            drawn.append(render_group(group.case, bank, _citer(chosen), f"q{number}", **options))
            number += len(group.items)
            continue
        for item in group.items:
            shown = item if item.twin in items else replace(item, twin=None)
            options = {"certainty": False, "about": tell(item), "shelf": chosen.shelf}
            options |= {"anchor": f"question-{item.id}", "address": listen}
            drawn.append(render(shown, _citer(chosen), f"q{number}", number, **options))
            number += 1
    return Markup("\n").join(map(Markup, drawn))


def _cited(chosen: Selection) -> list[str]:
    keys = {key for item in chosen.items for key in item.cited()}
    return sorted(keys, key=lambda key: chosen.sources[key].casefold())


def _citer(chosen: Selection):
    def cite(keys: tuple[str, ...]) -> str:
        link = Markup('<a href="#source-{}">{}</a>')
        return Markup("; ").join(link.format(key, chosen.sources.short(key)) for key in keys)

    return cite


def _template(name: str):
    return _ENVIRONMENT.get_template(name)


_ENVIRONMENT = environment(HERE)
