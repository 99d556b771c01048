"""What the repository tells other programs: workflows, forms, hooks, editors, containers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

import physiology
from quizbook.bank.load import load_bank

from ..conftest import ROOT, run

FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
CLINICAL = ROOT / ".github/ISSUE_TEMPLATE/clinical-error.yml"
FLOW = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8"))
COMMANDS = [s["run"] for job in FLOW["jobs"].values() for s in job["steps"] if "run" in s]


@pytest.mark.parametrize("target", ["book", "docs", "lab", "test"])
def test_the_targets_that_others_call_are_there(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "quizbook" in done.stdout


def test_the_workflow_builds_and_tests_by_the_commands_of_the_readme():
    assert "make book" in COMMANDS and any(".ci/run" in command for command in COMMANDS)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    made = [word for command in COMMANDS for word in re.findall(r"^make (\w+)", command)]
    assert made and all(f"make {word}" in readme for word in made)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    needs = {name: job.get("needs", []) for name, job in FLOW["jobs"].items()}
    assert set(needs["publish"]) == set(needs["release"]) == {"test", "book"} <= needs.keys()


def test_a_release_needs_its_published_questions(course: Path):
    [asked] = [command for command in COMMANDS if command.startswith("grep -qF")]
    assert run("--book", course, "release", "1.0").returncode == 0
    for tag, status in (("v1.0", 0), ("v1.1", 1), ("v1x0", 1)):
        environment = {**os.environ, "GITHUB_REF_NAME": tag}
        assert subprocess.run(asked, shell=True, cwd=course, env=environment).returncode == status


def test_a_release_holds_what_it_published_and_tells_its_own_changes(course: Path, tmp_path: Path):
    [asked] = [command for command in COMMANDS if "gh release create" in command]
    assert run("--book", course, "release", "1.0").returncode == 0
    changes = (
        "# Changes\n\n## Not released yet\n\n- Later.\n\n## 1.0\n\n- Now.\n\n## 0.9\n\n- Then.\n"
    )
    (course / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    for name in ("pdf/bread.pdf", "epub/bread.epub"):  # as the step before lays them down
        (course / "made" / name).parent.mkdir(parents=True)
        (course / "made" / name).touch()
    told = tmp_path / "bin" / "gh"
    told.parent.mkdir()
    told.write_text('#!/bin/sh\nprintf "%s\\n" "$@"; for f; do notes=$f; done; cat "$notes"\n')
    told.chmod(0o755)
    environment = {**os.environ, "PATH": f"{told.parent}:{os.environ['PATH']}"}
    said = {}
    for tag in ("v1.0", "v2.0"):
        named = {**environment, "GITHUB_REF_NAME": tag}
        command = ["bash", "-e", "-c", asked]
        said[tag] = subprocess.run(command, cwd=course, env=named, capture_output=True, text=True)
    assert said["v2.0"].returncode == 1, "nothing was told of it"
    files, _, notes = said["v1.0"].stdout.partition("--notes-file\nnotes.md\n")
    made = ["made/epub/bread.epub", "made/pdf/bread.pdf", "quizzes/published.json"]
    assert files.split() == ["release", "create", "v1.0", *made]
    assert notes == "## 1.0\n\n- Now.\n\n"


@pytest.mark.parametrize("file", [*FORMS, CLINICAL], ids=lambda file: file.stem)
def test_an_issue_form_has_what_github_asks_of_one(file: Path):
    form = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert form["name"] and form["description"] and form["body"]
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
    ids = [part["id"] for part in asked]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[\w-]+", id_) for id_ in ids)
    assert all(part["attributes"]["label"] for part in asked)
    assert all(set(part) <= {"type", "id", "attributes", "validations"} for part in form["body"])


def test_a_clinical_error_comes_with_place_fault_and_source():
    form = yaml.safe_load(CLINICAL.read_text(encoding="utf-8"))
    needed = {p["id"] for p in form["body"] if p.get("validations", {}).get("required")}
    assert {"where", "wrong", "source"} <= needed


def test_every_hook_runs(tmp_path: Path):
    told = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = {hook["id"]: hook for repo in told["repos"] for hook in repo["hooks"]}
    assert hooks.keys() == {"ruff", "format", "check"}
    bad = tmp_path / "bad.py"
    bad.write_text("import os\nx  =  1\n")
    for name in ("ruff", "format"):
        command = hooks[name]["entry"].split()
        command[0] = shutil.which(
            "ruff", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        )
        done = subprocess.run([*command, bad], cwd=tmp_path, capture_output=True)
        assert done.returncode == (1 if name == "ruff" else 0)
    assert bad.read_text() == "import os\n\nx = 1\n"
    assert hooks["check"]["entry"].endswith("-m quizbook check")


def test_binder_and_container_start_the_lab_with_its_settings():
    shown = ["python3", "-c", "import os; print(os.environ['JUPYTER_CONFIG_PATH'])"]
    done = subprocess.run([ROOT / "binder/start", *shown], cwd=ROOT, capture_output=True, text=True)
    assert (Path(done.stdout.strip().split(":")[0]) / "jupyter_server_config.py").is_file()
    told = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert told["postCreateCommand"] == "make book"
    assert told["postAttachCommand"].startswith("make lab ARGS=")
    for line in (ROOT / "binder/requirements.txt").read_text().splitlines():
        named = re.fullmatch(r"-[rc] (.+)", line)
        assert line == "jupyterlab" or (ROOT / "binder" / named[1]).is_file()


def test_editors_judge_every_file_of_yaml_by_one_schema():
    told = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    folders = (ROOT, ROOT / "docs", ROOT / "quizbook/new/course")
    for file in (file for folder in folders for file in sorted(folder.glob("quizzes/*.yml"))):
        name = file.relative_to(ROOT).as_posix()
        fitting = []
        for schema, patterns in told["yaml.schemas"].items():
            wanted = False
            for pattern in [patterns] if isinstance(patterns, str) else patterns:
                # `**/` also stands for no folder at all
                if fnmatch(f"/{name}", pattern.removeprefix("!").replace("**/", "*/")) or fnmatch(
                    name, pattern.removeprefix("!")
                ):
                    wanted = not pattern.startswith("!")
            fitting += [schema] if wanted else []
        assert len(fitting) == 1, (name, fitting)
        text = file.read_text(encoding="utf-8")
        schema = json.loads((ROOT / fitting[0]).read_text(encoding="utf-8"))
        jsonschema_rs.validator_for(schema).validate(yaml.safe_load(text))


def test_the_changes_of_each_release_are_told():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## Not released yet\n", changes, re.M)
    published = ROOT / "quizzes" / "published.json"
    if published.is_file():
        assert f"## {json.loads(published.read_text('utf-8'))['edition']}\n" in changes


CFF = {
    *("cff-version", "message", "title", "authors", "type", "abstract", "version", "license"),
    *("preferred-citation", "date-released", "doi", "repository-code", "url", "keywords"),
}
"""Keys of the Citation File Format 1.2.0 that these files use, or may."""


def citation(name: str) -> dict:
    told = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0" and told["type"] == "software"
    assert {"message", "title", "authors"} <= told.keys() <= CFF
    assert all(author.keys() == {"name"} for author in told["authors"])
    return told


def test_the_book_is_cited_as_a_book_by_its_own_title_authors_and_licence():
    told, bank = citation("CITATION.cff"), load_bank(ROOT)
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    book = told["preferred-citation"]
    assert (book["type"], book["year"]) == ("book", int(settings["copyright"]))
    assert book["title"] == told["title"] == bank.title
    assert book["license"] == bank.licence.replace(" ", "-")
    assert book["authors"] == told["authors"] == [{"name": settings["author"]}]
    published = ROOT / "quizzes" / "published.json"
    edition = json.loads(published.read_text("utf-8"))["edition"] if published.is_file() else None
    assert book.get("version") == told.get("version") == edition


def test_the_models_are_cited_by_their_own_version():
    assert citation("physiology/CITATION.cff")["version"] == physiology.__version__
