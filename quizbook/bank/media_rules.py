"""Judge media and their use: what no shape can say. One small function a rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from . import characters, text
from .book import Book
from .chapters import text_of
from .lint import words
from .media import FILE, Medium, Picture, Signal, Table, named_media
from .model import Choice, Item, Match
from .problems import Problem
from .text import Text

_LISTEN = re.compile(r"`{3,}\{listen\} (.+)")
NEUTRAL = words("trace tracing recording drawing seconds milliseconds letters table column rows")
"""What a medium may be called although its question's reasons use the word too."""


def judge(book: Book) -> Iterator[Problem]:
    """Yield every problem of the media themselves, and of the items that show them."""
    for item in book.bank.items.values():
        for message in _shows(item, book):
            yield Problem(item.file, item.line, item.id, message)
    used = {use.name for item in book.bank.items.values() for use in item.uses()}
    for chapter in book.chapters.values():
        for line, name in _listened(book.root / chapter.file):
            used.add(name)
            medium = book.bank.media.get(name)
            if not (medium is None and _is_told(name, book)) and not getattr(
                medium, "sound", False
            ):
                known = [m.id for m in book.bank.media.values() if getattr(m, "sound", False)]
                message = f'media.yml has no sound "{name}"{_perhaps(name, known)}'
                yield Problem(chapter.file, line, chapter.name, message)
    for medium in book.bank.media.values():
        for message in _medium(medium, book):
            yield Problem(FILE, medium.line, medium.id, message)
        if medium.id not in used and book.ids is not None:
            yield Problem(FILE, medium.line, medium.id, "nothing shows it; use it or delete it")


def _listened(file: Path) -> Iterator[tuple[int, str]]:
    """Give line and name of every medium that a chapter offers to listen to."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        found = _LISTEN.fullmatch(line)
        for name in found[1].split() if found else ():
            yield number, name


def _medium(medium: Medium, book: Book) -> Iterator[str]:
    for key in medium.references if book.references is not None else ():
        if key not in book.references:
            yield f'references.bib has no "{key}"{_perhaps(key, book.references)}'
    for each in medium.texts():
        for fault in characters.faults(text.plain(each)):
            yield f'"{text.plain(each)[:30]}" {fault}'
        for command in text.unknown_commands(each):
            yield f'"{text.plain(each)[:30]}" uses \\{command}, which not every edition can set'
    if isinstance(medium, Signal):
        yield from _signal(medium, book.root)
    if isinstance(medium, Picture):
        yield from _picture(medium, book)
    if isinstance(medium, Table):
        for number, row in enumerate(medium.rows, 1):
            if len(row) != len(medium.columns):
                yield f"row {number} has {len(row)} cells for {len(medium.columns)} columns"


def _signal(medium: Signal, root: Path) -> Iterator[str]:
    if not medium.origin:
        yield "is a signal: say at the top of the file, as `origin`, where signals come from"
    if medium.sound and medium.show["view"] != "trace":
        yield f"has a sound, but view {medium.show['view']}; a sound goes with view trace"
    names, channels = medium.show.get("names"), medium.show.get("channels")
    if names and channels and len(names) != len(channels):
        yield f"draws {len(channels)} channels, but names {len(names)}"
    module, _, function = medium.make.rpartition(".")
    file = module_file(root, module)
    if file is None:
        yield f'make names "{medium.make}", but the book has no module {module}'
        return
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        place = f"{file.relative_to(root).as_posix()}:{getattr(error, 'lineno', None) or 1}"
        yield f"{place}, which makes it, is not Python: {getattr(error, 'msg', error)}"
        return
    defined = [n.name for n in tree.body if hasattr(n, "name")]
    imported = file.name == "__init__.py" and function in file.read_text("utf-8")
    if function not in defined and not imported:
        yield f"{module} has no function {function}{_perhaps(function, defined)}"


def module_file(root: Path, module: str) -> Path | None:
    """Find a module of the book's own packages."""
    place = root.joinpath(*module.split("."))
    for file in (place.with_suffix(".py"), place / "__init__.py"):
        if file.is_file():
            return file
    return None


def _picture(medium: Picture, book: Book) -> Iterator[str]:
    for named in (medium.file, medium.data):
        if named and not (book.root / named).is_file():
            yield f"names {named}, which is not there"
    if medium.file and not medium.file.endswith(".svg"):
        yield f"names {medium.file}; a figure is an SVG"
    if medium.data and not medium.chart:
        yield "has data, which only a chart can show"
    if medium.cell and chapter_of(book.root, book.chapters.values(), medium.cell) is None:
        yield f'no chapter\'s cell has the name "{medium.cell}"'


def chapter_of(root: Path, chapters, cell: str):
    """Find the chapter whose code cell makes the figure of this name."""
    line = f"name: {cell}\n"
    return next((c for c in chapters if line in text_of(root, c.file)), None)


def _shows(item: Item, book: Book) -> Iterator[str]:
    """What an item shows exists, gives nothing away, and has a twin in words where it must."""
    for use in item.uses():
        if use.medium is None and not _is_told(use.name, book):
            yield f'media.yml has no "{use.name}"{_perhaps(use.name, book.bank.media)}'
        elif use.medium and use.form == "sound" and not getattr(use.medium, "sound", False):
            yield f'plays "{use.name}", which has no sound; write sound: true in media.yml'
    yield from _all_or_none(item)
    told = _given_away(item, book)
    for use in item.uses():
        for what, said in _before(use.medium):
            for word in sorted(words(text.plain(said)) & told):
                yield f'{what} of "{use.name}" says "{word}", as the answer does; say it otherwise'
    yield from _twin(item, book)


def _is_told(name: str, book: Book) -> bool:
    """Tell whether a medium that is missing has, or its file has, problems told already."""
    named = named_media(book.root) if (book.root / FILE).is_file() else set()
    return named is None or name in named


def _all_or_none(item: Item) -> Iterator[str]:
    if isinstance(item, Choice):
        shown = [option.media is not None for option in item.options]
        if any(shown) and not all(shown):
            yield "some options show a medium and some do not; give one to all or to none"
        if sum(shown) > 4:
            yield f"{sum(shown)} options show a medium; use at most four"
    if isinstance(item, Match):
        shown = [pair.media is not None for pair in item.pairs]
        if any(shown) and not all(shown):
            yield "some pairs show a medium and some do not; give one to all or to none"


def _before(medium: Medium | None) -> Iterator[tuple[str, Text]]:
    """Give what is read before the answer: a table's cells are what is asked about."""
    if medium is not None:
        yield "alt", medium.alt
    if isinstance(medium, Signal):
        yield from (("a name", text.parse(name)) for name in medium.show.get("names", ()))


def _given_away(item: Item, book: Book) -> set[str]:
    """List the telling words of the key, its reasons and its pitfall that no stem has said."""
    said: list[str] = [book.bank.pitfalls.get(item.pitfall or "", "")]
    choices = item.reasons()
    if isinstance(item, Choice):
        choices = [option for option in item.options if option.correct]
        said += [text.plain(option.text) for option in choices]
    said += [text.plain(choice.why) for choice in choices]
    return set().union(*map(words, said)) - words(text.plain(item.stem)) - NEUTRAL


def _twin(item: Item, book: Book) -> Iterator[str]:
    """Whoever cannot see or hear a signal is asked the same in words."""
    signals = [use for use in item.uses() if isinstance(use.medium, Signal)]
    if signals and item.twin is None:
        yield "shows a signal: name as `twin` an item that asks for the same objective in words"
    if item.twin is None:
        return
    twin = book.bank.items.get(item.twin)
    if twin is None:
        if item.twin not in (book.ids or ()):
            hint = _perhaps(item.twin, book.bank.items)
            yield f'twin names "{item.twin}", which is no item{hint}'
    elif twin.objective != item.objective:
        yield f'its twin "{twin.id}" is for {twin.objective}, not for {item.objective}'
    elif any(
        twin.id in book.bank.asked_by(group) for group in (*book.bank.cases, *book.bank.exams)
    ):
        yield f'its twin "{twin.id}" waits in a case or an exam; name an item that stands by itself'
    elif any(isinstance(use.medium, Signal) for use in twin.uses()):
        yield f'its twin "{twin.id}" shows a signal too; name an item in words'


def _perhaps(word: str, known) -> str:
    close = get_close_matches(word, list(known), 1)
    return f'; did you mean "{close[0]}"?' if close else ""
