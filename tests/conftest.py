"""What many tests share: the book itself, and a small course on another subject."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.browser import KNOWN

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "quizbook" / "new" / "course"
"""The template of a new course, which is also the course that tests read."""
AXE = {
    "resultTypes": ["violations"],  # what is right need not be told part by part
    "preload": False,  # axe would fetch the style sheets again, which a page from disk may not
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
}
AT_REST = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const ends = ({ effect }) => effect.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
}"""
"""Wait until nothing on a page is on its way to another place or colour."""
_built = shutil.ignore_patterns("_build")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of this book."""
    return ROOT


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A fresh copy of the small course, to be edited and built."""
    return Path(shutil.copytree(COURSE, tmp_path / "course", ignore=_built))


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `python -m quizbook` as a person would, keeping what it prints."""
    command = [sys.executable, "-m", "quizbook", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=3 * PATIENCE)


def build(course: Path, *editions: str) -> subprocess.CompletedProcess[str]:
    """Build a course; it has to succeed."""
    done = run("--book", course, "build", *editions)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


PATIENCE = 600
"""Seconds to wait for what is certain to come: on a machine that is ten times slower."""
LASTS = "from pathlib import Path; Path({!r}).touch(); import time; time.sleep({})"
"""Code of a cell that tells that it runs, and does so for some seconds."""


def wait_for(file: Path, process: subprocess.Popen) -> None:
    """Wait for a file that something writes which this process has started."""
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert process.poll() is None and time.monotonic() < end, f"nothing wrote {file.name}"
        time.sleep(0.05)


def settle(place) -> None:
    """Wait for what a page does once the verdict is painted."""
    place.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => setTimeout("
        "() => requestAnimationFrame(() => setTimeout(done)), 70)))"
    )


@pytest.fixture(scope="session")
def html(root: Path, one_at_a_time) -> Path:
    """The built HTML edition of this book."""
    with one_at_a_time("html"):
        build(root, "html")
    return root / "_build" / "html"


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id: str) -> Path:
    """A folder of all the processes that run the tests."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@pytest.fixture(scope="session")
def made_once(shared: Path, one_at_a_time):
    """Let the first process that needs a course make it, for all that only read it."""

    def make(name: str, lay: Callable[[Path], Path], *editions: str) -> Path:
        course = shared / name / "course"
        with one_at_a_time(name):
            if not (shared / name / "made").exists():
                lay(course)
                build(course, *editions)
                (shared / name / "made").touch()
        return course

    return make


@pytest.fixture(scope="session")
def bread(made_once) -> Path:
    """The small course as it is, built in every edition; nobody writes into it."""
    return made_once("bread", lambda folder: shutil.copytree(COURSE, folder, ignore=_built))


@pytest.fixture(scope="session")
def warm(bread: Path):
    """Give a copy of the small course what its cells and media came to: no build makes it anew."""

    def warm_(course: Path) -> Path:
        for known in (".jupyter_cache", "media"):
            shutil.copytree(bread / "_build" / known, course / "_build" / known)
        return course

    return warm_


@pytest.fixture(scope="session")
def lay(warm):
    """Lay a warm copy of the small course."""
    return lambda folder: warm(Path(shutil.copytree(COURSE, folder, ignore=_built)))


@pytest.fixture(scope="session")
def one_at_a_time(shared: Path):
    """A lock between the processes that run the tests: they share one _build."""

    @contextmanager
    def hold(name: str):
        lock = shared / f"{name}.lock"
        while True:
            try:
                lock.mkdir()
                break
            except FileExistsError:
                time.sleep(0.2)
        try:
            yield
        finally:
            lock.rmdir()

    return hold


@pytest.fixture(scope="session")
def chromium():
    """A headless browser: an installed Chromium or Chrome, else Playwright's own."""
    from playwright.sync_api import Error, expect, sync_playwright

    expect.set_options(timeout=60_000)  # its own five seconds are few on a busy machine

    named = os.environ.get("CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome", "chrome"]
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        except Error as error:
            reason = (
                f"no browser can be had; install chromium or set CHROMIUM ({error.message[:80]})"
            )
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def firefox_running(tmp_path_factory):
    """A second engine: the Firefox that is installed, with a profile of its own."""
    pytest.importorskip("websocket")
    from .firefox import is_installed, start

    if not is_installed():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("install firefox-esr")
    with start(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def firefox(firefox_running):
    """A new page of it; fail on any request out or error."""
    firefox_running.begin()
    yield firefox_running
    firefox_running.run("0")  # what the page did last has been told by then
    assert firefox_running.faults == []


@pytest.fixture
def open_page(chromium):
    """Open a page with the network cut; fail on any request out, error or console error."""
    contexts, faults = [], []

    def open_(url: str, **options):
        script = options.pop("javascript", True)
        context = chromium.new_context(java_script_enabled=script, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{url}: {error}"))
        page.on("console", lambda m: m.type == "error" and faults.append(f"{url}: {m.text}"))
        page.on("request", lambda r: _is_outside(r.url) and faults.append(f"{url}: asks {r.url}"))
        if script:
            for way in ("goto", "reload", "go_back", "go_forward"):
                setattr(page, way, _settled(page, getattr(page, way)))
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _settled(page, go):
    """`go`, done when the page has the storage that it will work with: see page.js."""

    def go_(*arguments, **options):
        answer = go(*arguments, **options)
        page.wait_for_function(KNOWN)
        return answer

    return go_


@pytest.fixture(scope="session")
def consumers(root: Path, one_at_a_time) -> Path:
    """The programs of tests/consumers/package.json, installed once below _build."""
    if not shutil.which("npm"):
        if os.environ.get("CI"):
            pytest.fail("npm is needed to try what other programs make of the book")
        pytest.skip("npm is not installed")
    named = root / "tests" / "consumers" / "package.json"
    folder = root / "_build" / "consumers"
    with one_at_a_time("consumers"):
        copy = folder / named.name
        if not copy.is_file() or copy.read_bytes() != named.read_bytes():
            folder.mkdir(parents=True, exist_ok=True)
            options = "--no-audit --no-fund --no-package-lock --ignore-scripts"
            install = ["npm", "install", *options.split()]
            shutil.copy(named, folder / "package.json.part")
            copy.unlink(missing_ok=True)
            subprocess.run([*install, *_pinned(named)], cwd=folder, check=True, capture_output=True)
            os.replace(folder / "package.json.part", copy)
    return folder / "node_modules"


def _pinned(named: Path) -> list[str]:
    wanted = json.loads(named.read_text(encoding="utf-8"))["dependencies"]
    return [f"{name}@{version}" for name, version in wanted.items()]


@pytest.fixture(scope="session")
def epubcheck(consumers: Path):
    """Validate an EPUB; gives what is wrong with it, warnings too."""

    def check(file: Path) -> list[str]:
        command = [consumers / ".bin" / "epubcheck-ts", file, "--json", "-", "--quiet"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        report = json.loads(said.stdout[said.stdout.index("{") :])
        return [
            f"{m['severity']} {m['ID']}: {m['message']}"
            for m in report["messages"]
            if m["severity"].lower() in ("fatal", "error", "warning")
        ]

    return check


def _is_outside(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:", "about:", "http://127.0.0.1:"))
