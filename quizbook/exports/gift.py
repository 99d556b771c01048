"""GIFT: plain text for Moodle and many small tools (docs.moodle.org, "GIFT format")."""

from __future__ import annotations

from pathlib import Path

from ..bank.media import Table
from ..bank.model import Choice, Item, Match, Numeric, Order, Short
from ..bank.text import plain
from . import markup
from .spelling import AS_TYPED, spellings
from .writing import Group, Selection, story

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\~=#{}:"})


def write(chosen: Selection, target: Path) -> None:
    """Write one question after another, with a category for each chapter and case."""
    parts = [f"// {chosen.bank.title}: {chosen.licence}\n"]
    for group in chosen.groups():
        names = [chosen.bank.title, chosen.titles.get(group.chapter, group.chapter)]
        names += [plain(group.case.title)] if group.case else []
        path = "/".join(name.replace("/", "//") for name in names)
        parts.append(f"$CATEGORY: $course$/top/{path}\n")
        parts += [_question(item, group, chosen) for item in group.items]
    target.write_text("\n".join(parts), encoding="utf-8")


def escape(words: object) -> str:
    """Keep words from being read as GIFT; a line break would end the question."""
    return " ".join(str(words).translate(_SPECIAL).split())


def _question(item: Item, group: Group, chosen: Selection) -> str:
    told = [markup.paragraph(markup.html(t)) for t in story(group.case, item)] if group.case else []
    told.append(markup.paragraph(markup.html(item.stem)))
    for use in item.media:
        if isinstance(use.medium, Table):
            told.append(markup.table(use.medium))
    for use in item.uses():
        if not isinstance(use.medium, Table) or use not in item.media:
            chosen.lose(item, f"GIFT holds no picture or sound: {use.name} is missing")
    if item.hint:
        chosen.lose(item, "GIFT holds no hint")
    beside = isinstance(item, Choice | Numeric | Short)
    after = markup.afterwards(item, chosen, reasons=not beside)
    tags = " ".join(f"[tag:{tag}]" for tag in markup.tags(item))
    return (
        f"// [id:{item.id}] {tags}\n"
        f"::{escape(markup.title(item))}::[html]{escape(''.join(told))} {{\n"
        f"{_answers(item, chosen)}\n"
        f"####{escape(after)}\n"
        "}\n"
    )


def _answers(item: Item, chosen: Selection) -> str:
    match item:
        case Choice():
            return "\n".join(_options(item, chosen))
        case Numeric():
            if item.answer.accept:
                units = ", ".join(unit for unit, _ in item.answer.accept)
                chosen.lose(item, f"GIFT takes no other unit: {units} would be wrong")
            tolerance = f"{item.answer.tolerance:.12g}"
            rows = [
                f"={'' if not n else '%0%'}{r.value:.12g}:{tolerance}"
                f"#{escape(markup.why(r, chosen))}"
                for n, r in enumerate(item.reasons())
            ]
            return "\n".join(["#", *rows])
        case Short():
            chosen.lose(item, AS_TYPED)
            rows = [
                f"=%{0 if n else 100}%{escape(words)}#{escape(markup.why(spelled, chosen))}"
                for n, spelled in enumerate(item.reasons())
                for words in spellings(spelled.accept)
            ]
            return "\n".join(rows)
        case Match():
            rows = [
                f"={escape(markup.html(p.left))} -> {escape(plain(p.right))}" for p in item.pairs
            ]
            return "\n".join([*rows, *(f"= -> {escape(plain(side))}" for side in item.extra)])
        case Order():
            places = {step.id: n for n, step in enumerate(item.steps, 1)}
            return "\n".join(
                f"={escape(markup.html(step.text))} -> {places[step.id]}" for step in item.shown
            )
    raise TypeError(f"no item is of type {item.type}")


def _options(item: Choice, chosen: Selection):
    right = sum(option.correct for option in item.options)
    wrong = len(item.options) - right
    for option in item.options:
        words, reason = escape(markup.html(option.text)), escape(markup.why(option, chosen))
        if item.type == "single":
            yield f"{'=' if option.correct else '~'}{words}#{reason}"
        else:
            share = 100 / right if option.correct else -100 / wrong
            yield f"~%{share:.5f}%{words}#{reason}"
