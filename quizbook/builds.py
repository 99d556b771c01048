"""The editions: what Jupyter Book is told to build, and where the result then lies."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from . import stamp
from .bank.problems import BAD_SOURCES, DAMAGED, INTERRUPTED
from .bank.settings import FILE as SETTINGS
from .bank.settings import bibliographies
from .environment import build_environment

ANSWER = "\x1e"
"""Stands before the exit status that a living build answers with."""
KEPT = "What stood before is kept."
_ABOUT = re.compile(
    r'<title>.*?</title>|<meta (?:name|property)="(?:description|og:|twitter:)[^>]*>'
    r'|<link rel="icon"[^>]*>',
    re.S,
)
"""What a page says about itself in its head."""
SAVED = (".doctrees", ".html", ".jupyter_cache")
"""Inside _build: what builds save for the next one."""


class BuildError(Exception):
    """An edition could not be built, or is unknown; the message says what to do."""


class BadSourcesError(BuildError):
    """No edition can be built before the sources are mended."""


class DamagedError(BuildError):
    """The saved work of earlier builds cannot be read."""


@dataclass
class Said:
    """What a build says: passed on line by line, its faults kept."""

    root: Path
    faults: list[str] = field(default_factory=list)

    def hear(self, line: str) -> None:
        """Print a line on stderr; files are named from the book's root."""
        # The kernels talk on this machine alone; their warning frightens whoever builds the book.
        if "without encryption" in line:
            return
        line = line.replace(f"{self.root}{os.sep}", "")
        line = _placed(line, self.root)
        bare = _bare(line)
        fault = re.fullmatch(r"(.*?)(?:WARNING|ERROR|CRITICAL|SEVERE): (.+)", bare)
        if fault and bare != (self.faults or [""])[-1]:
            self.faults.append(bare)
            if "WARNING: " not in bare:
                line = f"{fault[1]}{fault[2]}\n"
        sys.stderr.write(line)

    def in_a_line(self) -> str:
        """Give the first fault, and how many there are."""
        if not self.faults:
            return "the reasons stand above"
        if any(re.search("No space left|disk is full", fault) for fault in self.faults):
            return (
                f"the disk is full that holds {self.root / '_build'}, or the one for temporary "
                "files; make room and build again"
            )
        first = re.sub(r"(WARNING|ERROR|CRITICAL|SEVERE): ", "", self.faults[0], count=1)
        more = len(self.faults) - 1
        return first[:300] + (f" ({more} more above)" if more else "")


@dataclass(frozen=True)
class Edition:
    """One edition: its name, the arguments that choose it, and what puts its result into place."""

    name: str
    arguments: tuple[str, ...]
    place: Callable[[Path], Path]

    def build(self, root: Path) -> Path:
        """Build it in a process of its own; gives the file to open."""
        try:
            return self._build(root)
        except DamagedError:
            forget_saved(root)
            return self._build(root)

    def _build(self, root: Path) -> Path:
        said = Said(root)
        with start("quizbook.editions", root, self.arguments, stderr=subprocess.PIPE) as process:
            for line in process.stderr:
                said.hear(line)
        return self.result(root, process.returncode, said)

    def result(self, root: Path, status: int, said: Said) -> Path:
        """Give the file to open after a build that ended with this status.

        Raises BuildError if the status is not that of a build without a warning, and
        KeyboardInterrupt after Ctrl+C.
        """
        if status == BAD_SOURCES:
            raise BadSourcesError(f"Nothing was built: mend the lines above. {KEPT}")
        if status == DAMAGED:
            raise DamagedError(f"What earlier builds saved in _build cannot be read. {KEPT}")
        if status == INTERRUPTED:
            raise KeyboardInterrupt
        if status != 0:
            raise BuildError(f"The {self.name} was not built: {said.in_a_line()}. {KEPT}")
        return self.place(root)


def _bare(line: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", line).strip()


def _placed(line: str, root: Path) -> str:
    """Name the file and line of what is said of a source or a setting by its name alone."""
    bare = _bare(line)
    work = re.search(r"[^\s:]+:\d+: WARNING: (missing .+ in (\S+))$", bare)
    setting = re.search(r"WARNING: (unknown config value '(\w+)' in override)", bare)
    named = work or setting
    if not named:
        return line
    for file in bibliographies(root) if work else [SETTINGS]:
        wanted = r"@\s*\w+\s*{{\s*{}\s*," if work else r"\s*{}\s*:"
        text = (root / file).read_text(encoding="utf-8-sig") if (root / file).is_file() else ""
        for number, row in enumerate(text.splitlines(), 1):
            if re.match(wanted.format(re.escape(named[2])), row):
                return f"{file}:{number}: WARNING: {named[1]}\n"
    return line


def forget_saved(root: Path) -> None:
    """Remove what builds save for the next one, so that it begins from nothing."""
    print("What earlier builds had saved is damaged; building from nothing.", file=sys.stderr)
    for name in SAVED:
        shutil.rmtree(root / "_build" / name, ignore_errors=True)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other process builds this book, and keep others waiting meanwhile."""
    folder = root / "_build"
    for place in (folder, *(folder / name for name in ("html", *SAVED))):
        if place.exists() and not place.is_dir():
            message = f"{place} is a file; move it away: what is built goes into this folder"
            raise BuildError(message)
    folder.mkdir(exist_ok=True)
    lock, builder = FileLock(folder / ".lock"), folder / ".builder"
    try:
        lock.acquire(blocking=False)
    except Timeout:
        by = f"process {builder.read_text()}" if builder.is_file() else "another process"
        print(f"This book is being built by {by}; waiting for its end.", file=sys.stderr)
        lock.acquire()
    try:
        builder.write_text(str(os.getpid()))
        yield
    finally:
        lock.release()


def build_and_stamp(
    root: Path, name: str, sources: stamp.Sources, build: Callable[[], Path]
) -> Path:
    """Build an edition from sources of this stamp; a failure leaves it without a stamp."""
    stamp.remove(root, name)
    path = build()
    stamp.put(root, name, sources, path)
    return path


def choose(names: Iterable[str]) -> dict[str, Edition]:
    """Give the editions of these names, or every one; raises BuildError for an unknown name."""
    unknown = sorted(set(names) - set(EDITIONS))
    if unknown:
        raise BuildError(f"no edition is called {unknown[0]}; there is {', '.join(EDITIONS)}")
    return {name: EDITIONS[name] for name in names or EDITIONS}


def start(module: str, root: Path, arguments: Iterable[str], **pipes) -> subprocess.Popen[str]:
    """Start the module that runs Jupyter Book."""
    command = [sys.executable, "-m", module, str(root), *arguments]
    environment = build_environment()
    return subprocess.Popen(
        command, env=environment, text=True, encoding="utf-8", errors="replace", **pipes
    )


def _place_html(root: Path) -> Path:
    """Give the first page, which only leads to the landing page, a title, a link and what the
    landing page says about itself: its address is the one that people pass on."""
    first = root / "_build" / "html" / "index.html"
    text = first.read_text(encoding="utf-8")
    leads = re.fullmatch(r'<meta http-equiv="Refresh" content="0; url=(.+)" />\s*', text)
    if leads:
        page = (first.parent / leads[1]).read_text(encoding="utf-8")
        opening = re.search(r"<html lang=[^ >]+", page)
        title = re.search(r"<title>(.*?)</title>", page, re.S)[1]
        up = "../" * leads[1].count("/")
        head = "\n".join(_ABOUT.findall(page)).replace(f'href="{up}', 'href="')
        first.write_text(
            f'<!DOCTYPE html>\n{opening[0]}>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"{head}\n{text.strip()}\n"
            f'<p><a href="{leads[1]}">{title}</a></p>\n</html>\n',
            encoding="utf-8",
        )
    return first


def _place_file(root: Path, work: str, kind: str) -> Path:
    """Move an edition that is one file from where it was made to where it is read."""
    made = (root / "_build" / work).glob(f"*.{kind}")
    built = max(made, key=lambda file: file.stat().st_mtime)
    target = root / "_build" / kind / built.name
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(built, target)
    for other in target.parent.glob(f"*.{kind}"):  # of a time when the book had another id
        if other != target:
            other.unlink()
    return target


EDITIONS = {
    "html": Edition("HTML edition", (), _place_html),
    "pdf": Edition(
        "PDF",
        ("--builder", "custom", "--custom-builder", "typst"),
        partial(_place_file, work="typst", kind="pdf"),
    ),
    "epub": Edition(
        "EPUB",
        ("--builder", "custom", "--custom-builder", "epub"),
        partial(_place_file, work=".epub", kind="epub"),
    ),
}
