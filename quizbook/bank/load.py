"""Load a book's bank: every file's shape first, then the meaning of the whole.

Nothing is coerced and nothing stops at the first fault: all problems come at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from ..stamp import State, state_of
from . import (
    activity,
    build,
    characters,
    clock,
    contents,
    credit,
    lint,
    media_rules,
    published,
    reviews,
    rules,
    safety,
    search,
    settings,
    shape,
    staleness,
)
from .bibliography import read_references
from .book import Book
from .chapters import Chapter, read_chapter
from .contents import chapter_files
from .media import Media, read_media
from .model import Bank, Item, Retired, Shown
from .problems import BankError, Problem
from .source import Map, Seq, line_at, read_text, read_yaml

Found = dict[str, dict[str, Shown | Retired]]
"""What the files of quizzes/ hold: items, cases, exams and retired items, each by id."""


NOT_ITEMS = {"book", "media", "activity"}
"""Files of quizzes/ that hold no questions."""

SOURCES = ("quizzes", "chapters", contents.FILE, settings.FILE)
"""What a check reads, beside the chapters that lie elsewhere and the bibliographies."""


def find_root(start: Path | None = None) -> Path:
    """Find the book's root: the nearest folder upwards that has quizzes/book.yml.

    Raises FileNotFoundError that says what was looked for.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "quizzes" / "book.yml").is_file():
            return folder
    raise FileNotFoundError(f"no quizzes/book.yml in {start} or above it: run this inside a book")


def load_bank(root: Path) -> Bank:
    """Load the questions alone; raises BankError if a file's shape or an id is wrong."""
    return _load_bank(root, state_of(root / "quizzes"))


@lru_cache(maxsize=4)
def _load_bank(root: Path, state: State) -> Bank:
    bank, _, problems = read_bank(root)
    if problems:
        raise BankError(problems)
    return bank


def load_book(root: Path) -> Book:
    """Load and judge bank, chapters and references together; `problems` lists every fault."""
    bank, ids, problems = read_bank(root)
    problems += [*contents.judge(root), *settings.judge(root)]
    keys, faults = read_references(root)
    problems += faults
    if keys == frozenset() and any(item.cited() for item in bank.items.values()):
        file = settings.bibliographies(root)[0]
        problems.append(
            Problem(file, 1, "file", "holds no work, but questions cite some; add them")
        )
        keys = None
    chapters: dict[str, Chapter] = {}
    for file in chapter_files(root):
        if not (root / file).is_file() and (root / contents.FILE).is_file():
            continue  # told of _toc.yml
        chapter, faults = read_chapter(root, file)
        problems += faults
        problems += _enter(chapter, chapters) if chapter else ()
    signs, faults = safety.read_safety(root)
    faults += search.read_search(root)[1]
    book = Book(root, bank, chapters, ids, keys, problems + faults, signs)
    book.listed = frozenset(Path(file).stem for file in chapter_files(root))
    book.private = _read_private(book)
    book.reviews, faults = reviews.read(root)
    book.problems += [*faults, *reviews.judge(book)]
    book.warnings += settings.notes(root)
    book.warnings += [*rules.notes(book), *reviews.notes(book)]
    book.problems += [*rules.judge(book), *media_rules.judge(book)]
    book.problems += rules.curtains(book) if ids is not None else ()
    book.problems += rules.untested(book) if ids is not None else ()
    _judge_activity(book)
    last, _ = published.read(root)
    book.problems += published.judge(bank, last, ids)
    book.warnings += published.notes(bank, last)
    files = [chapter.file for chapter in chapters.values()]
    book.problems += safety.judge(signs, root, files, keys)
    for finding in lint.review(book, faulty={problem.subject for problem in book.problems}):
        (book.problems if finding.is_error else book.warnings).append(finding.problem)
    if settings.fonts(root):
        book.problems = [p for p in book.problems if not p.message.endswith(characters.LACKED)]
    reviews.unmark(book)
    return book


PRIVATE = "quizzes/private"
"""Holds items for examinations: in the same form, in no page, key or export of the book."""


def _read_private(book: Book) -> dict[str, Item]:
    """Read the items for examinations, if there are any; their problems go to the book's."""
    found: Found = {"items": {}, "cases": {}, "exams": {}, "retired": {}}
    for path in sorted((book.root / PRIVATE).glob("*.yml")):
        file = f"{PRIVATE}/{path.name}"
        _read_items(book.root, file, found, book.bank.media, book.problems)
        for part in ("cases", "exams", "retired"):
            for one in found[part].values():
                if one.file == file:
                    message = f"{PRIVATE} holds items alone; move it to quizzes/{path.name}"
                    book.problems.append(Problem(file, one.line, one.id, message))
    open_ = {**book.bank.items, **book.bank.retired}
    for item in found["items"].values():
        if item.id in open_:
            book.problems += _twice(item, open_)
    return {id_: item for id_, item in found["items"].items() if id_ not in open_}


def _judge_activity(book: Book) -> None:
    """Read what learners are told beforehand; what is overdue stops a build on CI alone."""
    book.activity, faults = activity.read(book.root)
    book.problems += [*faults, *activity.judge(book.activity, book.references)]
    if book.activity and not book.activity.is_accredited:
        book.problems += credit.judge(_source_files(book))
    try:
        today = clock.today()
    except ValueError as error:
        book.problems.append(Problem(activity.FILE, 1, "activity", str(error)))
        return
    overdue = book.problems if clock.on_ci() else book.warnings
    overdue += activity.expired(book.activity, today)
    for is_late, problem in staleness.judge(book.activity, book.bank, book.root, today):
        (overdue if is_late else book.warnings).append(problem)


def _source_files(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file whose words a reader sees."""
    quizzes = sorted(path.name for path in (book.root / "quizzes").glob("*.yml"))
    names = [*(c.file for c in book.chapters.values()), *(f"quizzes/{n}" for n in quizzes)]
    for name in [*names, safety.FILE, settings.FILE]:
        try:
            yield name, read_text(book.root / name, name)
        except BankError:
            continue  # told where the file itself is read


def _enter(chapter: Chapter, chapters: dict[str, Chapter]) -> Iterator[Problem]:
    """Know a chapter by its name; of two that share one, by that which states objectives."""
    other = chapters.get(chapter.name)
    if other and other.file == chapter.file:
        return  # it stands twice in the table of contents, which is told there
    if other and other.objectives:
        chapters[chapter.file] = chapter
        if chapter.objectives:
            message = f"{other.file} has this name too, and both state objectives; rename one"
            yield Problem(chapter.file, 1, chapter.name, message)
        return
    if other:
        chapters[other.file] = other
    chapters[chapter.name] = chapter


def check(root: Path) -> Book:
    """Load the book, or raise BankError with every problem of its sources."""
    names = [*SOURCES, *chapter_files(root), *settings.bibliographies(root)]
    book = _load_book(root, state_of(*(root / name for name in names)))
    if book.problems:
        raise BankError(book.problems)
    return book


@lru_cache(maxsize=1)
def _load_book(root: Path, state: State) -> Book:
    return load_book(root)


def read_bank(root: Path) -> tuple[Bank, frozenset[str] | None, list[Problem]]:
    """Read every file of quizzes/.

    Gives what could be built, every id that was given (None if a file cannot be read), and the
    problems of shape.
    """
    problems: list[Problem] = []
    ids: set[str] | None = set()
    found: Found = {"items": {}, "cases": {}, "exams": {}, "retired": {}}
    media, faults = read_media(root)
    problems += faults
    book = _read_shaped(root, "quizzes/book.yml", "book.schema", problems) or {}
    for path in sorted((root / "quizzes").glob("*.y*ml")):
        file = f"quizzes/{path.name}"
        if path.suffix != ".yml":
            problems.append(Problem(file, 1, "file", f"rename it to {path.stem}.yml"))
        elif path.stem not in NOT_ITEMS:
            given = _read_items(root, file, found, media, problems)
            ids = None if ids is None or given is None else ids | given
    problems += _shared(found)
    last, faults = published.read(root)
    problems += faults
    ours = last if last and last.book == book.get("id") else None
    found["retired"] = {**published.withdrawn(ours), **_replaced(found), **found["retired"]}
    pitfalls = {p["id"]: p["text"] for p in book.get("pitfalls", [])}
    bank = Bank(
        id=book.get("id", ""),
        title=book.get("title", ""),
        pitfalls=pitfalls,
        analytes=tuple(book.get("analytes", ())),
        edition=ours.edition if ours else "",
        certainty=book.get("certainty", True),
        licence=book.get("licence", ""),
        reviewer=book.get("reviewer", ""),
        audiences=tuple(book.get("audiences", ())),
        media=media,
        **found,
    )
    return bank, None if ids is None else frozenset(ids), problems


def _shared(found: Found) -> Iterator[Problem]:
    """Tell of cases and exams that have the id of something else: a page shows one by its id."""
    seen = dict(found["items"])
    for part in ("cases", "exams"):
        for id_, group in found[part].items():
            if id_ in seen:
                yield from _twice(group, seen)
        seen |= found[part]


def _read_shaped(root: Path, file: str, name: str, problems: list[Problem]) -> Map | None:
    data, faults = shape.read(root, file, name, "book")
    problems += faults
    return data


def _read_items(
    root: Path,
    file: str,
    found: Found,
    media: Media,
    problems: list[Problem],
) -> set[str] | None:
    """Read one file; gives the ids it gives, or None if it cannot be read."""
    try:
        data = read_yaml(read_text(root / file, file), file)
    except BankError as error:
        problems += error.problems
        return None
    problems += shape.problems(data, "schema", file, "file", part="file")
    if not isinstance(data, Map):
        return None
    chapter = Path(file).stem
    if data.get("chapter", chapter) != chapter:
        line = line_at(data, ["chapter"])
        message = f'chapter is "{data["chapter"]}"; write "{chapter}", the file\'s name'
        problems.append(Problem(file, line, "file", message))
    ids: set[str] = set()
    for part, into in found.items():
        kind = part.removesuffix("s")
        build_part = partial(getattr(build, kind), media=media)
        problems += _collect(data.get(part), kind, chapter, file, into, build_part)
        if part != "retired":
            ids |= {str(row.get("id")) for row in _rows(data.get(part)) if isinstance(row, Map)}
    return ids


def _replaced(found: Found) -> dict[str, Retired]:
    """Give what other items took the place of, with their reasons."""
    return {
        item.replaces: Retired(
            id=item.replaces, why=item.reason, by=item.id, file=item.file, line=item.line
        )
        for item in found["items"].values()
        if item.replaces
    }


def _rows(listed: object) -> Seq | list:
    return listed if isinstance(listed, Seq) else []


def _collect(
    rows: object,
    part: str,
    chapter: str,
    file: str,
    into: dict[str, Shown],
    build_part: Callable[[Map, str, str], Shown],
) -> Iterator[Problem]:
    """Judge and build the rows of one list; what is sound goes into `into` by its id."""
    for number, row in enumerate(_rows(rows), 1):
        if not isinstance(row, Map):
            message = f"this must be a block of keys that begins with id, not {row!r}"
            yield Problem(file, rows.lines[number - 1], f"{part} {number}", message)
            continue
        named = row.get("id")
        subject = named if isinstance(named, str) and named else f"{part} {number}"
        kind = row.get("type")
        judged_as = kind if part == "item" and kind in _TYPES else part
        if part != "item" and "stem" in row:
            message = f"this is a question, but stands under {part}s:; move it up, under items:"
            yield Problem(file, rows.lines[number - 1], subject, message)
            continue
        faults = list(shape.problems(row, "schema", file, subject, part=judged_as))
        if not faults:
            built = build_part(row, chapter, file)
            faults = _twice(built, into)
            into.setdefault(built.id, built)
        yield from faults


_TYPES = ("single", "multiple", "true-false", "numeric", "short", "match", "order")


def _twice(built: Shown, into: dict[str, Shown]) -> list[Problem]:
    first = into.get(built.id)
    if first is None:
        return []
    message = f"this id is taken by {first.file}:{first.line}; ids are unique: choose another"
    return [Problem(built.file, built.line, built.id, message)]
