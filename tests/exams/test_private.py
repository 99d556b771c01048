"""Private items: judged like all others, and in no page, key or export."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from quizbook.bank.load import check, load_book
from quizbook.exports import FORMS
from quizbook.exports.choosing import choose

from ..conftest import ROOT, build
from .conftest import PRIVATE


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("dough.1", "dough.9", 'states no objective "dough.9"'),
        ("yeast2010rise", "nobody1900", 'references.bib has no "nobody1900"'),
        ("correct: true, ", "", "single has 0 correct options"),
        ("secret-one", "crust-brown", "this id is taken by quizzes/crust.yml"),
        ('["dough-gas"]', '["dough-gasp"]', 'its enemy "dough-gasp" is no question; did you mean'),
        ('["dough-gas"]', '["secret-one"]', "names itself among its enemies"),
    ],
)
def test_they_are_judged_like_all_others(secret: Path, old: str, new: str, told: str):
    file = secret / "quizzes" / "private" / "dough.yml"
    file.write_text(PRIVATE.replace(old, new), encoding="utf-8")
    problems = [str(problem) for problem in load_book(secret).problems]
    assert any(p.startswith("quizzes/private/dough.yml:") and told in p for p in problems), problems


def test_an_open_item_may_not_name_a_private_one(secret: Path):
    file = secret / "quizzes" / "dough.yml"
    text = file.read_text(encoding="utf-8")
    head = '  - id: "dough-gas"\n'
    file.write_text(text.replace(head, head + '    enemies: ["secret-one"]\n'), encoding="utf-8")
    assert any("is private; name it there" in str(p) for p in load_book(secret).problems)


def test_a_case_in_the_private_folder_is_refused(secret: Path):
    file = secret / "quizzes" / "private" / "dough.yml"
    step = '{text: "T", items: ["secret-one"]}'
    case = f'cases: [{{id: "c", title: "C", steps: [{step}, {step}]}}]\n'
    file.write_text(PRIVATE + case, encoding="utf-8")
    assert any("holds items alone" in str(p) for p in load_book(secret).problems)


def test_no_edition_or_export_holds_one(warm, secret: Path, tmp_path: Path):
    build(warm(secret))
    for name, form in FORMS.items():
        form.write(choose(check(secret), {}), tmp_path / "exports" / f"{name}{form.suffix}")
    made = [
        f
        for place in (secret / "_build", tmp_path / "exports")
        for f in place.rglob("*")
        if f.is_file()
    ]
    assert len(made) > 30
    words = (b"secret-one", b"secret loaf", "Carbon dioxide".encode("utf-16-le"))
    for file in made:
        held = [file.read_bytes()]
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as package:
                held += [package.read(name) for name in package.namelist()]
        assert not any(word in data for word in words for data in held), file


def test_git_leaves_them_out():
    asked = ["quizzes/private/anything.yml", "quizzes/private/README.md"]
    done = subprocess.run(
        ["git", "check-ignore", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "not a git repository" in done.stderr:
        pytest.skip("this copy is no repository")
    assert done.stdout.split() == asked[:1]
