"""Import: what the bank exported comes back equal; what is broken or hostile changes nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from quizbook import imports
from quizbook.bank import build
from quizbook.bank.load import check
from quizbook.bank.schemas import schema
from quizbook.bank.source import read_yaml
from quizbook.bank.text import parse
from quizbook.exports import FORMS
from quizbook.exports.choosing import choose
from quizbook.exports.data import KEPT
from quizbook.imports import draft

from ..conftest import COURSE, run

HARD = [
    "a{b}=c~d#e:f <x>&amp;</x> \"g\" 'h' \\\\ 20 °C, µ β ≥ ½, two\nlines of $x^2 < \\frac{a}{b}$?",
    "--> ]]> <!-- ; , \t $5 \\* *really* **bold** *and $y$*",
    "אבג *דה* $x$ עד 5 ≥ 4",
]
"""Words that one form or another could read as its own."""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The small course, asked in the hardest words everywhere, without what takes time to draw."""
    folder = tmp_path_factory.mktemp("imports") / "course"
    shutil.copytree(COURSE, folder, ignore=shutil.ignore_patterns("_build"))
    return check(folder)


@pytest.fixture(scope="module")
def chosen(book):
    chosen = choose(book, {"chapter": ["crust", "dough"]})
    texts = [parse(words) for words in HARD]
    items = []
    for number, item in enumerate(chosen.items):
        stem, point, why = (texts[(number + n) % 3] for n in range(3))
        told = {"stem": stem, "point": point, "hint": point}
        if hasattr(item, "options"):
            first = replace(item.options[0], text=why, why=why)
            told["options"] = (first, *item.options[1:])
        if hasattr(item, "pairs"):
            first = replace(item.pairs[0], left=why, right=point, why=why)
            told |= {"pairs": (first, *item.pairs[1:]), "extra": (why, point)}
        if hasattr(item, "steps"):
            told["steps"] = (replace(item.steps[0], text=why, why=why), *item.steps[1:])
        if hasattr(item, "answer"):
            told["answer"] = replace(item.answer, why=why)
        items.append(replace(item, **told))
    return replace(chosen, items=tuple(items))


def read_back(texts: dict[Path, str], book) -> dict:
    """Build the items of unfinished files as the bank would."""
    found = {}
    for path, text in texts.items():
        data = read_yaml(text, path.name)
        for row in data["items"]:
            found[row["id"]] = build.item(row, data["chapter"], path.name, book.bank.media)
    return found


@pytest.mark.parametrize("form", ["moodle", "csv"])
def test_what_was_exported_comes_back_equal(form: str, chosen, book, tmp_path: Path) -> None:
    file = tmp_path / f"course{FORMS[form].suffix}"
    FORMS[form].write(chosen, file)
    drafts = imports.read(file, book).drafts
    made = imports.prepare(drafts, file, tmp_path / "unfinished", book)
    assert [path.name for path in made] == ["crust.yml", "dough.yml"]
    assert read_back(made, book) == {item.id: item for item in chosen.items}
    assert [words for draft in drafts for words in draft.lacks(book)] == []
    assert all("# UNFINISHED: " in text for text in made.values())


def test_nothing_that_the_bank_knows_is_forgotten() -> None:
    """A new key of the schema has to be written, and read, too."""
    parts = schema("schema")["$defs"]
    for kind in draft.CHOICES:
        known = parts["common"]["properties"].keys() | parts[kind]["properties"].keys()
        assert known <= {*draft._ORDER}
    beside = {"id", "type", "objective", "pitfall", "level", "audience", "stem", "hint", "point"}
    beside |= {"references", "version"}
    assert parts["common"]["properties"].keys() == beside | {*KEPT}


def test_media_come_back_by_name(book, tmp_path: Path) -> None:
    chosen = choose(book, {}, ["signs-words", "signs-wet"])
    item = next(item for item in chosen.items if item.id == "signs-wet")
    table = replace(item, media=tuple(u for u in item.media if u.name == "flour-table"))
    chosen = replace(chosen, items=(table,))
    FORMS["moodle"].write(chosen, tmp_path / "x.xml")
    drafts = imports.read(tmp_path / "x.xml", book).drafts
    assert read_back(imports.prepare(drafts, tmp_path / "x.xml", tmp_path, book), book) == {
        "signs-wet": table
    }


FOREIGN = """<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>$course$/top/Bread</text></category></question>
<question type="multichoice"><name><text>Crust</text></name>
 <questiontext format="html"><text><![CDATA[<p>Which <i>heat</i> browns&nbsp;it, at \\(x &lt; 3\\)?
 <script>alert(1)</script><img src="a.png" alt="An oven"></p>]]></text></questiontext>
 <generalfeedback><text>&lt;b&gt;Dry heat.&lt;/b&gt;</text></generalfeedback><single>true</single>
 <answer fraction="100"><text>Dry</text><feedback><text>It browns.</text></feedback></answer>
 <answer fraction="50"><text>Wet</text><feedback><text></text></feedback></answer>
</question>
<question type="truefalse"><name><text>Salt</text></name>
 <questiontext><text>Salt browns it.</text></questiontext>
 <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>
</question>
<question type="numerical"><name><text>Water</text></name>
 <questiontext><text>How much?</text></questiontext>
 <answer fraction="100"><text>325</text><tolerance>1</tolerance></answer>
 <units><unit><multiplier>1</multiplier><unit_name>g</unit_name></unit>
 <unit><multiplier>0.001</multiplier><unit_name>kg</unit_name></unit></units>
</question>
<question type="essay"><name><text>Tell</text></name><questiontext><text>Tell.</text></questiontext>
</question>
</quiz>"""


def test_a_foreign_file_says_what_each_question_lacks(tmp_path: Path) -> None:
    folder = shutil.copytree(COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("_build"))
    file = tmp_path / "Old quiz.xml"
    file.write_text(FOREIGN)
    done = run("--book", folder, "import", file)
    assert (done.returncode, done.stderr) == (0, "")
    made = folder / "quizzes" / "unfinished" / "old-quiz.yml"
    rows = read_yaml(made.read_text(encoding="utf-8"), made.name)["items"]
    assert [row["type"] for row in rows] == ["single", "single", "numeric"]
    first = rows[0]
    assert first["stem"] == "Which *heat* browns it, at $x < 3$?"
    assert [option["correct"] for option in first["options"]] == [True, False]
    assert first["options"][0]["why"] == "It browns."
    assert rows[2]["answer"]["accept"] == [{"unit": "kg", "factor": 1000}]
    told = made.read_text(encoding="utf-8")
    for words in (
        "# UNFINISHED: 3 questions from Old quiz.xml.",
        "# lacks a chapter: this book has none called old-quiz",
        "# lacks options: the bank asks for 3 to 5",
        "# lacks the reason for option b",
        "# lacks sources for option a",
        "# lacks level (recall or apply or analyse)",
        "# note: a picture is left out: An oven",
        '# note: Moodle gave 50 % for "Wet"',
    ):
        assert words in told
    assert "lacks the reason for option b" in done.stdout
    assert 'left out: essay "Tell": the bank has no such type' in done.stdout
    assert "alert" not in told
    assert run("--book", folder, "check").returncode == 0

    before = made.read_bytes()
    again = run("--book", folder, "import", file)
    assert again.returncode == 1
    assert "is there already; move it, or name another folder with -o" in again.stderr
    assert made.read_bytes() == before


def test_a_plain_table_is_enough(book, tmp_path: Path) -> None:
    file = tmp_path / "Bread.csv"
    file.write_text(
        "Stem;Choice 1;Right 1;Choice 2;Right 2;Reason 2\n"
        "Which heat?;Dry;yes;Wet;no;It stays pale\n"
        "Which order?;Knead;2;Mix;1;\n"
        "Which work?;Salt;Seasons;Yeast;Lifts;\n",
        encoding="utf-8-sig",
    )
    drafts = imports.read(file, book).drafts
    made = imports.prepare(drafts, file, tmp_path, book)
    rows = read_yaml(made[tmp_path / "bread.yml"], "bread.yml")["items"]
    assert [row["type"] for row in rows] == ["single", "order", "match"]
    assert [step["text"] for step in rows[1]["steps"]] == ["Mix", "Knead"]
    assert "the reason for option a" in drafts[0].lacks(book)
    assert "the reason for option b" not in drafts[0].lacks(book)


LAUGHS = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'
STOLEN = (
    '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>'
)
CUT = "<quiz><question type='multichoice'><name><text>Cut"
DEEP = "<quiz>" + "<a>" * 5000 + "</a>" * 5000 + "</quiz>"
BROKEN = {
    "laughs.xml": (LAUGHS, "declares a document type"),
    "stolen.xml": (STOLEN, "declares a document type"),
    "hidden.xml": (LAUGHS.encode("utf-16"), "declares a document type"),
    "cut.xml": (CUT, ":1: is no XML"),
    "deep.xml": (DEEP, "is no XML"),
    "page.xml": ("<html><p>Hello</p></html>", "begins with <html>"),
    "empty.xml": ("", "is no XML"),
    "none.xml": ("<quiz><question type='essay'/></quiz>", "holds no question of a type"),
    "latin.csv": ("stem,choice 1,right 1\nW\xe4rme,a,yes\n".encode("latin-1"), ":2: is not UTF-8"),
    "zero.csv": ("stem,choice 1,right 1\na\0,b,yes\n", "zero byte"),
    "columns.csv": ("question,answer\na,b\n", "lacks the column stem and choice 1 and right 1"),
    "twice.csv": ("stem,choice 1,right 1,stem\na,b,yes,c\n", "has the column stem twice"),
    "long.csv": ("stem,choice 1,right 1\na,b,yes,c,d\n", ":2: has 5 cells under 3 columns"),
    "open.csv": ('stem,choice 1,right 1\n"a,b,yes\n', "is no table"),
    "huge.csv": ("stem,choice 1,right 1\n" + "a" * 200_000 + ",b,yes\n", "is no table"),
    "type.csv": ("type,stem,choice 1,right 1\nessay,a,b,yes\n", ":2: the type is 'essay'"),
    "number.csv": ("type,stem,choice 1,right 1\nnumeric,a,1e999999x,yes\n", "is no number"),
    "right.csv": ("type,stem,choice 1,right 1\nsingle,a,b,perhaps\n", "write yes or no"),
    "kept.csv": ("stem,choice 1,right 1,kept for import\na,b,yes,{\n", "was changed"),
    "quiz.docx": ("PK", "ends with neither .xml or .csv"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named(name: str, book, tmp_path: Path) -> None:
    content, words = BROKEN[name]
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(imports.ImportFault, match=words) as told:
        imports.read(file, book)
    assert str(told.value).startswith(str(file))


def test_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    folder = shutil.copytree(COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("_build"))
    file = tmp_path / "cut.xml"
    file.write_text(CUT)
    done = run("--book", folder, "import", file)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{file}:1: is no XML")
    assert not (folder / "quizzes" / "unfinished").exists()
    assert run("--book", folder, "import", tmp_path / "nowhere.xml").returncode == 1


HOSTILE = """<quiz><!--quizbook {"choices": [{"id": "../../etc"}, {"id": 7}, {"id": "b"}],
"media": [{"use": "../x"}, 5], "written": {"a": [1]}, "twin": "x\\u2028y: - z", "proof": "os.x"}-->
<question type="multichoice"><idnumber>../../evil: {</idnumber>
<name><text>x</text></name><questiontext><text>- "a": [&amp;lt; # \x85 {{ ''' </text></questiontext>
<answer fraction="100"><text>*a* $b</text></answer>
<answer fraction="x"><text>!!python/x</text></answer>
<answer fraction="nan"><text>&amp;amp;</text></answer>
<tags><tag><text>../../up.1</text></tag><tag><text>version-99999999999999</text></tag></tags>
</question></quiz>"""


def test_what_was_kept_is_not_trusted(book, tmp_path: Path) -> None:
    file = tmp_path / "evil.xml"
    file.write_text(HOSTILE, encoding="utf-8")
    made = imports.prepare(imports.read(file, book).drafts, file, tmp_path / "unfinished", book)
    assert [*made] == [tmp_path / "unfinished" / "evil.yml"]
    (row,) = read_yaml(*made.values(), "evil.yml")["items"]
    assert row["id"] == "item"
    assert [option["id"] for option in row["options"]] == ["a", "c", "b"]
    assert not {"media", "written", "twin", "proof"} & row.keys()
    assert row["options"][0]["text"] == r"\*a\* \$b"
    assert row["options"][1]["text"] == "!!python/x"
