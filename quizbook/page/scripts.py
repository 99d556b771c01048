"""What runs in the reader's browser, as it is served: with its words, without its comments."""

from __future__ import annotations

import re
from pathlib import Path

from ..languages import script

BROWSER = Path(__file__).parent / "browser"
"""Holds quiz.js and quiz.css: what runs in the reader's browser, and nothing else."""


_COMMENT = re.compile(r"^[ \t]*/\*(?!!).*?\*/[ \t]*\n", re.M | re.S)
"""A comment that has lines of its own; one that begins with `!` says whose a script is."""


def served(name: str) -> str:
    """Give a script or a style as a page gets it: comments are for those who read the source."""
    file = BROWSER / name
    text = script(file) if file.suffix == ".js" else file.read_text(encoding="utf-8")
    return _COMMENT.sub("", text)


def lay(folder: Path) -> Path:
    """Lay everything into a folder; a file that stays the same is not touched. Gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {file.name for file in BROWSER.iterdir() if file.is_file()}
    for old in folder.iterdir():
        if old.name not in names:
            old.unlink()
    for name in names:
        text, target = served(name), folder / name
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
    return folder
