"""The machine as others get it: a wheel, installed away from this checkout, no network asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..conftest import PATIENCE, ROOT

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
OFFLINE = ["--no-deps", "--no-index", "--no-build-isolation"]
PACKED = ("pyproject.toml", "LICENSE", "quizbook", "physiology", "bench")
"""What a checkout holds that could be packed, wrongly or not; building leaves files beside it."""


@dataclass(frozen=True)
class Installed:
    """The program in a folder of its own: nothing of the checkout is on its path."""

    wheel: Path
    folder: Path

    def run(self, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments, somewhere else."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder)}
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=3 * PATIENCE
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Installed:
    """A source distribution, the wheel that is built from it, and that wheel installed."""
    work = tmp_path_factory.mktemp("wheel")
    for name in PACKED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (work / "checkout").mkdir(exist_ok=True)
        copy(ROOT / name, work / "checkout" / name)
    pack = "from setuptools.build_meta import build_sdist; print(build_sdist('..'))"
    _do([sys.executable, "-c", pack], work / "checkout")
    [packed] = work.glob("*.tar.gz")
    shutil.unpack_archive(packed, work / "unpacked", filter="data")
    [source] = (work / "unpacked").iterdir()
    _do([*PIP, "wheel", *OFFLINE, "--wheel-dir", work, source], work)
    [wheel] = work.glob("*.whl")
    target = work / "installed"
    _do([*PIP, "install", "--no-deps", "--no-index", "--target", target, wheel], work)
    return Installed(wheel, target)


def _do(command: list[object], cwd: Path) -> None:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
