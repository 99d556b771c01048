"""The installed book: kept over localhost, read without a network, replaced by a new build."""

from __future__ import annotations

import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture
def served(built, tmp_path):
    """A copy of the built pages and its address."""
    copy = Path(shutil.copytree(built, tmp_path / "html"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(copy)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield copy, f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


READY = "navigator.serviceWorker.ready.then((ready) => ready.active.state)"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def test_it_is_kept_read_in_flight_mode_and_replaced(served, chromium):
    copy, address = served
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/chapters/dough.html")
    assert page.evaluate(READY) in ("activating", "activated")
    page.wait_for_function(CONTROLLED)
    assert page.locator("link[rel=manifest]").count() == 1
    context.set_offline(True)
    page.goto(f"{address}/chapters/crust.html")  # never opened before
    quiz = page.locator('fieldset[data-item="crust-brown"]').first
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Check answer").click()
    quiz.get_by_text("Correct.", exact=True).wait_for()
    page.goto(f"{address}/")
    page.get_by_text("A small course").wait_for()
    context.set_offline(False)
    crust = copy / "chapters" / "crust.html"
    crust.write_text(crust.read_text("utf-8").replace("in dry heat", "in a new edition"), "utf-8")
    worker = copy / "sw.js"
    text = worker.read_text(encoding="utf-8")
    version = text.partition('VERSION = "')[2].partition('"')[0]
    worker.write_text(text.replace(version, "another"), encoding="utf-8")
    page.goto(f"{address}/chapters/dough.html")
    page.get_by_text("A newer copy of the book").wait_for()
    page.goto(f"{address}/chapters/crust.html")
    page.get_by_text("in a new edition").wait_for()
    page.wait_for_function("caches.keys().then((names) => String(names) === 'bread:another')")
    context.close()


def test_the_worker_lists_what_pages_load_and_its_version_follows_the_files(built):
    text = (built / "sw.js").read_text(encoding="utf-8")
    files = json.loads(text.partition("FILES = ")[2].partition(";\n")[0])
    assert {"index.html", "chapters/dough.html", "_static/book.css", "_static/quiz.js"} <= set(
        files
    )
    assert all((built / file).is_file() for file in files)
    assert not any(file.startswith(("_sources", "downloads")) for file in files)


def test_the_manifest_names_the_book_and_icons_that_are_there(built):
    manifest = json.loads((built / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"] == "Bread" and manifest["start_url"] == "index.html"
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert sizes == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        data = (built / icon["src"]).read_bytes()
        assert data.startswith(b"\x89PNG")
        width = int.from_bytes(data[16:20], "big")
        assert icon["sizes"] == f"{width}x{width}"


def test_nothing_of_it_is_active_from_disk(dough, open_page):
    page = open_page(dough)
    page.wait_for_timeout(300)
    assert page.locator("link[rel=manifest]").count() == 0
    assert page.evaluate("navigator.serviceWorker?.controller ?? null") is None
