"""What a chapter says of itself: its front matter, and the questions its cells show."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from ..stamp import PACKAGE, package_files
from . import characters, contents, markup, prose, settings, shape
from .problems import BankError, Problem
from .schemas import schema
from .source import Map, line_at, read_text, read_yaml

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$", re.S | re.M)
_HEADLESS = re.compile(r"\w[\w-]*:(?: .*)?\n(?:.+\n|\n)*?---\n")
"""Keys, and a line that ends them, where no line has begun them."""
_OPTION = re.compile(r"\s*:[\w-]+:.*")
_SHOWN = re.compile(r"""quiz\((["'])([a-z0-9-]+)\1\)""")
_DIRECTIVE = re.compile(r"[ \t>*\d.+-]*(?:`{3,}|~{3,}|:{3,})\{question\}[ \t]+(\S+)")
_LABEL = re.compile(r"^\(([^()\n]+)\)=[ \t]*$", re.M)
_CURTAIN = re.compile(r"(:{3,})\{curtain\}\s*(.*?)\s*")
TAGS = (
    "remove-input remove-output remove-cell hide-input hide-output hide-cell raises-exception "
    "skip-execution remove-stderr remove-stdout full-width scroll-output"
).split()
"""Tags of cells that editions act upon; an author may invent others."""
IMPORT = "from quizbook import quiz"


@dataclass(frozen=True)
class Cell:
    """A code cell: its options, its source, the line its source begins on, its first and last."""

    options: str
    source: str
    line: int
    first: int
    last: int

    @property
    def question(self) -> str | None:
        """The id of what the cell shows, if it does nothing else and its code stays hidden."""
        found = _SHOWN.fullmatch(self.source.strip())
        return found[2] if found and self.options == ":tags: [remove-input]" else None


@dataclass(frozen=True)
class Use:
    """One `quiz("...")`, in a chapter, on a line."""

    item: str
    line: int


@dataclass(frozen=True)
class Curtain:
    """A curtain before what answers `item`: the lines of its fence; no `last` if it is open."""

    item: str
    first: int
    last: int | None
    fault: str = ""


@dataclass(frozen=True)
class Chapter:
    name: str
    file: str
    objectives: dict[str, str]
    uses: tuple[Use, ...]
    data: tuple[str, ...]
    imports: frozenset[str]
    needs_kernel: bool
    review: dict[str, str] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    """What links can name: each `(label)=`."""
    curtains: tuple[Curtain, ...] = ()
    is_sound: bool = True
    """Whether its front matter says all that it should; what is wrong with it is told already."""
    cited: tuple[tuple[int, str], ...] = ()
    """Lines, and the keys of the works that they cite."""


def read_chapter(root: Path, file: str) -> tuple[Chapter | None, list[Problem]]:
    """Read one chapter; gives it (or None if nothing can be read) and all its problems."""
    name = Path(file).stem
    try:
        text = text_of(root, file)
        front = _front_matter(text, file)
    except BankError as error:
        return None, error.problems
    opening = _FRONT.match(text)
    skipped = text.count("\n", 0, opening.end()) if opening else 0
    found = list(shape.problems(front, "chapter.schema", file, name))
    if not found:
        found += _judge(front, root, file, name)
    is_sound = not found
    found += markup.judge(text, skipped, root, file, name)
    is_tangled = any(markup.UNENDED in problem.message for problem in found)
    body = "\n".join(text.split("\n")[skipped:])
    found += [
        Problem(file, line, name, message)
        for line, message in characters.broken(text)
        if line > skipped
    ]
    words = prose.read(body, skipped, settings.has_formulas(root))
    if not is_tangled:
        found += [Problem(file, line, name, message) for line, message in words.faults]
    if not words.has_title and not is_tangled:
        message = 'has no title; write one above its words, such as "# Bread"'
        found.append(Problem(file, skipped + 1, name, message))
    code = cells(text)
    if code and "kernelspec" not in front:
        message = "has code cells but no jupytext and kernelspec in its front matter; add them"
        found.append(Problem(file, 2, name, message))
    uses, imports, faults = _read_cells(code, file, name)
    uses += _directives(text, skipped)
    curtains = find_curtains(text)
    if curtains and _is_notebook(file):
        message = "a curtain needs Markdown; turn this into it: jupytext --to md:myst"
        found.append(Problem(file, 1, name, f"{message} {file}"))
    chapter = Chapter(
        name=name,
        file=file,
        objectives=_objectives(front),
        uses=tuple(uses),
        data=tuple(d for d in _listed(front, "data") if isinstance(d, str)),
        imports=frozenset(imports),
        needs_kernel=_is_notebook(file)
        or any(cell.question is None and cell.source != IMPORT for cell in code),
        review=dict(front["review"]) if isinstance(front.get("review"), dict) else {},
        labels=frozenset(_LABEL.findall(text)),
        curtains=curtains,
        is_sound=is_sound,
        cited=tuple(words.cited),
    )
    found += () if is_tangled else faults
    if _is_notebook(file):  # lines of Markdown that no author has seen
        found = [Problem(file, 1, problem.subject, problem.message) for problem in found]
    return chapter, found


def _directives(text: str, skipped: int) -> Iterator[Use]:
    """Find the questions that Markdown asks for by directive: in a box, a tab, a list."""
    body = "\n".join(text.split("\n")[skipped:])
    for line, row in markup.shown(body, skipped):
        found = _DIRECTIVE.match(row)
        if found:
            yield Use(found[1], line)


def text_of(root: Path, file: str) -> str:
    """Read a chapter as MyST Markdown; raises BankError if it cannot be read.

    A notebook's front matter is its metadata.
    """
    text = read_text(root / file, file)
    if not _is_notebook(file):
        return text
    import jupytext  # a quarter of a second, for notebooks alone

    try:
        notebook = jupytext.reads(text, fmt="ipynb")
    except Exception as error:
        said = " ".join(str(error).split())[:120]
        raise BankError([Problem(file, 1, "file", f"is no notebook: {said}")]) from None
    kept = ",".join(schema("chapter.schema")["properties"])
    notebook.metadata["jupytext"] = {"notebook_metadata_filter": f"{kept},-all"}
    return jupytext.writes(notebook, fmt="md:myst")


def _is_notebook(file: str) -> bool:
    return file.endswith(".ipynb")


def read_objectives(root: Path, name: str) -> dict[str, str]:
    """Read a chapter's objectives alone, by id; none where there is no such chapter."""
    for file in contents.chapter_files(root):
        if Path(file).stem == name:
            try:
                return _objectives(_front_matter(text_of(root, file), file))
            except BankError:
                break
    return {}


def inputs(root: Path, chapter: Chapter) -> list[Path]:
    """List what the chapter's outputs are made from, besides its own cells.

    That is the data its front matter names, and every package of the book that it imports. Of
    this package only `figures` and `charts` shape an output that the book keeps: a question's
    output is its id alone.
    """
    files = [root / name for name in chapter.data]
    for name in chapter.imports:
        if name == PACKAGE.name:
            files += [*package_files(PACKAGE / "figures"), PACKAGE / "charts.py"]
        elif (root / name / "__init__.py").is_file():
            files += package_files(root / name)
        elif (root / f"{name}.py").is_file():
            files.append(root / f"{name}.py")
    return files


@lru_cache(maxsize=64)
def cells(text: str) -> tuple[Cell, ...]:
    """Find the code cells of a MyST notebook, in order."""
    front = _FRONT.match(text)
    skipped = text.count("\n", 0, front.end()) if front else 0
    body = text[front.end() :] if front else text
    tokens = MarkdownIt("commonmark").disable("inline").parse(body)
    fences = [t for t in tokens if t.type == "fence" and t.info.startswith("{code-cell}")]
    return tuple(_cell(t.content, t.map[0] + 1 + skipped, t.map[1] + skipped) for t in fences)


def find_curtains(text: str) -> tuple[Curtain, ...]:
    """Find the curtains of a chapter, in order, each with what is wrong with it."""
    found: list[Curtain] = []
    lines = text.split("\n")
    fence, begun, marker = "", 0, ""
    for number, line in enumerate(lines, 1):
        ticks = re.match(r"`{3,}|~{3,}", line)
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif ticks:
            fence = ticks[0]
        elif begun and line.rstrip() == marker:
            found.append(_curtain(lines, begun, number))
            begun = 0
        elif not begun and (opening := _CURTAIN.fullmatch(line)):
            begun, marker = number, opening[1]
    if begun:
        found.append(_curtain(lines, begun, None))
    return tuple(found)


def _curtain(lines: list[str], first: int, last: int | None) -> Curtain:
    marker, item = _CURTAIN.fullmatch(lines[first - 1]).groups()
    inside = lines[first : (last or len(lines) + 1) - 1]
    fault = ""
    if last is None:
        fault = f"this curtain is never closed; write {marker} below what it hides"
    elif not re.fullmatch(r"[a-z0-9-]+", item):
        fault = f"name the question that it waits for: {marker}{{curtain}} some-item-id"
    elif not any(line.strip() for line in inside):
        fault = "there is nothing behind this curtain; delete it"
    elif inside[0].strip() or inside[-1].strip() or lines[first - 2].strip():
        fault = f"leave an empty line before and after {marker}{{curtain}}, and before {marker}"
    return Curtain(item, first, last, fault)


def rewrite_questions(text: str, write: Callable[[str], list[str]]) -> str:
    """Put what `write` makes of an id where a cell only shows that question.

    What is written may not be longer than the cell: all other lines keep their numbers.
    """
    lines = text.split("\n")
    for cell in cells(text):
        if cell.question:
            written = write(cell.question)
            blank = [""] * (cell.last - cell.first + 1 - len(written))
            lines[cell.first - 1 : cell.last] = written + blank
    return "\n".join(lines)


def _cell(content: str, first: int, last: int) -> Cell:
    lines = content.splitlines()
    start = 0
    if lines and lines[0].strip() == "---":
        start = next((n for n, row in enumerate(lines[1:], 2) if row.strip() == "---"), 0)
    else:
        while start < len(lines) and _OPTION.fullmatch(lines[start]):
            start += 1
    options, source = "\n".join(lines[:start]), "\n".join(lines[start:])
    return Cell(options, source, first + 1 + start, first, last)


def _front_matter(text: str, file: str) -> Any:
    found = _FRONT.match(text)
    if not found and text.startswith("---"):
        message = "its front matter has no end; write --- on a line of its own below it"
        raise BankError([Problem(file, 1, "file", message)])
    if not text.strip():
        message = "is empty; write its title, or take it out of _toc.yml"
        raise BankError([Problem(file, 1, "file", message)])
    if not found and _HEADLESS.match(text):
        message = "its front matter has no beginning; write --- on a line of its own above it"
        raise BankError([Problem(file, 1, "file", message)])
    if not found:
        return Map(1)
    front = read_yaml(found[1], file, first_line=2)
    if not isinstance(front, dict):
        raise BankError([Problem(file, 2, "file", "the front matter must be a block of keys")])
    return front


def _listed(front: dict[str, Any], key: str) -> list[Any]:
    return front[key] if isinstance(front.get(key), list) else []


def _objectives(front: dict[str, Any]) -> dict[str, str]:
    rows = [row for row in _listed(front, "objectives") if isinstance(row, dict)]
    return {row["id"]: row["text"] for row in rows if {"id", "text"} <= row.keys()}


def _judge(front: dict[str, Any], root: Path, file: str, name: str) -> Iterator[Problem]:
    for number, row in enumerate(_listed(front, "objectives"), 1):
        if row["id"] != f"{name}.{number}":
            line = line_at(front, ["objectives", number - 1, "id"])
            wanted = f'"{name}.{number}"'
            yield Problem(file, line, name, f'objective {number} is "{row["id"]}"; write {wanted}')
    updated = front.get("review", {}).get("updated")
    try:
        date.fromisoformat(updated or "2000-01-01")
    except ValueError:
        line = line_at(front, ["review", "updated"])
        message = f'updated is "{updated}", which is no day of the calendar'
        yield Problem(file, line, name, message)
    for number, path in enumerate(_listed(front, "data")):
        line = line_at(front, ["data", number])
        if not (root / path).is_file():
            yield Problem(file, line, name, f"data names {path}, which is not there")
        elif path.endswith(".csv"):
            yield from _table(root, path, f"{file}:{line}")


def _table(root: Path, path: str, named: str) -> Iterator[Problem]:
    """A table that is no text, or has no row, is told here: what reads it names no file."""
    try:
        text = read_text(root / path, path)
    except BankError as error:
        yield from error.problems
        return
    for line, message in characters.broken(text):
        yield Problem(path, line, "file", message)
    rows = [row for row in text.splitlines() if row.strip()]
    if len([row for row in rows if not row.startswith("#")]) < 2:
        message = f"has no row below a head; fetch it again, or delete its name on {named}"
        yield Problem(path, 1, "file", message)


def _read_cells(
    found: list[Cell], file: str, name: str
) -> tuple[list[Use], set[str], list[Problem]]:
    uses: list[Use] = []
    imports: set[str] = set()
    faults: list[Problem] = []
    at_hand = False
    for cell in found:
        for tag in _tags(cell.options):
            hint = get_close_matches(tag, TAGS, 1, 0.8)
            if hint and tag not in TAGS:
                message = f'the tag "{tag}" does nothing; did you mean "{hint[0]}"?'
                faults.append(Problem(file, cell.first, name, message))
        source = re.sub(r"^[ \t]*[%!].*$", "pass", cell.source, flags=re.M)
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            line = cell.line + (error.lineno or 1) - 1
            faults.append(Problem(file, line, name, f"this cell is not Python: {error.msg}"))
            continue
        for node in ast.walk(tree):
            imports |= _imported(node)
            at_hand = at_hand or _brings_quiz(node)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "quiz":
                line = cell.line + node.lineno - 1
                if not at_hand:
                    message = f'quiz is not known yet; write "{IMPORT}" in a cell above'
                    faults.append(Problem(file, line, name, message))
                if _is_literal(node):
                    uses.append(Use(node.args[0].value, line))
                else:
                    message = 'write the question\'s id out: quiz("some-item-id")'
                    faults.append(Problem(file, line, name, message))
    return uses, imports, faults


def _tags(options: str) -> list[str]:
    """List the tags of a cell, which stand in brackets or below one another."""
    found = re.search(r"^:?tags:[ \t]*(?:\[([^\]]*)\]|((?:\n[ \t]*- .*)+)|(.*))", options, re.M)
    return re.findall(r"\w[\w-]*", " ".join(filter(None, found.groups()))) if found else []


def _brings_quiz(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == "quizbook"
        and any(alias.name in ("quiz", "*") for alias in node.names)
    )


def _is_literal(call: ast.Call) -> bool:
    return (
        len(call.args) == 1
        and not call.keywords
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    )


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.split(".")[0]}
    return set()
