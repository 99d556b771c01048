"""Cards of sources: on hover, focus and tap, closed by Esc, and nothing leaves the page."""

from __future__ import annotations

WORDS = "Carl Yeast. How dough rises."


def link(page):
    return page.locator("main p a[href*='references.html#']").first


def test_a_card_opens_on_focus_and_escape_closes_it(dough, open_page):
    page = open_page(dough)
    page.locator("main a[href='#objectives']").first.focus()
    link(page).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    card = page.locator(".card-note")
    card.wait_for()
    assert WORDS in card.inner_text() and "Used in" not in card.inner_text()
    assert link(page).get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Tab")
    assert card.evaluate("c => c.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert card.count() == 0 and link(page).evaluate("a => a === document.activeElement")
    assert page.url == dough


def test_a_card_stays_with_a_link_that_the_keyboard_scrolls_to(dough, open_page):
    page = open_page(dough, viewport={"width": 720, "height": 300})
    page.locator("main a[href='#objectives']").first.focus()
    page.evaluate("a => a.focus({ preventScroll: true })", link(page).element_handle())
    page.keyboard.press("Shift+Tab")
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(300)
    far = page.evaluate("scrollY")
    page.keyboard.press("Tab")
    card = page.locator(".card-note")
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") != far and card.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    assert card.evaluate("c => c.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert link(page).evaluate("a => a === document.activeElement")


def test_a_card_opens_on_hover_and_can_be_hovered(dough, open_page):
    page = open_page(dough)
    link(page).hover()
    card = page.locator(".card-note")
    card.wait_for()
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.mouse.move(0, 0)
    card.wait_for(state="detached")


def test_a_tap_opens_the_card_and_its_link_leads_on(dough, open_page):
    page = open_page(dough, viewport={"width": 320, "height": 640}, has_touch=True)
    link(page).tap()
    card = page.locator(".card-note")
    card.wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.url == dough
    card.get_by_role("link", name="Open its place").tap()
    page.wait_for_url("**/references.html#*")


def test_a_term_opens_as_a_card_too(crust, open_page):
    page = open_page(crust)
    term = page.get_by_role("link", name="crumb")
    term.hover()
    card = page.locator(".card-note")
    card.wait_for()
    assert "What a crust keeps soft: see" in card.inner_text()
    assert "Used in" not in card.inner_text()
    assert card.get_by_role("link").count() == 1, "a link of the glossary would lead astray here"
    page.keyboard.press("Escape")
    assert card.count() == 0 and page.url == crust
    card = open_page(crust, javascript=False)
    card.get_by_role("link", name="crumb").click()
    card.wait_for_url("**/index.html#term-Crumb")


def test_without_scripts_the_link_is_a_link(dough, open_page):
    page = open_page(dough, javascript=False)
    link(page).click()
    page.wait_for_url("**/references.html#*")


def test_no_card_data_are_loaded_before_a_card_is_wanted(dough, open_page):
    page = open_page(dough)
    loaded = "performance.getEntriesByType('resource').map(e => e.name).join()"
    assert "cards-data.js" not in page.evaluate(loaded)
