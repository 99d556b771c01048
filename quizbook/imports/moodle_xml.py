"""Moodle XML, from Moodle itself or from `export moodle`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from lxml import etree

from ..bank.book import Book
from ..bank.coverage import audiences
from ..bank.grade import fold_words
from ..exports.moodle import KEPT
from ..exports.sources import Sources
from . import Found, ImportFault, words
from .draft import LEVELS, Draft

_OURS = re.compile(r"[a-z0-9-]+, \w+ \d+;")
"""How the last line of an exported question's general feedback begins."""
_OBJECTIVE = re.compile(r"[a-z][a-z0-9-]*\.\d+")


Reasons = list[words.Fragment] | None
"""Of matched sides, which stand in the general feedback; None if the bank did not write it."""


def read(data: bytes, name: str, book: Book, found: Found) -> None:
    """Read the questions; raises ImportFault."""
    quiz = _parse(data, name)
    sources = Sources(book.root / "references.bib")
    kept = None
    for node in quiz:
        if isinstance(node, etree._Comment):
            kept = _kept(node.text)
            continue
        if node.tag != "question" or node.get("type") == "category":
            continue
        draft = _draft(node, sources, audiences(book))
        if draft:
            draft.keep(kept)
            found.drafts.append(draft)
        else:
            kind, title = node.get("type", "untyped"), words.read(node.findtext("name/text"))
            found.left.append(f'{kind} "{title.words()[:60]}": the bank has no such type')
        kept = None


def _parse(data: bytes, name: str) -> etree._Element:
    """Parse XML that may be hostile: no entity is resolved, nothing else is read."""
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", data[:100_000], re.I):
        raise ImportFault(f"{name}: declares a document type, as no file of Moodle does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise ImportFault(f"{name}:{line}: is no XML: {error}") from None
    if root.getroottree().docinfo.doctype:  # in another encoding
        raise ImportFault(f"{name}: declares a document type, as no file of Moodle does")
    if root.tag != "quiz":
        raise ImportFault(f"{name}: begins with <{root.tag}>; Moodle XML begins with <quiz>")
    return root


def _kept(text: str | None) -> dict | None:
    if not (text or "").startswith(KEPT):
        return None
    try:
        return json.loads(text.removeprefix(KEPT))
    except ValueError:
        return None


def _draft(question: etree._Element, sources: Sources, known: Collection[str]) -> Draft | None:
    kind = question.get("type", "")
    readers = {"multichoice": _choice, "truefalse": _choice, "numerical": _number}
    readers["shortanswer"] = _words
    read_answers = {**readers, "matching": _pairs}.get(kind)
    name = " ".join((question.findtext("name/text") or "").split())
    if read_answers is None:
        return None
    asked = words.read(question.findtext("questiontext/text"))
    asked.take_all("./p[@class='story']")
    draft = Draft("", {}, asked.left)
    after = _after(question, sources, draft)
    if after is not None:  # its media are the bank's, and named in what was kept
        for path in (".//img", ".//audio", ".//table", ".//small"):
            asked.take_all(path)
    draft.data["stem"] = asked.typed() or name
    read_answers(question, sources, draft, after)
    _tags(question, draft, known)
    draft.data["id"] = question.findtext("idnumber") or ""
    hint = words.read(question.findtext("hint/text")).typed()
    draft.data |= {"hint": hint} if hint else {}
    return draft


def _after(question: etree._Element, sources: Sources, draft: Draft) -> Reasons:
    """Read what is said after any answer; gives the reasons in it, None if it is not ours."""
    told = words.read(question.findtext("generalfeedback/text"))
    last = told.root.xpath("./p[last()]/small")
    if not last or not _OURS.match(" ".join(last[0].text_content().split())):
        draft.data["point"] = told.typed()
        if draft.data["point"]:
            draft.notes.append("its point is the general feedback: make it one sentence")
        return None
    point = told.take("./p[1]")
    draft.data["references"] = _sources(point, sources, draft)
    draft.data["point"] = point.typed()
    return told.take_all("./ul/li")


def _sources(told: words.Fragment, sources: Sources, draft: Draft) -> list[str]:
    small = told.take(".//small")
    keys, rest = sources.find(small.words()) if small else ([], "")
    if rest:
        draft.notes.append(f"references.bib has no such source: {rest[:120]}")
    return keys


def _why(fragment: words.Fragment, sources: Sources, draft: Draft) -> dict:
    keys = _sources(fragment, sources, draft)
    why = fragment.take(".//span[@class='why']") or fragment
    return {"why": why.typed(), "references": keys}


def _choice(question: etree._Element, sources: Sources, draft: Draft, after: Reasons) -> None:
    draft.data["type"] = "single" if question.findtext("single") != "false" else "multiple"
    rows = []
    for answer in question.findall("answer"):
        share = _float(answer.get("fraction")) or 0.0
        text = words.read(answer.findtext("text"))
        if after is not None:
            text.take_all(".//img")
        feedback = words.read(answer.findtext("feedback/text"))
        right = share > 0 if draft.data["type"] == "multiple" else share == 100
        row = {"text": text.typed(), "correct": right, **_why(feedback, sources, draft)}
        draft.notes += text.left + feedback.left
        if draft.data["type"] == "single" and 0 < share < 100:
            draft.notes.append(f'Moodle gave {share:g} % for "{row["text"][:40]}"')
        rows.append(row)
    draft.data["options"] = rows


def _number(question: etree._Element, sources: Sources, draft: Draft, after: Reasons) -> None:
    draft.data |= {"type": "numeric", "errors": []}
    units = [
        (unit.findtext("unit_name") or "", _float(unit.findtext("multiplier")) or 1.0)
        for unit in question.iterfind("units/unit")
    ]
    unit = units[0][0] if units else "1"
    accept = [{"unit": name, "factor": _short(1 / times)} for name, times in units[1:] if times]
    for answer in question.findall("answer"):
        value = _float(answer.findtext("text"))
        feedback = words.read(answer.findtext("feedback/text"))
        told = {"value": _short(value), **_why(feedback, sources, draft)}
        if value is None:
            draft.notes.append(f'"{answer.findtext("text")}" is no number')
        elif _float(answer.get("fraction")) == 100 and "answer" not in draft.data:
            tolerance = _short(_float(answer.findtext("tolerance")) or 0.0)
            about = {"value": told.pop("value"), "unit": unit, "tolerance": tolerance}
            draft.data["answer"] = {**about, **({"accept": accept} if accept else {}), **told}
        else:
            draft.data["errors"].append(told)
    if "answer" not in draft.data:
        draft.data["answer"] = {"unit": unit}
        draft.notes.append("no number is right in it")


def _words(question: etree._Element, sources: Sources, draft: Draft, after: Reasons) -> None:
    """Read typed words; spellings with one feedback belong together."""
    right, wrong = {}, {}
    for answer in question.findall("answer"):
        said = answer.findtext("feedback/text") or ""
        typed = " ".join((answer.findtext("text") or "").replace(r"\*", "*").split())
        share = _float(answer.get("fraction")) or 0.0
        told = {"accept": [], **_why(words.read(said), sources, draft)}
        (right if share == 100 else wrong).setdefault(said, told)["accept"].append(typed)
        if 0 < share < 100:
            draft.notes.append(f'Moodle gave {share:g} % for "{typed[:40]}"')
    rows = [*right.values()]
    draft.data |= {"type": "short", "words": rows[0] if rows else {}}
    draft.data["errors"] = [*wrong.values()]
    for row in rows[1:]:
        draft.data["words"]["accept"] += row["accept"]
    for row in (*rows[:1], *draft.data["errors"]):
        row["accept"] = _once(row["accept"])
    if not rows:
        draft.notes.append("no word is right in it")


def _once(spelled: list[str]) -> list[str]:
    """Keep one of the spellings that the bank takes for the same word."""
    first: dict[str, str] = {}
    for each in spelled:
        first.setdefault(fold_words(each), each)
    return [*first.values()]


def _pairs(question: etree._Element, sources: Sources, draft: Draft, after: Reasons) -> None:
    rows, extra = [], []
    for row in question.findall("subquestion"):
        left = words.read(row.findtext("text"))
        if after is not None:
            left.take_all(".//img")
        right = _literal(row.findtext("answer/text") or "")
        if left.typed():
            rows.append({"left": left.typed(), "right": right})
        else:
            extra.append(right)
        draft.notes += left.left
    places = [int(row["right"]) if row["right"].isdigit() else 0 for row in rows]
    if not extra and sorted(places) == [*range(1, len(rows) + 1)]:
        draft.data["type"] = "order"
        by_place = sorted(zip(places, rows, strict=True), key=lambda pair: pair[0])
        rows = [{"text": row["left"]} for _, row in by_place]
        draft.data["steps"] = rows
    else:
        draft.data |= {"type": "match", "pairs": rows, "extra": extra}
    for row, told in zip(rows, after or [], strict=False):
        row |= _why(told, sources, draft)


def _tags(question: etree._Element, draft: Draft, audiences: Collection[str]) -> None:
    for tag in question.xpath("tags/tag/text/text()"):
        tag = tag.strip()
        if _OBJECTIVE.fullmatch(tag):
            draft.data["objective"] = tag
            draft.chapter = tag.rpartition(".")[0]
        elif tag in LEVELS:
            draft.data["level"] = tag
        elif tag in audiences:
            draft.data["audience"] = tag
        elif tag.startswith("pitfall-"):
            draft.data["pitfall"] = tag.removeprefix("pitfall-")
        elif re.fullmatch(r"version-[1-9]\d{0,5}", tag):
            draft.data["version"] = int(tag.removeprefix("version-"))


def _literal(text: str) -> str:
    return re.sub(r"[*$\\]", r"\\\g<0>", " ".join(text.split()))


def _float(text: str | None) -> float | None:
    try:
        return float((text or "").replace(",", "."))
    except ValueError:
        return None


def _short(value: float | None) -> float | int | None:
    if value is None:
        return None
    value = float(f"{value:.10g}")
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
