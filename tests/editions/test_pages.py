"""Every page of the HTML edition: no request out, no error, no accessibility finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from quizbook.bank.load import chapter_files

from ..conftest import AT_REST, AXE, settle

ROOT = Path(__file__).parents[2]
NAMES = [Path(file).stem for file in chapter_files(ROOT)]
ANSWER_ALL = """() => {
  for (const quiz of document.querySelectorAll("fieldset.quiz")) {
    quiz.querySelectorAll("li input").forEach((input) => (input.checked = true));
    quiz.querySelectorAll("select").forEach((select, n) => {
      select.selectedIndex = 1 + (n % (select.options.length - 1));
    });
    quiz.querySelectorAll("input[type=text]").forEach((input) => (input.value = "7"));
    quiz.querySelector(".quiz-check").click();
  }
}"""


def findings(page) -> list[str]:
    results = Axe().run(page, options=AXE).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in results]


def findings_by_theme(page) -> dict[str, list[str]]:
    found = {}
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        page.evaluate(AT_REST)
        found[scheme] = findings(page)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_and_asks_nothing_of_other_hosts(html, open_page, name):
    page = open_page((html / "chapters" / f"{name}.html").as_uri(), color_scheme="light")
    assert findings_by_theme(page) == {"light": [], "dark": []}
    if page.locator("fieldset.quiz").count():
        page.evaluate(ANSWER_ALL)
        settle(page)
        assert page.locator("[role=status]:not(:empty)").count()
        assert findings_by_theme(page) == {"light": [], "dark": []}


@pytest.mark.parametrize("name", ["genindex", "search"])
def test_the_other_pages_are_clean_too(html, open_page, name):
    page = open_page((html / f"{name}.html").as_uri())
    page.wait_for_load_state()
    assert findings(page) == []


def test_no_page_names_a_content_network_or_keeps_widget_state(html):
    networks = re.compile(
        r"(?:src|href)=[\"']https?://[^\"']*(?:jsdelivr|unpkg|cdnjs|googleapis|gstatic|cdn\.)"
    )
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not networks.search(text), page
        assert "vnd.jupyter.widget" not in text, page
        assert "thebe" not in text.lower(), page
        for loaded in re.findall(r"<(?:script|img|iframe)[^>]*?src=[\"']([^\"']+)", text):
            assert not re.match(r"(?:https?:)?//", loaded), f"{page}: {loaded}"


def test_mathematics_is_made_when_the_book_is_built(html):
    pages = [p.read_text(encoding="utf-8") for p in (html / "chapters").glob("*.html")]
    assert any("<math" in page for page in pages)
    assert not any(re.search(r"mathjax[^\"' ]*\.js", page, re.I) for page in pages)


def test_search_works_from_disk(html, open_page):
    page = open_page((html / "search.html").as_uri() + "?q=spindle")
    page.wait_for_selector("#search-results li a")
    links = [a.get_attribute("href") for a in page.locator("#search-results li a").all()]
    assert any("neural-control" in link for link in links)


def test_the_first_page_leads_to_the_landing_page(html, open_page):
    page = open_page((html / "index.html").as_uri())
    page.wait_for_url("**/chapters/index.html")
    assert "not medical advice" in page.locator("main").inner_text()


def test_every_page_shows_its_review_status(html):
    for name in NAMES:
        text = (html / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        assert 'class="review-status"' in text, name
