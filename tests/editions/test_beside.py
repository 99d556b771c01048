"""A failed build changes nothing that stands; what the book no longer has goes with the next one.

The tests share one built course and put back what they edit.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from quizbook.editions.beside import build_beside, mirror

from ..conftest import build, run

CRUST = "  - file: chapters/crust\n"
TAKEN = ("chapters/crust.md", "quizzes/crust.yml")


@pytest.fixture(scope="module")
def built(lay, tmp_path_factory) -> Path:
    course = lay(tmp_path_factory.mktemp("beside") / "course")
    build(course)
    return course


def standing(course: Path) -> dict[str, bytes]:
    """What readers are given."""
    places = [course / "_build" / "html", course / "_build" / "pdf"]
    return {
        str(file.relative_to(course)): file.read_bytes()
        for place in places
        for file in place.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("chapters/crust.md", 'quiz("crust-brown")', 'quiz("crust-brown"); 1 / 0'),
        ("chapters/crust.md", "dry heat", "dry heat {numref}`nowhere`"),
        ("chapters/dough.md", "yeast2010rise", "nobody2010"),
        ("_toc.yml", CRUST, ""),
        ("quizzes/crust.yml", "correct: true", "correct: yes"),
    ],
    ids=["a cell that raises", "a link to nowhere", "an unknown source", "no chapter", "bad bank"],
)
def test_a_failed_build_leaves_every_file_as_it_was(built, name, old, new):
    before, path = standing(built), built / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    try:
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert run("--book", built, "build").returncode == 1
        assert standing(built) == before
    finally:
        path.write_text(text, encoding="utf-8")


def test_after_the_failures_the_next_build_is_whole(built):
    before = standing(built)
    build(built)
    assert standing(built).keys() == before.keys()


def test_a_new_static_file_enters_every_page_and_leaves_again(built):
    style = built / "_static" / "custom.css"
    style.parent.mkdir()
    for colour in ("teal", "navy"):
        style.write_text(f"h1 {{ color: {colour} }}")
        assert run("--book", built, "build", "html").returncode == 0
        assert f"color:{colour}" in sheet(built)
    assert "color:teal" not in sheet(built)
    shutil.rmtree(style.parent)
    assert run("--book", built, "build", "html").returncode == 0
    assert "color:navy" not in sheet(built)


def sheet(course: Path) -> str:
    """Read the style sheet that a page asks for."""
    page = course / "_build" / "html" / "chapters" / "crust.html"
    name = re.search(r'href="\.\./(_static/book\.css)\?v=\w+"', page.read_text("utf-8"))[1]
    return (course / "_build" / "html" / name).read_text(encoding="utf-8")


def test_a_chapter_that_is_removed_leaves_the_built_book(built):
    taken = {name: (built / name).read_text(encoding="utf-8") for name in TAKEN}
    assert any("crust" in name for name in standing(built))
    toc = built / "_toc.yml"
    text = toc.read_text(encoding="utf-8")
    try:
        toc.write_text(text.replace(CRUST, ""), encoding="utf-8")
        for name in TAKEN:
            (built / name).unlink()
        build(built)
        assert [name for name in standing(built) if "crust" in name] == []
        assert [*(built / "_build" / "jupyter_execute").rglob("crust*")] == []
    finally:
        toc.write_text(text, encoding="utf-8")
        for name, content in taken.items():
            (built / name).write_text(content, encoding="utf-8")


def test_the_pdf_of_an_earlier_id_leaves(built):
    book = built / "quizzes" / "book.yml"
    text = book.read_text(encoding="utf-8")
    assert 'id: "bread"' in text
    book.write_text(text.replace('id: "bread"', 'id: "loaf"'), encoding="utf-8")
    assert run("--book", built, "build", "pdf").returncode == 0
    book.write_text(text, encoding="utf-8")
    assert [file.name for file in (built / "_build" / "pdf").iterdir()] == ["loaf.pdf"]


def test_nothing_is_published_that_names_this_machine(built):
    assert not any("reports/" in name for name in standing(built))
    assert [name for name, data in standing(built).items() if str(built).encode() in data] == []


def test_a_folder_may_have_a_percent_sign_in_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "100 %s"
    app = SimpleNamespace(
        builder=SimpleNamespace(name="html"),
        config=SimpleNamespace(html_static_path=[], html_extra_path=[]),
        confdir=book,
        outdir=book / "_build" / "html",
    )
    build_beside(app)
    assert app.builder.epilog % {} == "The pages are in 100 %s/_build/html."


def test_a_mirror_copies_all_before_it_replaces_anything(tmp_path, monkeypatch):
    source, target = tmp_path / "source", tmp_path / "target"
    for folder, words in ((source, "new"), (target, "old")):
        folder.mkdir()
        for name in ("a", "b"):
            (folder / name).write_text(words * (2 if folder == source else 1))
    (target / ".nojekyll").write_text("")

    def full(origin, *_, copy=shutil.copy2):
        if Path(origin).name == "b":
            raise OSError(28, "No space left on device")
        return copy(origin, *_)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copy2", full)
        with pytest.raises(OSError, match="No space"):
            mirror(source, target)
    assert (target / "a").read_text() == (target / "b").read_text() == "old"
    (target / "gone").write_text("")
    mirror(source, target)
    assert {file.name for file in target.iterdir()} == {"a", "b", ".nojekyll"}
    assert (target / "b").read_text() == "newnew"
    assert {file.name for file in tmp_path.iterdir()} == {"source", "target"}
