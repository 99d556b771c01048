"""A new course: the template under the author's names, whole, sound and nobody else's."""

from __future__ import annotations

import json
import re
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from quizbook.bank.load import check, load_bank
from quizbook.bank.media import Picture, Signal, Table
from quizbook.bank.schemas import schema
from quizbook.new import LICENCES, Names, NewError, id_of, make, requirement

from ..conftest import COURSE, run

TYPES = {"single", "multiple", "numeric", "short", "match", "order"}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A course with names that YAML, HTML and Markdown could trip over."""
    folder = tmp_path / "my loaves"
    make(folder, Names('Brot "und" Käse: $5 & <b>', "Ö. Müller", "brot", "CC-BY-SA-4.0"))
    return folder


def test_it_is_sound_and_carries_the_names_given(made: Path):
    bank = check(made).bank
    assert (bank.id, bank.title, bank.licence) == (
        "brot",
        'Brot "und" Käse: $5 & <b>',
        "CC BY-SA 4.0",
    )
    settings = yaml.safe_load((made / "_config.yml").read_text(encoding="utf-8"))
    assert (settings["title"], settings["author"]) == (bank.title, "Ö. Müller")
    assert settings["copyright"] == str(date.today().year)
    assert LICENCES["CC-BY-SA-4.0"][1] in (made / "LICENSE").read_text(encoding="utf-8")
    assert (made / "README.md").read_text(encoding="utf-8").startswith(f"# {bank.title}\n")


def test_without_a_licence_none_is_claimed(tmp_path: Path):
    make(tmp_path / "course", Names("A", "B", "a"))
    files = [p for p in (tmp_path / "course").rglob("*") if p.is_file() and p.suffix != ".json"]
    assert not (tmp_path / "course" / "LICENSE").exists()
    claims = {p.name for p in files if re.search(r"CC.BY|creativecommons", p.read_text("utf-8"))}
    assert claims == set() and load_bank(tmp_path / "course").licence == ""


def test_it_shows_one_of_everything():
    book = check(COURSE)
    items = list(book.bank.items.values())
    assert {item.type for item in items} == TYPES
    assert any(getattr(item, "statement", False) for item in items)
    assert book.bank.cases and book.bank.exams
    assert {type(medium) for medium in book.bank.media.values()} == {Signal, Picture, Table}
    code = "".join(path.read_text(encoding="utf-8") for path in COURSE.glob("chapters/*.md"))
    shown = ("figure(", "explore(", "{listen}", "{objectives}", "{answer-key}")
    assert [word for word in shown if word not in code] == []


def test_nothing_in_it_is_medical():
    words = r"muscle|spasm|cramp|clinic|patient|physician|disease|drug"
    files = [p for p in COURSE.rglob("*") if p.is_file() and "_build" not in p.parts]
    assert len(files) > 15
    said = {p.name for p in files if re.search(words, p.read_text("utf-8", "ignore"), re.I)}
    assert said == set()


def test_nothing_is_overwritten(made: Path, tmp_path: Path):
    before = (made / "_config.yml").read_bytes()
    done = run("new", made)
    assert done.returncode == 1 and "not empty; name another folder" in done.stderr
    (tmp_path / "file").write_text("mine")
    assert run("new", tmp_path / "file").returncode == 1
    assert (made / "_config.yml").read_bytes() == before
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("", "B", "a"), "the title must be words"),
        (("A", "B\nC", "a"), "the author must be words"),
        (("A", "B", "A b"), 'the id "A b" must be lower case'),
        (("A", "B", "a", "MIT"), "no licence MIT; there is CC-BY-4.0"),
    ],
)
def test_names_that_cannot_be_are_refused_in_words(names, said):
    with pytest.raises(NewError, match=re.escape(said)):
        Names(*names)


@pytest.mark.parametrize(
    ("title", "id_"),
    [("Brot & Käse", "brot-kase"), ("2026: Öl", "ol"), ("麵包", "course"), ("A--B", "a-b")],
)
def test_an_id_is_made_of_any_title(title, id_):
    assert id_of(title) == id_


def test_the_command_asks_nothing_where_nobody_can_answer(tmp_path: Path):
    done = run("new", tmp_path / "Old Maps")
    assert done.returncode == 0, done.stderr
    assert "with the id old-maps" in done.stdout and "It has no licence yet" in done.stdout


def test_editors_judge_each_file_by_its_schema(made: Path):
    """As the YAML extension does: the last pattern that fits decides, `!` takes a file out."""
    told = json.loads((made / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    judged = {}
    for address, patterns in told["yaml.schemas"].items():
        validator = jsonschema_rs.validator_for(json.loads((made / address).read_text("utf-8")))
        for file in sorted(made.glob("quizzes/*.yml")):
            name = f"quizzes/{file.name}"
            wanted = False
            for pattern in [patterns] if isinstance(patterns, str) else patterns:
                if fnmatch(name, pattern.removeprefix("!")):
                    wanted = not pattern.startswith("!")
            if wanted:
                judged.setdefault(name, []).append(address)
                validator.validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert {name: len(found) for name, found in judged.items()} == dict.fromkeys(judged, 1)
    assert len(judged) == len([*made.glob("quizzes/*.yml")]) == 6


def test_the_schemas_beside_it_are_those_that_check_uses(made: Path):
    copies = {
        p.name: json.loads(p.read_text("utf-8")) for p in made.glob(".vscode/quizbook/*.json")
    }
    assert copies["schema.json"] == schema("schema")
    assert {"book.schema.json", "media.schema.json", "chapter.schema.json"} <= copies.keys()


def test_its_requirements_name_no_package_that_somebody_else_may_own():
    assert re.match(r"# |quizbook @ (git\+)?https://", requirement())


def test_its_workflow_runs_commands_that_there_are(made: Path):
    flow = yaml.safe_load((made / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    steps = flow["jobs"]["build"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == ["pip install -r requirements.txt", "quizbook check", "quizbook build"]
    assert [s["with"]["path"] for s in steps if "pages-artifact" in s.get("uses", "")] == [
        "_build/html"
    ]
