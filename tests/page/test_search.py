"""Search from disk: what is found, where it lands, and what it understands."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from quizbook.bank.search import FILE, read_search

from .test_looks import AXE


@pytest.fixture
def search(html, open_page):
    """Search for words; gives the page."""
    page = open_page((html / "search.html").as_uri())

    def search_(words: str):
        page.get_by_label("Words to look for").fill(words)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "w => document.querySelector('main [role=status]').textContent.startsWith('“' + w)",
            arg=words,
        )
        return page

    return search_


def pages(page) -> list[str]:
    links = page.locator("#search-results > li").evaluate_all(
        "all => all.map((li) => li.querySelector('a').href)"
    )
    return [link.rpartition("/")[2].partition(".html")[0] for link in links]


def test_a_hit_names_its_section_shows_its_words_and_lands_there(search):
    page = search("spindle")
    assert pages(page)[0] == "neural-control"
    hit = page.locator("#search-results li li").first
    assert "spindle" in hit.locator("mark").first.inner_text().lower()
    assert Axe().run(page, options=AXE).response["violations"] == []
    link = hit.locator("a")
    anchor = link.get_attribute("href").partition("#")[2]
    link.click()
    page.wait_for_url(f"**/neural-control.html#{anchor}")
    top = page.locator(f"[id='{anchor}']").evaluate("e => e.getBoundingClientRect().top")
    assert -5 <= top < 400


def test_the_shortcut_leads_to_the_field_of_this_page(search):
    page = search("spindle")
    field = page.get_by_label("Words to look for")
    page.locator("#search-results a").first.focus()
    for _ in range(2):
        page.keyboard.press("Control+k")
        assert field.evaluate("e => e === document.activeElement")
        assert not page.locator("dialog[open]").count()
    page.keyboard.type("quinine")
    assert field.input_value() == "quinine", "what stood there was chosen, and is replaced"


@pytest.mark.parametrize(
    ("words", "chapter"),
    [
        ("charley horse", "cramp-prevention"),
        ("Charley Horse!", "cramp-prevention"),
        ("night cramps", "cramp-prevention"),
        ("eyelid twitch", "signals"),
        ("menstrual cramps", "models-muscle"),
        ("hiccups", "definitions"),
        ("dehidration", "dehydration"),
        ("dehydraton", "dehydration"),
        ("electrolites", "electrolytes"),
        ("fiber", "calcium"),
        ("fibre", "calcium"),
        ("hemodialysis", "risk-factors"),
        ("diarrhea", "gut"),
        ("Muntener", "references"),
        ("Müntener", "references"),
        ("calcium", "calcium"),
        ("dehydration", "dehydration"),
        ("pitfalls", "pitfalls"),
    ],
)
def test_lay_words_spellings_slips_and_accents(search, words, chapter):
    found = pages(search(words))
    assert chapter in found[:3]
    if words == chapter:
        assert found[0] == chapter, "the chapter that is about the word comes first"


FIRST = {
    "cramp": "cramp-prevention",
    "cramps": "cramp-prevention",
    "charley horse": "cramp-prevention",
    "night cramp": "cramp-prevention",
    "prevent cramp": "cramp-prevention",
    "cramp pregnancy": "cases",
    "cramps when pregnant": "cases",
    "low potassium": "electrolytes",
    "quinine": "cramp-prevention",
    "statin": "musculoskeletal",
    "who gets cramps": "risk-factors",
    "cramp threshold frequency": "neural-control",
    "irritable bowel": "gut",
    "heart attack": "coronary",
    "dehydration": "dehydration",
}
"""What people type, and the page that is most about it."""


@pytest.mark.parametrize("words", FIRST)
def test_the_page_that_is_most_about_it_comes_first(search, words):
    assert pages(search(words))[0] == FIRST[words]


def test_a_word_of_two_chapters_leads_to_both(search):
    assert set(pages(search("magnesium"))[:2]) == {"electrolytes", "cramp-prevention"}


def test_what_is_not_there_is_said_and_markup_is_words(search):
    page = search("<xyzzyqq>")
    assert "nothing found" in page.locator("main [role=status]").inner_text()


def test_a_page_without_a_section_does_not_stop_the_search(search):
    page = search("spindle")
    page.add_init_script(
        """let data; Object.defineProperty(globalThis, "quizbookSearch", {
          get: () => data,
          set: (made) => { data = made; data.pages["chapters/blank.html"] = []; } })"""
    )
    page.reload()
    assert pages(search("spindle"))[0] == "neural-control"


def test_every_lay_word_leads_somewhere(search, root):
    words, faults = read_search(root)
    assert not faults and words.lay
    for said in words.lay:
        assert pages(search(said)), said


def test_without_scripts_it_says_where_else_to_look(html, open_page):
    page = open_page((html / "search.html").as_uri(), javascript=False)
    assert "look in the index" in page.locator("main").inner_text()


def test_faults_of_the_file_are_told_with_their_lines(course):
    file = course / FILE
    file.write_text('schema: 1\nlay:\n  Charley: "cramp"\n  cramp: 7\n', encoding="utf-8")
    faults = list(map(str, read_search(course)[1]))
    assert len(faults) == 2 and all(fault.startswith(f"{FILE}:") for fault in faults)
    assert read_search(course)[0].lay == {}
