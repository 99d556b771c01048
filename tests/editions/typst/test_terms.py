"""Terms of the printed index: what is met where, under which name, and where else to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.editions.typst.terms import Terms

FILE = """
salts:
  - chalk|lime: [in water|water|springs, in walls|wall]
  - Otto’s salt|OS
people: [Ada, Mr Bly|Bly]
"""


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    (tmp_path / "index-terms.yml").write_text(FILE, encoding="utf-8")
    return Terms(tmp_path)


@pytest.mark.parametrize(
    "text, keys",
    [
        ("Chalk is white.", ["term chalk"]),
        ("Lime from hot springs.", ["term chalk: in water"]),
        ("A wall of chalk, wet with water.", ["term chalk: in water", "term chalk: in walls"]),
        ("Limestone, and Adams.", []),
        ("Otto's salt and Otto’s salt", ["term Otto’s salt"]),
        ("Ada met Bly.", ["term Ada", "term Mr Bly"]),
    ],
)
def test_a_text_is_marked_with_what_it_names(terms: Terms, text: str, keys: list[str]) -> None:
    assert [term.key for term in terms.met(text, text)] == keys


def test_the_paragraph_says_below_what_a_term_stands(terms: Terms) -> None:
    assert [t.key for t in terms.met("Chalk", "Chalk and more. Then a wall.")] == [
        "term chalk: in walls"
    ]


def test_another_name_leads_to_the_entry(terms: Terms) -> None:
    others = {term.name: list(term.others()) for term in terms.all}
    assert others == {"chalk": ["lime"], "Otto’s salt": ["OS"], "Ada": [], "Mr Bly": ["Bly"]}


def test_a_book_without_the_file_has_none(tmp_path: Path) -> None:
    assert list(Terms(tmp_path).met("Chalk", "Chalk")) == []
