"""What the pages that ask again load: the book's questions as data, and each page's HTML of them.

A page opened from disk can load scripts and nothing else, so these are scripts: `book-map.js` says
which page asks what and which tests may change places, for every page; `book-data.js` says what
each question is, for progress, review and sets; `questions/PAGE.js` holds the questions of a page
as it drew them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..bank.model import Bank, Item
from ..bank.text import plain
from ..page import repeats
from ..page.html import line

MAP, DATA, FOLDER = "book-map.js", "book-data.js", "questions"
_QUESTION = re.compile(r'<fieldset class="quiz".*?</fieldset>\n?', re.S)
_ITEM = re.compile(r'data-item="([^"]*)"')
_CASE = re.compile(r'<section class="quiz-case".*?</section>', re.S)
_BOX = re.compile(r"</?(?:div|section)\b[^>]*>")


def write_questions(app, exception) -> None:
    """Write the scripts; those of pages that this build left alone stay as they are."""
    static = Path(app.outdir) / "_static"
    if exception is not None or app.builder.name != "html" or not static.is_dir():
        return
    asked = dict(asked_by_page(app))
    places = {app.builder.get_target_uri(name): ids for name, ids in asked.items()}
    asking = {place: ids for place, ids in places.items() if ids}
    forms = forms_of(app.quizbook.bank, asked)
    _write(static / MAP, quizbookMap=asking, quizbookForms=forms)
    _write(static / DATA, quizbookBook=data_of(app, asked))
    kept = set()
    for name in asked:
        page, target = Path(app.builder.get_outfilename(name)), _script(static, name)
        kept.add(target)
        if not target.is_file() or target.stat().st_mtime_ns < page.stat().st_mtime_ns:
            html = repeats.whole(page.read_text(encoding="utf-8"))
            drawn = dict(questions_of(html))
            target.parent.mkdir(exist_ok=True)
            text = f"(globalThis.quizbookQuestions ??= {{}})[{_json(name)}] = {_json(drawn)};\n"
            target.write_text(text, encoding="utf-8")
    for old in set((static / FOLDER).glob("*.js")) - kept:
        old.unlink()


def asked_by_page(app) -> Iterator[tuple[str, list[str]]]:
    """Yield each page that asks something with the items that count, each item once in the book."""
    bank, seen = app.quizbook.bank, set()
    for name, uses in app.env.get_domain("quiz").in_order():
        ids = [i for i in dict.fromkeys(i for _, i in uses) if not bank.items[i].prediction]
        yield name, [i for i in ids if i not in seen]
        seen.update(ids)


def forms_of(bank: Bank, asked: dict[str, list[str]]) -> list[list[dict[str, Any]]]:
    """List the pairs of tests of which either may come first, where pages ask both."""
    shown = {id_ for ids in asked.values() for id_ in ids}
    return [
        [{"id": exam.id, "items": exam.items} for exam in pair]
        for pair in bank.forms()
        if shown.issuperset(pair[0].items + pair[1].items)
    ]


def data_of(app, asked: dict[str, list[str]]) -> dict[str, Any]:
    """Describe the questions: pages, objectives, pitfalls, items, exams, forms, withdrawn items."""
    bank: Bank = app.quizbook.bank
    chapters = app.quizbook.chapters.values()
    steps = {i for case in bank.cases.values() for step in case.steps for i in step.items}
    exams = {i: exam.id for exam in bank.exams.values() for i in exam.items}
    pages, items = [], {}
    for name, ids in asked.items():
        if not ids:
            continue
        title = app.env.titles[name].astext()
        pages.append({"name": name, "href": app.builder.get_target_uri(name), "title": title})
        for id_ in ids:
            about = _about(bank.items[id_], len(pages) - 1)
            items[id_] = about | ({"case": 1} if id_ in steps else {})
            if id_ in exams:
                items[id_]["exam"] = exams[id_]
    return {
        "title": bank.title,
        "pages": pages,
        "objectives": {id_: text for c in chapters for id_, text in c.objectives.items()},
        "pitfalls": bank.pitfalls,
        "items": items,
        "exams": {
            exam.id: {"title": plain(exam.title), "items": exam.items, "after": exam.after}
            for exam in bank.exams.values()
        },
        "forms": forms_of(bank, asked),
        "retired": {id_: plain(retired.why) for id_, retired in bank.retired.items()},
    }


def _about(item: Item, page: int) -> dict[str, Any]:
    told = {"page": page, "objective": item.objective, "level": item.level}
    told |= {"audience": item.audience, "v": item.version, "stem": line(item.stem)}
    return told | ({"pitfall": item.pitfall} if item.pitfall else {})


def questions_of(html: str) -> Iterator[tuple[str, str]]:
    """Yield the questions of a page, each by its item; a step of a case brings the story so far."""
    stories = [(found.start(), found.end()) for found in _CASE.finditer(html)]
    seen = set()
    for found in _QUESTION.finditer(html):
        item = _ITEM.search(found[0])[1]
        if item in seen:
            continue
        seen.add(item)
        case = next((start for start, end in stories if start < found.start() < end), None)
        story = "" if case is None else html[case : found.start()]
        story = _BOX.sub("", _QUESTION.sub("", story)).strip()
        yield item, (f'<div class="quiz-story">{story}</div>\n' if story else "") + found[0]


def _script(static: Path, name: str) -> Path:
    return static / FOLDER / f"{name.replace('/', '--')}.js"


def _write(target: Path, **data: Any) -> None:
    text = "".join(f"globalThis.{name} = {_json(value)};\n" for name, value in data.items())
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


def _json(data: Any) -> str:
    dense = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return dense.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
