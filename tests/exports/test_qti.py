"""QTI: two players of others score every item as the book does, right, wrong and in part."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from quizbook.bank.grade import grade
from quizbook.bank.model import Choice, Item, Match, Numeric, Order, Short
from quizbook.exports import FORMS
from quizbook.exports.markup import html
from quizbook.page.mathml import mathml

HERE = Path(__file__).parent
PLAYERS = {
    "citolab": ["@citolab/qti-components/cdn/index.global.js"],
    "ampup": ["vue/dist/vue.min.js", "qti3-item-player/dist/qti3Player.umd.min.js"],
}


def contents(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def trials(item: Item) -> list[tuple[object, float]]:
    """Give responses in QTI's words, each with the score that the book gives it."""
    match item:
        case Choice(type="single"):
            answers = [[o.id] for o in item.options]
        case Choice():
            ids = [o.id for o in item.options]
            right, wrong = item.key["right"], item.key["wrong"]
            answers = [right, wrong, ids, right[:1], [right[0], *wrong[:1]], [*right, *wrong[:1]]]
            answers = [answer for answer in answers if answer]
        case Numeric():
            value, slack = item.answer.value, item.answer.tolerance
            near = [value, value + slack, value - slack, value + 1.01 * slack + 0.1]
            answers = [[f"{number:.12g}"] for number in near]
            answers += [[f"{slip.value:.12g}"] for slip in item.errors]
        case Short():
            right = item.words.accept
            typed = [*right, right[0].upper(), f"not {right[0]}"]
            typed += ["Creme brulee", "CRÈME BRÛLÉE"]
            answers = [[words] for words in (*typed, *(e.accept[0] for e in item.errors))]
        case Match():
            right, sides = item.key["right"], [id_ for id_, _ in item.offered]
            answers = [right, [right[0]] * len(right), [*right[1:], right[0]]]
            answers += [[sides[-1], *right[1:]]]
        case Order():
            right = item.key["right"]
            answers = [right, right[::-1], [right[1], right[0], *right[2:]]]
    return [(spoken(item, answer), grade(item.key, answer)) for answer in answers]


def spoken(item: Item, answer: list[str]) -> object:
    match item:
        case Choice(type="single"):
            return answer[0]
        case Numeric():
            return float(answer[0])
        case Short():
            return answer[0]
        case Match():
            places = {id_: f"R{n}" for n, (id_, _) in enumerate(item.offered, 1)}
            return [f"L{n} {places[side]}" for n, side in enumerate(answer, 1)]
        case _:
            return answer


def scores_of(player: str, items: list[Item], files: dict[str, bytes], page, consumers: Path):
    """Let a player score the trials of items; gives what is not as the book says."""
    for script in PLAYERS[player]:
        page.add_script_tag(path=consumers / script)
    page.add_script_tag(path=HERE.parent / "consumers" / f"{player}.js")
    given = [
        [files[f"{item.id}.xml"].decode(), [response for response, _ in trials(item)]]
        for item in items
    ]
    found = page.evaluate("items => score(items)", given)
    return [
        (item.id, response, expected, score)
        for item, row in zip(items, found, strict=True)
        for (response, expected), score in zip(trials(item), row, strict=True)
        if abs(expected - score) > 1e-3
    ]


@pytest.fixture
def blank(chromium):
    """A page that may ask for nothing."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto("about:blank")
    page.set_default_timeout(120_000)
    yield page
    context.close()


@pytest.mark.parametrize("player", PLAYERS)
def test_players_score_as_the_book_does(player, written, chosen, blank, consumers) -> None:
    files = contents(written("qti3"))
    items = [*chosen.items]
    types = {"single", "multiple", "numeric", "short", "match", "order"}
    assert {item.type for item in items} == types
    assert scores_of(player, items, files, blank, consumers) == []


@pytest.fixture(scope="module")
def written_book(this_book, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("book") / "book.zip"
    FORMS["qti3"].write(this_book, file)
    return file


@pytest.mark.parametrize("player", PLAYERS)
def test_players_score_this_book(player, this_book, written_book, blank, consumers) -> None:
    items, files = [*this_book.items], contents(written_book)
    assert scores_of(player, items, files, blank, consumers) == []


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("form", ["qti3", "qti21"])
def test_every_word_is_held(form: str, written, chosen) -> None:
    files = contents(written(form))
    for item in chosen.items:
        root = etree.fromstring(files[f"{item.id}.xml"])
        body = text_of(
            root.find("{*}qti-item-body") if form == "qti3" else root.find("{*}itemBody")
        )
        told = text_of(root[-1])
        assert as_read(item.stem) in body, item.id
        for reason in item.reasons():
            assert as_read(reason.why) in told, item.id
        for key in item.cited():
            assert chosen.sources[key] in told or not item.references, (item.id, key)
        for words in (chosen.objective(item), item.level, f"version {item.version}", "CC BY 4.0"):
            assert words in told
        for use in item.uses():
            alts = root.xpath("//@alt | //*[local-name()='caption']/text()")
            assert "".join(run.text for run in use.medium.alt) in alts
    manifest = etree.fromstring(files["imsmanifest.xml"])
    named = set(manifest.xpath("//*[local-name()='file']/@href"))
    assert {"imsmanifest.xml", *named} == files.keys()
    assert "CC BY 4.0" in "".join(manifest.itertext())
    keywords = manifest.xpath("//*[local-name()='keyword']/*/text()")
    assert "pitfall-heat" in keywords


def as_read(text) -> str:
    """Give a text as it is read from a document in which formulas are MathML."""
    told = [
        "".join(etree.fromstring(mathml(run.text)).itertext()) if run.kind == "math" else run.text
        for run in text
    ]
    return " ".join("".join(told).split())


def test_a_case_is_asked_in_order_with_its_story(written, chosen) -> None:
    files = contents(written("qti3"))
    case = chosen.bank.cases["crust-case"]
    test = etree.fromstring(files["test.xml"])
    title = "".join(run.text for run in case.title)
    (section,) = (s for s in test.iter("{*}qti-assessment-section") if title in s.get("title"))
    assert section.xpath("*/@identifier") == [id_ for step in case.steps for id_ in step.items]
    for n, step in enumerate(case.steps):
        body = text_of(etree.fromstring(files[f"{step.items[0]}.xml"]).find("{*}qti-item-body"))
        told = [as_read(each.text) in body for each in case.steps]
        assert told == [m <= n for m in range(len(case.steps))]


def test_the_older_names(written) -> None:
    """One item of each type is what it was when the schema of QTI 2.1 had found it valid."""
    files = contents(written("qti21"))
    names = ("gas", "signs", "water", "parts", "steps")
    for id_ in (*(f"dough-{name}" for name in names), "heat-starch"):
        frozen = HERE / "reference" / f"{id_}.xml"
        found = etree.tostring(etree.fromstring(files[f"{id_}.xml"]), pretty_print=True).decode()
        assert found == frozen.read_text(encoding="utf-8"), id_


def test_what_qti_has_no_place_for_is_told(chosen, written) -> None:
    written("qti3")
    assert ("dough-water", "QTI takes a number in g alone; not in kg") in chosen.lost


def skeleton(item: etree._Element) -> list[tuple]:
    """Give elements and attributes; ids by the order in which they come, words left out."""
    names, numbers = {}, count()

    def known(value: str) -> str:
        base = value.removesuffix("_fb")
        if base not in names:
            names[base] = next(numbers)
        return f"{names[base]}{value[len(base) :]}"

    rows = []
    for part in item.iter("*"):
        tag = etree.QName(part).localname
        told = {key: value for key, value in part.attrib.items() if key != "title"}
        for key in {"ident", "linkrefid"} & told.keys():
            told[key] = known(told[key])
        kept = tag in ("fieldlabel", "setvar", "vargte", "varlte")
        words = (part.text or "").strip() if kept else ""
        if tag == "varequal" and not re.fullmatch(r"[0-9.]+", part.text):
            words = known(part.text)
        rows.append((tag, told, words))
    return rows


def test_canvas_is_written_as_text2qti_writes(written) -> None:
    files = contents(written("qti12"))
    wanted = ["crust-brown", "crust-pale", "dough-water", "heat-starch"]
    asked = {}
    for name in ("crust", "dough", "heat"):
        quiz = etree.fromstring(files[f"{name}/{name}.xml"])
        asked |= {item.get("ident"): item for item in quiz.iter("{*}item")}
    reference = etree.parse(HERE / "reference" / "canvas.xml").getroot()
    for name, other in zip(wanted, reference.iter("{*}item"), strict=True):
        assert skeleton(asked[name]) == skeleton(other), name


def test_canvas_holds_every_word(written, chosen) -> None:
    files = contents(written("qti12"))
    names = dict.fromkeys(item.chapter for item in chosen.items)
    quizzes = [etree.fromstring(files[f"{name}/{name}.xml"]) for name in names]
    asked = {item.get("ident"): item for quiz in quizzes for item in quiz.iter("{*}item")}
    assert asked.keys() == {item.id for item in chosen.items}
    for item in chosen.items:
        told = "".join(asked[item.id].itertext())
        assert str(html(item.stem)) in told
        for reason in item.reasons():
            assert str(html(reason.why)) in told, item.id
        assert "CC BY 4.0" in told and chosen.objective(item) in told
        right = asked[item.id].xpath(".//*[local-name()='setvar']")
        total = sum(float(value.text) for value in right)
        assert total == pytest.approx(100, abs=0.1)
    manifest = etree.fromstring(files["imsmanifest.xml"])
    named = set(manifest.xpath("//*[local-name()='file']/@href"))
    assert {"imsmanifest.xml", *named} == files.keys()


SCHEMAS = {"qti3": "imsqti_asiv3p0p1_v1p0.xsd", "qti21": "imsqti_v2p1.xsd"}


class Nearby(etree.Resolver):
    """Finds what a schema includes below one folder, by its name; the network is never asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.files = {file.name: file for file in folder.rglob("*.xsd")}

    def resolve(self, url: str, _id, context):
        if Path(url).is_file():
            return None
        found = self.files.get(url.rpartition("/")[2])
        empty = '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>'
        return (
            self.resolve_filename(str(found), context)
            if found
            else self.resolve_string(empty, context)
        )


@pytest.mark.skipif("QTI_XSD_DIR" not in os.environ, reason="QTI_XSD_DIR names no schemas")
@pytest.mark.parametrize("form", SCHEMAS)
def test_the_schemas_find_it_valid(form: str, written) -> None:
    folder = Path(os.environ["QTI_XSD_DIR"])
    files = sorted(folder.rglob(SCHEMAS[form]), key=lambda file: file.stat().st_size)
    assert files, f"{folder} has no {SCHEMAS[form]}"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Nearby(folder / files[-1].relative_to(folder).parts[0]))
    schema = etree.XMLSchema(etree.parse(str(files[-1]), parser))
    for name, data in contents(written(form)).items():
        if name.endswith(".xml") and name != "imsmanifest.xml":
            document = etree.fromstring(data)
            assert schema.validate(document), (name, schema.error_log)
            document[0].tag = "another"
            assert not schema.validate(document)


@pytest.mark.skipif("QTI_XSD_DIR" not in os.environ, reason="QTI_XSD_DIR names no schemas")
def test_the_schema_of_the_first_qti_finds_it_valid(written) -> None:
    (file, *_) = Path(os.environ["QTI_XSD_DIR"]).rglob("ims_qtiasiv1p2p1.dtd")
    with file.open("rb") as opened:
        schema = etree.DTD(opened)
    for name, data in contents(written("qti12")).items():
        if "/" in name and name.endswith(".xml") and not name.endswith("_meta.xml"):
            bare = data.replace(b' xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"', b"")
            document = etree.fromstring(bare)
            assert schema.validate(document), (name, schema.error_log)
            document[0].tag = "another"
            assert not schema.validate(document)
