"""The papers: forms with answer sheets, the key apart, files for systems; the same bytes again."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from quizbook.bank.load import check
from quizbook.editions.papers import exam
from quizbook.editions.papers.writing import right
from quizbook.exams import blueprint, drawing, exporting

from ..conftest import run


def words(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"(?:\ufffe|\xad|\s)+", " ", text)


@pytest.fixture(scope="module")
def made(book, tmp_path_factory):
    from .conftest import BLUEPRINT

    folder = tmp_path_factory.mktemp("exam")
    (folder / "exam.yml").write_text(BLUEPRINT, encoding="utf-8")
    drawn = drawing.draw(book, blueprint.read(folder / "exam.yml", book), 4, 2)
    exam.write(book, drawn, "a4", folder)
    exporting.write(book, drawn, folder)
    return drawn, folder


def test_a_paper_asks_and_tells_nothing(made):
    drawn, folder = made
    for form in drawn.forms:
        text = words(folder / f"module-one-form-{form.letter.lower()}.pdf")
        for told in ("12 questions", "Time: 30 minutes", "To pass: 60% of the points"):
            assert told in text
        assert f"Answer sheet, form {form.letter}" in text and "Name or number" in text
        for number in range(1, 13):
            assert f"Question {number}" in text
        assert "Not right" not in text and "Right." not in text
        assert not any(question.item.id in text for question in form.questions)


def test_the_key_has_the_letters_of_each_form_and_every_reason(made):
    drawn, folder = made
    text = words(folder / "module-one-key.pdf")
    for form in drawn.forms:
        for number, question in enumerate(form.questions, 1):
            told = " ".join(right(question).split())
            assert f"{number} {told} {question.item.id}, version" in text
    assert text.count("Right.") >= 2 and "Keep this apart" in text and "seed 4" in text


def test_letters_are_those_of_the_paper(made):
    drawn, _ = made
    for form in drawn.forms:
        for question in form.questions:
            item, told = question.item, right(question)
            if item.type in ("single", "multiple"):
                picked = [item.options["ABCDEFGH".index(letter)].id for letter in told.split(", ")]
                assert sorted(picked) == sorted(item.key["right"])
            if item.type == "match":
                sides = [question.offered["ABCDEFGHIJ".index(p[-1])][0] for p in told.split(", ")]
                assert sides == item.key["right"]
            if item.type == "order":
                places = dict(
                    zip((id_ for id_, _ in question.offered), told.split(", "), strict=True)
                )
                assert sorted(places, key=lambda id_: int(places[id_])) == item.key["right"]


def test_moodle_has_the_same_questions_with_their_options_in_the_same_order(made):
    drawn, folder = made
    for form in drawn.forms:
        tree = etree.parse(folder / f"module-one-form-{form.letter.lower()}.moodle.xml")
        asked = [q for q in tree.getroot().iter("question") if q.get("type") != "category"]
        assert [q.findtext("idnumber") for q in asked] == [q.item.id for q in form.questions]
        for element, question in zip(asked, form.questions, strict=True):
            if question.item.type == "single":
                shares = [float(a.get("fraction")) for a in element.iter("answer")]
                expected = [100.0 if o.correct else 0.0 for o in question.item.options]
                assert shares == expected
                assert element.findtext("shuffleanswers") == "false"


def test_scorm_has_one_package_a_form_with_the_pass_mark(made):
    drawn, folder = made
    for form in drawn.forms:
        name = f"module-one-form-{form.letter.lower()}"
        with zipfile.ZipFile(folder / f"{name}.scorm" / f"{name}.zip") as package:
            page = package.read("index.html").decode()
            assert "<adlcp:masteryscore>60<" in package.read("imsmanifest.xml").decode()
        found = re.findall(r'data-item="([^"]+)"', page)
        assert found == [question.item.id for question in form.questions]


def test_every_question_of_the_book_can_be_set_on_paper(book, tmp_path):
    """All types, formulas, drawings and tables, in one form and its key."""
    questions = tuple(drawing._question(item, "1") for item in book.bank.items.values())
    plan = blueprint.Blueprint("x.yml", "all", "All", "open", (blueprint.Row(1, 1),))
    drawn = drawing.Examination(plan, 1, (drawing.Form("A", questions),))
    exam.write(book, drawn, "us-letter", tmp_path)
    assert len(pypdfium2.PdfDocument(tmp_path / "all-form-a.pdf")) > 80


def test_the_command_gives_the_same_bytes_again_and_says_what_is_wrong(secret, tmp_path):
    plan = tmp_path / "small.yml"
    plan.write_text(
        'schema: 1\nid: "small"\ntitle: "Dough"\nfrom: both\n'
        "rows: [{count: 1, type: [order]}, {count: 1, objective: [dough.1]}]\n"
    )
    for name in ("one", "two"):
        asked = ["--blueprint", plan, "--seed", 2, "--forms", 2, "-o", tmp_path / name]
        done = run("--book", secret, "exam", *asked)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "2 questions in 2 forms, seed 2" in done.stdout
    files = sorted(f.relative_to(tmp_path / "one") for f in (tmp_path / "one").rglob("*.*"))
    assert len([file for file in files if file.suffix in (".pdf", ".xml", ".zip")]) == 7
    for file in files:
        if (tmp_path / "one" / file).is_file():
            assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    done = run("--book", secret, "exam", "--blueprint", tmp_path / "no.yml", "--seed", 1)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert check(secret).private
