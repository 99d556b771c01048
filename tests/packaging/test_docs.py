"""The pages for authors: they build, and leave out nothing that an author can write."""

from __future__ import annotations

import io
import re
import shutil
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path

import pytest

from quizbook import commands, editions
from quizbook.__main__ import main
from quizbook.bank import describe, schemas
from quizbook.bank.load import check
from quizbook.exams import blueprint, drawing
from quizbook.exports import FORMS

from ..conftest import COURSE, ROOT, build

DOCS = ROOT / "docs"
TEXT = "\n".join(file.read_text(encoding="utf-8") for file in sorted(DOCS.glob("*.md")))
PARTS = [
    ("schema", part)
    for part in (*describe.TYPES, "common", "option", "answer", "error", "judgement", "spelled")
] + [
    ("schema", part) for part in ("pair", "step", "case", "exam", "retired")
]  # fmt: skip
PARTS += [("media.schema", part) for part in ("signal", "figure", "table")]
PARTS += [("book.schema", None), ("chapter.schema", None)]
PARTS += [("exam.schema", None), ("exam.schema", "row")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    """The pages, built elsewhere."""
    ignored = shutil.ignore_patterns("_build", "__pycache__")
    docs = Path(shutil.copytree(DOCS, tmp_path_factory.mktemp("docs") / "docs", ignore=ignored))
    build(docs, "html")
    return docs / "_build" / "html"


def test_every_type_stands_there_to_be_tried(pages: Path):
    text = (pages / "questions.html").read_text(encoding="utf-8")
    assert text.count('<fieldset class="quiz"') == len(describe.TYPES)
    text = (pages / "chapters.html").read_text(encoding="utf-8")
    assert text.count('<fieldset class="quiz"') == 3, "in a box, in a tab, in a list"
    assert "Move the slider." in text and "The states of the figure stand" in text
    shown = re.sub(r"<pre>.*?</pre>", "", text, flags=re.S)
    assert "along the curve" not in shown and "The states of the figure stand" not in shown


def bare(text: str) -> str:
    """Words alone: quotation marks and dashes are set on a page."""
    return " ".join(re.findall(r"\w+", unescape(text)))


def test_a_built_page_tells_every_field_command_and_form(pages: Path):
    built = bare(
        " ".join(re.sub("<[^>]+>", "", p.read_text("utf-8")) for p in pages.glob("*.html"))
    )
    told = [field.words for name, part in PARTS for field in describe.fields(name, part)]
    told += [f"quizbook {name}" for name in commands.COMMANDS]
    for name in commands.COMMANDS:
        with redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit):
            main([name, "--help"])
        told += set(re.findall(r"--\w[\w-]*", said.getvalue())) - {"--help", "--book"}
    told += [form.summary for form in FORMS.values()]
    assert [words for words in told if bare(words) not in built] == []


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_every_field_is_shown_and_says_what_it_is(name: str, part: str | None):
    named = f'fields("{name}", "{part}")' if part else f'fields("{name}")'
    assert named in TEXT
    assert [f.name for f in describe.fields(name, part) if not f.words.strip()] == []


def test_every_part_of_a_question_is_among_them():
    written = {f'"#/$defs/{part}"' for name, part in PARTS if name == "schema"}
    text = (schemas.files()[0].parent / "schema.json").read_text(encoding="utf-8")
    plain = {f'"#/$defs/{p}"' for p in "id localId text references date unit medium media".split()}
    inner = {f'"#/$defs/{p}"' for p in ("item", "file", "proof")}
    assert set(re.findall(r'"#/\$defs/[\w-]+"', text)) - written - plain - inner == set()


def test_every_directive_role_and_setting_is_told():
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in Path(editions.__file__).parent.rglob("*.py")
    )
    named = set(re.findall(r'app\.add_(?:directive|role)\("([\w-]+)"', code)) - {"curtain-mark"}
    named |= {"page-only", "paper-only"}  # in a loop
    assert len(named) >= 8
    assert [
        name for name in sorted(named) if f"{{{name}}}" not in TEXT and f"{{{name} " not in TEXT
    ] == []
    settings = set(re.findall(r'add_config_value\("(quizbook_\w+)"', code))
    own = {"quizbook_book", "quizbook_edition", "quizbook_code"}  # set by a build, by nobody else
    assert [name for name in sorted(settings - own) if f"`{name}`" not in TEXT] == []


def test_the_blueprint_that_is_shown_draws_from_the_course_that_is_shown(tmp_path: Path):
    [shown] = re.findall(r"^```yaml\n(schema: 1\nid: .*?)^```$", TEXT, re.S | re.M)
    file = tmp_path / "loaves.yml"
    file.write_text(shown, encoding="utf-8")
    book = check(COURSE)
    drawn = drawing.draw(book, blueprint.read(file, book), 1, 2)
    assert [len(form.questions) for form in drawn.forms] == [3, 3]
