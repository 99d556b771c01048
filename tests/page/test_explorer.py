"""Playable figures in a real browser: pages opened from disk, the network cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from quizbook.bank.load import load_book

from ..conftest import AXE, ROOT


@pytest.fixture
def play(playground, open_page):
    """Open the page; the address of every request is kept in `asked`."""

    def open_(**options):
        page = open_page("about:blank", **options)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((playground / "_build/html/chapters/play.html").as_uri())
        return page

    return open_


def wake(page, number: int = 0):
    """Come near a figure and wait until it can be played with."""
    figure = page.locator(".explore").nth(number)
    figure.hover()
    figure.locator(".explore-drawing[role=img] svg").wait_for()
    return figure


def vega_requests(page) -> list[str]:
    return [url for url in page.asked if "/vega-" in url]


def drawn(figure):
    return figure.locator(".explore-drawing svg")


def drawing(figure) -> str:
    return drawn(figure).inner_html()


def test_a_slider_by_keyboard_changes_drawing_readout_and_status(play):
    page = play()
    figure = wake(page)
    before = drawing(figure)
    slider = figure.get_by_role("slider", name="Heat", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    figure.get_by_role("status").get_by_text("The dough rises 6 cm", exact=True).wait_for()
    expect(drawn(figure)).not_to_have_js_property("innerHTML", before)
    assert (
        figure.locator(".explore-readout").inner_text() == "The dough rises 6\N{NO-BREAK SPACE}cm"
    )
    assert slider.get_attribute("aria-valuetext") == "3 kW"
    assert figure.locator(".explore-value").inner_text() == "3 kW"
    page.keyboard.press("Home")
    figure.get_by_role("status").get_by_text("The dough rises 2 cm", exact=True).wait_for()


def test_while_a_slider_is_dragged_the_status_waits(play):
    figure = wake(play())
    slider = figure.get_by_role("slider")
    said = slider.evaluate(
        """async (slider) => {
          const status = slider.closest(".explore").querySelector("[role=status]"), said = [];
          const hear = new MutationObserver(() => said.push(status.textContent));
          hear.observe(status, { childList: true });
          for (let n = 0; n < 20; n++) {
            slider.value = n % 5;
            slider.dispatchEvent(new Event("input"));
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          await new Promise((resolve) => setTimeout(resolve, 700));
          return said;
        }"""
    )
    assert said == ["The dough rises 10\N{NO-BREAK SPACE}cm"]


def test_vega_is_asked_for_once_and_only_when_a_hand_comes_near_a_figure(play):
    page = play()
    page.locator(".explore").nth(1).scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert vega_requests(page) == []
    wake(page, 0)
    assert len(vega_requests(page)) == 1
    wake(page, 1)
    assert len(vega_requests(page)) == 1


def hide(figure, chance=0.99):
    """Begin the drill with chance fixed: the last of the other settings is drawn."""
    figure.evaluate("(_, chance) => { Math.random = () => chance; }", chance)
    figure.get_by_role("button", name="Drill: hide “Heat”").click()
    figure.get_by_role("status").get_by_text("The setting is hidden").wait_for()


def test_a_drill_hides_its_control_and_everything_that_would_tell_it(play):
    figure = wake(play(), 2)
    assert figure.get_by_role("slider", name="Heat").is_visible()
    hide(figure)
    assert not figure.get_by_role("slider", name="Heat").is_visible()
    assert not figure.get_by_role("button", name="Cool").is_visible()
    assert figure.get_by_role("slider", name="Salt").is_visible()
    shown = figure.locator(".explore-readout").inner_text()
    assert (
        shown == "The dough rises 8\N{NO-BREAK SPACE}cm with 5\N{NO-BREAK SPACE}g"
        and "kW" not in shown
    )
    figure.get_by_role("button", name="End the drill").click()
    assert figure.get_by_role("slider", name="Heat").is_visible()
    assert figure.get_by_role("button", name="Drill: hide").is_visible()


def test_a_drill_by_keyboard_a_wrong_answer_shows_both_settings(play):
    page = play()
    figure = wake(page, 2)
    hide(figure)
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    figure.get_by_role("status").get_by_text("Choose a setting first").wait_for()
    figure.get_by_label("which setting is drawn?").focus()
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    figure.get_by_role("status").get_by_text("Not 1 kW: it was 5 kW.").wait_for()
    sides = figure.locator(".explore-side")
    sides.locator("svg").nth(1).wait_for()
    assert sides.nth(0).inner_text().split("\n")[0] == "Your answer: 1 kW"
    assert "rises 2 cm" in sides.nth(0).inner_text()
    assert sides.nth(1).inner_text().split("\n")[0] == "Drawn: 5 kW"
    lines = [
        s.locator("svg path").evaluate_all("p => p.map(e => e.outerHTML).join()")
        for s in sides.all()
    ]
    assert lines[0] != lines[1]
    assert figure.get_by_role("slider", name="Heat").is_visible()
    figure.get_by_role("button", name="Another one").click()
    assert not sides.nth(0).is_visible() and figure.locator("select").input_value() == ""


def test_what_reads_alike_everywhere_is_one_answer(play):
    figure = wake(play(), 2)
    hide(figure)  # 5 kW; 4 kW cannot be told from it
    figure.get_by_label("which setting is drawn?").select_option(label="4 kW")
    figure.get_by_role("button", name="Check this setting").click()
    figure.get_by_role("status").get_by_text("Right: 5 kW.").wait_for()
    assert not figure.locator(".explore-sides").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drill_has_no_accessibility_finding_and_fits_a_small_phone(play, scheme):
    page = play(color_scheme=scheme, viewport={"width": 320, "height": 640})
    figure = wake(page, 2)
    hide(figure)
    figure.get_by_label("which setting is drawn?").select_option(label="1 kW")
    figure.get_by_role("button", name="Check this setting").click()
    figure.locator(".explore-side svg").nth(1).wait_for()
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(v["id"], [n["html"][:90] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for target in figure.locator("input:visible, select:visible, button:visible").all():
        box = target.bounding_box()
        assert box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= 320


def test_without_scripts_there_is_no_drill(play):
    page = play(javascript=False)
    assert not page.locator(".explore-drill").first.is_visible()


def test_a_page_without_such_a_figure_loads_nothing_for_it(playground, open_page):
    page = open_page((playground / "_build/html/chapters/crust.html").as_uri())
    sources = page.evaluate("[...document.scripts].map((script) => script.src)")
    assert not [source for source in sources if "figure.js" in source or "vega" in source]


def test_a_named_setting_is_one_button(play):
    figure = wake(play())
    before = drawing(figure)
    figure.get_by_role("button", name="Hot <oven>").click()
    figure.get_by_role("status").get_by_text("The dough rises 10 cm").wait_for()
    assert figure.get_by_role("slider").input_value() == "4"
    expect(drawn(figure)).not_to_have_js_property("innerHTML", before)


def test_words_are_chosen_from_a_list(play):
    figure = wake(play(), 1)
    figure.get_by_role("combobox", name="Flour").select_option(index=1)
    figure.get_by_role("status").get_by_text("used at 2 kW").wait_for()


def test_a_move_before_vega_is_there_is_not_lost(play):
    page = play()
    slider = page.get_by_role("slider").first
    moved = "(s) => { s.value = 4; s.dispatchEvent(new Event('input', { bubbles: true })); }"
    assert vega_requests(page) == []
    slider.evaluate(moved)
    figure = wake(page)
    moved = drawing(figure)
    figure.get_by_role("button", name="Cool").click()
    expect(drawn(figure)).not_to_have_js_property("innerHTML", moved)
    figure.get_by_role("button", name="Hot <oven>").click()
    expect(drawn(figure)).to_have_js_property("innerHTML", moved)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_numbers_are_a_file_beside_the_page(play, javascript):
    page = play(javascript=javascript)
    address = page.locator(".explore-numbers a").first.evaluate("(link) => link.href")
    text = Path(unquote(urlparse(address).path)).read_text(encoding="utf-8")
    assert text.startswith("# Numbers of a figure. Dough rises in step with heat.\n# Source: Inv")
    assert "# rise: height, cm\nheat,time,rise\n1,0,0\n" in text


def test_without_scripts_the_drawing_its_readout_and_its_numbers_stand_there(play):
    page = play(javascript=False)
    figure = page.locator(".explore").first
    svg = figure.get_by_role("img", name="Dough rises in step with heat.")
    assert svg.is_visible() and svg.locator("path").count() > 3
    assert (
        figure.locator(".explore-readout").inner_text() == "The dough rises 4\N{NO-BREAK SPACE}cm"
    )
    assert figure.get_by_role("link", name="Numbers (CSV)").is_visible()
    assert not figure.get_by_role("slider").is_visible()
    assert not figure.get_by_role("button").first.is_visible()


def test_the_drawing_keeps_its_name_and_place_when_it_wakes(play):
    page = play()
    figure = page.locator(".explore").first
    before = figure.locator(".explore-drawing").bounding_box()
    wake(page)
    after = figure.locator(".explore-drawing").bounding_box()
    assert abs(before["height"] - after["height"]) < 8
    assert figure.get_by_role("img", name="Dough rises in step with heat.").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axes_take_the_colour_of_the_page(play, scheme):
    figure = wake(play(color_scheme=scheme))
    colours = figure.evaluate(
        """(figure) => [getComputedStyle(figure).color,
             getComputedStyle(figure.querySelector("svg text")).fill]"""
    )
    assert colours[0] == colours[1]
    light = sum(map(int, re.findall(r"\d+", colours[0])[:3])) > 384
    assert light == (scheme == "dark")


def test_targets_are_large_enough_and_nothing_scrolls_on_a_small_phone(play):
    page = play(viewport={"width": 320, "height": 640})
    for number in (0, 1):
        figure = wake(page, number)
        for target in figure.locator("input, select, button").all():
            box = target.bounding_box()
            assert box["height"] >= 24 and box["width"] >= 24
            assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


MOVES = """async () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (let n = 0; n < 2; n++) await new Promise((drawn) => requestAnimationFrame(drawn));
  const moved = [];
  for (const figure of document.querySelectorAll(".explore")) {
    const controls = [...figure.querySelectorAll(".explore-control :is(input, select)")];
    const pressed = [...controls, ...figure.querySelectorAll(".explore-states button")];
    const places = () => pressed.map((part) =>
      Math.round(part.getBoundingClientRect().top - figure.getBoundingClientRect().top));
    const before = String(places());
    for (const control of controls) {
      const last = control.options?.length - 1 || Number(control.max);
      for (let place = 0; place <= last; place++) {
        control.value = place;
        control.dispatchEvent(new Event("input"));
        if (String(places()) !== before) moved.push(figure.innerText);
      }
    }
  }
  return moved;
}"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", ["signals", "models-nerve", "models-muscle"])
def test_what_is_pressed_stays_under_the_finger(html, open_page, name, width):
    file = html / "chapters" / f"{name}.html"
    page = open_page(file.as_uri(), viewport={"width": width, "height": 844})
    assert page.locator(".explore").count() > 2
    assert page.evaluate(MOVES) == []
    page.set_viewport_size({"width": 320 + 390 - width, "height": 844})
    assert page.evaluate(MOVES) == []


def test_nothing_moves_by_itself(play):
    figure = wake(play(reduced_motion="reduce"))
    moving = """(figure) => [...figure.querySelectorAll("*")].filter((e) => {
      const style = getComputedStyle(e);
      return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
    }).map((e) => e.outerHTML.slice(0, 80))"""
    assert [html for html in figure.evaluate(moving) if "<a" not in html] == []


def test_paper_made_from_the_page_has_no_sliders(play):
    page = play()
    figure = wake(page)
    page.emulate_media(media="print")
    assert figure.locator("svg").first.is_visible()
    for hidden in ("input", "button", ".explore-numbers"):
        assert not figure.locator(hidden).first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_finding(play, scheme):
    page = play(color_scheme=scheme)
    for number in (0, 1):
        wake(page, number)
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(v["id"], [n["html"][:90] for n in v["nodes"]]) for v in found] == []


def test_ids_are_unique_on_the_page(play):
    page = play()
    for number in (0, 1):
        wake(page, number)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


def test_neither_drawings_nor_data_enter_the_search_index(playground):
    index = (playground / "_build/html/_static/search-data.js").read_text(encoding="utf-8").lower()
    assert "page" in index
    for rubbish in ("currentcolor", "viewbox", "readout", "payload", "polyfill", "signal"):
        assert rubbish not in index


def test_the_pdf_shows_every_named_setting_with_its_words(playground):
    code = (playground / "_build/typst/pages/chapters/play.typ").read_text(encoding="utf-8")
    assert len(re.findall(r'"pictures/play-\d+-\d+-narrow\d\.svg"', code)) == 4
    assert "Cool: The dough rises 2 cm" in code
    assert "Hot <oven>: The dough rises 10 cm" in code
    assert "Dough rises in step with heat. Cool:" in code, "the author's own words are lost"
    assert "Numbers (CSV)" not in code


PAGES = [
    chapter
    for chapter in load_book(ROOT).chapters.values()
    if re.search(r"^explore\(", (ROOT / chapter.file).read_text(encoding="utf-8"), re.M)
]
CHANGE = """async (figure) => {
  const drawing = figure.querySelector(".explore-drawing");
  const slider = figure.querySelector("input, select");
  const last = slider.options ? slider.options.length : Number(slider.max) + 1;
  window.requestAnimationFrame = (callback) => (callback(), 0);
  let seen = 0;
  for (let n = 0; n < 30; n++) {
    const drawn = new Promise((resolve) => {
      const watcher = new MutationObserver(() => { watcher.disconnect(); resolve(1); });
      watcher.observe(drawing, { subtree: true, childList: true, attributes: true });
      setTimeout(resolve, 200, 0);
    });
    slider.value = (Number(slider.value) + 1) % last;
    slider.dispatchEvent(new Event("input"));
    seen += await drawn;
  }
  return seen;
}"""


def work_of(page) -> Callable[[], float]:
    """Tell the ms for which a page has worked: time that a busy machine takes from it is none."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    return worked


@pytest.mark.parametrize("chapter", PAGES, ids=lambda chapter: chapter.name)
def test_every_figure_of_the_book_redraws_within_a_frame(chapter, html, open_page):
    page = open_page((html / chapter.file).with_suffix(".html").as_uri())
    page.evaluate(
        "for (const curtain of document.querySelectorAll('details.curtain')) curtain.open = true"
    )
    worked = work_of(page)
    for number in range(page.locator(".explore").count()):
        figure = wake(page, number)
        before = worked()
        seen = figure.evaluate(CHANGE)
        assert seen >= 15
        spent = (worked() - before) / seen
        print(f"{chapter.name} {number}: {spent:.1f} ms a change")
        assert spent < 16
