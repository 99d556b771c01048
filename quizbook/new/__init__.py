"""A new course: the template in `course`, which is also what the tests build, under a new name."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

from ..bank import schemas

TEMPLATE = Path(__file__).parent / "course"
BESIDE = Path(__file__).parent / "beside"
"""What a course has beside its chapters: named without the first dot, so that it is packed."""
ADDRESS = "https://creativecommons.org"
LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", f"{ADDRESS}/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", f"{ADDRESS}/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", f"{ADDRESS}/publicdomain/zero/1.0/"),
}
"""What an author may choose for text and questions; by default, nothing."""
NONE = "none"
_DOTTED = {"vscode", "gitignore", "github"}


class NewError(Exception):
    """No course can be made so; the message says what to do instead."""


@dataclass(frozen=True)
class Names:
    """What the author says of a new course."""

    title: str
    author: str
    id: str
    licence: str = NONE

    def __post_init__(self) -> None:
        for what, words in (("title", self.title), ("author", self.author)):
            if not words.strip() or not words.isprintable():
                raise NewError(f"the {what} must be words on one line")
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", self.id):
            raise NewError(f'the id "{self.id}" must be lower case, digits, single hyphens')
        if self.licence not in (*LICENCES, NONE):
            raise NewError(f"no licence {self.licence}; there is {', '.join((*LICENCES, NONE))}")


def id_of(title: str) -> str:
    """Make an id of a title: "Brot & Käse" gives brot-kase."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789") or "course"


def make(folder: Path, names: Names) -> None:
    """Write a small course that builds into a new or empty folder.

    Raises NewError if anything lies there already: nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewError(f"{folder} is there already, and not empty; name another folder")
    left_out = shutil.ignore_patterns("_build", "__pycache__", ".*")
    shutil.copytree(TEMPLATE, folder, ignore=left_out, dirs_exist_ok=True)
    for source in sorted(BESIDE.rglob("*")):
        first, *rest = source.relative_to(BESIDE).parts
        target = folder.joinpath(f".{first}" if first in _DOTTED else first, *rest)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    (folder / "requirements.txt").write_text(requirement(), encoding="utf-8")
    write_schemas(folder)
    _name(folder, names)


def requirement() -> str:
    """Name this program as pip takes it: the address that it was installed from, if it has one."""
    told = distribution("quizbook").read_text("direct_url.json")
    source = json.loads(told) if told else {}
    address, vcs = source.get("url", ""), source.get("vcs_info")
    if not address.startswith("https://"):
        return (
            "# Name here where you have quizbook from, for example\n"
            "# quizbook @ git+https://ADDRESS-OF-THE-REPOSITORY\n"
        )
    if vcs:
        address = f"{vcs['vcs']}+{address}@{vcs['commit_id']}"
    return f"quizbook @ {address}\n"


def write_schemas(folder: Path) -> None:
    """Put the schemas where editors look that are told so by .vscode/settings.json."""
    place = folder / ".vscode" / "quizbook"
    place.mkdir(parents=True, exist_ok=True)
    for schema in schemas.files():
        shutil.copyfile(schema, place / schema.name)


def _name(folder: Path, names: Names) -> None:
    """Put title, author, id and licence in the place of the template's."""
    title, author = _quoted(names.title), _quoted(names.author)
    shown, address = LICENCES.get(names.licence, ("", ""))
    footer = f'Text and questions: <a href="{address}">{shown}</a>.' if shown else ""
    _edit(
        folder / "_config.yml",
        lambda text: (
            text.replace("title: Bread\n", f"title: {title}\n", 1)
            .replace("author: A baker\n", f"author: {author}\n", 1)
            .replace('copyright: "2026"', f'copyright: "{date.today().year}"', 1)
            .replace('extra_footer: ""', f"extra_footer: {_quoted(footer)}")
        ),
    )
    _edit(
        folder / "quizzes" / "book.yml",
        lambda text: (
            text.replace('id: "bread"', f'id: "{names.id}"', 1)
            .replace('title: "Bread"', f"title: {title}", 1)
            .replace('licence: "CC BY 4.0"\n', f"licence: {_quoted(shown)}\n" if shown else "")
        ),
    )
    _edit(
        folder / "chapters" / "index.md",
        lambda text: text.replace("# Bread\n", f"# {names.title}\n", 1),
    )
    _edit(folder / "README.md", lambda text: text.replace("TITLE", names.title, 1))
    if shown:
        words = f"Copyright {date.today().year} {names.author}\n\n"
        words += f"The text, figures and questions of this course are licensed under {shown}:\n"
        (folder / "LICENSE").write_text(f"{words}{address}legalcode\n", encoding="utf-8")


def _edit(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def _quoted(words: str) -> str:
    """Write words as YAML takes them, whatever they hold."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
