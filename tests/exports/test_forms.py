"""Each form read back, by this language's own readers: nothing is lost that the form can hold."""

from __future__ import annotations

import base64
import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from lxml import etree, html
from markupsafe import Markup

from quizbook.bank.grade import fold_words, grade
from quizbook.bank.load import check
from quizbook.bank.model import Bank, Choice, Match, Numeric, Order, Short
from quizbook.bank.text import parse, plain, typed
from quizbook.exports import FORMS, ChoiceError, gift, markup
from quizbook.exports.choosing import choose
from quizbook.exports.sources import Sources
from quizbook.exports.spelling import spellings

from ..conftest import run
from .conftest import HARD


def words_of(fragment: str) -> str:
    return " ".join(html.fromstring(f"<div>{fragment}</div>").text_content().split())


def as_shown(text) -> str:
    told = "".join(f"\\({r.text}\\)" if r.kind == "math" else r.text for r in text)
    return " ".join(told.split())


@pytest.mark.parametrize(
    "source",
    ["*a* b", r"5 \* 4 \$ and \\", "$x^2$ of *y*", HARD, "costs $5 to $10", "a*b*c", "אב *גד*"],
)
def test_text_can_be_typed_again(source: str) -> None:
    assert parse(typed(parse(source))) == parse(source)


def is_statement(item) -> bool:
    return getattr(item, "statement", False)


def test_json_holds_every_word(written, bank: Bank) -> None:
    data = json.loads(written("json").read_text(encoding="utf-8"))
    told = json.dumps(data["items"], ensure_ascii=False) + json.dumps(
        data["media"], ensure_ascii=False
    )
    for item in bank.items.values():
        if item.prediction:
            continue
        named = [option.text for option in item.options] if is_statement(item) else []
        for text in item.texts():  # a statement's two options are not its own words
            assert text in named or json.dumps(typed(text), ensure_ascii=False)[1:-1] in told
        for key in item.cited():
            assert " (20" in data["sources"][key], key
    case = bank.cases["crust-case"]
    (found,) = (c for c in data["cases"] if c["id"] == case.id)
    assert [s["items"] for s in found["steps"]] == [[*s.items] for s in case.steps]
    assert found["discuss"] == [typed(words) for words in case.discuss] != []
    assert data["licence"] == "CC BY 4.0"


def test_drawings_say_what_their_bars_measure_and_where_they_come_from(written) -> None:
    for form in ("json", "moodle", "anki", "scorm", "qti3", "qti21", "qti12"):
        file = written(form)
        parts = [
            data for f in ([*file.iterdir()] if file.is_dir() else [file]) for data in opened(f)
        ]
        told = b"".join(parts).decode("utf-8", "replace")
        assert "Synthetic, made from a baker" in told, form
        assert "0.5 s" in told.replace("\N{NO-BREAK SPACE}", " "), form


def test_a_case_that_is_asked_in_part_keeps_its_story(chosen, bank: Bank, tmp_path: Path) -> None:
    case = bank.cases["crust-case"]
    last = [item for item in chosen.items if item.id == case.steps[-1].items[0]]
    part = replace(chosen, items=(*last,))
    (group,) = part.groups()
    (step,) = group.case.steps
    assert as_shown(step.text) == " ".join(as_shown(each.text) for each in case.steps)
    FORMS["json"].write(part, tmp_path / "part.json")
    (told,) = json.loads((tmp_path / "part.json").read_text(encoding="utf-8"))["cases"]
    assert [step["items"] for step in told["steps"]] == [[last[0].id]]


def test_every_form_names_the_licence_of_its_book(chosen, tmp_path: Path) -> None:
    item = next(item for item in chosen.items if item.id == "crust-brown")
    bank = replace(chosen.bank, licence="Not to be sold")
    told = replace(chosen, bank=bank, items=(item,))
    for name, form in FORMS.items():
        target = tmp_path / f"{name}{form.suffix}"
        form.write(told, target)
        files = [*target.iterdir()] if target.is_dir() else [target]
        assert all(b"Not to be sold" in data for file in files for data in opened(file)), name


def opened(file: Path) -> list[bytes]:
    """Give a file's bytes; of an archive, those of all its files together."""
    if not is_zipfile(file):
        return [file.read_bytes()]
    with ZipFile(file) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return [b"".join(parts)]


def test_guesses_stay_at_home_unless_they_are_asked_for(folder: Path, tmp_path: Path) -> None:
    later = Path(shutil.copytree(folder, tmp_path / "later"))
    file = later / "quizzes" / "crust.yml"
    text = file.read_text(encoding="utf-8")
    stem = 'stem: "A baker wants'
    assert stem in text
    file.write_text(text.replace(stem, f"prediction: true\n    {stem}"), encoding="utf-8")
    book = check(later)
    assert "crust-steam" not in {item.id for item in choose(book, {}).items}
    everything = choose(book, {}, predictions=True)
    assert "crust-steam" in {item.id for item in everything.items}
    for name, form in FORMS.items():
        form.write(everything, tmp_path / f"{name}{form.suffix}")


def test_a_table_has_a_row_for_each(written, bank: Bank) -> None:
    with written("csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {i.id for i in bank.items.values() if not i.prediction}
    for id_, row in rows.items():
        item = bank.items[id_]
        assert parse(row["stem"]) == item.stem
        for number, reason in enumerate(item.reasons(), 1):
            assert parse(row[f"reason {number}"]) == reason.why
            assert row[f"sources {number}"]
        if isinstance(item, Choice):
            right = [row[f"right {n}"] == "yes" for n, _ in enumerate(item.options, 1)]
            assert right == [option.correct for option in item.options]


def test_moodle_holds_every_question(written, bank: Bank) -> None:
    quiz = etree.parse(str(written("moodle"))).getroot()
    asked = {q.findtext("idnumber"): q for q in quiz if q.findtext("idnumber")}
    assert asked.keys() == {i.id for i in bank.items.values() if not i.prediction}
    for id_, question in asked.items():
        item = bank.items[id_]
        assert as_shown(item.stem) in words_of(question.findtext("questiontext/text"))
        told = words_of("".join(question.xpath(".//feedback/text/text()")))
        told += words_of(question.findtext("generalfeedback/text"))
        for reason in item.reasons():
            assert as_shown(reason.why) in told, id_
        for use in item.uses():
            alt = str(Markup.escape(plain(use.medium.alt)))
            assert any(alt in text for text in question.itertext()), (id_, use.name)


def test_moodle_gives_our_marks(written, bank: Bank) -> None:
    quiz = etree.parse(str(written("moodle"))).getroot()
    for question in quiz:
        item = bank.items.get(question.findtext("idnumber") or "")
        if isinstance(item, Choice):
            shares = [float(a.get("fraction")) / 100 for a in question.findall("answer")]
            for ticked in range(1, 1 << len(shares)):
                picked = [o.id for n, o in enumerate(item.options) if ticked >> n & 1]
                if item.type == "single" and len(picked) > 1:
                    continue
                mark = sum(share for n, share in enumerate(shares) if ticked >> n & 1)
                assert max(0, mark) == pytest.approx(grade(item.key, picked), abs=1e-4)
        if isinstance(item, Numeric):
            value, tolerance = item.answer.value, item.answer.tolerance
            first = question.find("answer")
            assert float(first.findtext("text")) == value
            assert float(first.findtext("tolerance")) == tolerance
            for unit in question.iterfind("units/unit"):
                typed_in = value * float(unit.findtext("multiplier"))
                assert grade(item.key, [f"{typed_in} {unit.findtext('unit_name')}"]) == 1
        if isinstance(item, Short):
            typed_in = {a.findtext("text"): a.get("fraction") for a in question.iter("answer")}
            assert {"starch", "gluten", "crème brûlée", "cremebrulee"} <= typed_in.keys()
            assert question.findtext("usecase") == "0"
            for words, fraction in typed_in.items():
                assert grade(item.key, [words]) == int(fraction) / 100
        if isinstance(item, Order):
            pairs = {
                words_of(row.findtext("text")): int(row.findtext("answer/text"))
                for row in question.findall("subquestion")
            }
            assert sorted(pairs, key=pairs.get) == [as_shown(step.text) for step in item.steps]
        if isinstance(item, Match):
            pairs = {
                words_of(row.findtext("text")): row.findtext("answer/text")
                for row in question.findall("subquestion")
                if row.findtext("text")
            }
            assert pairs == {as_shown(p.left): plain(p.right) for p in item.pairs}


def test_moodle_carries_pictures_and_sounds(written) -> None:
    quiz = etree.parse(str(written("moodle"))).getroot()
    (question,) = (q for q in quiz if q.findtext("idnumber") == "signs-sound")
    files = {f.get("name"): base64.b64decode(f.text) for f in question.iter("file")}
    assert sorted(data[:4] for data in files.values()) == [b"RIFF", b"\x89PNG"]
    for name in files:
        assert f"@@PLUGINFILE@@/{name}" in question.findtext("questiontext/text")


def test_the_story_of_a_case_comes_first(written, bank: Bank) -> None:
    quiz = etree.parse(str(written("moodle"))).getroot()
    case = bank.cases["crust-case"]
    asked = [q for q in quiz if q.findtext("idnumber") in case.steps[-1].items]
    told = words_of(asked[0].findtext("questiontext/text"))
    assert all(as_shown(step.text) in told for step in case.steps)
    first = next(q for q in quiz if q.findtext("idnumber") in case.steps[0].items)
    told = words_of(first.findtext("questiontext/text"))
    assert as_shown(case.steps[1].text) not in told


@pytest.mark.parametrize("character", [*"\\~=#{}:"])
def test_gift_escapes_what_it_would_read(character: str) -> None:
    assert gift.escape(f"a{character}b\nc") == f"a\\{character}b c"


@pytest.mark.parametrize(
    ("accept", "listed"),
    [
        (["Starch", "starch"], ["Starch"]),
        (
            ["El-Niño"],
            ["El-Niño", "El Niño", "ElNiño", "El-Nino", "El Nino", "ElNino"],
        ),
        (["Straße"], ["Straße", "Strasse"]),
        (["אֵשׁ"], ["אֵשׁ", "אש"]),
    ],
)
def test_what_the_book_folds_is_spelled_out(accept: list[str], listed: list[str]) -> None:
    assert spellings(accept) == listed
    key = {"type": "short", "right": [*map(fold_words, accept)]}
    assert [grade(key, [words]) for words in listed] == [1] * len(listed)


def test_html_is_escaped_once() -> None:
    text = parse('<b> & "q" *<i>* $a<b$')
    expected = "&lt;b&gt; &amp; &#34;q&#34; <em>&lt;i&gt;</em> \\(a&lt;b\\)"
    assert markup.html(text) == Markup(expected)


def test_what_cannot_be_held_is_told(folder: Path) -> None:
    chosen = choose(check(folder), {})
    FORMS["csv"].write(chosen, folder / "x.csv")
    assert ("signs-sound", "a table has no place for the medium loaf-cooling") in chosen.lost


def test_one_can_choose(folder: Path) -> None:
    book = check(folder)
    assert {i.chapter for i in choose(book, {"chapter": ["dough"]}).items} == {"dough"}
    assert [i.id for i in choose(book, {}, ["crust-pale"]).items] == ["crust-pale"]
    with pytest.raises(ChoiceError, match='"doug"; did you mean dough'):
        choose(book, {"chapter": ["doug"]})
    with pytest.raises(ChoiceError, match='the id "crust-pal"; did you mean crust-pale'):
        choose(book, {}, ["crust-pal"])
    with pytest.raises(ChoiceError, match="fewer conditions"):
        choose(book, {"chapter": ["dough"], "pitfall": ["heat"]}, ["crust-pale"])


def test_the_command_says_what_it_did(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "dough.xml"
    done = run("--book", folder, "export", "moodle", "-o", target, "--chapter", "dough")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{target} holds ")
    assert [file.name for file in target.parent.iterdir()] == ["dough.xml"]
    wrong = run("--book", folder, "export", "moodle", "--level", "expert")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith('no question has the level "expert"')


def test_a_source_is_readable(tmp_path: Path) -> None:
    entry = r"""@misc{a, author={{Society of {\"O}fen}}, year={2001}, title={On {Ovens}}}"""
    (tmp_path / "x.bib").write_text(entry)
    sources = Sources(tmp_path / "x.bib")
    assert sources["a"] == "Society of Öfen (2001). On Ovens."
    assert sources.short("a") == "Society of Öfen, 2001"
    assert Sources(None)["unknown2001"] == "unknown2001"
