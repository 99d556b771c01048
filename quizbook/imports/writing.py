"""Unfinished questions as YAML files that say what each lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..bank.book import Book
from . import ImportFault
from .draft import Draft

HEAD = """\
# UNFINISHED: {count} from {source}.
# Neither `check` nor any edition reads this file. Write what each question lacks (it stands above
# it), then move the file to quizzes/, and `python -m quizbook check` says what is left to mend.
schema: 1
chapter: {chapter}
items:
"""


def files(drafts: Iterable[Draft], source: Path, folder: Path, book: Book) -> dict[Path, str]:
    """Give the text of each file, one a chapter; raises ImportFault if one is there already."""
    chapters: dict[str, list[Draft]] = {}
    for draft in drafts:
        chapters.setdefault(draft.chapter, []).append(draft)
    made = {}
    for chapter, members in chapters.items():
        path = folder / f"{chapter}.yml"
        if path.exists():
            raise ImportFault(f"{path} is there already; move it, or name another folder with -o")
        count = f"{len(members)} question{'s' if len(members) > 1 else ''}"
        told = {"count": count, "source": _comment(source.name), "chapter": _quoted(chapter)}
        made[path] = HEAD.format(**told) + "".join(_block(draft, book) for draft in members)
    return made


def _block(draft: Draft, book: Book) -> str:
    notes = [f"  # lacks {_comment(words)}\n" for words in draft.lacks(book)]
    notes += [f"  # note: {_comment(words)}\n" for words in dict.fromkeys(draft.notes)]
    rows = []
    for key, value in draft.data.items():
        if key in ("options", "errors", "pairs", "steps"):
            rows.append(f"{key}:")
            rows += [f"  - {_flow(row)}" for row in value]
        else:
            rows.append(f"{key}: {_flow(value)}")
    lines = [f"    {row}\n" for row in rows]
    return "".join(notes) + "  - " + "".join(lines).removeprefix("    ")


def _flow(value: Any) -> str:
    """Write a value in one line; what a string holds is never read as YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[a-z_]+", name) else _quoted(name)


def _quoted(words: str) -> str:
    """Quote a string as JSON and YAML both read it; controls are written as escapes."""
    quoted = json.dumps(words, ensure_ascii=False)
    return re.sub(
        r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda f: f"\\u{ord(f[0]):04x}", quoted
    )


def _comment(words: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", " ", words).split())
