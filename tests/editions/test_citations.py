"""How works are listed: by the first author's surname, so that the eye can search."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string

from quizbook import languages
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


MORE = """
@article{pages, author = {Baker, Anna}, title = {Bread}, journal = {Oven},
  pages = {3--9}, year = 2001}
@book{many, editor = {Dough, Carl and Rye, Dora}, title = {Of pages}, publisher = {O},
  edition = {Second}, volume = 3, series = {Heat}, year = 2002}
@phdthesis{doctor, author = {Miller, Ben}, title = {In volume}, school = {O}, year = 2003}
"""


@pytest.fixture
def speak():
    yield languages.use
    languages.use("en")


def test_what_stands_between_the_fields_is_in_the_language_of_the_book(speak):
    entries = parse_string(MORE, "bibtex").entries.items()
    english = [str(QuizbookStyle().format_entry(f"en-{k}", e).text) for k, e in entries]
    speak("de")
    german = [str(QuizbookStyle().format_entry(f"de-{k}", e).text) for k, e in entries]
    words = {"pages 3": "Seiten 3", "editors": "Hrsg", "Volume": "Band"}
    words |= {"3 of Heat": "3 von Heat", "edition": "Auflage", "PhD thesis": "Dissertation"}
    words |= {"Carl and Dora": "Carl und Dora"}
    for word, said in words.items():
        assert word in " ".join(english)
        english = [text.replace(word, said) for text in english]
    assert german == english
