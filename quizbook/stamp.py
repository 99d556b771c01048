"""Which editions need no building: each leaves a stamp of its sources and its result."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = Path(__file__).parent
_CODE = {".py", ".js", ".css", ".html", ".jinja", ".json", ".typ", ".po"}
State = tuple[tuple[str, int, int], ...]
"""Name, time and size of files: what was made from them holds as long as these do."""
TEMPLATE = PACKAGE / "new"
_NOT_SOURCES = {"_build", "tests", "__pycache__"}


def fingerprint(files: Iterable[Path]) -> str:
    """Hash names and contents of files; one that is missing counts as empty."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.name.encode() + b"\0")
        total.update(file.read_bytes() if file.is_file() else b"")
    return total.hexdigest()


def package_files(folder: Path) -> list[Path]:
    """List a package's own files."""
    return [
        file
        for file in folder.rglob("*")
        if file.suffix in _CODE and "__pycache__" not in file.parts and TEMPLATE not in file.parents
    ]


def state_of(*places: Path) -> State:
    """Tell the state of files, and of all files in folders, without reading them."""
    inside = (file for place in places if place.is_dir() for file in place.rglob("*"))
    stats = [(str(f), f.stat()) for f in sorted({*places, *inside}) if f.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def sources(root: Path) -> list[Path]:
    """List the files that an edition can depend on: the book's, and this program's."""
    return sorted({*_sources(root), *package_files(PACKAGE)})


def state_of_sources(root: Path) -> State:
    """Tell the state of all files that an edition can depend on."""
    while True:
        with suppress(FileNotFoundError):  # an editor's own file went while it was looked at
            return state_of(*sources(root))


@dataclass(frozen=True)
class Sources:
    """The stamp of all that an edition can depend on, and the state of these files before it."""

    root: Path
    state: State
    stamp: str

    def are_untouched(self) -> bool:
        """Tell whether nothing was written since, not even what was put back."""
        return self.state == state_of_sources(self.root)


def of_sources(root: Path) -> Sources:
    """Stamp all that an edition can depend on: the book, this program, Python and its packages."""
    state, files = state_of_sources(root), sources(root)
    made_of = [sys.version, _installed(), [str(file) for file in files], fingerprint(files)]
    return Sources(root, state, hashlib.sha256(json.dumps(made_of).encode()).hexdigest())


@cache
def _installed() -> list[str]:
    return sorted(f"{d.name} {d.version}" for d in distributions())


def unchanged(root: Path, edition: str, sources: Sources) -> Path | None:
    """Give the result of an edition that was made from these sources and lies there untouched."""
    known = _read(root).get(edition, {})
    if known.get("sources") == sources.stamp and known.get("outputs") == _of_outputs(root, edition):
        return root / known["result"]
    return None


def remove(root: Path, edition: str) -> None:
    """Forget an edition's stamp: it is about to be built, and may fail halfway."""
    _write(root, {name: stamp for name, stamp in _read(root).items() if name != edition})


def put(root: Path, edition: str, sources: Sources, result: Path) -> None:
    """Stamp an edition that has just been built, unless its sources were edited meanwhile."""
    if not sources.are_untouched():
        return
    stamp = {
        "sources": sources.stamp,
        "outputs": _of_outputs(root, edition),
        "result": result.relative_to(root).as_posix(),
    }
    _write(root, {**_read(root), edition: stamp})


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _NOT_SOURCES or path.suffix == ".egg-info":
            continue
        if path == TEMPLATE:
            continue
        if path.is_dir():
            yield from _sources(path)
        else:
            yield path


def _of_outputs(root: Path, edition: str) -> str:
    return hashlib.sha256(json.dumps(state_of(root / "_build" / edition)).encode()).hexdigest()


def _record(root: Path) -> Path:
    return root / "_build" / "stamps.json"


def _read(root: Path) -> dict[str, dict[str, str]]:
    try:
        held = json.loads(_record(root).read_text(encoding="utf-8"))
        return {name: {**stamp} for name, stamp in held.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # no record, or a damaged one: everything is built


def _write(root: Path, stamps: dict[str, dict[str, str]]) -> None:
    _record(root).parent.mkdir(parents=True, exist_ok=True)
    _record(root).write_text(json.dumps(stamps, indent=1), encoding="utf-8")
