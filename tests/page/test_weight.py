"""What a page weighs: all that a browser loads for it, from the disk."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from quizbook.bank.load import chapter_files
from quizbook.page.scripts import served

from ..conftest import ROOT

NAMES = [Path(file).stem for file in chapter_files(ROOT)]
OTHER_FORM = "Math.random = () => 0.9;"
"""Lets the lot give a test's page the questions of its other form: the most that it can load."""
SCROLL = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
    scrollTo(0, top);
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""


def loaded(page, url: str) -> list[Path]:
    """Open a page, read it to its end, and list the files that it asked for."""
    asked = []
    page.add_init_script(OTHER_FORM)
    page.on("request", lambda request: asked.append(unquote(urlsplit(request.url).path)))
    page.goto(url)
    page.wait_for_load_state()
    page.evaluate(SCROLL)
    page.wait_for_timeout(100)
    return sorted({Path(path) for path in asked if Path(path).is_file()})


@pytest.mark.parametrize("name", NAMES)
def test_a_page_loads_at_most_500_kb_in_at_most_15_files(html, open_page, name):
    files = loaded(open_page("about:blank"), (html / "chapters" / f"{name}.html").as_uri())
    weight = sum(file.stat().st_size for file in files)
    print(f"{name}: {weight / 1000:.0f} kB, {[file.name for file in files]}")
    assert weight <= 500_000
    assert len(files) <= 15
    assert not any("font" in file.name or "bootstrap" in file.name for file in files)
    names = {file.name for file in files}
    assert "search-data.js" not in names and ("book-data.js" in names) == (name in TOOLS)


def test_the_first_picture_shows_questions_that_can_be_answered(html, open_page):
    """Drawn without its questions first, a page is drawn twice before one can be answered."""
    page = open_page("about:blank")

    def late(route):
        time.sleep(1)
        route.continue_()

    page.route("**/quiz.js*", late)
    page.goto((html / "chapters" / "definitions.html").as_uri())
    first = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    assert page.wait_for_function(first).json_value() > 1000


TOOLS = ("review", "set", "progress")


def test_the_scripts_of_the_pages_that_remember_stay_small():
    names = ("review.js", "progress.js", "set.js", "search.js", "cards.js")
    assert sum(len(served(name).encode()) for name in names) <= 30_000


def test_the_search_loads_its_index_when_somebody_searches(html, open_page):
    before = 233_672  # what Sphinx's own index weighed
    index = html / "_static" / "search-data.js"
    assert index.stat().st_size <= before + 400_000
    assert (html / "_static" / "minisearch-7.2.0.js").stat().st_size <= 60_000
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto((html / "search.html").as_uri())
    page.wait_for_timeout(300)
    assert index.name not in asked
    page.get_by_label("Words to look for").fill("cramp")
    page.wait_for_selector("#search-results li a")
    assert index.name in asked
