"""JSON: everything the bank holds of the chosen items, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..bank.media import Table
from ..bank.model import Choice, Item, Match, Numeric, Order, Reason
from ..bank.text import typed
from .writing import Selection, asked

SCHEMA = 1


def write(chosen: Selection, target: Path) -> None:
    """Write the items, their cases and every source in full."""
    items = [_item(item, chosen) for item in chosen.items]
    ids = {item.id for item in chosen.items}
    cases = [
        {
            "id": case.id,
            "title": typed(case.title),
            "steps": [{"text": typed(s.text), "items": [*s.items]} for s in case.steps],
        }
        for case in chosen.bank.cases.values()
        if ids.issuperset(asked(case))
    ]
    keys = dict.fromkeys(key for item in chosen.items for key in item.cited())
    data = {
        "schema": SCHEMA,
        "book": {"id": chosen.bank.id, "title": chosen.bank.title, "edition": chosen.bank.edition},
        "licence": chosen.licence,
        "items": items,
        "cases": cases,
        "sources": {key: chosen.sources[key] for key in keys},
        "objectives": {item.objective: chosen.objective(item) for item in chosen.items},
        "pitfalls": {i.pitfall: chosen.bank.pitfalls[i.pitfall] for i in chosen.items if i.pitfall},
        "media": {
            use.name: _medium(use.medium, use.name, chosen)
            for item in chosen.items
            for use in item.uses()
        },
    }
    target.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _item(item: Item, chosen: Selection) -> dict[str, Any]:
    kept = ("id", "version", "type", "chapter", "objective", "level", "audience", "pitfall")
    told = {name: getattr(item, name) for name in kept}
    told |= {"written": item.written, "reviewed": item.reviewed, "by": item.by}
    told |= {"prediction": item.prediction, "stem": typed(item.stem), "hint": typed(item.hint)}
    told |= {"point": typed(item.point), "references": [*item.references], **_answers(item)}
    told["media"] = [{"use": use.name, "as": use.form} for use in item.media]
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _answers(item: Item) -> dict[str, Any]:
    match item:
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
            slips = [{"value": slip.value, **_reason(slip)} for slip in item.errors]
            return {"answer": {**told, "accept": accept, **_reason(answer)}, "errors": slips}
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
    use = getattr(reason, "media", None)
    return {**told, "media": {"use": use.name, "as": use.form}} if use else told


def _medium(medium, name: str, chosen: Selection) -> dict[str, Any]:
    told = {"kind": medium.kind, "alt": typed(medium.alt), "long": typed(medium.long)}
    if isinstance(medium, Table):
        cells = (medium.columns, *medium.rows)
        return {**told, "rows": [[typed(cell) for cell in row] for row in cells]}
    return {**told, "svg": chosen.shelf[name].svg}
