"""Judge the meaning of a bank: what no shape can say. One small function a rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from . import characters, text
from .book import Book
from .grade import find_factor, fold_words
from .model import Case, Choice, Exam, Item, Match, Numeric, Order, Short
from .problems import Problem
from .settings import bibliographies
from .text import Text


def judge(book: Book) -> Iterator[Problem]:
    """Yield every problem of items, cases and their use in the chapters."""
    for item in (*book.bank.items.values(), *book.private.values()):
        for rule in ITEM_RULES:
            for message in rule(item, book):
                yield Problem(item.file, item.line, item.id, message)
    for group in (*book.bank.cases.values(), *book.bank.exams.values()):
        for message in _group(group, book):
            yield Problem(group.file, group.line, group.id, message)
    yield from _unreviewed(book)
    for chapter in book.chapters.values() if book.references is not None else ():
        for line, key in chapter.cited:
            if key not in book.references:
                yield Problem(chapter.file, line, chapter.name, _unlisted(key, book))
    for chapter in book.chapters.values() if book.ids is not None else ():
        for use in chapter.uses:
            if use.item not in book.ids:
                message = f"no question has this id{_perhaps(use.item, book.ids)}"
                yield Problem(chapter.file, use.line, use.item, message)


def _unreviewed(book: Book) -> Iterator[Problem]:
    """Where the book names who reviews it, every page says how far that is."""
    for chapter in book.chapters.values() if book.bank.reviewer else ():
        if not chapter.review:
            message = (
                "its front matter has no review; add a line "
                f'review: {{status: draft, updated: "{date.today()}"}}'
            )
            yield Problem(chapter.file, 1, chapter.name, message)


def curtains(book: Book) -> Iterator[Problem]:
    """Yield every curtain that is badly drawn, or waits for a question that is not asked there."""
    for chapter in book.chapters.values():
        asked = {item for use in chapter.uses for item in book.bank.asked_by(use.item)}
        for curtain in chapter.curtains:
            message = curtain.fault
            if not message and curtain.item not in asked:
                message = f"this chapter asks no such question{_perhaps(curtain.item, asked)}"
            if message:
                yield Problem(chapter.file, curtain.first, curtain.item or chapter.name, message)


def notes(book: Book) -> Iterator[Problem]:
    """Yield each question, case and exam that no chapter shows."""
    if book.ids is None or len(book.chapters) < len(book.listed):
        return
    used = {use.item for chapter in book.chapters.values() for use in chapter.uses}
    shown = used | {id_ for use in used for id_ in book.bank.asked_by(use)}
    for group in (book.bank.items, book.bank.cases, book.bank.exams):
        for one in group.values():
            if one.id not in shown:
                chapter = book.chapters.get(one.chapter)
                where = chapter.file if chapter else "a chapter"
                message = f'no chapter shows it; write quiz("{one.id}") into a code cell of {where}'
                yield Problem(one.file, one.line, one.id, message)


def untested(book: Book) -> Iterator[Problem]:
    """Yield each objective that no question tests, where all questions of its chapter are sound."""
    faulty = {problem.file for problem in book.problems}
    tested = {item.objective for item in book.bank.items.values()}
    for chapter in book.chapters.values():
        if f"quizzes/{chapter.name}.yml" in faulty:
            continue
        for id_ in chapter.objectives.keys() - tested:
            message = f'no question tests the objective "{id_}"; write one, or delete the objective'
            yield Problem(chapter.file, 1, chapter.name, message)


def _perhaps(word: str, known) -> str:
    close = get_close_matches(word, list(known), 1)
    return f'; did you mean "{close[0]}"?' if close else ""


KEY_COUNT = "key-count"
"""With a reason under this name in `allow`, a `multiple` has one key, or no distractor."""


def _keys(item: Item, book: Book) -> Iterator[str]:
    """`single` has exactly one key, `multiple` at least two and one distractor."""
    if not isinstance(item, Choice):
        return
    right = sum(option.correct for option in item.options)
    if item.type == "single" and right != 1:
        mend = "mark one with correct: true" if right == 0 else "keep one, or write type: multiple"
        yield f"single has {right} correct options; {mend}"
    if right and KEY_COUNT in dict(item.allow):
        return
    if item.type == "multiple" and right < 2:
        yield f"multiple has {right} correct options; mark two or more, or write type: single"
    if item.type == "multiple" and right == len(item.options):
        yield "multiple has no wrong option; add a distractor"


def _distinct(item: Item, book: Book) -> Iterator[str]:
    """No two choices share an id or read alike."""
    for what, ids, texts in _lists(item):
        seen: dict[str, str] = {}
        for id_ in ids:
            if id_ in seen:
                yield f'two {what} have the id "{id_}"; give each its own'
            seen[id_] = id_
        read: set[str] = set()
        for words in texts:
            folded = _folded(words)
            if folded in read:
                yield f'two {what} read alike ("{text.plain(words)}"); change one'
            read.add(folded)


def _lists(item: Item) -> Iterator[tuple[str, list[str], list[Text]]]:
    if isinstance(item, Choice):
        yield "options", [o.id for o in item.options], [o.text for o in item.options]
    if isinstance(item, Match):
        yield "pairs", [p.id for p in item.pairs], [p.left for p in item.pairs]
        yield "right sides", [], [*(p.right for p in item.pairs), *item.extra]
    if isinstance(item, Order):
        yield "steps", [s.id for s in item.steps], [s.text for s in item.steps]


def _folded(words: Text) -> str:
    folded = unicodedata.normalize("NFKC", text.plain(words)).casefold()
    return re.sub(r"[^\w+\-<>=%.,/]+", " ", folded).strip(" .,")


def _numbers(item: Item, book: Book) -> Iterator[str]:
    """A typical error lies outside the tolerance, units are distinct, numbers finite."""
    if not isinstance(item, Numeric):
        return
    answer = item.answer
    for slip in item.errors:
        if abs(slip.value - answer.value) <= answer.tolerance:
            yield f"the error {slip.value:g} lies within the tolerance; it would count as right"
    values = [slip.value for slip in item.errors]
    if len(set(values)) < len(values):
        yield "two errors have the same value; keep one"
    units = [answer.unit, *(unit for unit, _ in answer.accept)]
    if len(set(units)) < len(units):
        yield "a unit stands twice in unit and accept; keep one"
    elif any(find_factor(item.key["units"], unit) is None for unit in units):
        yield "two units differ only in capitals, so a typed one cannot be told; keep one"
    if not all(abs(v) < 1e300 for v in (answer.value, answer.tolerance, *values)):
        yield "a number is too large to compute with; write a smaller one"


def _spellings(item: Item, book: Book) -> Iterator[str]:
    """No typical wrong word is accepted too, or stands twice; each holds something to compare."""
    if not isinstance(item, Short):
        return
    seen: set[str] = set()
    for spelled in item.reasons():
        folded = {fold_words(words): words for words in spelled.accept}
        if "" in folded:
            yield f'"{folded[""]}" holds no letter or digit to compare; write words'
        for again in seen & folded.keys():
            yield f'"{folded[again]}" stands twice, capitals and accents apart; keep one'
        seen |= folded.keys()


def _references(item: Item, book: Book) -> Iterator[str]:
    for key in item.cited() if book.references is not None else ():
        if key not in book.references:
            yield _unlisted(key, book)


def _unlisted(key: str, book: Book) -> str:
    hint = _perhaps(key, book.references) or "; add it there"
    return f'{bibliographies(book.root)[0]} has no "{key}"{hint}'


def _belongs(item: Item, book: Book) -> Iterator[str]:
    """The chapter states the objective; the book lists the pitfall."""
    chapter = book.chapters.get(item.chapter)
    if chapter is None and item.chapter in book.listed:
        return  # it cannot be read, which is told already
    if chapter is None and item is _first_of(item.file, book):  # once is enough
        yield f"there is no chapter {item.chapter} in _toc.yml; add it or rename this file"
    elif chapter and item.objective not in chapter.objectives and chapter.is_sound:
        stated = ", ".join(chapter.objectives) or "none"
        yield f'{chapter.file} states no objective "{item.objective}"; it states {stated}'
    if book.bank.audiences and item.audience not in book.bank.audiences:
        yield f'audience is "{item.audience}"; write {" | ".join(book.bank.audiences)}'
    if item.pitfall and item.pitfall not in book.bank.pitfalls:
        listed = ", ".join(book.bank.pitfalls)
        yield f'quizzes/book.yml has no pitfall "{item.pitfall}"; it lists {listed}'


def _first_of(file: str, book: Book) -> Item:
    items = [*book.bank.items.values(), *book.private.values()]
    return next(item for item in items if item.file == file)


def _taught(item: Item, book: Book) -> Iterator[str]:
    """A chapter has the label of the paragraph that teaches the item."""
    labels = {label for chapter in book.chapters.values() for label in chapter.labels}
    if item.teaches and item.teaches not in labels:
        hint = _perhaps(item.teaches, labels) or f"; write ({item.teaches})= above what teaches it"
        yield f'no chapter has the label "{item.teaches}"{hint}'


def _proved(item: Item, book: Book) -> Iterator[str]:
    """A proof speaks of options that there are, and of a key that a number or an option holds."""
    if item.proof is None:
        return
    if not isinstance(item, Choice | Numeric):
        yield f"a {item.type} has no proof; delete it"
        return
    ids = {option.id for option in item.options} if isinstance(item, Choice) else set()
    for id_ in (*item.proof.states, *item.proof.cases):
        if id_ not in ids:
            yield f'its proof speaks of the option "{id_}", which it does not have'


def _dates(item: Item, book: Book) -> Iterator[str]:
    for name in ("written", "reviewed"):
        value = getattr(item, name)
        try:
            parsed = date.fromisoformat(value) if value else None
        except ValueError:
            yield f'{name} is "{value}", which is no day of the calendar'
            continue
        if name == "reviewed" and parsed and value < item.written:
            yield f"reviewed ({value}) lies before written ({item.written})"


def _replaces(item: Item, book: Book) -> Iterator[str]:
    if item.replaces and item.replaces in book.bank.items:
        yield f'replaces "{item.replaces}", which is still in the bank; delete that one'


def _enemies(item: Item, book: Book) -> Iterator[str]:
    """Enemies are other items of this bank; of a private one, items of the open bank as well."""
    known = (book.ids or (), book.bank.items, book.private)
    for id_ in item.enemies:
        if id_ == item.id:
            yield "names itself among its enemies; delete it there"
        elif book.ids is not None and not any(id_ in group for group in known):
            yield f'its enemy "{id_}" is no question{_perhaps(id_, set().union(*known))}'
        elif id_ in book.private and item.id not in book.private:
            yield f'its enemy "{id_}" is private; name it there, or others cannot build this book'


def _printable(item: Item, book: Book) -> Iterator[str]:
    """No character, and no TeX command, that an edition could not show."""
    for words in item.texts():
        yield from _unprintable(words)
    if isinstance(item, Short):
        for words in (words for spelled in item.reasons() for words in spelled.accept):
            for fault in characters.faults(words):
                yield f'"{words}" {fault}'
    if isinstance(item, Numeric):
        for unit in item.key["units"]:
            for fault in characters.faults(unit):
                yield f'the unit "{unit}" {fault}'


def _unprintable(words: Text) -> Iterator[str]:
    for fault in characters.faults(text.plain(words)):
        yield f'"{_short(words)}" {fault}'
    for command in text.unknown_commands(words):
        yield f'"{_short(words)}" uses \\{command}, which not every edition can set'


def _short(words: Text) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in text.plain(words))
    return shown if len(shown) <= 30 else shown[:27] + "..."


def _group(group: Case | Exam, book: Book) -> Iterator[str]:
    """A case and an exam ask items of their own file, in words that can be printed."""
    for id_ in book.bank.asked_by(group.id):
        item = book.bank.items.get(id_)
        if item is None and id_ in (book.ids or [id_]):
            continue  # its own problems are told already
        if item is None or item.chapter != group.chapter:
            yield f'names the question "{id_}", which this file does not have'
    steps, discuss = (group.steps, group.discuss) if isinstance(group, Case) else ((), ())
    for words in (group.title, *(step.text for step in steps), *discuss):
        yield from _unprintable(words)
    if isinstance(group, Exam):
        for id_ in group.items:
            if id_ in book.bank.items and book.bank.items[id_].prediction:
                yield f'asks "{id_}", a prediction; an exam cannot score a guess'
    if isinstance(group, Exam) and group.after == group.id:
        yield "after names this exam itself, so that its key would never appear"
    elif isinstance(group, Exam) and _waits_in_a_circle(group, book):
        yield f'after names "{group.after}", which waits for this exam in turn'
    if isinstance(group, Exam) and group.after and group.after not in book.bank.exams:
        hint = _perhaps(group.after, book.bank.exams)
        yield f'after names "{group.after}", which is no exam{hint}'


def _waits_in_a_circle(exam: Exam, book: Book) -> bool:
    seen, waiting = {exam.id}, exam.after
    while waiting in book.bank.exams and waiting not in seen:
        seen.add(waiting)
        waiting = book.bank.exams[waiting].after
    return waiting == exam.id


ITEM_RULES = (
    _keys,
    _distinct,
    _numbers,
    _spellings,
    _references,
    _belongs,
    _taught,
    _proved,
    _dates,
    _replaces,
    _enemies,
    _printable,
)
