"""Build again whenever a source is saved, by processes that keep in memory what they have read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import stamp
from .builds import (
    ANSWER,
    BadSourcesError,
    BuildError,
    DamagedError,
    Edition,
    Said,
    alone,
    build_and_stamp,
    forget_saved,
    start,
)

PAUSE, REST = 0.2, 0.05
"""Seconds between two looks at the sources, and until a source that changes is at rest."""
WAITING = "Watching the sources; Ctrl+C ends."
"""Said when all that was to be built has been tried."""
READ_ONCE = {"_config.yml", "_toc.yml", "_static", "_templates", "locales"}
"""Files and folders that a process looks at when it starts, beside bibliographies."""


def keep_built(root: Path, editions: Mapping[str, Edition]) -> None:
    """Build the editions, and again after each change of their sources, until interrupted."""
    living = {name: LivingBuild(root, edition) for name, edition in editions.items()}
    try:
        for changed in changes(root):
            for path in sorted(changed):
                print(f"{os.path.relpath(path, root)} has changed")
            if any(map(needs_a_fresh_start, changed)):
                end(living)
            with alone(root):
                build_all(root, living)
    except KeyboardInterrupt:
        print()
    finally:
        end(living)


def build_all(root: Path, living: Mapping[str, LivingBuild]) -> None:
    """Build each edition once, and say how it went."""
    sources = stamp.of_sources(root)
    for name, build in living.items():
        began = time.perf_counter()
        try:
            path = build_and_stamp(root, name, sources, build.again)
        except BuildError as error:
            print(error, file=sys.stderr, flush=True)
            if isinstance(error, BadSourcesError):
                break  # the other editions have the same sources
            continue
        print(f"Built {path.relative_to(root)} in {time.perf_counter() - began:.1f} s", flush=True)
    print(WAITING, flush=True)


def end(living: Mapping[str, LivingBuild]) -> None:
    """End the processes; the next build starts them anew."""
    for build in living.values():
        build.end()


def changes(root: Path) -> Iterator[set[Path]]:
    """Yield the sources that have changed since the last time, once they are at rest.

    The first time is at once, and yields nothing.
    """
    known = look(root)
    yield set()
    while True:
        time.sleep(PAUSE)
        now = look(root)
        if now == known:
            continue
        while True:  # an editor may still be writing
            time.sleep(REST)
            before, now = now, look(root)
            if before == now:
                break
        changed = {Path(name) for name, _, _ in known ^ now}
        known = now
        yield changed


def look(root: Path) -> set[tuple[str, int, int]]:
    """Give name, time and size of each source."""
    return set(stamp.state_of_sources(root))


def needs_a_fresh_start(source: Path) -> bool:
    """Tell whether a process that lives knows nothing of changes in this source."""
    return (
        not READ_ONCE.isdisjoint(source.parts)
        or source.suffix == ".bib"
        or (source.is_relative_to(stamp.PACKAGE) and not source.is_relative_to(stamp.TEMPLATE))
    )


class LivingBuild:
    """A process that builds one edition as often as it is asked to."""

    def __init__(self, root: Path, edition: Edition) -> None:
        self.root, self.edition = root, edition
        self.process: subprocess.Popen[str] | None = None

    def again(self) -> Path:
        """Build as `Edition.build` does; gives the file to open."""
        try:
            return self._build()
        except DamagedError:
            self.end()
            forget_saved(self.root)
            return self._build()

    def _build(self) -> Path:
        said = Said(self.root)
        return self.edition.result(self.root, self._status(said), said)

    def _status(self, heard: Said) -> int:
        if self.process is None or self.process.poll() is not None:
            self._start()
        else:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        for line in self.process.stdout:
            said, answered, status = line.partition(ANSWER)
            if said:
                heard.hear(said)
            if answered:
                return int(status)
        status = self.process.wait()
        self.process = None
        return status

    def end(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _start(self) -> None:
        self.process = start(
            "quizbook.editions.living",
            self.root,
            [*self.edition.arguments, "--quiet"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl+C is for this process alone; it ends the others
        )
