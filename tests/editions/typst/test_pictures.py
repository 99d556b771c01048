"""Drawings are made ready for paper; photographs are left alone."""

from __future__ import annotations

from quizbook.editions.typst.pictures import FACE, INK, ink

from .conftest import SAMPLE, Built

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg">
<!-- a comment -->
<text font-family="sans-serif" fill="currentColor">a</text>
<text style="font-family: 'Comic Sans', cursive; font-size: 9px">b</text>
</svg>"""


def test_what_takes_the_colour_of_a_page_is_drawn_in_ink() -> None:
    drawn = ink(SVG)[0].decode()
    assert "currentColor" not in drawn
    assert f'fill="{INK}"' in drawn


def test_lettering_uses_the_face_that_is_sure_to_be_there() -> None:
    drawn = ink(SVG)[0].decode()
    assert drawn.count(FACE) == 3, "the root and both texts"
    assert "sans-serif" not in drawn and "Comic" not in drawn
    assert "font-size: 9px" in drawn


def test_an_entity_in_a_drawing_fetches_nothing() -> None:
    evil = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>'
    assert b"root:" not in ink(evil)[0]


def test_a_photograph_is_copied_as_it_is(sample: Built) -> None:
    copied = sample.folder / "_build" / "typst" / "pictures" / "square.png"
    assert copied.read_bytes() == (SAMPLE / "pages" / "square.png").read_bytes()
