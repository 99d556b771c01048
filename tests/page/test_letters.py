"""References and glossary: letters to jump to, and a filter."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from .test_looks import AXE

LISTS = {"references": ("Muntener", "Müntener"), "glossary": ("motor unit", "motor unit")}


@pytest.mark.parametrize("name", LISTS)
def test_letters_jump_and_words_filter(html, open_page, name):
    page = open_page((html / "chapters" / f"{name}.html").as_uri())
    entries = page.locator("main :is(.citation, dl.glossary > dt)")
    whole = entries.count()
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="M", exact=True).click()
    target = page.evaluate("document.querySelector(':target').textContent.trim()")
    target = re.sub(r"^\[[^\]]*\]\s*", "", target)  # its label, which is not shown
    assert target[0].upper() == "M"
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
    page.get_by_label("Words:").fill("")
    assert all(e.is_visible() for e in entries.all()[:20])
