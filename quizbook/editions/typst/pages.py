"""On which page each place of the book stands: what the other editions list of this one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import typst

from .fonts import Fonts

RECORD = "pages.json"
_ASK = """
#context {{
  let places = ({labels}).map(name => {{
    let found = query(label(name))
    if found.len() == 0 {{ return none }}
    let at = found.first().location()
    let style = at.page-numbering()
    let number = numbering(if style == none {{ "1" }} else {{ style }}, ..counter(page).at(at))
    (at.page(), at.position().y.pt(), number, name)
  }})
  [#metadata((places: places, overfull: query(<overfull>).map(it => it.value))) <answer>]
}}
"""


def asking(labels: Iterable[str]) -> str:
    """Write the code that answers `write`: it adds nothing to what is seen."""
    return _ASK.format(labels="".join(f"{json.dumps(x, ensure_ascii=False)}, " for x in labels))


def write(folder: Path, book: str, fonts: Fonts) -> list[tuple[str, str]]:
    """Note the first place on each page, once the book has been set by this process.

    The record is a list of [number as printed, label]. Gives what is too wide for the paper: where
    it is from, and what is wrong.
    """
    told = typst.query(
        str(folder / book),
        "<answer>",
        field="value",
        one=True,
        root=str(folder),
        **fonts.options(),
    )
    answer = json.loads(told)
    first: dict[int, tuple[str, str]] = {}
    chapter, left = "", set()
    for page, _, number, label in sorted(place for place in answer["places"] if place):
        name = label.partition("#")[0]
        if name in left:  # the steps of a case stand where no other edition has them
            continue
        if name != chapter:
            left.add(chapter)
            chapter = name
        first.setdefault(page, (number, label))
    (folder / RECORD).write_text(json.dumps(list(first.values())), encoding="utf-8")
    return [(origin, said) for origin, said in answer["overfull"]]


def read(folder: Path) -> list[tuple[str, str]]:
    """Give what `write` noted, or nothing if this edition has not been made."""
    try:
        return [(number, label) for number, label in json.loads((folder / RECORD).read_text())]
    except (OSError, ValueError):
        return []
