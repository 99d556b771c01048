"""The programs of others: where they are, at which commit, and how they are fetched."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple


class Source(NamedTuple):
    """A public repository at one commit, and its licence in words."""

    name: str
    address: str
    commit: str
    licence: str


GUERRA = Source(
    "soma_den_mn_model",
    "https://github.com/imendezguerra/soma_den_mn_model",
    "2546aa5f6e57ddd5561f811852c3e95b1e9cef86",
    "MIT",
)
DU = Source(
    "Du_IP3_2013",
    "https://github.com/noroozbabaee/Du_IP3_2013",
    "0e6b46ea4c3d8e78fe7af42a243e97c5726ead66",
    "none stated: run it, do not copy it",
)
KIM = Source(
    "266732",
    "https://github.com/ModelDBRepository/266732",
    "9cf940b9ce2885cd5b2207a72c1252483f31cf19",
    "none stated: run it, do not copy it",
)


class Missing(Exception):
    """What cannot be had here, in words."""


def fetch(source: Source, into: Path, given: Path | None = None) -> Path:
    """Give a folder with the source at its commit.

    `given` is a folder of clones, named as the sources are, for a machine that cannot download.
    """
    target = into / source.name
    if target.is_dir():
        return target
    address = str(given / source.name) if given else source.address
    into.mkdir(parents=True, exist_ok=True)
    for command in (
        ["git", "clone", "--quiet", "--no-checkout", address, str(target)],
        ["git", "-C", str(target), "checkout", "--quiet", source.commit],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            shutil.rmtree(target, ignore_errors=True)
            raise Missing(f"{source.address} at {source.commit[:7]} could not be fetched")
    return target
