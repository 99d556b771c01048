"""Files as they come from many hands: read one by one, and named where they cannot be used.

Nothing of a file is trusted: not its size, its depth, its encoding or its numbers. Who a learner is
is never asked; two saves of one learner are known by the answers that they share.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import log

LARGEST = 32 * 2**20
"""Bytes of the largest file that is read: the log of many years is far smaller."""
KINDS = (".json", ".csv")


class FileError(ValueError):
    """A file cannot be used; the message says why."""


@dataclass(frozen=True)
class LeftOut:
    """A file that counts for nothing, and why."""

    name: str
    why: str


def find(paths: Iterable[str | Path]) -> list[Path]:
    """List the files that are named, and those of the folders that are; each once, in order."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        inside = sorted(f for f in path.rglob("*") if f.suffix.lower() in KINDS)
        found |= dict.fromkeys(inside if path.is_dir() else [path])
    return list(found)


def name_of(path: Path) -> str:
    """Give a file's name so that it can be shown: nothing in it moves a cursor or turns a line."""
    return "".join(c if c.isprintable() else "?" for c in str(path))


def content(path: Path) -> bytes:
    """Read a file of a size that makes sense.

    Raises FileError if there is no such file, or if it is a folder, empty or far too large.
    """
    try:
        if not path.is_file():
            raise FileError("is no file")
        size = path.stat().st_size
        if size > LARGEST:
            raise FileError(f"has {size / 2**20:.0f} MB; a learner's file has less than one")
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror}") from None
    if not data.strip():
        raise FileError("is empty")
    return data


def read_log(data: bytes, book: str) -> log.Log:
    """Read a learner's log, of schema 1 or 2.

    Raises FileError if it is none, another book's, or of a newer schema.
    """
    try:
        found = log.read(json.loads(data, parse_constant=_refuse), book)
    except log.LogError as error:
        raise FileError(str(error)) from None
    except UnicodeDecodeError:
        raise FileError("is not text in UTF-8") from None
    except (ValueError, RecursionError, AttributeError, TypeError, OverflowError):
        raise FileError("is not a learner's file, or is damaged") from None
    return found


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number")


class Repeats:
    """Knows files that were read before, and logs that hold the answers of another."""

    def __init__(self) -> None:
        self._seen: dict[bytes, str] = {}
        self._signs: list[np.ndarray] = []
        self._names: list[str] = []

    def of_bytes(self, data: bytes, name: str) -> str | None:
        """Give the name of the file that held the same bytes; else remember this one."""
        digest = hashlib.blake2b(data, digest_size=16).digest()
        before = self._seen.get(digest)
        self._seen.setdefault(digest, name)
        return before

    def note(self, attempts: Sequence[log.Attempt], name: str) -> None:
        """Remember a log by its answers, each with its time: 8 bytes an answer."""
        signs = [hash((attempt["id"], attempt["at"])) for attempt in attempts]
        self._signs.append(np.unique(np.array(signs, dtype=np.int64)))
        self._names.append(name)

    def same_learner(self) -> Iterator[tuple[int, str]]:
        """Yield each log that is another save of a learner's, with the name of the longer one.

        Two logs are one learner's if they share at least half of the shorter one's answers: no two
        people answer the same questions in the same milliseconds that often.
        """
        if not self._signs:
            return
        sizes = np.array([len(signs) for signs in self._signs])
        owners = np.repeat(np.arange(len(sizes)), sizes)
        every = np.concatenate(self._signs)
        order = np.argsort(every, kind="stable")
        every, owners = every[order], owners[order]
        begins = np.flatnonzero(np.r_[True, every[1:] != every[:-1]])
        ends = np.r_[begins[1:], len(every)]
        shared: Counter[tuple[int, int]] = Counter()
        for begin, end in zip(begins, ends, strict=True):
            if end - begin > 1:
                group = owners[begin:end]
                shared.update((int(group[0]), int(other)) for other in group[1:])
        gone: set[int] = set()
        for (one, two), count in sorted(shared.items()):
            if one in gone or two in gone or 2 * count < min(sizes[one], sizes[two]):
                continue
            kept, left = (one, two) if sizes[one] >= sizes[two] else (two, one)
            gone.add(left)
            yield left, self._names[kept]
