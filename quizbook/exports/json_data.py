"""JSON: everything the bank holds of the chosen items, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..bank.media import Table
from ..bank.text import typed
from ..media.shelf import describe
from .data import as_data
from .writing import Selection

SCHEMA = 1


def write(chosen: Selection, target: Path) -> None:
    """Write the items, their cases and every source in full."""
    items = [{"chapter": item.chapter, **as_data(item)} for item in chosen.items]
    told = [group.case for group in chosen.groups() if group.case]
    cases = [
        {
            "id": case.id,
            "title": typed(case.title),
            "steps": [{"text": typed(s.text), "items": [*s.items]} for s in case.steps],
            **({"discuss": [*map(typed, case.discuss)]} if case.discuss else {}),
        }
        for case in told
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


def _medium(medium, name: str, chosen: Selection) -> dict[str, Any]:
    told = {"kind": medium.kind, "alt": typed(medium.alt), "long": typed(medium.long)}
    if isinstance(medium, Table):
        cells = (medium.columns, *medium.rows)
        return {**told, "rows": [[typed(cell) for cell in row] for row in cells]}
    made = chosen.shelf[name]
    return {**told, "caption": describe(medium, made), "svg": made.svg}
