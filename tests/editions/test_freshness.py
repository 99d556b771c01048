"""What a second build does: everything that changed, and nothing else.

The tests share one built course and put back what they edit.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

from ..conftest import COURSE, LASTS, run, wait_for

BRING = "```{code-cell} ipython3\n:tags: [remove-cell]\nfrom quizbook import quiz\n```\n"
DOUGH = '```{code-cell} ipython3\n:tags: [remove-input]\nquiz("dough-gas")\n```\n'
OUTLIVED = "this picture has changed and its alt text has not"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    course = Path(shutil.copytree(COURSE, tmp_path_factory.mktemp("fresh") / "course"))
    done = build(course)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ran(done) == {"dough", "crust"}
    return course


@pytest.fixture
def edit(built: Path):
    """Replace text in a file of the course; it is put back and built again afterwards."""
    kept: dict[Path, str] = {}

    def edit_(name: str, old: str, new: str) -> None:
        path = built / name
        text = path.read_text(encoding="utf-8")
        kept.setdefault(path, text)
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    yield edit_
    for path, text in kept.items():
        path.write_text(text, encoding="utf-8")
    assert build(built).returncode == 0


def build(course: Path) -> subprocess.CompletedProcess[str]:
    return run("--book", course, "build", "html")


def ran(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Name the chapters whose cells were run."""
    return set(re.findall(r"(\w+)\.md: Executed notebook", done.stdout + done.stderr))


def page(course: Path, name: str) -> str:
    text = (course / "_build" / "html" / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    return " ".join(text.split())


def test_nothing_changed_starts_nothing(built):
    done = build(built)
    assert done.returncode == 0
    assert done.stdout == "_build/html/index.html is up to date\n"


def test_a_page_that_is_gone_is_made_again(built):
    missing = built / "_build" / "html" / "chapters" / "crust.html"
    missing.unlink()
    done = build(built)
    assert done.returncode == 0 and ran(done) == set()
    assert missing.is_file()


def test_sources_that_are_put_back_after_a_failure_are_built_again(built, edit):
    edit("chapters/crust.md", "dry heat", "a dry heat {numref}`nowhere`")
    assert build(built).returncode == 1
    edit("chapters/crust.md", "a dry heat {numref}`nowhere`", "dry heat")
    done = build(built)
    assert done.returncode == 0
    assert "Built _build/html/index.html" in done.stdout
    assert "browns in dry heat" in page(built, "crust")


def test_an_edited_chapter_runs_alone(built, edit):
    edit("chapters/crust.md", 'quiz("crust-brown")', 'quiz("crust-brown")  # again')
    assert ran(build(built)) == {"crust"}


def test_a_question_more_or_less_runs_nothing(built, edit):
    gone = '```{code-cell} ipython3\n:tags: [remove-input]\nquiz("crust-case")\n```\n'
    edit("chapters/crust.md", gone, "Here a case is gone.\n\n" + DOUGH)
    done = build(built)
    assert done.returncode == 0 and ran(done) == set()
    text = page(built, "crust")
    assert "Here a case is gone." in text and 'data-item="dough-gas"' in text
    assert 'data-item="crust-steam"' not in text


def test_a_page_of_questions_alone_starts_no_kernel(built, edit):
    edit("chapters/crust.md", "from quizbook import quiz\n\nquiz(", "quiz(")
    edit("chapters/crust.md", "# Crust\n", "# Crust\n\n" + BRING)
    done = build(built)
    assert done.returncode == 0 and ran(done) == set()
    assert page(built, "crust").count('<fieldset class="quiz"') > 2
    assert "from quizbook" not in page(built, "crust")


def test_a_warning_after_a_question_names_its_line(built, edit):
    edit("chapters/crust.md", "The same question", "The {numref}`nowhere` same question")
    edit("chapters/crust.md", "```{list-table}", "The {numref}`end`.\n\n```{list-table}")
    done = build(built)
    assert done.returncode == 1
    lines = (built / "chapters" / "crust.md").read_text(encoding="utf-8").splitlines()
    for place in ("nowhere", "end"):
        line = next(n for n, words in enumerate(lines, 1) if f"`{place}`" in words)
        assert f"crust.md:{line}: WARNING" in done.stdout + done.stderr


def test_edited_words_run_nothing(built, edit):
    edit("chapters/crust.md", "dry heat", "a dry heat")
    edit("chapters/dough.md", "makes gas", "makes a gas")
    done = build(built)
    assert ran(done) == set() and OUTLIVED not in done.stderr
    assert "browns in a dry heat" in page(built, "crust")


def test_an_edited_question_shows_and_runs_nothing(built, edit):
    edit("quizzes/crust.yml", "What browns a crust?", "What makes a crust brown?")
    assert ran(build(built)) == set()
    assert "What makes a crust brown?" in page(built, "crust")


def test_edited_data_run_the_chapter_that_names_them(built, edit):
    edit("chapters/data/flour.csv", "rye,80", "rye,90")
    done = build(built)
    assert ran(done) == {"dough"}
    assert f'chapters/dough.md:39: {OUTLIVED}; does it still hold? "Rye takes 80' in done.stderr
    assert "water: 150" in page(built, "dough")


def test_an_edited_package_runs_the_chapters_that_import_it(built, edit):
    edit("oven/__init__.py", "BASE = 200", "BASE = 180")
    assert ran(build(built)) == {"dough"}
    assert "oven: 200" in page(built, "dough")


def test_the_edited_bibliography_shows_and_runs_nothing(built, edit):
    edit("references.bib", "Carl", "Cornelia")
    edit("references.bib", "year = {2010}", "year = {2011}")
    done = build(built)
    assert done.returncode == 0 and ran(done) == set()
    assert "Cornelia" in page(built, "references")
    assert "Yeast, 2011" in page(built, "dough")


def test_references_tell_of_each_page_that_cites_a_work(built, edit):
    used = re.compile(r'Carl Yeast\.(?:(?!</div>).)*?<p class="quiz-used">Used in: (.*?)</p>')
    dough, crust = (f'href="{name}.html#' for name in ("dough", "crust"))
    line = used.search(page(built, "references"))[1]
    assert dough in line and crust not in line
    edit("chapters/crust.md", "{cite}`baker2001bread`.", "{cite}`baker2001bread,yeast2010rise`.")
    done = build(built)
    assert done.returncode == 0 and ran(done) == set()
    line = used.search(page(built, "references"))[1]
    assert dough in line and crust in line
    id_ = re.search(r'crust\.html#([^"]+)', line)[1]
    assert f'id="{id_}"' in page(built, "crust")


def test_a_cell_that_raises_fails_every_build_until_it_is_mended(built, edit):
    edit("chapters/crust.md", 'quiz("crust-brown")', 'quiz("crust-brown"); 1 / 0')
    for _ in range(2):
        done = build(built)
        assert done.returncode == 1
        assert "ZeroDivisionError" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("quizzes/crust.yml", "correct: true", "correct: yes", "quizzes/crust.yml:12: file: yes"),
        (
            "chapters/crust.md",
            '"2026-11-22"',
            "2026-11-22",
            "chapters/crust.md:7: file: 2026-11-22",
        ),
        ("chapters/crust.md", "draft", "null", "chapters/crust.md:7: file: null would be read"),
        ("chapters/crust.md", '"crust-brown"', '"crust-bron"', 'did you mean "crust-brown"?'),
    ],
)
def test_bad_sources_stop_the_build_before_anything_is_overwritten(
    built, edit, name, old, new, said
):
    before = page(built, "crust")
    edit(name, old, new)
    done = build(built)
    assert done.returncode == 1 and said in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert page(built, "crust") == before


def test_edited_data_count_in_a_book_that_was_moved_too(built, tmp_path):
    moved = Path(shutil.copytree(built, tmp_path / "moved"))
    data = moved / "chapters" / "data" / "flour.csv"
    data.write_text(data.read_text(encoding="utf-8").replace("rye,80", "rye,90"), encoding="utf-8")
    assert "water: 140" in page(moved, "dough")
    assert build(moved).returncode == 0
    assert "water: 150" in page(moved, "dough")


def test_an_edit_while_the_cells_run_is_in_the_next_build(built, edit):
    saves = "p = __import__('pathlib').Path('crust.md'); p.write_text(p.read_text().replace("
    edit("chapters/crust.md", 'quiz("crust-brown")', f"{saves}'A ' + 'crust', 'Every crust'))")
    assert build(built).returncode == 0
    assert "Built" in build(built).stdout
    assert "Every crust browns" in page(built, "crust")


def test_a_killed_build_does_not_block_the_next(built, edit, tmp_path):
    running = tmp_path / "running"
    lasts = LASTS.format(str(running), 60)
    edit("chapters/crust.md", 'quiz("crust-brown")', f'quiz("crust-brown")\n{lasts}')
    command = [sys.executable, "-m", "quizbook", "--book", str(built), "build", "html"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(running, process)
    process.send_signal(signal.SIGKILL)
    subprocess.run(["pkill", "-KILL", "-f", str(built)], check=False)
    process.wait()
    edit("chapters/crust.md", "time.sleep(60)", "time.sleep(0)")
    assert build(built).returncode == 0


def test_plain_jupyter_book_makes_the_same_pages(built):
    shutil.rmtree(built / "_build")
    assert build(built).returncode == 0
    before = {p.name: p.read_bytes() for p in (built / "_build/html/chapters").glob("*.html")}
    shutil.rmtree(built / "_build")
    script = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([script, "build", "."], cwd=built, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    after = {p.name: p.read_bytes() for p in (built / "_build/html/chapters").glob("*.html")}
    assert before == after


def test_plain_jupyter_book_refuses_bad_sources_too(built, edit):
    edit("quizzes/crust.yml", "correct: true", "correct: yes")
    script = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([script, "build", "."], cwd=built, capture_output=True, text=True)
    assert done.returncode != 0
    assert "quizzes/crust.yml:12: file: yes would be read as true or false" in (
        done.stdout + done.stderr
    )


LABELLED = "(moved)=\n## Moved\n\nSee {ref}`moved`.\n"
SHELL = """
from sphinx.util import logging
from quizbook.editions import freshness

def setup(app):
    app.connect("builder-inited", freshness.listen_for_duplicates)
    app.connect("env-before-read-docs", freshness.note_read)
    app.connect("env-before-read-docs", freshness.forget_before_reading)
    app.connect("build-finished", freshness.repeat_failed_pages)
"""


@pytest.fixture
def two_pages(tmp_path, monkeypatch):
    """Give a function that builds two pages as they now stand, and tells what was warned of."""
    (tmp_path / "shell_of_two.py").write_text(SHELL)
    conf = 'extensions = ["myst_parser", "shell_of_two"]\n'
    conf += 'source_suffix = {".md": "markdown"}'  # else as an earlier app of this process left it
    (tmp_path / "conf.py").write_text(conf)
    monkeypatch.syspath_prepend(tmp_path)
    toctree = "# Top\n\n```{toctree}\none\ntwo\n```\n"
    (tmp_path / "index.md").write_text(toctree)

    def build(**pages: str) -> str:
        for name, text in pages.items():
            (tmp_path / f"{name}.md").write_text(f"# Page\n\n{text}")
        said = StringIO()
        app = SphinxTestApp("dummy", srcdir=tmp_path, builddir=tmp_path / "_build", warning=said)
        try:
            app.build()
        finally:
            app.cleanup()
        return said.getvalue()

    return build


def test_a_label_that_moves_to_an_earlier_page_is_no_duplicate(two_pages):
    assert two_pages(one="Words.", two=LABELLED) == ""
    assert two_pages(one=LABELLED, two="Words.") == ""


@pytest.mark.parametrize("kept", ["one", "two"])
def test_a_duplicate_that_is_mended_leaves_no_trace(two_pages, kept):
    other = {"one": "two", "two": "one"}[kept]
    assert two_pages(**{kept: LABELLED, other: "Words."}) == ""
    assert "duplicate label moved" in two_pages(**{other: LABELLED})
    assert two_pages(**{other: "Words."}) == ""
