"""Run programs, and give each peer an environment of the bench's own."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class Unavailable(Exception):
    """A tool could not be installed or built; the message is the reason's last line."""


@dataclass(frozen=True)
class Run:
    """A finished program: what it printed, wall and processor seconds, MB of its largest process.

    Processor seconds and memory count every process it started and waited for.
    """

    printed: str
    seconds: float
    processor: float
    memory: float


def run(command: Sequence[str], cwd: Path | None = None) -> Run:
    """Run a command to its end; if it fails, raise the line that says why."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=_environment(), stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read().decode(errors="replace")
    if process.returncode != 0:
        raise Unavailable(_reason(printed) or f"exit status {process.returncode}")
    return Run(printed, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextmanager
def started(command: Sequence[str], cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a program whose lines are read while it runs; at the end it is ended."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, cwd=cwd, env=_environment(), text=True, **pipes)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _environment() -> dict[str, str]:
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    environment.pop("PYTHONPATH", None)  # a peer's environment must not see this book
    return environment


def _reason(printed: str) -> str:
    """Find the last line that names an error, else the last line of words."""
    lines = [line.strip() for line in printed.splitlines() if re.search("[a-z]{3}", line)]
    named = [line for line in lines if re.search(r"error: \S", line, re.IGNORECASE)]
    return (named or lines or [""])[-1]


def python_of(requirements: Path, constraints: Path, folder: Path) -> Path:
    """Install a requirements file into an environment of its own and give its Python.

    `constraints` is the book's lock: what both need has the same version in both. An environment
    is made anew only if one of the two files has changed.
    """
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    pins = requirements.read_text(encoding="utf-8") + constraints.read_text(encoding="utf-8")
    wanted = hashlib.sha256(pins.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    say(f"installing {requirements.stem}")
    venv.create(folder, with_pip=True, clear=True)
    lock = folder / "constraints.txt"
    kept = [line for line in constraints.read_text().splitlines() if not line.startswith("-")]
    lock.write_text("\n".join(kept))
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    run([*pip, "--requirement", str(requirements), "--constraint", str(lock)])
    stamp.write_text(wanted)
    return python


def say(words: str) -> None:
    """Tell the person who waits what is being done."""
    print(f"bench: {words}", file=sys.stderr, flush=True)
