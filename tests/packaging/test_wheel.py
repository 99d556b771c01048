"""The wheel holds the machine, all of it and nothing else, and is enough for a course elsewhere."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

from ..conftest import ROOT
from .conftest import Installed

CONF = """
project, author = "Bread", "A baker"
extensions = ["myst_nb", "sphinx_design", "sphinxcontrib.bibtex", "quizbook.editions"]
root_doc, exclude_patterns = "chapters/index", ["_build", "quizzes", "oven", "README.md"]
bibtex_bibfiles, bibtex_reference_style = ["references.bib"], "author_year"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
html_theme = "alabaster"
"""
TOCTREE = """
```{toctree}
dough
crust
signs
heat
answers
references
```
"""


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_every_file_of_the_machine_is_in_it(installed: Installed):
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "quizbook"]
    known = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = {name for name in known.splitlines() if (ROOT / name).is_file()}
    assert len(files) > 150
    assert files - names(installed.wheel) == set()


def test_nothing_else_is_in_it(installed: Installed):
    tops = {name.partition("/")[0] for name in names(installed.wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"quizbook"}


def test_nothing_in_it_names_this_book_or_its_subject(installed: Installed):
    words = re.compile(r"muscle|spasm|cramp|clinician|physiology|patient\b", re.I)
    with zipfile.ZipFile(installed.wheel) as packed:
        texts = {name: packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()}
    said = {name: words.findall(text) for name, text in texts.items()}
    assert {name: found for name, found in said.items() if found} == {}


def test_a_new_course_is_built_from_it(installed: Installed, tmp_path: Path):
    done = installed.run("-c", "import quizbook; print(quizbook.__file__)", cwd=tmp_path)
    assert Path(done.stdout.strip()).is_relative_to(installed.folder)
    for arguments in (
        ("new", "loaves"),
        ("--book", "loaves", "check"),
        ("--book", "loaves", "build"),
    ):
        done = installed.run("-m", "quizbook", *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    for made in (
        "html/chapters/dough.html",
        "html/_static/quiz.js",
        "pdf/loaves.pdf",
        "epub/loaves.epub",
    ):
        assert (tmp_path / "loaves" / "_build" / made).stat().st_size > 5_000


def test_plain_sphinx_builds_it_without_jupyter_book(installed: Installed, tmp_path: Path):
    assert installed.run("-m", "quizbook", "new", "bread", cwd=tmp_path).returncode == 0
    course = tmp_path / "bread"
    (course / "_config.yml").unlink()
    (course / "_toc.yml").unlink()
    (course / "conf.py").write_text(CONF, encoding="utf-8")
    index = course / "chapters" / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + TOCTREE, encoding="utf-8")
    for builder in ("html", "typst"):
        out = course / "_build" / builder
        arguments = ("-nW", "--keep-going", "-q", "-b", builder, "-d", "_build/trees", ".", out)
        done = installed.run("-m", "sphinx", *arguments, cwd=course)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (course / "_build/html/chapters/dough.html").read_text(encoding="utf-8")
    assert page.count('<fieldset class="quiz') == 5
    assert re.findall(r'(?:src|href)="(https?://[^"]+\.(?:js|css)[^"]*)"', page) == []
