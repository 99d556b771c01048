"""Questions that show or play something, in real browsers and on paper."""

from __future__ import annotations

from pathlib import Path

import page as validator
import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from ..conftest import AXE

LONG = "Nine short cracks"


@pytest.fixture(scope="module")
def signs(bread: Path) -> str:
    return (bread / "_build" / "html" / "chapters" / "signs.html").as_uri()


def quiz(page, item: str):
    return page.locator(f'fieldset[data-item="{item}"]')


def test_a_sound_is_asked_for_only_when_it_is_played(signs, open_page):
    page = open_page(signs)
    sound = quiz(page, "signs-sound").locator("audio")
    assert sound.evaluate("(a) => [a.preload, a.autoplay, a.loop, a.readyState]") == [
        "none", False, False, 0,
    ]  # fmt: skip
    assert sound.get_attribute("aria-label") == "Sound for question 1, 2.0 seconds"
    ended = sound.evaluate(
        """(a) => new Promise((done) => {
             a.muted = true; a.playbackRate = 4; a.onended = () => done([a.duration, a.error]);
             a.play(); })"""
    )
    assert ended[0] == pytest.approx(2, abs=0.05) and ended[1] is None


def test_what_there_was_to_hear_comes_after_the_answer(signs, open_page):
    page = open_page(signs)
    question = quiz(page, "signs-sound")
    assert not question.get_by_text(LONG).is_visible()
    question.get_by_label("A tin that bends").check()
    question.get_by_role("button", name="Check answer").click()
    question.get_by_text(LONG).wait_for()
    assert question.get_by_text("That is one bang.").is_visible()


def test_each_option_tells_what_its_drawing_held_after_the_answer(signs, open_page):
    page = open_page(signs)
    question = quiz(page, "signs-options")
    assert question.locator("label svg").count() == 3
    question.get_by_label("Recording B").check()
    question.get_by_role("button", name="Check answer").click()
    row = question.locator("details li").filter(has_text="Your choice")
    row.get_by_text("not a single crack").wait_for()
    assert "not a single crack" in row.inner_text() and "Nothing shrinks" in row.inner_text()
    assert "Some sixty cracks" in question.locator("details li").nth(1).inner_text()


def test_the_trace_waits_in_a_fold_and_the_twin_is_one_link_away(signs, open_page):
    page = open_page(signs)
    question = quiz(page, "signs-sound")
    drawing = question.get_by_role("img", name="Microphone beside a loaf on a rack")
    assert not drawing.is_visible()
    question.get_by_text("Show the trace instead").click()
    assert drawing.is_visible()
    question.get_by_role("link", name="The same asked in words alone").click()
    page.wait_for_url("**#question-signs-words")


def test_without_scripts_the_picture_and_what_it_holds_are_there(signs, open_page):
    page = open_page(signs, javascript=False)
    question = quiz(page, "signs-sound")
    question.get_by_text("Show the trace instead").click()
    assert question.locator("svg").first.is_visible()
    question.get_by_text("Answer and reasons").click()
    assert question.get_by_text(LONG).is_visible()


def test_what_a_listening_figure_holds_is_hidden_until_asked_for(signs, open_page):
    page = open_page(signs)
    figure = page.locator(".quiz-listening")
    assert figure.locator("audio").count() == 1 and not figure.get_by_text(LONG).is_visible()
    figure.get_by_text("What there was to hear").click()
    assert figure.get_by_text(LONG).is_visible()


def test_in_print_the_trace_takes_the_place_of_the_sound(signs, open_page):
    page = open_page(signs)
    page.emulate_media(media="print")
    question = quiz(page, "signs-sound")
    assert question.locator("svg").first.is_visible()
    assert not question.locator("audio").is_visible()


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken_and_nothing_scrolls(signs, open_page, width, theme):
    page = open_page(signs, viewport={"width": width, "height": 900}, color_scheme=theme)
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    found = Axe().run(page, context=".bd-article", options=AXE).response["violations"]
    assert [(f["id"], [n["target"] for n in f["nodes"]]) for f in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_line_has_the_colour_of_the_words_beside_it(signs, open_page):
    for theme in ("light", "dark"):
        page = open_page(signs, color_scheme=theme)
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        colours = quiz(page, "signs-options").evaluate(
            """(q) => [getComputedStyle(q.querySelector("svg path")).stroke,
                 getComputedStyle(q.querySelector("label")).color]"""
        )
        assert colours[0] == colours[1]


def test_the_pdf_is_accessible_and_holds_every_drawing_with_its_words(bread: Path):
    file = bread / "_build" / "pdf" / "bread.pdf"
    report = validator.validate_pdf(str(file), profile=validator.ValidationProfile.PDF_UA_1)
    assert [(f.rule_id, f.message) for f in report.failures] == []
    with pikepdf.open(file) as pdf:
        told = [
            str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    for words in ("Microphone beside a loaf on a rack", "Map of heat", "Bars of two flours"):
        assert any(words in alt for alt in told), words


def test_firefox_plays_the_sound_from_disk_too(signs, firefox):
    firefox.open(signs)
    script = """new Promise((done) => {
        const a = document.querySelector('[data-item="signs-sound"] audio');
        a.muted = true; a.onended = () => done(String(a.duration));
        a.onerror = () => done("error"); a.play().catch((e) => done(String(e))); })"""
    assert float(firefox.run(script)) == pytest.approx(2, abs=0.05)
    assert firefox.run("String(document.querySelector('.quiz-listening audio').readyState)") == "0"
