"""A trace that a page shows several times is drawn once in it."""

from __future__ import annotations

import json
import re

from quizbook.page.repeats import LEAST, shared, whole

LONG = "M0 0" + "l1 1" * (LEAST // 4)


def shown(*paths: str) -> str:
    return f'<figure class="quiz-medium"><svg>{"".join(paths)}</svg></figure>\n'


def path(d: str, more: str = "") -> str:
    return f'<path {more}d="{d}" stroke-width="13"/>'


PAGE = (
    shown(path(LONG), path("M0 0"))
    + f'<div class="explore"><svg>{path(LONG)}</svg></div>\n'
    + f'<span class="quiz-medium"><svg>{path(LONG)}</svg></span>\n'
    + shown(path(LONG + "z"), path("M0 0"))
    + shown(path(LONG, 'id="own" '), path(LONG))
)


def test_a_trace_is_written_once_and_pointed_to():
    html = shared(PAGE)
    assert html.count('<use href="#quiz-trace-1"/>') == 2
    assert html.startswith(shown(path(LONG, 'id="quiz-trace-1" '), path("M0 0")))
    assert html.count(path(LONG)) == 1, "a playable figure, which is replaced, is left as it is"
    assert html.count(path(LONG + "z")) == 1, "shown once"
    assert html.count(path("M0 0")) == 2, "too short to be worth it"
    assert html.count(path(LONG, 'id="own" ')) == 1, "named by its author"


def test_what_is_taken_from_a_page_shows_its_own_traces():
    assert whole(shared(PAGE)) == PAGE
    assert shared(shown(path(LONG))) == shown(path(LONG))


def test_a_repeated_trace_is_drawn_while_the_first_waits_in_a_fold(html, open_page, tmp_path):
    page = open_page((html / "chapters" / "signals.html").as_uri())
    repeated = page.locator("fieldset label svg:has(use)").first
    name = repeated.locator("use").get_attribute("href")
    assert page.locator(f"details:not([open]) {name}").count() == 1
    colours = repeated.screenshot(path=tmp_path / "trace.png") and inks(tmp_path / "trace.png")
    assert colours > 0.02, "a share of the drawing is ink"


def inks(file) -> float:
    from PIL import Image

    grey = Image.open(file).convert("L")
    return sum(grey.histogram()[:100]) / (grey.width * grey.height)


def test_pages_that_ask_again_do_not_point_into_a_chapter(html):
    script = (html / "_static" / "questions" / "chapters--signals.js").read_text(encoding="utf-8")
    drawn = "".join(json.loads(script.partition("] = ")[2].rstrip(";\n")).values())
    assert drawn.count("<svg") > 10 and not re.search(r"<use|quiz-trace-\d", drawn)
