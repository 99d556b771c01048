"""The EPUB of the small course: read back, and judged by a validator."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree

from quizbook.bank.load import load_bank
from quizbook.editions.epub import cover
from quizbook.editions.epub.overleaf import close_tags
from quizbook.editions.epub.xhtml import to_xhtml

from ..conftest import COURSE, build

SPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
    "o": "http://www.idpf.org/2007/opf",
    "s": "http://www.w3.org/2000/svg",
}


class Pack:
    """An EPUB, opened: its pages by name."""

    def __init__(self, file: Path) -> None:
        with ZipFile(file) as pack:
            self.infos = pack.infolist()
            self.files = {name: pack.read(name) for name in pack.namelist()}
        self.pages = {
            name: etree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith(".xhtml")
        }

    def find(self, page: str, path: str) -> list[etree._Element]:
        return self.pages[page].xpath(path, namespaces=SPACES)

    def words(self, page: str) -> str:
        return " ".join("".join(self.pages[page].itertext()).split())


@pytest.fixture(scope="module")
def pack(bread: Path) -> Pack:
    return Pack(bread / "_build" / "epub" / f"{load_bank(bread).id}.epub")


def test_only_the_book_is_left(bread: Path) -> None:
    (left,) = (bread / "_build" / "epub").iterdir()
    assert left.suffix == ".epub"


def test_a_validator_finds_nothing(bread: Path, epubcheck) -> None:
    (file,) = (bread / "_build" / "epub").iterdir()
    assert epubcheck(file) == []


def test_the_type_stands_first_and_plain(pack: Pack) -> None:
    first = pack.infos[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert pack.files["mimetype"] == b"application/epub+zip"


def test_the_same_course_gives_the_same_bytes(bread: Path, tmp_path: Path) -> None:
    (first,) = (bread / "_build" / "epub").iterdir()
    again = Path(shutil.copytree(COURSE, tmp_path / "elsewhere"))
    build(again, "pdf", "epub")
    assert (again / "_build" / "epub" / first.name).read_bytes() == first.read_bytes()


def test_every_question_and_key_is_linked_both_ways(bread: Path, pack: Pack) -> None:
    key = "chapters/answers.xhtml"
    for item in load_bank(bread).items.values():
        (answer,) = pack.find(key, f"//h:div[@id='key-{item.id}']")
        assert answer.get(f"{{{SPACES['e']}}}type") == "footnote"
        (back,) = answer.xpath("./h:p[@class='quiz-head']/h:a/@href", namespaces=SPACES)
        page, _, anchor = back.partition("#")
        (question,) = pack.find(f"chapters/{page}", f"//*[@id='{anchor}']")
        there = question.xpath(".//h:a[@role='doc-noteref']/@href", namespaces=SPACES)
        assert there == [f"answers.xhtml#key-{item.id}"]


def test_no_key_stands_beside_its_question(bread: Path, pack: Pack) -> None:
    for item in load_bank(bread).items.values():
        point = "".join(run.text for run in item.point if run.kind == "plain").strip()
        held = [name for name in pack.pages if point in pack.words(name)]
        assert held == ["chapters/answers.xhtml"], item.id


def test_the_next_step_of_a_case_stands_overleaf(pack: Pack) -> None:
    (step,) = pack.find("chapters/crust.xhtml", "//*[@id='step-crust-case-2']")
    assert "overleaf" in step.get("class").split()
    (onward,) = pack.find("chapters/crust.xhtml", "//h:a[@href='#step-crust-case-2']")
    assert onward.text == "Go on to step 2 of 2"
    (back,) = step.xpath(".//h:a[@href='#step-crust-case-2-from']", namespaces=SPACES)
    assert "step 2 of 2" in "".join(back.itertext())


def test_what_a_curtain_hides_stands_overleaf(lay, tmp_path: Path) -> None:
    course = lay(tmp_path / "course")
    chapter = course / "chapters" / "crust.md"
    with chapter.open("a", encoding="utf-8") as text:
        text.write("\n## End\n\n:::{curtain} crust-brown\n\nBrowning it was.\n\n:::\n\nNext.\n")
    build(course, "epub")
    (file,) = (course / "_build" / "epub").iterdir()
    pack = Pack(file)
    (sign,) = pack.find("chapters/crust.xhtml", "//h:a[@href='#curtain-1']/parent::h:p")
    assert "What follows answers question 1." in "".join(sign.itertext())
    (hidden,) = pack.find("chapters/crust.xhtml", "//*[@id='curtain-1']")
    assert "Browning it was." in "".join(hidden.itertext())
    words = pack.words("chapters/crust.xhtml")
    assert words.index("Next.") < words.index("Browning it was.")
    assert hidden.xpath(".//h:a[@href='#curtain-1-from']", namespaces=SPACES)


def test_a_sound_is_played_beside_its_drawing(pack: Pack) -> None:
    page = "chapters/signs.xhtml"
    (player,) = pack.find(page, "//h:audio")
    sound = str(Path(page).parent / player.get("src")).replace("chapters/../", "")
    assert pack.files[sound][:4] == b"RIFF"
    assert player.get("title") == "Microphone beside a loaf on a rack, 2 seconds."
    (drawing,) = player.xpath("preceding::s:svg[@role='img'][1]", namespaces=SPACES)
    assert drawing.get("aria-label") == player.get("title")
    assert "the notebook play it" not in pack.words(page)


def test_every_link_leads_somewhere(pack: Pack) -> None:
    for name, page in pack.pages.items():
        for href in page.xpath("//h:a/@href", namespaces=SPACES):
            if "://" in href or href.startswith("mailto:"):
                continue
            file, _, anchor = href.partition("#")
            there = str(Path(name).parent / file) if file else name
            assert there in pack.pages, f"{name}: {href}"
            assert not anchor or pack.find(there, f"//*[@id='{anchor}']"), f"{name}: {href}"


def test_nothing_needs_a_script_a_colour_or_a_network(pack: Pack) -> None:
    for name, page in pack.pages.items():
        assert not page.xpath("//h:script | //h:input | //h:button", namespaces=SPACES), name
        assert not page.xpath("//h:img[not(@alt)] | //h:iframe", namespaces=SPACES), name
        assert not [a for a in page.xpath("//@src") if "://" in a], name
    assert b"color" not in pack.files["_static/epub.css"]


def test_formulas_and_drawings_are_declared(pack: Pack) -> None:
    package = etree.fromstring(pack.files["content.opf"])
    told = {item.get("href"): item.get("properties", "") for item in package.iter("{*}item")}
    for name, page in pack.pages.items():
        has = {tag for tag in ("math", "svg") if next(page.iter(f"{{*}}{tag}"), None) is not None}
        words = {"math": "mathml", "svg": "svg"}
        assert {words[tag] for tag in has} == set(told[name].split()) - {"nav"}, name
    assert "mathml" in told["chapters/dough.xhtml"]


def test_a_drawing_has_its_alternative_in_words(pack: Pack) -> None:
    names = pack.find("chapters/dough.xhtml", "//s:svg[@role='img']/@aria-label")
    assert "Rye takes 80 parts of water, white flour 60." in names


def test_it_knows_the_pages_of_the_pdf(pack: Pack) -> None:
    entries = pack.find("nav.xhtml", "//h:nav[@e:type='page-list']//h:a")
    numbers = [int(entry.text) for entry in entries]
    assert numbers == sorted(set(numbers)) and len(numbers) > 1
    for entry in entries:
        page, _, mark = entry.get("href").partition("#")
        (found,) = pack.find(page, f"//*[@id='{mark}']")
        assert found.get("role") == "doc-pagebreak"


def test_a_picture_without_a_script_stands_for_what_one_plays_with(pack: Pack) -> None:
    page = next(name for name in pack.pages if "explor" in name or name.endswith("crust.xhtml"))
    assert not pack.find(page, "//*[contains(@class, 'explore-controls')]")


def test_a_page_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        to_xhtml("<html><p>open</html>")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a<br>b", "a<br/>b"),
        ('<img src="x.png" alt="An x">', '<img src="x.png" alt="An x"/>'),
        ("10<sup>3</sup>", "10<sup>3</sup>"),
        ("<sup>", "<sup>"),
        ("</sup>", "</sup>"),
    ],
)
def test_raw_html_is_closed(written: str, kept: str) -> None:
    assert close_tags(written) == kept


def test_the_cover_is_a_picture() -> None:
    assert cover.draw("A very long title about unutterablenesses", "Anna").startswith(b"\x89PNG")
