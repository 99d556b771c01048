"""An item as data: what its block in the bank's YAML says, in the order in which one writes it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from ..bank.model import Choice, Item, Match, Numeric, Order, Reason, Short
from ..bank.text import typed

KEPT = (
    *("written", "reviewed", "by", "prediction", "replaces", "reason", "teaches", "twin"),
    *("polish", "proof", "allow", "media", "enemies"),
)
"""What other forms have no place for; they keep it beside the item, to be read back."""


def as_data(item: Item) -> dict[str, Any]:
    """Give an item as `quizbook.bank.build.item` takes it, but for its chapter."""
    told = {name: getattr(item, name) for name in ("id", "type", "objective", "pitfall", "level")}
    told |= {name: getattr(item, name) for name in ("audience", "prediction", "replaces")}
    told |= {"reason": typed(item.reason), "teaches": item.teaches, "stem": typed(item.stem)}
    told |= {"media": [{"use": use.name, "as": use.form} for use in item.media]}
    told |= {
        "twin": item.twin,
        "enemies": [*item.enemies],
        "hint": typed(item.hint),
        **_answers(item),
    }
    told |= {"point": typed(item.point), "references": [*item.references]}
    told |= {name: getattr(item, name) for name in ("version", "written", "reviewed", "by")}
    told |= {"polish": item.polish, "proof": _proof(item)}
    told |= {"allow": {rule: typed(reason) for rule, reason in item.allow}}
    return {n: v for n, v in told.items() if n == "holds" or v not in (None, "", [], {}, False)}


def kept(item: Item) -> dict[str, Any]:
    """Give what only the bank knows of an item: `KEPT`, and the ids and media of its choices.

    Of a match, the right sides too, which other forms write without emphasis and formulas.
    """
    data = as_data(item)
    told = {name: value for name, value in data.items() if name in KEPT}
    names = ("id", "media", "right")
    rows = next((data[n] for n in ("options", "errors", "pairs", "steps") if n in data), [])
    told["choices"] = [{name: row[name] for name in names if name in row} for row in rows]
    return {**told, "extra": data["extra"]} if "extra" in data else told


def _answers(item: Item) -> dict[str, Any]:
    match item:
        case Choice(statement=True):
            true, false = item.options
            told = {"type": "true-false", "holds": true.correct}
            return {**told, "if_true": _reason(true), "if_false": _reason(false)}
        case Choice():
            options = [
                {"id": o.id, "text": typed(o.text), "correct": o.correct, **_reason(o)}
                for o in item.options
            ]
            return {"options": options}
        case Numeric():
            answer = item.answer
            accept = [{"unit": unit, "factor": factor} for unit, factor in answer.accept]
            told = {"value": answer.value, "unit": answer.unit, "tolerance": answer.tolerance}
            told |= {"accept": accept} if accept else {}
            slips = [{"value": slip.value, **_reason(slip)} for slip in item.errors]
            return {"answer": {**told, **_reason(answer)}, "errors": slips}
        case Short():
            spelled = [{"accept": [*s.accept], **_reason(s)} for s in item.reasons()]
            return {"words": spelled[0], "errors": spelled[1:]}
        case Match():
            pairs = [
                {"id": p.id, "left": typed(p.left), "right": typed(p.right), **_reason(p)}
                for p in item.pairs
            ]
            return {"pairs": pairs, "extra": [*map(typed, item.extra)]}
        case Order():
            return {
                "steps": [{"id": s.id, "text": typed(s.text), **_reason(s)} for s in item.steps]
            }
    raise TypeError(f"no item is of type {item.type}")


def _reason(reason: Reason) -> dict[str, Any]:
    told = {"why": typed(reason.why), "references": [*reason.references]}
    return {**told, "media": reason.media.name} if reason.media else told


def _proof(item: Item) -> dict[str, Any]:
    if item.proof is None:
        return {}
    told = {each.name: getattr(item.proof, each.name) for each in fields(item.proof)}
    usual = {"arguments": {}, "pick": None, "scale": 1, "within": 0, "states": {}, "cases": {}}
    return {name: value for name, value in told.items() if value != usual.get(name, ...)}
