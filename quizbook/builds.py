"""The editions: what Jupyter Book is told to build, and where the result then lies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import stamp
from .bank.problems import BAD_SOURCES
from .environment import build_environment

ANSWER = "\x1e"
"""Stands before the exit status that a living build answers with."""


class BuildError(Exception):
    """An edition could not be built, or is unknown; the message says what to do."""


class BadSourcesError(BuildError):
    """No edition can be built before the sources are mended."""


@dataclass(frozen=True)
class Edition:
    """One edition: the arguments that choose it, and what puts its result into place."""

    arguments: tuple[str, ...]
    place: Callable[[Path], Path]

    def build(self, root: Path) -> Path:
        """Build it in a process of its own; gives the file to open."""
        process = start("quizbook.editions", root, self.arguments, stderr=subprocess.PIPE)
        for line in process.stderr:
            pass_on(line)
        return self.result(root, process.wait())

    def result(self, root: Path, status: int) -> Path:
        """Give the file to open after a build that ended with this status.

        Raises BuildError if the status is not that of a build without a warning.
        """
        if status == BAD_SOURCES:
            raise BadSourcesError(
                "Nothing was built: mend the lines above. What stood before is kept."
            )
        if status != 0:
            raise BuildError(
                "The build failed: the reasons stand above. What stood before is kept."
            )
        return self.place(root)


def build_and_stamp(root: Path, name: str, sources: str, build: Callable[[], Path]) -> Path:
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
    return subprocess.Popen(command, env=environment, text=True, encoding="utf-8", **pipes)


def pass_on(line: str) -> None:
    """Print what a build says, on stderr."""
    # The kernels talk on this machine alone; their warning frightens whoever builds the book.
    if "without encryption" not in line:
        sys.stderr.write(line)


def _place_html(root: Path) -> Path:
    return root / "_build" / "html" / "index.html"


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
    "html": Edition((), _place_html),
    "pdf": Edition(
        ("--builder", "custom", "--custom-builder", "typst"),
        partial(_place_file, work="typst", kind="pdf"),
    ),
    "epub": Edition(
        ("--builder", "custom", "--custom-builder", "epub"),
        partial(_place_file, work=".epub", kind="epub"),
    ),
}
