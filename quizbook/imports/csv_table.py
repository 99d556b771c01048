"""A table of questions, from a spreadsheet or from `export csv`.

A row is a question. Its columns: stem, and for each choice "choice 1", "right 1" (yes or no; of a
step its place, of a pair what belongs to it) and "reason 1"; the rest may be missing.
"""

from __future__ import annotations

import csv
import io
import json
import re

from ..bank.book import Book
from ..exports.csv_table import ABOUT, KEPT
from ..exports.sources import Sources
from . import Found, ImportFault
from .draft import CHOICES, Draft

YES = {"yes", "y", "true", "1", "x", "right", "correct"}
NO = {"no", "n", "false", "0", "", "wrong", "incorrect"}


def read(data: bytes, name: str, book: Book, found: Found) -> None:
    """Read the questions; raises ImportFault."""
    rows = _rows(data, name)
    sources = Sources(book.root / "references.bib")
    found.drafts += [_draft(row, f"{name}:{line}", sources) for line, row in rows]


def _rows(data: bytes, name: str) -> list[tuple[int, dict[str, str]]]:
    """Read the table: each row by its columns' names, with its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportFault(f"{name}:{line}: is not UTF-8; save it as CSV UTF-8") from None
    if "\0" in text:
        raise ImportFault(f"{name}: holds a zero byte, so it is no table")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    try:
        columns = [column.strip().lower() for column in next(table, [])]
        for row in table:
            if len(row) > len(columns):
                told = f"{len(row)} cells under {len(columns)} columns"
                raise ImportFault(f"{name}:{table.line_num}: has {told}")
            if any(cell.strip() for cell in row):
                rows.append((table.line_num, dict(zip(columns, row, strict=False))))
    except csv.Error as error:
        raise ImportFault(f"{name}:{table.line_num}: is no table: {error}") from None
    missing = [column for column in ("stem", "choice 1", "right 1") if column not in columns]
    if missing:
        raise ImportFault(f"{name}:1: lacks the column {' and '.join(missing)}")
    if len(set(columns)) < len(columns):
        twice = sorted({column for column in columns if columns.count(column) > 1})
        raise ImportFault(f"{name}:1: has the column {' and '.join(twice)} twice")
    return rows


def _draft(row: dict[str, str], place: str, sources: Sources) -> Draft:
    draft = Draft(row.get("chapter", "").strip(), {})
    told = {name: row.get(name, "").strip() for name in (*ABOUT, "stem", "hint", "point")}
    draft.data = {name: value for name, value in told.items() if value and name != "chapter"}
    version = draft.data.pop("version", "1")
    draft.data["version"] = int(version) if version.isdecimal() else 1
    draft.data["references"] = _sources(row.get("sources", ""), sources, draft)
    rows = _choices(row, sources, draft)
    kind = told["type"] or _guess(rows)
    if kind not in CHOICES:
        raise ImportFault(f"{place}: the type is {kind!r}; it can be {', '.join(CHOICES)}")
    draft.data["type"] = kind
    draft.data |= _answers(kind, rows, row, place)
    try:
        draft.keep(json.loads(row.get(KEPT) or "null"))
    except ValueError:
        raise ImportFault(f"{place}: the column {KEPT!r} was changed; empty the cell") from None
    return draft


def _choices(row: dict[str, str], sources: Sources, draft: Draft) -> list[dict]:
    numbers = sorted(int(name[7:]) for name in row if re.fullmatch(r"choice \d{1,3}", name))
    return [
        {
            "text": row[f"choice {n}"].strip(),
            "right": row.get(f"right {n}", "").strip(),
            "why": row.get(f"reason {n}", "").strip(),
            "references": _sources(row.get(f"sources {n}", ""), sources, draft),
        }
        for n in numbers
        if row[f"choice {n}"].strip()
    ]


def _sources(words: str, sources: Sources, draft: Draft) -> list[str]:
    keys, rest = sources.find(words)
    if rest:
        draft.notes.append(f"references.bib has no such source: {rest[:120]}")
    return keys


def _guess(rows: list[dict]) -> str:
    """Tell the type by what is said to be right."""
    right = [row["right"].lower() for row in rows]
    if all(word in YES | NO for word in right):
        return "multiple" if sum(word in YES for word in right) > 1 else "single"
    return "order" if sorted(right) == [str(n) for n, _ in enumerate(rows, 1)] else "match"


def _answers(kind: str, rows: list[dict], row: dict[str, str], place: str) -> dict:
    why = [{"why": each["why"], "references": each["references"]} for each in rows]
    pairs = list(zip(rows, why, strict=True))
    match kind:
        case "single" | "multiple":
            return {
                "options": [
                    {"text": each["text"], "correct": _is_right(each, place), **reason}
                    for each, reason in pairs
                ]
            }
        case "match":
            extra = [line for line in row.get("fits nothing", "").splitlines() if line.strip()]
            told = [{"left": r["text"], "right": r["right"], **reason} for r, reason in pairs]
            return {"pairs": told, "extra": extra}
        case "order":
            places = sorted(pairs, key=lambda pair: _number(pair[0]["right"], place))
            return {"steps": [{"text": each["text"], **reason} for each, reason in places]}
        case _:
            return _numeric(pairs, row, place)


def _numeric(pairs: list[tuple[dict, dict]], row: dict[str, str], place: str) -> dict:
    told = {"answer": {}, "errors": []}
    for each, reason in pairs:
        value = _number(each["text"], place)
        if _is_right(each, place) and not told["answer"]:
            unit = row.get("unit", "").strip() or "1"
            tolerance = _number(row.get("tolerance", "").strip() or "0", place)
            about = {"value": value, "unit": unit, "tolerance": tolerance}
            accept = [_unit(part, place) for part in row.get("other units", "").split(";") if part]
            told["answer"] = {**about, **({"accept": accept} if accept else {}), **reason}
        else:
            told["errors"].append({"value": value, **reason})
    return told


def _unit(words: str, place: str) -> dict:
    unit, _, factor = words.strip().rpartition(" x ")
    if not unit:
        raise ImportFault(f'{place}: {words!r} is no unit with its factor, such as "kg x 1000"')
    return {"unit": unit, "factor": _number(factor, place)}


def _is_right(row: dict, place: str) -> bool:
    word = row["right"].lower()
    if word not in YES | NO:
        raise ImportFault(f"{place}: {row['right']!r} stands for right; write yes or no")
    return word in YES


def _number(text: str, place: str) -> float | int:
    try:
        value = float(text.replace(",", "."))
        return int(value) if value.is_integer() else value
    except (ValueError, OverflowError):
        raise ImportFault(f"{place}: {text!r} is no number") from None
