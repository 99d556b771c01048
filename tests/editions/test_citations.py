"""How works are listed: by the first author's surname, so that the eye can search."""

from __future__ import annotations

from pybtex.database import parse_string

from quizbook.editions.citations import QuizbookStyle

WORKS = """
@book{two, author = {Baker, Anna and Miller, Ben}, title = {Bread}, publisher = {O}, year = 2001}
@book{body, author = {{The Ovens}}, title = {Heat}, publisher = {O}, year = 2002}
@book{edited, editor = {von Dough, Carl}, title = {Rye}, publisher = {O}, year = 2003}
@misc{none, title = {Salt}, year = 2004}
"""


def test_the_first_surname_leads():
    style = QuizbookStyle()
    entries = parse_string(WORKS, "bibtex").entries
    listed = [str(style.format_entry(f"of-{key}", entry).text) for key, entry in entries.items()]
    begins = ["Baker, Anna and Ben Miller.", "The Ovens.", "von Dough, Carl, editor.", "Salt."]
    assert [text[: len(begin)] for text, begin in zip(listed, begins, strict=True)] == begins
