"""The order of the book, _toc.yml: which chapters there are, and what is wrong with the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import yaml

from .problems import BankError, Problem
from .source import Map, Seq, line_at, read_text, read_yaml

FILE = "_toc.yml"
PLAIN = "conf.py"
ENDINGS = (".md", ".ipynb")
"""What a chapter may be: MyST Markdown, or a notebook."""
EXAMPLE = 'begin it with "format: jb-book", "root: chapters/index" and "chapters:"'
_ROOT = "root format options defaults parts chapters sections subtrees entries meta".split()
_ENTRY = "file url title glob options sections entries subtrees".split()
_OTHERS = (".rst", ".txt")


def chapter_files(root: Path) -> list[str]:
    """List the chapters of _toc.yml (or, without one, of chapters/) as paths from the root."""
    toc = root / FILE
    if toc.is_file():
        try:
            names = _names(yaml.safe_load(toc.read_text(encoding="utf-8")))
        except (yaml.YAMLError, UnicodeDecodeError):
            names = []
        if names:
            return [_file(root, name) for name in names]
    if not (root / PLAIN).is_file():
        return _pages(root, "chapters")
    folders = (f.name for f in root.iterdir() if f.is_dir() and f.name[0] not in "._")
    return sorted(file for folder in folders for file in _pages(root, folder))


def _pages(root: Path, folder: str) -> list[str]:
    found = [path for ending in ENDINGS for path in (root / folder).rglob(f"*{ending}")]
    names = (path.relative_to(root).as_posix() for path in found)
    return sorted(name for name in names if not re.search(r"(^|/)[._]", name))


def is_plain(root: Path) -> bool:
    """Tell whether this is a project of plain Sphinx: no _toc.yml, no _config.yml."""
    return (root / PLAIN).is_file() and not (root / FILE).is_file()


def _file(root: Path, name: str) -> str:
    """Name a chapter's file; a notebook where there is one and no Markdown."""
    stem = _stem(name)
    there = (f"{stem}{ending}" for ending in ENDINGS if (root / f"{stem}{ending}").is_file())
    return next(there, f"{stem}.md")


def _stem(name: str) -> str:
    return next((name.removesuffix(e) for e in ENDINGS if name.endswith(e)), name)


def _names(node: object) -> list[str]:
    if isinstance(node, list):
        return [name for entry in node for name in _names(entry)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("root", "file") if isinstance(node.get(key), str)]
    return own + [name for value in node.values() for name in _names(value)]


def judge(root: Path) -> list[Problem]:
    """List every fault of _toc.yml."""
    if is_plain(root):
        return []
    try:
        data = read_yaml(read_text(root / FILE, FILE), FILE)
    except BankError as error:
        if (root / FILE).is_file() and not (root / FILE).read_bytes().strip():
            return [Problem(FILE, 1, "file", f"is empty; {EXAMPLE}")]
        return error.problems
    if not isinstance(data, Map):
        return [Problem(FILE, 1, "file", f"must be a block of keys; {EXAMPLE}")]
    return list(_judge(data, root)) or list(_order(data))


def _judge(data: Map, root: Path) -> Iterator[Problem]:
    yield from _unknown(data, _ROOT)
    if not isinstance(data.get("root"), str):
        message = 'has no root; write "root: chapters/index" for the first page'
        yield Problem(FILE, 1, "file", message)
    seen: dict[str, int] = {}
    for name, line in _entries(data):
        if name in seen:
            message = f"{name} stands twice (first on line {seen[name]}); keep one"
            yield Problem(FILE, line, "file", message)
            continue
        seen[name] = line
        yield from _is_there(root, name, line)
    for row in _rows(data):
        yield from _unknown(row, [*_ENTRY, *_ROOT, "caption", "numbered", "maxdepth", "titlesonly"])


def _order(data: Map) -> Iterator[Problem]:
    """Ask the reader of the build itself: what it cannot read stops every edition."""
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    if "format" not in data and data.keys() & {"chapters", "parts", "sections"}:
        yield Problem(FILE, 1, "file", 'has no format; write "format: jb-book" as its first line')
        return
    try:
        parse_toc_data(data)
    except MalformedError as error:
        said, _, path = str(error).partition(" @ ")
        steps = re.findall(r"[^/']+", path.partition("'/")[2].partition("'")[0])
        place = [int(step) if step.isdigit() else step for step in steps]
        strange = re.match(r"Unknown keys found: \{(.+)\}, allowed: \{(.+)\}", said)
        if strange:
            wrong, may = (sorted(re.findall(r"'(\w+)'", keys)) for keys in strange.groups())
            said = f'the key "{wrong[0]}" may not stand here; it may have {", ".join(may)}'
            place.append(wrong[0])
        yield Problem(FILE, line_at(data, place), "file", f"cannot be read: {said}")


def _rows(node: object) -> Iterator[Map]:
    for value in node.values() if isinstance(node, Map) else node if isinstance(node, Seq) else ():
        if isinstance(value, Map) and not isinstance(node, Map):
            yield value
        yield from _rows(value)


def _entries(node: object) -> Iterator[tuple[str, int]]:
    if isinstance(node, Map):
        for key in ("root", "file"):
            if isinstance(node.get(key), str):
                yield _stem(node[key]), line_at(node, [key])
    for value in node.values() if isinstance(node, Map) else node if isinstance(node, Seq) else ():
        yield from _entries(value)


def _unknown(row: Map, known: list[str]) -> Iterator[Problem]:
    for key in row.keys() - set(known):
        hint = get_close_matches(key, known, 1)
        mend = f'did you mean "{hint[0]}"?' if hint else f"it may have {', '.join(known)}"
        yield Problem(FILE, line_at(row, [key]), "file", f'the key "{key}" is not known; {mend}')
    if "glob" in row:
        message = "glob is not read here; name each chapter with file:"
        yield Problem(FILE, line_at(row, ["glob"]), "file", message)


def _is_there(root: Path, name: str, line: int) -> Iterator[Problem]:
    if (root / _file(root, name)).is_file():
        return
    for ending in _OTHERS:
        stem = name.removesuffix(ending)
        if (root / f"{stem}{ending}").is_file():
            message = (
                f"{stem}{ending} is no chapter: chapters are MyST Markdown (.md) or notebooks "
                f"(.ipynb); write it as {stem}.md"
            )
            yield Problem(FILE, line, "file", message)
            return
    folder = (root / name).parent
    near = get_close_matches(name, _stems(root, folder), 1)
    hint = f'; did you mean "{near[0]}"?' if near else "; write it, or delete this line"
    yield Problem(FILE, line, "file", f"there is no {name}.md{hint}")


def _stems(root: Path, folder: Path) -> list[str]:
    found = (f for f in folder.iterdir() if f.suffix in ENDINGS) if folder.is_dir() else ()
    return [path.relative_to(root).with_suffix("").as_posix() for path in found]
