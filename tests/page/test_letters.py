"""References and glossary: letters to jump to, and a filter."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html as lxml_html

from .test_looks import AXE

LISTS = {"references": ("Muntener", "Müntener"), "glossary": ("motor unit", "motor unit")}


@pytest.mark.parametrize("name", LISTS)
def test_letters_jump_and_words_filter(html, open_page, name):
    page = open_page((html / "chapters" / f"{name}.html").as_uri())
    entries = page.locator("main :is(.citation, dl.glossary > dt)")
    whole = entries.count()
    letters = page.get_by_role("navigation", name="Letters").get_by_role("link").all_inner_texts()
    assert letters == sorted(set(letters)) and len(letters) > 15
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="M", exact=True).click()
    target = page.wait_for_function("document.querySelector(':target')?.textContent.trim()")
    assert target.json_value()[0].upper() == "M"
    top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 40 < top < 400
    words, found = LISTS[name]
    page.get_by_label("Words:").fill(words)
    shown = [e.inner_text() for e in entries.all() if e.is_visible()]
    assert 0 < len(shown) < whole / 4
    said = page.locator(".filter-bar [role=status]").inner_text()
    assert said == f"{len(shown)} of {whole}"
    assert any(found in text for text in shown)
    assert Axe().run(page, options=AXE).response["violations"] == []
    page.get_by_label("Words:").fill("and which test would tell")
    assert page.locator(".filter-bar [role=status]").inner_text().startswith("0 of"), "a chapter"
    page.get_by_label("Words:").fill("")
    assert all(e.is_visible() for e in entries.all()[:20])
    page.set_viewport_size({"width": 390, "height": 844})
    text = page.locator("main :is(.citation > p, dl.glossary > dd)").first
    assert text.evaluate("e => e.getBoundingClientRect().left") < 50, "a phone has no room"


@pytest.mark.parametrize("name", LISTS)
def test_each_entry_says_where_it_is_used_and_leads_there(html, name):
    known = {}
    entries = _read(html / "chapters" / f"{name}.html").xpath(
        "//div[@class='citation'] | //dl[contains(@class, 'glossary')]/dd"
    )
    assert len(entries) > 50
    for entry in entries:
        links = entry.xpath("p[@class='quiz-used']/a/@href")
        assert links, entry.text_content()
        for page, _, id_ in (link.partition("#") for link in links):
            if page not in known:
                known[page] = set(_read(html / "chapters" / page).xpath("//@id"))
            assert id_ in known[page], (page, id_)


def _read(file):
    return lxml_html.parse(str(file), lxml_html.HTMLParser(encoding="utf-8"))
