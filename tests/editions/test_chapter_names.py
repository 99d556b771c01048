"""Chapters as authors of other books name and write them: numbers, capitals, folders, notebooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jupytext
import pytest

from quizbook.bank.load import load_book

from ..conftest import build

MOVES = {"dough": "01_Dough", "crust": "Teil Ä/Über Öl", "heat": "Teil B/02 heat"}
"""Old names of the template's chapters, and new ones that Jupyter Book takes."""


def rename(course: Path) -> None:
    """Give chapters, their questions and objectives other names."""
    toc = (course / "_toc.yml").read_text(encoding="utf-8")
    for old, new in MOVES.items():
        stem = Path(new).name
        text = (course / "chapters" / f"{old}.md").read_text(encoding="utf-8")
        target = course / "lessons" / f"{new}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace(f'"{old}.', f'"{stem}.'), encoding="utf-8")
        (course / "chapters" / f"{old}.md").unlink()
        quiz = course / "quizzes" / f"{old}.yml"
        text = quiz.read_text(encoding="utf-8").replace(f'chapter: "{old}"', f'chapter: "{stem}"')
        text = text.replace(f'objective: "{old}.', f'objective: "{stem}.')
        (course / "quizzes" / f"{stem}.yml").write_text(text, encoding="utf-8")
        quiz.unlink()
        toc = toc.replace(f"chapters/{old}\n", f"lessons/{new}\n")
    shutil.copytree(course / "chapters" / "data", course / "lessons" / "data")
    (course / "_toc.yml").write_text(toc, encoding="utf-8")


def to_notebook(course: Path, name: str) -> None:
    """Turn a chapter into a notebook, as Jupytext does for whoever works so."""
    file = course / "chapters" / f"{name}.md"
    notebook = jupytext.read(file, fmt="md:myst")
    jupytext.write(notebook, file.with_suffix(".ipynb"), fmt="ipynb")
    file.unlink()


def test_numbers_capitals_umlauts_spaces_and_folders_build(warm, course: Path):
    rename(warm(course))
    to_notebook(course, "signs")
    bare = course / "chapters" / "bare.md"
    bare.write_text("# No front matter\n\nAnd no question.\n", encoding="utf-8")
    with (course / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("  - file: chapters/bare.md\n")
    build(course, "html", "pdf")
    pages = course / "_build" / "html"
    for page, asked in {
        "lessons/01_Dough": 5,
        "lessons/Teil Ä/Über Öl": 7,
        "lessons/Teil B/02 heat": 2,
        "chapters/signs": 6,
    }.items():
        text = (pages / f"{page}.html").read_text(encoding="utf-8")
        assert text.count('<fieldset class="quiz"') == asked, page
    assert "review-status" not in (pages / "chapters/bare.html").read_text(encoding="utf-8")
    answers = (pages / "chapters/answers.html").read_text(encoding="utf-8")
    assert "What browns a crust?" in answers and "What sets a crumb" in answers


def test_two_chapters_of_one_name_are_fine_until_both_state_objectives(course: Path):
    folder = course / "more"
    folder.mkdir()
    (folder / "heat.md").write_text("# More heat\n", encoding="utf-8")
    toc = course / "_toc.yml"
    toc.write_text(
        toc.read_text().replace("chapters/heat\n", "more/heat\n  - file: chapters/heat\n")
    )
    assert [str(p) for p in load_book(course).problems] == []
    own = '---\nobjectives:\n  - {id: "heat.1", text: "Warm it."}\n---\n# More heat\n'
    (folder / "heat.md").write_text(own, encoding="utf-8")
    [problem] = load_book(course).problems
    assert str(problem) == (
        "chapters/heat.md:1: heat: more/heat.md has this name too, and both state objectives; "
        "rename one"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda nb: nb["cells"].append(cell('quiz("sings-bars")')), 'did you mean "signs-bars"?'),
        (lambda nb: nb["metadata"].pop("objectives"), "states no objective"),
        (lambda nb: nb["cells"].append(cell("quiz(")), "this cell is not Python"),
        (lambda nb: nb.pop("cells"), "is no notebook"),
    ],
    ids=["unknown id", "no objective", "not Python", "no cells"],
)
def test_a_notebook_is_judged_as_a_chapter_is(course: Path, change, said):
    to_notebook(course, "signs")
    assert [str(p) for p in load_book(course).problems] == []
    file = course / "chapters" / "signs.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    change(notebook)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    assert any(said in str(problem) for problem in load_book(course).problems)


def cell(source: str) -> dict:
    return {
        "cell_type": "code", "execution_count": None, "id": "added", "metadata": {}, "outputs": [],
        "source": source,
    }  # fmt: skip


def test_a_reviewer_makes_every_page_say_how_far_the_review_is(course: Path):
    (course / "chapters" / "index.md").write_text("# Bread\n", encoding="utf-8")
    assert load_book(course).problems == []
    book = course / "quizzes" / "book.yml"
    book.write_text(f'{book.read_text("utf-8")}reviewer: "an editor"\n', encoding="utf-8")
    [problem] = load_book(course).problems
    assert str(problem).startswith("chapters/index.md:1: index: its front matter has no review;")


def test_audiences_are_free_until_the_book_names_them(course: Path):
    crust = course / "quizzes" / "crust.yml"
    crust.write_text(crust.read_text("utf-8").replace("audience: learner", "audience: baker", 1))
    assert load_book(course).problems == []
    book = course / "quizzes" / "book.yml"
    book.write_text(f'{book.read_text("utf-8")}audiences: ["learner"]\n', encoding="utf-8")
    [problem] = load_book(course).problems
    assert 'audience is "baker"; write learner' in str(problem)
