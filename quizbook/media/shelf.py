"""The shelf of made media: which are stale, and where the drawings and sounds lie.

A medium is stale when what it is made from has changed: its own entry, the file of its function and
what that imports of the course's package, its data, or the modules here that draw.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .. import languages
from ..bank.chapters import Chapter, cells, inputs, read_chapter, text_of
from ..bank.load import chapter_files, find_root, load_bank
from ..bank.media import FILE, Medium, Picture, Signal, Table
from ..bank.media_rules import chapter_of, module_file
from ..bank.model import Bank
from ..bank.problems import BankError, Problem
from ..bank.settings import language
from ..bank.text import plain
from ..stamp import PACKAGE, fingerprint

FOLDER = "_build/media"
MOST_BYTES = {"svg": 12_000, "wav": 45_000}
"""Most bytes of a signal's drawing, and of a sound."""


class Made(NamedTuple):
    """A medium as it is shown: drawing, sound, what its bars measure, seconds of the sound."""

    name: str
    svg: str
    wav: bytes
    bars: str
    seconds: float
    file: str
    """The drawing's file, as a path from the book's root; the name gives nothing away."""

    @property
    def data_address(self) -> str:
        """The sound as an address that holds it: for viewers that have no file beside them."""
        return "data:audio/wav;base64," + base64.b64encode(self.wav).decode()

    def png(self, scale: float = 2) -> bytes:
        """Draw it in dark ink on white, for readers that take no SVG."""
        import vl_convert

        svg = self.svg.replace("currentColor", "#1d1d1b")
        start = svg.index(">", svg.index("<svg")) + 1
        paper = '<rect width="100%" height="100%" fill="#fff"/>'
        return vl_convert.svg_to_png(svg[:start] + paper + svg[start:], scale=scale)


class Shelf:
    """The made media of one book.

    Parameters
    ----------
    root
        The book's root.
    bank
        Its bank; by default loaded from there.
    """

    def __init__(self, root: Path, bank: Bank | None = None) -> None:
        self.root, self.bank = root, bank or load_bank(root)

    @classmethod
    def here(cls) -> Shelf:
        """Take the shelf of the book that holds the current folder."""
        return cls(find_root())

    def __getitem__(self, name: str) -> Made:
        """Give a made medium; raises BankError with its problem if it cannot be made."""
        medium = self.bank.media[name]
        record = self._record(medium)
        if not record.is_file():
            self.make([medium])
        return _read(record)

    def make_all(self) -> None:
        """Make whatever is stale; raises BankError with every problem."""
        self.make(m for m in self.bank.media.values() if not isinstance(m, Table))

    def make(self, media: Iterable[Medium]) -> None:
        """Make these media where they are stale; raises BankError with every problem."""
        stale = [medium for medium in media if not self._record(medium).is_file()]
        if not stale:
            return
        orders = [self._order(medium) for medium in stale]
        answers = _ask(self.root, orders)
        problems = []
        for medium, answer in zip(stale, answers, strict=True):
            faults = [answer["fault"]] if "fault" in answer else [*_too_large(medium, answer)]
            file, line = answer.get("at") or (FILE, medium.line)
            told = {(p.file, p.line, p.message) for p in problems} if "at" in answer else set()
            problems += [
                Problem(file, line, medium.id, fault)
                for fault in faults
                if (file, line, fault) not in told  # a line that several media need, told once
            ]
            if not faults:
                self._keep(medium, answer)
        if problems:
            raise BankError(problems)

    def made_from(self, medium: Medium) -> list[Path]:
        """List the files whose change makes a medium stale, besides media.yml."""
        if isinstance(medium, Signal):
            return _module_files(self.root, medium.make.rpartition(".")[0])
        if isinstance(medium, Picture):
            named = [self.root / name for name in (medium.file, medium.data) if name]
            chapter = self._chapter(medium)
            if chapter:
                named += [self.root / chapter.file, *inputs(self.root, chapter)]
            return named
        return []

    def _chapter(self, medium: Medium) -> Chapter | None:
        cell = getattr(medium, "cell", None)
        return chapter_of(self.root, self._chapters, cell) if cell else None

    @cached_property
    def _chapters(self) -> list[Chapter]:
        read = (read_chapter(self.root, file)[0] for file in chapter_files(self.root))
        return [chapter for chapter in read if chapter]

    def _record(self, medium: Medium) -> Path:
        return self.root / FOLDER / f"{self._name(medium)}.json"

    def _name(self, medium: Medium) -> str:
        """Name a medium's files by what it is made from: nobody reads an answer in a hash."""
        parts = [medium.identity, getattr(medium, "show", None), getattr(medium, "sound", None)]
        parts += [fingerprint(self.made_from(medium)), _own_code()]
        parts.append(fingerprint(languages.files(language(self.root), self.root)))
        canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def _order(self, medium: Medium) -> dict[str, Any]:
        order = {"kind": medium.kind, "id": medium.id}
        if isinstance(medium, Signal):
            order |= {"make": medium.make, "with": medium.with_, "show": medium.show}
            return order | {"marks": medium.marks, "sound": medium.sound}
        assert isinstance(medium, Picture)
        order |= {"file": medium.file, "chart": medium.chart, "data": medium.data}
        chapter = self._chapter(medium)
        if chapter:
            found = cells(text_of(self.root, chapter.file))
            last = next(n for n, c in enumerate(found) if f"name: {medium.cell}" in c.options)
            order["chapter"] = chapter.file
            order["cells"] = [(c.line, c.source) for c in found[: last + 1] if not c.question]
        return order

    def _keep(self, medium: Medium, answer: dict[str, Any]) -> None:
        record = self._record(medium)
        record.parent.mkdir(parents=True, exist_ok=True)
        _write(record.with_suffix(".svg"), answer["svg"].encode())
        _write(record, json.dumps(answer).encode())


def _read(record: Path) -> Made:
    answer = json.loads(record.read_text(encoding="utf-8"))
    return Made(
        name=record.stem,
        svg=answer["svg"],
        wav=base64.b64decode(answer["wav"]),
        bars=answer["bars"],
        seconds=answer["seconds"],
        file=f"{FOLDER}/{record.stem}.svg",
    )


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all: two builds may make the same medium."""
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(data)
    part.replace(file)


def _too_large(medium: Medium, answer: dict[str, Any]) -> Iterable[str]:
    if not isinstance(medium, Signal):
        return
    sizes = {"svg": len(answer["svg"].encode()), "wav": len(base64.b64decode(answer["wav"]))}
    for kind, size in sizes.items():
        if size > MOST_BYTES[kind]:
            what = "drawing" if kind == "svg" else "sound"
            most = MOST_BYTES[kind]
            yield f"its {what} has {size} bytes; at most {most}: show fewer seconds or channels"


SILENT = (
    "the process that made them was ended, by code of the course such as os._exit(), or for want "
    "of memory; take that code out, or make less"
)


def _ask(root: Path, orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let a process of its own make media; it answers with one line of JSON each."""
    command = [sys.executable, "-m", "quizbook.media.making", str(root)]
    told = "".join(json.dumps(order) + "\n" for order in orders)
    done = subprocess.run(command, input=told, capture_output=True, text=True, encoding="utf-8")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(orders):
        last = (done.stderr.strip().splitlines() or [SILENT])[-1]
        raise BankError([Problem(FILE, 1, "file", f"the media could not be made: {last}")])
    return answers


def _own_code() -> str:
    folders = (PACKAGE / "media", PACKAGE / "figures")
    drawn = (file for folder in folders for file in folder.glob("*.py"))
    return fingerprint([*drawn, PACKAGE / "charts.py"])


def _module_files(root: Path, module: str) -> list[Path]:
    """List a module of the course's package, and whatever it imports of the course."""
    found: dict[Path, None] = {}
    wanted = [module]
    while wanted:
        name = wanted.pop()
        file = module_file(root, name)
        if file is None or file in found:
            continue
        found[file] = None
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        try:
            wanted += _imports(file.read_text(encoding="utf-8"), package)
        except UnicodeDecodeError:
            continue  # told, with its line, by what runs it
    return list(found)


@lru_cache(maxsize=256)
def _imports(source: str, package: str) -> list[str]:
    """List what a module may import; dozens of media ask it of the same few modules."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []  # told, with its line, by what runs it
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = parts[: len(parts) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            found += [whole, *(f"{whole}.{alias.name}" for alias in node.names)]
    return found


def describe(medium: Medium, made: Made) -> str:
    """Say below a drawing what its bars measure and where a signal comes from."""
    return " ".join(filter(None, [made.bars, origin(medium)]))


def origin(medium: Medium) -> str:
    """Say where a signal comes from; nothing of other media."""
    return plain(medium.origin) if isinstance(medium, Signal) else ""
