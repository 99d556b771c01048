"""Turn shaped YAML data into the model. The data has passed `shape`; nothing is checked here."""

from __future__ import annotations

from typing import Any

from ..languages import _, later
from . import model
from .media import Media, Use
from .source import Map, line_at
from .text import parse

STATEMENT = "true-false"
_TEXTS = {"why", "text", "left", "right", "stem", "point", "reason", "title", "hint"}


def item(data: Map, chapter: str, file: str, media: Media) -> model.Item:
    """Build one question of any type."""
    if data["type"] == STATEMENT:
        return _statement(data, chapter, file, media)
    fields = _fields(data, data["type"], media)
    return _ITEM_PARTS[data["type"]][0](
        chapter=chapter, file=file, line=line_at(data, ["id"]), **fields
    )


def _statement(data: Map, chapter: str, file: str, media: Media) -> model.Choice:
    """Build a statement to be judged: a question with the two options that there are."""
    own = ("holds", "if_true", "if_false", "type")
    fields = _fields({k: v for k, v in data.items() if k not in own}, "single", media)
    options = tuple(
        model.Option(
            id=said.lower(),
            text=parse(_(said)),
            correct=data["holds"] is holds,
            why=parse(row["why"]),
            references=tuple(row["references"]),
        )
        for said, holds, row in (
            (later("True"), True, data["if_true"]),
            (later("False"), False, data["if_false"]),
        )
    )
    place = {"chapter": chapter, "file": file, "line": line_at(data, ["id"])}
    return model.Choice(type="single", statement=True, options=options, **place, **fields)


def case(data: Map, chapter: str, file: str, media: Media) -> model.Case:
    """Build one unfolding case."""
    steps = tuple(
        model.CaseStep(text=parse(step["text"]), items=tuple(step["items"]))
        for step in data["steps"]
    )
    return model.Case(
        id=data["id"],
        title=parse(data["title"]),
        steps=steps,
        discuss=tuple(map(parse, data.get("discuss", ()))),
        chapter=chapter,
        file=file,
        line=line_at(data, ["id"]),
    )


def exam(data: Map, chapter: str, file: str, media: Media) -> model.Exam:
    """Build one exam."""
    fields = {**data, "title": parse(data["title"]), "items": tuple(data["items"])}
    return model.Exam(**fields, chapter=chapter, file=file, line=line_at(data, ["id"]))


def retired(data: Map, chapter: str, file: str, media: Media) -> model.Retired:
    """Build the note of an item that is asked no more."""
    fields = {**data, "why": parse(data["why"])}
    return model.Retired(**fields, file=file, line=line_at(data, ["id"]))


def _fields(data: Map, kind: str, media: Media) -> dict[str, Any]:
    parts = _ITEM_PARTS[kind][1]
    return {key: _value(key, value, parts, media) for key, value in data.items()}


def _value(key: str, value: Any, parts: dict[str, type[model.Reason]], media: Media) -> Any:
    if key in parts:
        if isinstance(value, list):
            return tuple(_part(parts[key], row, media) for row in value)
        return _part(parts[key], value, media)
    if key == "media":
        if isinstance(value, str):
            return Use(value, media.get(value))
        return tuple(Use(u["use"], media.get(u["use"]), u.get("as", "picture")) for u in value)
    if key in ("references", "enemies"):
        return tuple(value)
    if key == "extra":
        return tuple(parse(text) for text in value)
    if key == "proof":
        return model.Proof(**value)
    if key == "allow":
        return tuple((rule, parse(reason)) for rule, reason in value.items())
    return parse(value) if key in _TEXTS else value


def _part(kind: type[model.Reason], row: Map, media: Media) -> model.Reason:
    fields = {key: _value(key, value, {}, media) for key, value in row.items() if key != "accept"}
    if kind is model.Spelled:
        fields["accept"] = tuple(" ".join(words.split()) for words in row["accept"])
    elif "accept" in row:
        fields["accept"] = tuple((unit["unit"], unit["factor"]) for unit in row["accept"])
    return kind(**fields)


_ITEM_PARTS: dict[str, tuple[type[model.Item], dict[str, type[model.Reason]]]] = {
    "single": (model.Choice, {"options": model.Option}),
    "multiple": (model.Choice, {"options": model.Option}),
    "short": (model.Short, {"words": model.Spelled, "errors": model.Spelled}),
    "numeric": (model.Numeric, {"answer": model.Answer, "errors": model.Slip}),
    "match": (model.Match, {"pairs": model.Pair}),
    "order": (model.Order, {"steps": model.Step}),
}
