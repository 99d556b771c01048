"""What runs in the reader's browser, as it is served: the words of its scripts in place."""

from __future__ import annotations

from pathlib import Path

from ..languages import script

BROWSER = Path(__file__).parent / "browser"
"""Holds quiz.js and quiz.css: what runs in the reader's browser, and nothing else."""


def served(name: str) -> str:
    """Give a script or a style as a page gets it."""
    file = BROWSER / name
    return script(file) if file.suffix == ".js" else file.read_text(encoding="utf-8")


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
