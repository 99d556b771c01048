"""The theme's icons are drawn into the page; no letter of its icon font is left to draw."""

from __future__ import annotations

import re

import pytest

from quizbook.editions.icons import DRAWN, draw

FILE, PDF = DRAWN["file"], DRAWN["file-pdf"]


@pytest.mark.parametrize(
    ("letter", "drawn"),
    [
        ('<i class="fas fa-file"></i>', FILE),
        ('<i class="fas fa-file-pdf" aria-hidden="true"></i>', PDF),
        ('<span class="fa-solid fa-file fa-lg"></span>', FILE),
        ('<i class="fas fa-file-audio"></i>', ""),
        ('<i class="fas fa-unknown"></i>', ""),
        ('<i class="fas fa-file">words</i>', ""),
        ('<a class="fa-file"></a>', ""),
    ],
)
def test_what_asks_for_an_icon_that_is_drawn_here_holds_it(letter, drawn):
    start, _, end = letter.rpartition("</")
    svg = f'<svg viewBox="0 0 16 16" aria-hidden="true">{drawn}</svg>' if drawn else ""
    assert draw(letter) == f"{start}{svg}</{end}"
    assert draw(draw(letter)) == draw(letter)


def test_every_icon_of_the_book_is_drawn(html):
    letter = re.compile(r'<(?:i|span) class="[^"]*\bfa-[^"]*"[^>]*></')
    pages = list(html.rglob("*.html"))
    assert len(pages) > 30
    assert [(page.name, letter.findall(page.read_text(encoding="utf-8"))) for page in pages] == [
        (page.name, []) for page in pages
    ]
