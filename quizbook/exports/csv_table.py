"""CSV: one question a row, for spreadsheets. Text as it is typed in the bank."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from ..bank.model import Choice, Item, Match, Numeric, Order, Short
from ..bank.text import typed
from .data import kept
from .writing import Group, Selection, story

KEPT = "kept for import"
"""The column of what a table has no place for, so that `import` finds it."""
ABOUT = ("id", "version", "type", "chapter", "objective", "level", "audience", "pitfall")


def write(chosen: Selection, target: Path) -> None:
    """Write a table that begins with a mark by which spreadsheets know UTF-8.

    A choice has four columns: what it says, whether it is right (of a step its place, of a pair
    what belongs to it), the reason, the sources.
    """
    rows = [_row(item, group, chosen) for group in chosen.groups() for item in group.items]
    columns = _in_order(dict.fromkeys(name for row in rows for name in row))
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", quoting=csv.QUOTE_ALL)
        table.writeheader()
        table.writerows(rows)


def _in_order(columns: Iterable[str]) -> list[str]:
    """Put what is told of the choices together: the fifth may come with the last question."""
    counted = [name for name in columns if name[-1].isdigit()]
    others = [name for name in columns if not name[-1].isdigit()]
    counted.sort(key=lambda name: int(name.rpartition(" ")[2]))
    after = others.index("hint") + 1
    return [*others[:after], *counted, *others[after:]]


def _row(item: Item, group: Group, chosen: Selection) -> dict[str, str]:
    for use in item.uses():
        chosen.lose(item, f"a table has no place for the medium {use.name}")
    row = {name: str(getattr(item, name) or "") for name in ABOUT}
    row |= {"objective in words": chosen.objective(item)}
    if group.case:
        row["case"] = typed(group.case.title)
        row["story"] = " ".join(map(typed, story(group.case, item)))
    row["stem"] = typed(item.stem)
    row["hint"] = typed(item.hint)
    for number, (text, right, reason) in enumerate(_choices(item), 1):
        row |= {
            f"choice {number}": text,
            f"right {number}": right,
            f"reason {number}": typed(reason.why),
            f"sources {number}": "; ".join(chosen.sources.list(reason.references)),
        }
    if isinstance(item, Numeric):
        accept = "; ".join(f"{unit} x {factor:.12g}" for unit, factor in item.answer.accept)
        told = {"unit": item.answer.unit, "tolerance": f"{item.answer.tolerance:.12g}"}
        row |= {**told, "other units": accept}
    if isinstance(item, Match):
        row["fits nothing"] = "\n".join(map(typed, item.extra))
    row |= {"point": typed(item.point), "sources": "; ".join(chosen.sources.list(item.references))}
    return {**row, "licence": chosen.licence, KEPT: json.dumps(kept(item), ensure_ascii=False)}


def _choices(item: Item):
    match item:
        case Choice():
            return [(typed(o.text), "yes" if o.correct else "no", o) for o in item.options]
        case Numeric():
            answers = [(f"{item.answer.value:.12g}", "yes", item.answer)]
            return answers + [(f"{slip.value:.12g}", "no", slip) for slip in item.errors]
        case Short():
            return [
                ("; ".join(s.accept), "yes" if s is item.words else "no", s) for s in item.reasons()
            ]
        case Match():
            return [(typed(p.left), typed(p.right), p) for p in item.pairs]
        case Order():
            return [(typed(s.text), str(n), s) for n, s in enumerate(item.steps, 1)]
    raise TypeError(f"no item is of type {item.type}")
