"""How the pages look and behave around the questions: geometry, focus, print, head and foot."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from quizbook.bank.load import chapter_files

from ..conftest import AT_REST, AXE, ROOT, build

NAMES = [Path(file).stem for file in chapter_files(ROOT)]
PHONE = {"viewport": {"width": 390, "height": 844}}
FAULTS = """() => {
  const faults = [];
  const shown = (what) => [...document.querySelectorAll(what)].filter((e) => e.checkVisibility());
  for (const heading of shown("article :is(h1, h2, h3, h4)")) {
    const words = document.createRange(), anchor = heading.querySelector(".headerlink");
    words.selectNodeContents(heading);
    if (anchor) words.setEndBefore(anchor);
    const style = getComputedStyle(heading), box = heading.getBoundingClientRect();
    const end = words.getBoundingClientRect().bottom + parseFloat(style.paddingBottom);
    const room = box.bottom - end;
    if (room > parseFloat(style.fontSize)) faults.push(`empty line under ${heading.textContent}`);
  }
  for (const math of shown("article div.math > math[display=block]")) {
    if (math.scrollWidth > math.clientWidth) continue;
    const boxes = [...math.children].map((part) => part.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const home = math.parentElement.getBoundingClientRect();
    const off = Math.abs((left + right - home.left - home.right) / 2);
    if (off > (math.previousElementSibling ? 60 : 3)) faults.push(`formula off by ${off}`);
  }
  for (const cell of shown(".quiz-map :is(th, td)")) {
    const { left, right } = cell.getBoundingClientRect();
    if (left < 0 || right > innerWidth + 1) faults.push(`cut: ${cell.textContent}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
  return faults;
}"""


def address(html: Path, name: str) -> str:
    return (html / "chapters" / f"{name}.html").as_uri()


@pytest.mark.parametrize("name", NAMES)
def test_headings_formulas_and_the_map_keep_their_places(html, open_page, name):
    page = open_page(address(html, name), **PHONE)
    for width in (390, 320, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(AT_REST)  # the side bars move into their places
        assert page.evaluate(FAULTS) == [], width


def test_the_magnifier_stands_beside_what_is_typed(html, open_page):
    beside = """(input) => {
      const icon = input.form.querySelector(".fa-magnifying-glass").getBoundingClientRect();
      const { left } = input.getBoundingClientRect();
      return icon.width && left + parseFloat(getComputedStyle(input).paddingLeft) - icon.right;
    }"""
    for width in (1440, 390, 320):
        options = {"viewport": {"width": width, "height": 844}}
        page = open_page(address(html, "gut"), **options)
        page.keyboard.press("Control+k")
        assert page.locator("#pst-search-dialog input").evaluate(beside) > 2


def test_buttons_of_a_self_test_and_of_the_map_look_like_buttons_of_the_book(html, open_page):
    page = open_page(address(html, "self-test"))
    button = page.get_by_role("button", name="Hand in").first
    assert button.bounding_box()["height"] >= 40
    assert button.evaluate("b => getComputedStyle(b).borderStyle") == "solid"


def test_nothing_lies_on_the_text_after_scrolling_up(html, open_page):
    page = open_page(address(html, "gut"), **PHONE)
    page.mouse.wheel(0, 4000)
    page.wait_for_function("scrollY > 3900")
    page.mouse.wheel(0, -1000)
    page.wait_for_function("scrollY < 3100")
    page.evaluate(AT_REST)
    over = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((e) => getComputedStyle(e).position === "fixed")
          .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .map((e) => [e.className, e.getBoundingClientRect()])
          .filter(([, { bottom, left }]) => bottom > 80 && left >= 0).map(([name]) => name)"""
    )
    assert over == []
    page.get_by_role("link", name="Back to top").click()
    page.wait_for_function("scrollY < 200")


def test_previous_and_next_have_room_on_a_phone(html, open_page):
    page = open_page(address(html, "gut"), **PHONE)
    for link in page.locator(".prev-next-area a").all():
        assert link.locator(".prev-next-title").bounding_box()["width"] > 150


def test_a_wide_table_reads_row_by_row_on_a_phone_with_the_names_of_its_columns(html, open_page):
    page = open_page(address(html, "article-on-trial"), **PHONE)
    table = page.locator("table.filterable")
    assert table.locator("caption").bounding_box()["width"] > 300
    heads = table.evaluate("t => [...t.tHead.rows[0].cells].map(c => c.textContent.trim())")
    said = table.evaluate(
        "t => [...t.tBodies[0].rows[0].cells].map(c => getComputedStyle(c, '::before').content)"
    )
    assert said == [f'"{head}: "' for head in heads]


def test_a_filter_says_what_is_left_stays_in_view_and_finds_words(html, open_page):
    page = open_page(address(html, "article-on-trial"))
    bar, rows = page.locator(".filter-bar"), page.locator("table.filterable tbody tr")
    total = rows.count()
    assert [s.split(":")[0] for s in bar.locator("label").all_inner_texts()] == [
        "Section",
        "Verdict",
        "Words",
    ]
    bar.get_by_label("Section").select_option(index=1)
    left = int(bar.get_by_role("status").inner_text().split()[0])
    assert 0 < left < total
    counts = [
        int(re.search(r"\((\d+)\)", text)[1])
        for text in bar.get_by_label("Verdict").locator("option").all_inner_texts()
    ]
    assert counts[0] == left == sum(counts[1:])
    empty = bar.get_by_label("Verdict").locator("option:disabled").count()
    assert empty == sum(count == 0 for count in counts)
    bar.get_by_label("Section").select_option(index=0)
    bar.get_by_label("Words").fill("potassium")
    shown = [row.inner_text() for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < total and all("potassium" in text.lower() for text in shown)
    bar.get_by_label("Words").fill("")
    rows.nth(total // 2).scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert 0 <= box["y"] < 150


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_filter_goes_with_the_last_row_of_its_table(crust, open_page, options):
    page = open_page(crust, **options)
    bar = page.locator(".filter-bar")
    follows = page.locator(
        "xpath=//table[contains(@class, 'filterable')]/following::fieldset"
    ).first
    follows.evaluate("follows => scrollBy(0, follows.getBoundingClientRect().top - 120)")
    box = bar.bounding_box()
    assert box["y"] + box["height"] <= follows.bounding_box()["y"] + 1 < 150


LUMINANCE = """(element) => {
  const [r, g, b] = getComputedStyle(element).color.match(/[\\d.]+/g).map(Number);
  const linear = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}"""


def test_paper_is_light_open_and_whole_whatever_the_screen_shows(html, open_page):
    page = open_page(address(html, "definitions"), color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    fold = page.locator("article details:not(.quiz-key, .hide)").first
    assert fold.get_attribute("open") is None
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    for part in ("article p", "article h2", ".figure-drawing text", ".quiz legend"):
        assert page.locator(part).first.evaluate(LUMINANCE) < 0.1, part
    assert fold.get_attribute("open") is not None
    registers = page.locator(".sd-tab-content")
    assert registers.count() > 1 and all(tab.is_visible() for tab in registers.all())
    select = page.locator(".quiz select").first
    assert select.evaluate("s => getComputedStyle(s).color") == "rgba(0, 0, 0, 0)"
    assert select.bounding_box()["width"] < 80
    for hidden in (".bd-header-article", ".bd-sidebar-primary", ".prev-next-footer", ".colophon a"):
        assert not page.locator(hidden).last.is_visible(), hidden
    assert page.get_by_text("CC BY 4.0").last.is_visible()
    assert page.locator("h2").first.evaluate("h => getComputedStyle(h).breakInside") == "avoid"
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert fold.get_attribute("open") is None


@pytest.mark.parametrize("width", [1440, 390])
def test_every_stop_of_the_keyboard_can_be_seen(html, open_page, width):
    page = open_page(address(html, "gut"), viewport={"width": width, "height": 844})
    names = []
    for _ in range(45 if width == 1440 else 16):
        page.keyboard.press("Tab")
        page.wait_for_function("document.activeElement !== document.body")
        name, style, thick = page.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e);
              const name = e.ariaLabel || e.textContent.trim();
              return [name, s.outlineStyle, parseFloat(s.outlineWidth)];
            }"""
        )
        names.append(name)
        assert (style, thick >= 2) == ("solid", True), name
    assert {"List of chapters", "Download this page"} <= set(names)


@pytest.mark.parametrize(
    ("button", "shown"),
    [
        ("List of chapters", "#pst-primary-sidebar-modal"),
        ("Contents", "#pst-secondary-sidebar-modal"),
        ("Search", "#pst-search-dialog"),
        ("Download this page", ".dropdown-menu"),
    ],
)
def test_escape_closes_what_a_button_opened_and_gives_the_focus_back(
    html, open_page, button, shown
):
    page = open_page(address(html, "gut"), **PHONE)
    opener = page.get_by_role("button", name=button, exact=True).first
    opener.focus()
    page.keyboard.press("Enter")
    page.locator(shown).wait_for()
    assert Axe().run(page, options=AXE).response["violations"] == []
    page.keyboard.press("Escape")
    page.locator(shown).wait_for(state="hidden")
    assert opener.evaluate("b => b === document.activeElement")


def test_the_menu_says_what_it_gives_and_is_walked_by_arrows(html, open_page):
    page = open_page(address(html, "gut"))
    page.get_by_role("button", name="Download this page").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Download source file"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Print to PDF"
    page.keyboard.press("Tab")
    page.locator(".dropdown-menu").wait_for(state="hidden")


def test_the_theme_changes_with_each_press_and_is_remembered(html, open_page):
    page = open_page(address(html, "gut"), color_scheme="light")
    button = page.get_by_role("button", name="Color mode")
    seen = [page.evaluate("document.documentElement.dataset.theme")]
    for _ in range(3):
        button.click()
        seen.append(page.evaluate("document.documentElement.dataset.theme"))
    assert seen == ["light", "dark", "light", "light"]
    button.click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_tip_names_a_button_to_keyboard_and_resting_mouse_and_goes_with_escape(html, open_page):
    page = open_page(address(html, "gut"))
    tip = page.locator(".page-tip")
    page.get_by_role("button", name="Download this page").focus()
    page.keyboard.press("Tab")
    tip.get_by_text("Fullscreen mode").wait_for()
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1440
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    page.get_by_role("button", name="Color mode").hover()
    tip.get_by_text("Color mode").wait_for()
    page.mouse.move(5, 600)
    tip.wait_for(state="hidden")


A_SECOND = "() => new Promise((done) => setTimeout(done, 1100))"


def test_the_contents_mark_where_one_reads(html, open_page):
    page = open_page(address(html, "gut"))
    link = page.locator("#pst-page-toc-nav a").nth(3)
    link.click()
    expect(link).to_have_attribute("aria-current", "true")
    page.evaluate(A_SECOND)  # the link that was followed keeps the mark so long
    page.evaluate("document.querySelectorAll('article h2')[6].scrollIntoView()")
    page.wait_for_function("!document.querySelectorAll('#pst-page-toc-nav a')[3].ariaCurrent")


def test_a_side_bar_folds_away_on_a_wide_screen(html, open_page):
    page = open_page(address(html, "gut"))
    button = page.get_by_role("button", name="List of chapters")
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert button.get_attribute("aria-expanded") == "false"
    page.locator("#pst-primary-sidebar").wait_for(state="hidden")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_it_is(html, name):
    text = (html / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    head = text.partition("</head>")[0]
    assert head.count('name="viewport"') == 1
    assert head.count('rel="icon"') == 1
    about = re.search(r'<meta name="description" content="([^"]+)"', head)
    assert 20 < len(about[1].replace("&#39;", "'").replace("&#34;", '"')) <= 160
    assert 'property="og:title"' in head and 'property="og:description"' in head
    assert 'property="og:site_name" content="What Causes Muscle Spasms?"' in head
    assert 'name="twitter:card"' in head
    assert "ethical-ad" not in text and "pst-back-to-top" not in text
    assert "CC BY 4.0" in text.partition("bd-footer-content")[2]


def test_no_page_says_a_name_that_nobody_gave_and_the_first_says_what_it_leads_to(html):
    for page in html.rglob("*.html"):
        assert "Project name not set" not in page.read_text(encoding="utf-8"), page.name
    first = (html / "index.html").read_text(encoding="utf-8")
    landing = (html / "chapters" / "index.html").read_text(encoding="utf-8")
    for said in (
        "<title>.*?</title>",
        '<meta name="description"[^>]*>',
        '<meta property="og:title"[^>]*>',
    ):
        assert re.search(said, first, re.S)[0] == re.search(said, landing, re.S)[0]
    icon = re.search('rel="icon" href="([^"]+)"', first)[1]
    assert (html / icon).is_file() and '<a href="chapters/index.html">' in first


def test_a_missing_page_leads_back_wherever_it_was_missed(html, chromium, tmp_path):
    context = chromium.new_context()
    page = context.new_page()
    whole = {"http://127.0.0.1:9/book/chapters/nowhere.html": html / "404.html"}

    def serve(route):
        url = route.request.url.partition("?")[0]
        path = whole.get(url, html / url.removeprefix("http://127.0.0.1:9/book/"))
        route.fulfill(path=path) if path.is_file() else route.abort()

    context.route("**/*", serve)
    page.goto("http://127.0.0.1:9/book/chapters/nowhere.html")
    assert page.locator("article h1").inner_text() == "There is no such page"
    assert page.locator("main").evaluate("m => getComputedStyle(m).display") != "block"
    first = page.get_by_role("link", name="Begin at the first page")
    assert first.evaluate("a => a.href") == "http://127.0.0.1:9/book/chapters/index.html"
    context.close()


def test_without_an_address_the_pages_say_so(html):
    for name in NAMES:
        text = (html / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        assert "No address for reports of errors has been set" in text
        assert "quiz-report" not in text


def test_a_report_carries_page_question_and_version(lay, tmp_path, open_page):
    course = lay(tmp_path / "course")
    config = course / "_config.yml"
    setting = '    quizbook_report: "https://example.org/issues/new?labels=error"\n'
    config.write_text(
        config.read_text(encoding="utf-8").rstrip() + "\n" + setting, encoding="utf-8"
    )
    build(course, "html")
    page = open_page((course / "_build/html/chapters/dough.html").as_uri())
    link = page.get_by_role("link", name="Report an error on this page")
    assert link.get_attribute("href").startswith(
        "https://example.org/issues/new?labels=error&title=Error%3A%20chapters%2Fdough&body=Page"
    )
    quiz = page.locator("fieldset.quiz").first
    item = quiz.get_attribute("data-item")
    report = quiz.locator(".quiz-report a")
    assert not report.is_visible()
    asked = report.get_attribute("href")
    assert f"Question%3A%20{item}%2C%20version%201" in asked and "chapters%2Fdough" in asked


WITHOUT_SCRIPTS = [(390, 844), (720, 450), (1440, 900)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripts_the_page_has_its_colours(html, open_page, scheme):
    page = open_page(address(html, "signals"), javascript=False, color_scheme=scheme)
    colour = "e => getComputedStyle(e).color"
    text = page.locator("article section > p:not([class])").first
    link = page.locator("article p a.reference").first
    assert text.evaluate(LUMINANCE) < 0.1
    assert link.evaluate(colour) != text.evaluate(colour)


@pytest.mark.parametrize(("width", "height"), WITHOUT_SCRIPTS)
def test_without_scripts_no_button_is_dead_and_every_chapter_is_reached(
    html, open_page, width, height
):
    size = {"width": width, "height": height}
    page = open_page(address(html, "signals"), javascript=False, viewport=size)
    buttons = page.locator(".bd-header-article button, .bd-sidebar-primary button")
    assert [b.get_attribute("class") for b in buttons.all() if b.is_visible()] == []
    assert page.get_by_role("link", name="Download source file").is_visible()
    chapters = page.locator(".bd-sidebar-primary .bd-links a")
    assert chapters.count() > 10
    last = chapters.last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    if width < 960:
        assert box["y"] > page.locator("article").bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


BESIDE = """() => [...document.querySelectorAll(".quiz label:has(> span):not(.quiz-sure label)")]
  .filter((label) => label.checkVisibility()).flatMap((label) => {
    const [first, words] = label.children, faults = [];
    if (!first.matches("input, select:not([data-pair])")) return [];
    const put = first.getBoundingClientRect(), said = words.getBoundingClientRect();
    if (said.left < put.right || said.top >= put.bottom) faults.push(label.innerText);
    if (words.scrollWidth > words.clientWidth) faults.push(`cut: ${label.innerText}`);
    const medium = label.querySelector(".quiz-medium");
    const below = medium?.getBoundingClientRect().top >= said.bottom;
    if (innerWidth < 400 && medium && !below) faults.push(`drawing: ${label.innerText}`);
    return faults;
  })"""


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("name", ["signals", "electrolytes", "self-test"])
def test_words_stand_beside_the_circle_or_menu_that_they_belong_to(html, open_page, name, width):
    page = open_page(address(html, name), viewport={"width": width, "height": 844})
    assert page.locator(".quiz label > input").count() > 10
    assert page.evaluate(BESIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def printed(page) -> list[str]:
    """Give the words of each sheet of a page on A4."""
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "1cm")
    with pypdfium2.PdfDocument(page.pdf(format="A4", margin=margin)) as document:
        return [sheet.get_textpage().get_text_bounded().strip() for sheet in document]


@pytest.mark.parametrize("name", ["signals", "cases"])
def test_on_paper_heads_and_captions_stand_with_what_they_are_of(html, open_page, name):
    page = open_page(address(html, name))
    page.emulate_media(media="print")
    sheets = printed(page)
    assert len(sheets) > 10
    for sheet in sheets:
        lines = sheet.splitlines()
        assert not re.match(r"(Sound \d|Step \d of \d|Case: )", lines[-1]), sheet
        assert not re.match(r"(\w: )?Bars: ", lines[0]), sheet


def test_on_paper_the_map_begins_below_its_heading(html, open_page):
    page = open_page(address(html, "index"))
    page.emulate_media(media="print")
    first = page.locator(".quiz-map tbody a").first.inner_text().split(":")[0]
    begun = [sheet for sheet in printed(page) if "\nThe map" in f"\n{sheet}"][-1]
    assert first in begun.partition("The map")[2]


@pytest.mark.parametrize("name", ["index", "self-test", "signals"])
def test_on_paper_there_is_nothing_to_press_and_registers_look_alike(html, open_page, name):
    page = open_page(address(html, name))
    page.emulate_media(media="print")
    pressed = page.locator("article :is(button, .quiz-start a)")
    assert pressed.count() > 0
    assert [part.inner_text() for part in pressed.all() if part.is_visible()] == []
    look = (
        "label => { const s = getComputedStyle(label); return [s.border, s.transform, s.color]; }"
    )
    looks = {str(label.evaluate(look)) for label in page.locator(".sd-tab-set > label").all()}
    assert len(looks) <= 1
