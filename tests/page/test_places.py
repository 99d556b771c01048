"""Links open whatever hides the place that they lead to; and nothing is lost without a script."""

from __future__ import annotations

import shutil

import pytest

HIDDEN = {
    "in-a-fold": "Words in a fold.",
    "in-a-tab": "Words in the second tab.",
    "behind-a-curtain": "It was 230 °C.",
    "question-crust-pale": "It comes out white.",
}
IN_VIEW = "e => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight"


@pytest.mark.parametrize("place", HIDDEN)
def test_a_link_opens_what_hides_its_place(crust, open_page, place):
    page = open_page(crust)
    words = page.get_by_text(HIDDEN[place])
    assert not words.is_visible()
    page.evaluate("place => { location.hash = place; }", place)
    words.wait_for()
    assert page.locator(f"#{place}").evaluate(IN_VIEW)
    page = open_page(f"{crust}#{place}")  # and so does one from another page
    page.get_by_text(HIDDEN[place]).wait_for()
    assert page.locator(f"#{place}").evaluate(IN_VIEW)


def test_the_tab_that_a_link_opens_is_the_one_that_is_chosen(crust, open_page):
    page = open_page(f"{crust}#in-a-tab")
    page.get_by_text(HIDDEN["in-a-tab"]).wait_for()
    assert not page.get_by_text("Words in the first tab.").is_visible()
    assert page.get_by_label("Two", exact=True).is_checked()


@pytest.mark.parametrize("missing", ["quiz.js", "store.js", "*.js"])
def test_where_a_script_is_missing_the_key_and_every_step_can_be_read(
    built, chromium, tmp_path, missing
):
    copy = shutil.copytree(built, tmp_path / "html")
    files = list((copy / "_static").glob(missing))
    assert files
    for file in files:
        file.unlink()
    page = chromium.new_page()
    page.goto((copy / "chapters" / "crust.html").as_uri())
    for item in ("crust-brown", "crust-pale", "crust-before-one"):
        quiz = page.locator(f'fieldset[data-item="{item}"]').first
        assert not quiz.locator("[data-why]").first.is_visible()
        quiz.get_by_text("Answer and reasons").click()
        assert all(reason.is_visible() for reason in quiz.locator("[data-why]").all())
        assert not quiz.locator("button").first.is_visible(), "it would do nothing"
    page.locator(".curtain summary").click()
    assert page.get_by_text(HIDDEN["behind-a-curtain"]).is_visible()
    page.close()
