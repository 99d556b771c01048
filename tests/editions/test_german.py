"""A German course on paper, in an e-reader and in learning systems: no word of ours is English.

Every word that is found has to be the course's own, of the German catalogue, or one of those that
other programs say in German.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from babel.messages.pofile import read_po
from lxml import etree

from quizbook import languages
from quizbook.bank import settings
from quizbook.bank.load import check
from quizbook.editions.papers import exam, instructor, packet
from quizbook.exams import blueprint, drawing
from quizbook.exports import FORMS
from quizbook.exports.choosing import choose

from ..conftest import build

CATALOGUE = Path(languages.__file__).parent / "locales" / "de" / "LC_MESSAGES" / "quizbook.po"
OTHERS = set("abb inhaltsverzeichnis november https doi".split())
"""What Sphinx, typst and Babel say, and addresses."""
PLAN = """\
schema: 1
id: "brote"
title: "Bread"
from: open
minutes: 20
pass_mark: 60
rows: [{count: 3, type: [short, numeric, order]}, {count: 2, chapter: [dough]}]
"""


@pytest.fixture(scope="module")
def course(lay, tmp_path_factory) -> Path:
    """The small course, said to be German, as PDF and EPUB; its own words stay English."""
    course = lay(tmp_path_factory.mktemp("german") / "course")
    file = course / "_config.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  config:\n", "  config:\n    language: de\n"), encoding="utf-8")
    build(course, "pdf", "epub")
    return course


@pytest.fixture
def book(course: Path):
    """The book, while this process speaks its language too."""
    settings.speak(course)
    yield check(course)
    languages.use("en")


def words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)}


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    """Each message of ours with what it is in German."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="de")
    pairs = {}
    for message in catalogue:
        one = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string if isinstance(message.string, str) else " ".join(message.string)
        pairs[one] = re.sub(r"\{\w+\}", " ", said)
    assert len(pairs) > 500 and "" not in [said for one, said in pairs.items() if one]
    return pairs


@pytest.fixture
def english(course: Path, messages):
    """Find the words and sentences of ours in a text that are not German."""
    kinds = (".md", ".yml", ".bib", ".csv", ".py")
    files = [f for f in course.rglob("*") if f.suffix in kinds and "_build" not in f.parts]
    own = "\n".join(file.read_text(encoding="utf-8") for file in files)
    known = words(own) | words(" ".join(messages.values())) | OTHERS
    said = [one for one, de in messages.items() if one != de and one.count(" ") > 1]
    said = [one for one in said if "{" not in one and one not in own]

    def find(text: str) -> list[str]:
        told = " ".join(text.split())
        assert len(words(told)) > 50
        return sorted(words(told) - known) + [one for one in said if one in told]

    return find


def printed(file: Path | bytes) -> str:
    """Give the text of a PDF, words that are broken over lines put together."""
    with pypdfium2.PdfDocument(file) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub("[-\ufffe\x02\xad]\\s*\r?\n", "", text)


def test_the_pdf(course: Path, english) -> None:
    file = course / "_build" / "pdf" / "bread.pdf"
    text = printed(file).replace("\N{NO-BREAK SPACE}", " ")
    for said in ("Frage 1.1", "Antwort auf", "Abbildungen", "Fälle", "Balken: 0,5 s", "Schritt 2"):
        assert said in text
    own = {"flwhite", "our"}  # letters of a drawing that lie over each other
    assert [found for found in english(text) if found not in own] == []
    with pikepdf.open(file) as document:
        assert str(document.Root.Lang) == "de"
        told = [str(a.Contents) for p in document.pages for a in p.get("/Annots", ())]
    assert any(re.search(r", Seite \d+$", words) for words in told)
    assert not any("page" in words for words in told)


def test_the_epub(course: Path, english) -> None:
    with ZipFile(course / "_build" / "epub" / "bread.epub") as pack:
        pages = {n: pack.read(n) for n in pack.namelist() if n.endswith((".xhtml", ".opf"))}
    told = []
    for name, page in pages.items():
        root = etree.fromstring(page)
        held = (
            root.xpath("//text()[not(ancestor::*[local-name()='style'])]")
            if "opf" not in name
            else []
        )
        told += [*held, *root.xpath("//@alt | //@title | //@aria-label")]
        told += root.xpath("//*[contains(@property, 'accessibilitySummary')]/text()")
    text = " ".join(told)
    assert "Umseitig: was auf eine Antwort folgt" in text and "Inhaltsverzeichnis" in text
    assert [found for found in english(text) if found != "yea"] == []  # a label of a source


def test_papers_and_packets(book, english, tmp_path: Path) -> None:
    (tmp_path / "brote.yml").write_text(PLAN, encoding="utf-8")
    drawn = drawing.draw(book, blueprint.read(tmp_path / "brote.yml", book), 1, 1)
    text = "\n".join(printed(file) for file in exam.write(book, drawn, "a4", tmp_path))
    chapter = book.chapters["crust"]
    text += printed(instructor.write(book, [chapter, book.chapters["heat"]], "a4"))
    text += printed(packet.write(book, chapter, "a4"))
    assert "32,5" in text and "Zum Bestehen: 60" in text and "gluten, the gluten" in text
    own = {"flwhite", "our", "brote", "yml", "claim", "item"}
    assert [found for found in english(text) if found not in own and len(found) > 3] == []


@pytest.mark.parametrize("form", ["moodle", "gift", "scorm", "qti3", "qti12", "anki"])
def test_learning_systems(form: str, book, english, tmp_path: Path) -> None:
    target = tmp_path / f"out{FORMS[form].suffix}"
    FORMS[form].write(choose(book, {}), target)
    text = shown(target)
    said = {"scorm": "Zum Bestehen sind 70", "gift": "Denkfalle\\: Thinking"}
    assert said.get(form, "Denkfalle: Thinking") in text
    assert [one for one in english(text) if " " in one] == []


def shown(target: Path) -> str:
    """Give what people see of an export: no mark, no script of the machine."""
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    parts = []
    for file in files:
        if file.suffix not in (".zip", ".apkg"):
            parts.append(file.read_text(encoding="utf-8"))
            continue
        with ZipFile(file) as pack:
            names = [n for n in pack.namelist() if n.endswith((".html", ".xml", ".anki2"))]
            parts += [pack.read(name).decode("utf-8", "ignore") for name in names]
    text = unescape(unescape(" ".join(parts)))
    return re.sub(r"<[^<>]*>", " ", text)
