"""Chromium, as the reader's browser: from the disk, the network cut."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
KNOWN = "document.readyState === 'complete' && !document.documentElement.dataset.storage"
"""Said of a page that will not load itself again: see page.js."""
SETTLED = 500
"""Milliseconds after the last script ran in which a page may still ask for files."""


@dataclass(frozen=True)
class Page:
    """What a page loads: bytes and number of local files, and requests that leave the book."""

    size: int
    files: int
    outside: int


@contextmanager
def chromium() -> Iterator:
    """Start a headless Chromium: the one `CHROMIUM` names, an installed one, or Playwright's."""
    from playwright.sync_api import sync_playwright

    named = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else NAMES
    path = next((found for name in named if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def loaded(browser, file: Path) -> Page:
    """Open a page, scroll to its end, and add up the files it asked for, uncompressed."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(file.resolve().as_uri())
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(SETTLED)
    context.close()
    paths = {unquote(urlsplit(url).path) for url in asked if url.startswith("file:")}
    found = [Path(path) for path in paths if Path(path).is_file()]
    outside = [url for url in asked if url.startswith("http")]
    return Page(sum(path.stat().st_size for path in found), len(found), len(outside))
