"""Each question leads to the words that teach it."""

from __future__ import annotations

from types import SimpleNamespace

from docutils import nodes
from docutils.utils import new_document
from lxml import html as reader
from sphinx import addnodes

from quizbook.editions.nodes import question
from quizbook.editions.taught import point_at_paragraphs


def paragraph(words: str, *keys: str) -> nodes.paragraph:
    cites = [
        addnodes.pending_xref("", refdomain="cite", reftype="p", reftarget=key) for key in keys
    ]
    return nodes.paragraph("", "", nodes.Text(words), *cites)


def page(*parts: nodes.Node, sources: tuple[str, ...]):
    """A section with these parts and one question after them; gives it and the question's link."""
    document = new_document("page")
    section = nodes.section("", nodes.title("", "Bread"), *parts, ids=["bread"])
    link = nodes.reference("", "Bread", refid="bread", taught=True)
    asked = question("", paragraph("Why?", *sources), nodes.paragraph("", "", link), item="why")
    section += asked
    document += section
    bank = SimpleNamespace(items={"why": SimpleNamespace(references=sources)})
    point_at_paragraphs(SimpleNamespace(quizbook=SimpleNamespace(bank=bank)), document)
    return section, link


def test_the_first_paragraph_that_cites_the_most_teaches():
    parts = [paragraph("One", "a"), paragraph("Both", "a,b"), paragraph("Again", "b", "a")]
    _, link = page(*parts, sources=("a", "b"))
    assert parts[1][0]["ids"] == [link["refid"]] != ["bread"]
    assert isinstance(parts[1][0], nodes.target)


def test_a_paragraph_in_a_box_teaches_and_one_of_a_question_does_not():
    inside = paragraph("Boxed", "a")
    _, link = page(nodes.container("", inside), sources=("a",))
    assert inside[0]["ids"] == [link["refid"]]


def test_where_none_cites_the_sources_the_section_teaches():
    assert page(paragraph("Other", "c"), sources=("a",))[1]["refid"] == "bread"


def test_every_question_of_the_book_leads_to_a_place_and_most_to_a_paragraph(html):
    pages = {file.name: reader.parse(str(file)) for file in html.glob("chapters/*.html")}
    led, exact = 0, 0
    for name, tree in pages.items():
        for link in tree.iterfind(".//p[@class='quiz-about']/a"):
            file, _, id_ = link.get("href").partition("#")
            found = pages[file or name].xpath("//*[@id=$id]", id=id_)
            assert found, f"{name}: {link.get('href')}"
            led, exact = led + 1, exact + (found[0].tag == "span")
    assert led >= 300 and exact > led / 2
