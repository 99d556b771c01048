"""Moodle XML: reasons, pictures and sounds included.

Fractions, units and multipliers are Moodle's own (docs.moodle.org, "Moodle XML format"): a
fraction is a percentage, and a unit's multiplier says how many of it make one of the first.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from lxml import etree
from markupsafe import Markup, escape

from ..bank.media import Table, Use
from ..bank.model import Choice, Item, Match, Numeric, Order, Short
from ..bank.text import plain
from . import markup
from .data import kept
from .spelling import AS_TYPED, spellings
from .writing import Group, Selection, story

FILES = "@@PLUGINFILE@@"
KEPT = "quizbook "
"""Begins a comment that holds what Moodle has no place for, so that `import` finds it."""


def write(chosen: Selection, target: Path) -> None:
    """Write a category for each chapter, and one below it for each case."""
    quiz = etree.Element("quiz")
    quiz.append(etree.Comment(f" {chosen.bank.title}: {chosen.licence} ".replace("--", "-")))
    for group in chosen.groups():
        _category(quiz, group, chosen)
        for item in group.items:
            _question(quiz, item, group, chosen)
    tree = etree.ElementTree(quiz)
    etree.indent(tree, " ")
    tree.write(str(target), encoding="utf-8", xml_declaration=True)


def _category(quiz: etree._Element, group: Group, chosen: Selection) -> None:
    names = ["top", chosen.bank.title, chosen.titles.get(group.chapter, group.chapter)]
    names += [plain(group.case.title)] if group.case else []
    question = _add(quiz, "question", type="category")
    path = "/".join(name.replace("/", "//") for name in names)
    _text(_add(question, "category"), f"$course$/{path}")


TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "numeric": "numerical",
    "short": "shortanswer",
}
"""What Moodle calls a type; match and order are both a matching question."""


def _question(quiz: etree._Element, item: Item, group: Group, chosen: Selection) -> None:
    told = json.dumps(kept(item), ensure_ascii=False).replace("--", r"-\u002d")
    quiz.append(etree.Comment(f"{KEPT}{told}"))
    question = _add(quiz, "question", type=TYPES.get(item.type, "matching"))
    _text(_add(question, "name"), markup.title(item))
    told = [markup.story(text) for text in _told(item, group)]
    asked = _html(question, "questiontext", "")
    shown = [_show(asked, use, chosen) for use in item.media]
    words = [*told, markup.paragraph(markup.html(item.stem)), *shown, markup.below(item, chosen)]
    asked.find("text").text = str(Markup("").join(words))
    beside = isinstance(item, Choice | Numeric | Short)
    _html(question, "generalfeedback", markup.afterwards(item, chosen, reasons=not beside))
    _add(question, "defaultgrade").text = "0" if item.prediction else "1"
    _add(question, "penalty").text = "0"
    _add(question, "hidden").text = "0"
    _add(question, "idnumber").text = item.id
    _answers(question, item, chosen)
    tags = _add(question, "tags")
    for tag in [*markup.tags(item), f"version-{item.version}"]:
        _text(_add(tags, "tag"), tag)
    if item.hint:
        _html(question, "hint", markup.html(item.hint))


def _told(item: Item, group: Group) -> list:
    return story(group.case, item) if group.case else []


def _answers(question: etree._Element, item: Item, chosen: Selection) -> None:
    match item:
        case Choice():
            _add(question, "single").text = str(item.type == "single").lower()
            _add(question, "shuffleanswers").text = "false"
            _add(question, "answernumbering").text = "ABCD"
            right = sum(option.correct for option in item.options)
            wrong = len(item.options) - right
            for option in item.options:
                share = 100 / right if option.correct else -100 / wrong
                if item.type == "single":
                    share = max(share, 0)
                answer = _html(question, "answer", markup.html(option.text), fraction=_five(share))
                if option.media:
                    answer.find("text").text += str(_show(answer, option.media, chosen, False))
                _html(answer, "feedback", markup.why(option, chosen))
        case Numeric():
            for number, reason in enumerate(item.reasons()):
                answer = _add(question, "answer", fraction="0" if number else "100", format="plain")
                _text(answer, f"{reason.value:.12g}")
                _add(answer, "tolerance").text = f"{item.answer.tolerance:.12g}"
                _html(answer, "feedback", markup.why(reason, chosen))
            if item.answer.unit != "1":
                units = _add(question, "units")
                for unit, factor in ((item.answer.unit, 1), *item.answer.accept):
                    row = _add(units, "unit")
                    _add(row, "multiplier").text = f"{1 / factor:.12g}"
                    _add(row, "unit_name").text = unit
                _add(question, "unitgradingtype").text = "0"
                _add(question, "showunits").text = "0"
                _add(question, "unitsleft").text = "0"
        case Short():
            chosen.lose(item, AS_TYPED)
            _add(question, "usecase").text = "0"
            for number, spelled in enumerate(item.reasons()):
                for words in spellings(spelled.accept):
                    fraction = "0" if number else "100"
                    answer = _add(question, "answer", fraction=fraction, format="plain")
                    _text(answer, words.replace("*", r"\*"))  # a star would stand for anything
                    _html(answer, "feedback", markup.why(spelled, chosen))
        case Match():
            _add(question, "shuffleanswers").text = "true"
            for pair in item.pairs:
                row = _pair(question, markup.html(pair.left), plain(pair.right))
                if pair.media:
                    row.find("text").text += str(_show(row, pair.media, chosen, False))
            for side in item.extra:
                _pair(question, Markup(""), plain(side))
        case Order():
            _add(question, "shuffleanswers").text = "false"
            for step in item.shown:
                _pair(question, markup.html(step.text), str(item.steps.index(step) + 1))


def _pair(question: etree._Element, left: Markup, right: str) -> etree._Element:
    row = _html(question, "subquestion", left)
    _text(_add(row, "answer"), right)
    return row


def _show(holder: etree._Element, use: Use, chosen: Selection, caption: bool = True) -> Markup:
    """Put a medium's files beside a text; gives the HTML that shows them."""
    if isinstance(use.medium, Table):
        return markup.table(use.medium)
    made, alt = chosen.shelf[use.name], plain(use.medium.alt)
    png = made.png()
    files = {f"{made.name}.png": png}
    shown = markup.picture(png, made, use.medium, f"{FILES}/{made.name}.png", caption)
    if use.form == "sound":
        files[f"{made.name}.wav"] = made.wav
        player = Markup('<p><audio controls src="{}/{}.wav">{}</audio></p>')
        shown += player.format(FILES, made.name, alt)
    for name, data in files.items():
        file = _add(holder, "file", name=name, path="/", encoding="base64")
        file.text = base64.b64encode(data).decode()
    return shown


def _five(share: float) -> str:
    return f"{share:.5f}".rstrip("0").rstrip(".")


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag, attributes)


def _text(parent: etree._Element, words: str) -> None:
    _add(parent, "text").text = words


def _html(parent: etree._Element, tag: str, content: Markup | str, **attributes) -> etree._Element:
    element = _add(parent, tag, **attributes, format="html")
    _text(element, str(escape(content)))
    return element
