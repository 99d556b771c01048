"""Where a page may do less: under a strict policy, in a sandboxed frame, without a script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from .conftest import pages_of

STILL = "The controls rest"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)


class Strict(SimpleHTTPRequestHandler):
    """Serves pages as a careful host does; `framed.html` holds one in a sandbox."""

    def end_headers(self) -> None:
        if "framed" not in self.path:
            self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args) -> None:
        pass


@pytest.fixture(scope="module")
def pages(playground, tmp_path_factory) -> Path:
    html = tmp_path_factory.mktemp("strict") / "html"
    shutil.copytree(pages_of(playground), html)
    frame = '<iframe sandbox="allow-scripts" src="chapters/{}.html" width="900" height="800">'
    for name in ("play", "crust"):
        (html / f"framed-{name}.html").write_text(frame.format(name))
    return html


@pytest.fixture(scope="module")
def host(pages: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=pages))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(chromium) -> Iterator:
    page = chromium.new_page()
    yield page
    page.close()


def assert_plays(place) -> None:
    """Play with the first figure: the drawing follows, as the numbers do."""
    figure = place.locator(".explore").first
    figure.hover()
    figure.locator(".explore-drawing[role=img] svg").wait_for()
    drawing = figure.locator(".explore-drawing svg")
    before = drawing.inner_html()
    figure.get_by_role("slider").press("ArrowRight")
    figure.get_by_role("status").get_by_text("The dough rises 6 cm", exact=True).wait_for()
    expect(drawing).not_to_have_js_property("innerHTML", before)
    assert not figure.get_by_text(STILL).is_visible()


def assert_rests(figure) -> None:
    """See a figure that stays as it is, says so, and whose numbers are those of its drawing."""
    figure.get_by_text(STILL).wait_for()
    assert all(slider.is_disabled() for slider in figure.get_by_role("slider").all())
    assert all(button.is_disabled() for button in figure.get_by_role("button").all())
    assert figure.locator(".explore-readout").inner_text().startswith("The dough rises 4")
    assert figure.locator(".explore-value").first.inner_text() == "2 kW"


def test_a_strict_policy_lets_figures_play_and_questions_be_answered(host, page):
    page.goto(f"{host}/chapters/play.html")
    assert_plays(page)
    page.goto(f"{host}/chapters/crust.html")
    answer(page)


def answer(place) -> None:
    quiz = place.locator('fieldset[data-item="crust-brown"]').first
    quiz.locator("li input").first.check()
    quiz.get_by_role("button", name="Check answer").click()
    quiz.get_by_role("status").get_by_text("orrect").wait_for()


def test_the_policy_of_this_test_is_strict(host, pages, page):
    probe = 'try { new Function("return 1"); window.made = true } catch { window.made = false }'
    (pages / "_static" / "probe.js").write_text(probe)
    page.goto(f"{host}/chapters/play.html")
    page.add_script_tag(url=f"{host}/_static/probe.js")
    assert page.evaluate("window.made") is False


@pytest.mark.parametrize("name", ["play", "crust"])
def test_in_a_sandboxed_frame_all_works_but_memory(host, page, name):
    page.goto(f"{host}/framed-{name}.html")
    frame = page.frame_locator("iframe")
    (assert_plays if name == "play" else answer)(frame)


@pytest.mark.parametrize("missing", ["figure.js", "vega-*.js"])
def test_without_its_script_a_figure_rests_and_says_so(pages, page, tmp_path, missing):
    copy = Path(shutil.copytree(pages, tmp_path / "html"))
    for file in (copy / "_static").glob(missing):
        file.unlink()
    page.goto((copy / "chapters" / "play.html").as_uri())
    figure = page.locator(".explore").first
    figure.hover()
    assert_rests(figure)


def test_what_was_moved_before_vega_failed_goes_back_with_the_numbers(pages, page, tmp_path):
    copy = Path(shutil.copytree(pages, tmp_path / "html"))
    for file in (copy / "_static").glob("vega-*.js"):
        file.unlink()
    page.goto((copy / "chapters" / "play.html").as_uri())
    figure = page.locator(".explore").first
    figure.get_by_role("slider").press("ArrowRight")
    assert_rests(figure)
