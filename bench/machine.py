"""What a measurement has to say of itself: when, on what machine, with which versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from .browser import chromium
from .peers import Peer

OWN = ("jupyter-book", "Sphinx", "myst-nb", "typst")


def describe(peers: Iterable[Peer]) -> list[str]:
    """Describe date, machine and versions, a line each; no name of a host, no path."""
    with chromium() as browser:
        browser_version = browser.version
    lines = [
        f"date: {date.today().isoformat()}",
        f"processor: {_processor()}, {os.cpu_count()} cores",
        f"memory: {_memory():.0f} GB",
        f"system: {_system()}",
        f"Python: {platform.python_version()}",
        f"Chromium: {browser_version}",
    ]
    lines += [f"{name}: {version(name)}" for name in OWN]
    for peer in peers:
        lines += [line.replace("==", ": ") for line in _pins(peer) if peer.name in line]
    return lines


def _pins(peer: Peer) -> list[str]:
    return peer.requirements.read_text(encoding="utf-8").splitlines()


def _processor() -> str:
    """Name the processor as Linux does; elsewhere as Python does."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text().splitlines() if listing.is_file() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _system() -> str:
    """Name the system: its distribution where there is one."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()
