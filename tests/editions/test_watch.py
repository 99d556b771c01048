"""A build that lives: it follows every edit, and gives what a build from nothing gives."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import psutil
import pytest

from quizbook import stamp, watch
from quizbook.watch import changes, needs_a_fresh_start

from ..conftest import COURSE, PATIENCE, run

EDITIONS = {
    "html": "_build/html/index.html",
    "pdf": "_build/pdf/bread.pdf",
    "epub": "_build/epub/bread.epub",
}


class Watcher:
    """`python -m quizbook watch` on a course, as an author runs it."""

    def __init__(self, course: Path, *editions: str) -> None:
        self.course = course
        command = [sys.executable, "-u", "-m", "quizbook", "--book", course, "watch", *editions]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Tests that run in the background may have been told to ignore an interrupt.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)

    def said(self) -> str:
        """Give what is said until everything has been tried."""
        words = ""
        while "Watching the sources" not in words:
            try:
                words += self.lines.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"no end after {PATIENCE} s: {words}") from None
        return words

    def edit(self, name: str, old: str, new: str) -> str:
        """Replace text in a file of the course; gives what is said of it."""
        path = self.course / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self.said()

    def workers(self) -> list[psutil.Process]:
        """The processes that build."""
        found = []
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # it may end while it is asked
                if "quizbook.editions.living" in child.cmdline():
                    found.append(child)
        return found

    def end(self) -> int:
        """Press Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def watcher(lay, tmp_path_factory) -> Iterator[Watcher]:
    watching = Watcher(lay(tmp_path_factory.mktemp("watch") / "course"))
    said = watching.said()
    assert [path for path in EDITIONS.values() if f"Built {path}" in said] == [*EDITIONS.values()]
    yield watching
    watching.process.kill()


def pages(course: Path) -> dict[str, str]:
    """What each page became: on the screen, and for the paper."""
    html, code = course / "_build" / "html", course / "_build" / "typst"
    files = [*html.glob("chapters/*.html"), *code.rglob("*.typ")]
    late = r"(/mystnb\.\w+\.css)\?v=\w+"  # MyST-NB writes this file after it is first asked for
    return {
        str(file.relative_to(course)): re.sub(late, r"\1", file.read_text(encoding="utf-8"))
        for file in files
    }


def test_every_kind_of_edit_is_followed(watcher):
    before = watcher.workers()
    for name, old, new in [
        ("chapters/crust.md", "dry heat", "a dry heat"),
        ("chapters/crust.md", "a dry heat", "an even drier heat\n\n## Heat\n\nIt is hot"),
        ("quizzes/crust.yml", "What browns a crust?", "What makes a crust brown?"),
        ("chapters/data/flour.csv", "rye,80", "rye,90"),
        ("oven/__init__.py", "BASE = 200", "BASE = 180"),
    ]:
        said = watcher.edit(name, old, new)
        assert said.startswith(f"{name} has changed\n")
        assert all(f"Built {path} in" in said for path in EDITIONS.values()), said
    assert watcher.workers() == before


def test_builds_beside_it_and_edits_meanwhile_end_well(watcher):
    command = [sys.executable, "-m", "quizbook", "--book", watcher.course, "build"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    chapter = watcher.course / "chapters" / "crust.md"
    text, edits = chapter.read_text(encoding="utf-8"), 0
    beside = [subprocess.Popen([*command, *only], **pipes) for only in ([], ["html"])]
    heard = [Queue() for _ in beside]
    for build, words in zip(beside, heard, strict=True):
        Thread(target=lambda b=build, w=words: w.put(b.communicate()[0]), daemon=True).start()
    while any(build.poll() is None for build in beside):
        edits += 1
        chapter.write_text(text.replace("It is hot", f"It is hot, edit{edits}"), encoding="utf-8")
        time.sleep(1)
    for words in heard:
        said = words.get(timeout=PATIENCE)
        assert re.search(r"(Built _build/\S+|_build/\S+ is up to date)\n\Z", said), said
        assert "Traceback" not in said
    assert [build.returncode for build in beside] == [0, 0]
    said = watcher.edit("chapters/signs.md", "# ", "#  ")
    while "chapters/signs.md has changed" not in said:  # it follows edits that were made before
        said = watcher.said()
    assert all(f"Built {path} in" in said for path in EDITIONS.values()), said


def test_the_pages_are_those_of_a_build_from_nothing(watcher, tmp_path):
    course = Path(shutil.copytree(watcher.course, tmp_path / "course"))
    shutil.rmtree(course / "_build")
    assert run("--book", course, "build").returncode == 0
    fresh, followed = pages(course), pages(watcher.course)
    assert "What makes a crust brown?" in followed["_build/html/chapters/crust.html"]
    assert "It is hot, edit" in followed["_build/html/chapters/crust.html"]
    assert len(followed) > 10 and followed.keys() == fresh.keys()
    assert [name for name, text in followed.items() if text != fresh[name]] == []


def test_what_was_followed_needs_no_building(watcher):
    done = run("--book", watcher.course, "build")
    assert done.stdout == "".join(f"{path} is up to date\n" for path in EDITIONS.values())


def test_a_warning_is_said_until_it_is_mended(watcher):
    wrong = "{numref}`nowhere`"
    said = watcher.edit("chapters/crust.md", "drier heat", f"drier heat {wrong}")
    assert said.count("nowhere") >= 2 and "Built" not in said
    said = watcher.edit("chapters/dough.md", "#", "#  ")
    assert said.count("nowhere") >= 2 and "Built" not in said
    assert run("--book", watcher.course, "build", "html").returncode == 1
    said = watcher.edit("chapters/crust.md", wrong, "")
    assert "Built _build/html/index.html" in said and "nowhere" not in said


def test_bad_questions_are_said_and_nothing_is_built(watcher):
    said = watcher.edit("quizzes/crust.yml", "correct: true", "correct: yes")
    assert said.count("quizzes/crust.yml:12: file: yes would be read") == 1
    assert "Nothing was built" in said
    assert "Built" in watcher.edit("quizzes/crust.yml", "correct: yes", "correct: true")


def test_a_new_source_is_cited_after_a_fresh_start(watcher):
    before = watcher.workers()
    said = watcher.edit("references.bib", "year = {2010}", "year = {2011}")
    assert "Built _build/html/index.html" in said
    assert "Yeast, 2011" in pages(watcher.course)["_build/html/chapters/dough.html"]
    assert not set(before) & set(watcher.workers())


def test_a_process_that_was_killed_is_replaced(watcher):
    killed = watcher.workers()
    for worker in killed:
        worker.kill()
    while any(worker.status() != psutil.STATUS_ZOMBIE for worker in killed):
        time.sleep(0.05)  # whoever started them asks for their end with the next build
    said = watcher.edit("chapters/crust.md", "It is hot", "It is so hot")
    assert all(f"Built {path} in" in said for path in EDITIONS.values()), said


def test_what_was_cleaned_away_is_made_again(watcher):
    shutil.rmtree(watcher.course / "_build")
    assert "Built" in watcher.edit("chapters/crust.md", "It is so hot", "It is very hot")
    assert "It is very hot" in pages(watcher.course)["_build/html/chapters/crust.html"]


def test_an_interrupt_ends_every_process(watcher):
    workers = watcher.workers()
    assert len(workers) == len(EDITIONS)
    assert watcher.end() == 0
    assert not any(worker.is_running() for worker in workers)


def test_an_unknown_edition_is_refused():
    done = run("--book", COURSE, "watch", "kindle")
    assert done.returncode == 1 and "no edition is called kindle" in done.stderr


def test_changes_are_told_once_they_are_at_rest(course, monkeypatch):
    monkeypatch.setattr(watch, "REST", 1)  # the pauses below may be longer on a busy machine
    found = changes(course)
    assert next(found) == set()
    file = course / "chapters" / "crust.md"
    new = course / "chapters" / "new.md"

    def write() -> None:
        time.sleep(0.3)
        for n in range(5):
            file.write_text(f"{n}")
            time.sleep(0.02)
        new.write_text("new")

    Thread(target=write).start()
    assert next(found) == {file, new}


@pytest.mark.parametrize(
    ("name", "fresh"),
    [("chapters/crust.md", False), ("quizzes/crust.yml", False), ("_config.yml", True)],
)
def test_only_what_is_read_once_needs_a_fresh_start(course, name, fresh):
    assert needs_a_fresh_start(course / name) is fresh
    assert needs_a_fresh_start(stamp.PACKAGE / "page" / "html.py")
