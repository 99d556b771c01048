"""A build that fails says in one line what failed and where; the next one succeeds."""

from __future__ import annotations

import errno
import os
import pwd
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

import quizbook
from quizbook.__main__ import main
from quizbook.builds import KEPT, Said, alone
from quizbook.editions import faults
from quizbook.editions.ahead import Ahead
from quizbook.editions.execution import last_words, logger, run_cells
from quizbook.environment import home, refusal
from quizbook.reference import read_chapter

from ..conftest import LASTS, PATIENCE, build, run, wait_for

CHAPTER = """\
---
jupytext:
  text_representation: {{extension: .md, format_name: myst}}
kernelspec: {{display_name: Python 3, language: python, name: python3}}
review: {{status: draft, updated: "2026-11-22"}}
---
# Heat

```{{code-cell}} ipython3
:tags: [remove-cell]
one = 1
```

```{{code-cell}} ipython3
two = 2

{code}
```
"""


@pytest.mark.parametrize(
    ("code", "limit", "said"),
    [
        ('open("nö.csv")', 60, "FileNotFoundError: [Errno 2] No such file or directory: 'nö.csv'"),
        ("import nowhere", 60, "ModuleNotFoundError: No module named 'nowhere'"),
        ("input()", 60, "StdinNotImplementedError: "),
        ("import time; time.sleep(60)", 5, "this cell ran for more than 5 s and was stopped; "),
        ("import os; os._exit(1)", 60, "the kernel died while this cell ran"),
        (
            "class A: _repr_html_ = lambda self: 1 / 0\nA()",
            60,
            "ZeroDivisionError: division by zero",
        ),
        (
            "from quizbook import figure; figure(None, 'A')",
            60,
            "TypeError: None is no chart; give ",
        ),
        (
            "from quizbook import figure; figure({'a': 1}, 'A')",
            60,
            "TypeError: {'a': 1} is no chart",
        ),
        ("from quizbook import figure; figure(42)", 60, "ValueError: a figure needs alt text: "),
    ],
    ids="file module input time death output none table alt".split(),
)
def test_a_cell_that_fails_is_named_with_file_and_line(tmp_path, monkeypatch, code, limit, said):
    page = tmp_path / "chapters" / "heat.md"
    page.parent.mkdir()
    page.write_text(CHAPTER.format(code=code), encoding="utf-8")
    env = SimpleNamespace(docname="chapters/heat", doc2path=lambda _: str(page))
    app = SimpleNamespace(env=env, srcdir=tmp_path, doctreedir=tmp_path / "_build" / ".doctrees")
    app.quizbook_ahead = Ahead()
    told = []
    monkeypatch.setattr(logger, "error", lambda words, **at: told.append((words, at["location"])))
    result = run_cells(
        app, read_chapter(page), cwd=str(page.parent), timeout=limit, allow_errors=False
    )
    assert result.err is not None
    [(words, place)] = told
    assert words.startswith(said)
    whole_cell = "this cell" in said
    assert place == ("chapters/heat", 15 if whole_cell else 17)
    assert "\n" not in words and "\n" not in result.exc_string
    assert "(more in _build/faults/chapters-heat.txt)" in words
    assert (tmp_path / "_build" / "faults" / "chapters-heat.txt").is_file()


def test_the_end_of_a_failed_build_names_the_first_fault_from_the_root(tmp_path, capsys):
    said = Said(tmp_path)
    said.hear("building [html]\n")
    said.hear(f"\x1b[31m{tmp_path}/chapters/a.md:5: ERROR: ZeroDivisionError: by zero\x1b[0m\n")
    said.hear(f"{tmp_path}/chapters/b.md:7: WARNING: unknown label\n")
    said.hear(f"{tmp_path}/chapters/b.md:7: WARNING: unknown label\n")
    assert said.in_a_line() == "chapters/a.md:5: ZeroDivisionError: by zero (1 more above)"
    shown = capsys.readouterr().err
    assert str(tmp_path) not in shown
    assert "chapters/a.md:5: ZeroDivisionError" in shown


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (
            "chapters/references.md:6: WARNING: missing editor in baker2001bread\n",
            "references.bib:1: missing editor in baker2001bread",
        ),
        (
            "\x1b[91mchapters/references.md:6: WARNING: missing year in yeast2010rise\x1b[0m\n",
            "references.bib:8: missing year in yeast2010rise",
        ),
        (
            "WARNING: unknown config value 'html_tilte' in override, ignoring\n",
            "_config.yml:3: unknown config value 'html_tilte' in override",
        ),
    ],
)
def test_a_work_or_a_setting_is_told_with_the_line_to_mend(course, heard, said):
    (course / "_config.yml").write_text("sphinx:\n  config:\n    html_tilte: Bread\n")
    hearing = Said(course)
    hearing.hear(heard)
    assert hearing.in_a_line() == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/tmp/9/1.py:4: UserWarning: old\n  warnings.warn('old')\n", "UserWarning: old"),
        ("first\nlast\n", "last"),
    ],
)
def test_a_warning_of_a_cell_is_told_in_its_own_words(text, said):
    assert last_words(text) == said


def test_what_a_cell_says_on_stderr_is_told_with_its_place(course):
    crust = course / "chapters" / "crust.md"
    text = crust.read_text()
    warning = '```{code-cell} ipython3\nimport warnings\nwarnings.warn("stale")\n```\n'
    crust.write_text(f"{text}\n{warning}")
    done = run("--book", course, "build", "html")
    assert done.returncode == 1
    line = text.count("\n") + 4
    said = f'chapters/crust.md:{line}: this cell printed on stderr: "UserWarning: stale"'
    last = done.stderr.splitlines()[-1].replace(" [mystnb.stderr]", "")
    assert last == f"The HTML edition was not built: {said}. {KEPT}"


def test_a_full_disk_is_told_before_all_that_follows_from_it(tmp_path):
    said = Said(tmp_path)
    said.hear("WARNING: Failed to copy a file in the theme's 'static' directory: a.js\n")
    said.hear("WARNING: error writing file a.html: [Errno 28] No space left on device\n")
    assert said.in_a_line().startswith(f"the disk is full that holds {tmp_path / '_build'}, or ")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full; make room"),
        (
            OSError(errno.ENOSPC, "No space left on device", "_build/x"),
            "the disk is full (at _build/x); make room and try again",
        ),
        (
            OSError(errno.EROFS, "Read-only file system", "_build/x"),
            "_build/x cannot be written: Read-only file system; get the right to write in ",
        ),
        (ExtensionError("Handler", ValueError("bad\nwords")), "ValueError: bad words"),
        (
            ExtensionError(
                "Could not import extension nowhere", ImportError("No module 'nowhere'")
            ),
            "_config.yml: the extension nowhere cannot be imported: No module 'nowhere'; "
            "install it, or take it out of extra_extensions",
        ),
    ],
)
def test_an_exception_becomes_one_line(error, said):
    wrapped = RuntimeError("There was an error in building your book.")
    wrapped.__cause__ = error
    assert said in faults.explain(wrapped)
    assert "\n" not in faults.explain(wrapped)


@pytest.fixture(scope="module")
def built(lay, tmp_path_factory) -> Path:
    course = lay(tmp_path_factory.mktemp("faults") / "course")
    build(course, "html")
    return course


@pytest.mark.parametrize(
    "names",
    [
        ["stamps.json", ".doctrees/environment.pickle", ".jupyter_cache/quizbook.json"],
        [".doctrees/chapters/crust.doctree"],
        [".jupyter_cache/global.db"],
    ],
    ids=["records", "page", "outputs"],
)
def test_damaged_caches_mend_themselves(built, names):
    for name in names:
        file = built / "_build" / name
        assert file.is_file()
        file.write_bytes(b"[]" if file.suffix == ".json" else b"damaged")
    (built / "_build" / "html" / "chapters" / "crust.html").unlink()
    done = build(built, "html")
    assert "Traceback" not in done.stdout + done.stderr
    assert (built / "_build" / "html" / "chapters" / "crust.html").is_file()


def test_a_terminal_that_knows_ascii_alone_is_no_fault(built):
    crust = built / "quizzes" / "crust.yml"
    text = crust.read_text(encoding="utf-8")
    crust.write_text(text.replace("correct: true", "correct: é", 1), encoding="utf-8")
    ascii_alone = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for command in ("check", "build"):
        done = subprocess.run(
            [sys.executable, "-m", "quizbook", "--book", built, command],
            env={**os.environ, **ascii_alone},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert "quizzes/crust.yml:12:" in done.stdout
        assert "Traceback" not in done.stdout + done.stderr
    crust.write_text(text, encoding="utf-8")


def test_whoever_has_no_name_and_no_home_can_draw_and_run_cells(course, tmp_path):
    nameless = "import pwd\npwd.getpwuid = lambda _: {}[_]\n"
    (tmp_path / "sitecustomize.py").write_text(nameless)  # every Python that is started reads it
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    del environment["HOME"]
    done = subprocess.run(
        [sys.executable, "-m", "quizbook", "--book", course, "check"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert (course / "_build" / "media").is_dir()


@pytest.mark.parametrize("named", [None, "", "/dev/null/none"])
def test_there_is_a_home_to_write_into(monkeypatch, named):
    monkeypatch.delenv("HOME")
    if named is not None:
        monkeypatch.setenv("HOME", named)
    elsewhere = named is not None and not named
    with monkeypatch.context() as patch:
        if not elsewhere:
            patch.setattr(pwd, "getpwuid", lambda _: {}[_])
        with home():
            place = Path.home()
            assert place.is_dir() and os.access(place, os.W_OK) and place != Path("/")
    assert place.is_dir() == elsewhere


def test_a_folder_that_takes_nothing_is_named_with_what_to_do():
    done = run("new", "/sys/course", "--title", "Bread", "--author", "A baker")
    assert done.returncode == 1
    assert done.stderr.startswith("/sys/course cannot be written: ")
    assert done.stderr.endswith(
        "; get the right to write in /sys, or work on a copy of the book elsewhere\n"
    )
    assert done.stderr.count("\n") == 1


def test_a_formula_that_cannot_be_set_is_told_where_pages_alone_are_built(course):
    crust = course / "chapters" / "crust.md"
    text = crust.read_text()
    crust.write_text(f"{text}\nIt is $\\fracc{{1}}{{2}}$.\n")
    done = run("--book", course, "build", "html")
    assert done.returncode == 1
    said = f"chapters/crust.md:{text.count(chr(10)) + 2}: cannot set the formula "
    assert f'{said}"\\fracc{{1}}{{2}}": Unknown command "\\fracc". Did you mean' in done.stderr


def test_settings_of_another_type_than_sphinx_gives_them_are_told(course):
    path = course / "_config.yml"
    text = path.read_text()
    given = """
    html_static_path: 5
    html_title: [Bread]
    numfig: maybe
    html_context: 7
    html_show_sourcelink: 0
    numfig_format: {figure: "Fig. %s"}
    html_permalinks_icon: null
    bibtex_cite_id: 3
"""
    path.write_text(
        text.replace("\n    nb_ipywidgets_js: {}\n", f"{given}    nb_ipywidgets_js: {{}}\n")
    )
    done = run("--book", course, "build", "html")
    assert done.returncode == 1
    told = [line for line in done.stdout.splitlines() if line.startswith("_config.yml:")]
    assert told == [
        "_config.yml:15: file: html_static_path is 5; write a list, such as [a, b]",
        "_config.yml:16: file: html_title is ['Bread']; write a text in quotes",
        "_config.yml:17: file: numfig is 'maybe'; write true or false",
        "_config.yml:18: file: html_context is 7; write a block of keys",
        "_config.yml:22: file: bibtex_cite_id is 3; write a text in quotes",
    ]
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["_build", "_build/html", "_build/.doctrees"])
def test_a_file_in_the_place_of_what_is_built_is_named(course, name):
    (course / name).parent.mkdir(exist_ok=True)
    (course / name).write_text("")
    done = run("--book", course, "build")
    assert done.returncode == 1
    said = "is a file; move it away: what is built goes into this folder"
    assert done.stderr == f"{course / name} {said}\n"


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "pdf").write_text("")
    for place in (tmp_path / "pdf", tmp_path / "pdf" / "bread"):
        with pytest.raises(OSError) as caught:
            place.mkdir(exist_ok=True)
        said = f"{tmp_path / 'pdf'} is a file; move it away: a folder of this name is needed"
        assert [faults.explain(caught.value), refusal(caught.value)] == [said, said]


def test_a_second_build_waits_and_says_for_whom(tmp_path):
    (tmp_path / "_build").mkdir()
    code = "import sys; from pathlib import Path; from quizbook.builds import alone\n"
    code += "with alone(Path(sys.argv[1])): print('built')"
    with alone(tmp_path):
        second = subprocess.Popen(
            [sys.executable, "-c", code, tmp_path],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = second.stderr.readline()
        assert second.poll() is None
    assert said == f"This book is being built by process {os.getpid()}; waiting for its end.\n"
    assert second.communicate(timeout=PATIENCE) == ("built\n", "")


def test_an_interrupt_while_the_program_is_loaded_is_one_line(monkeypatch, capsys):
    class Interrupting:
        def find_spec(self, name, *_):
            if name == "quizbook.line":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "quizbook.line", raising=False)
    monkeypatch.delattr(quizbook, "line", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def test_an_interrupt_is_one_line_and_the_next_build_succeeds(built, tmp_path):
    crust = built / "chapters" / "crust.md"
    text = crust.read_text(encoding="utf-8")
    running = tmp_path / "running"
    sleeping = f'quiz("crust-brown")\n{LASTS.format(str(running), 60)}'
    crust.write_text(text.replace('quiz("crust-brown")', sleeping), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "quizbook", "--book", built, "build", "html"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_for(running, process)
    os.killpg(process.pid, signal.SIGINT)
    heard = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 130
    assert heard.endswith("Interrupted. What stood before is kept.\n")
    assert "Traceback" not in heard
    crust.write_text(text, encoding="utf-8")
    assert run("--book", built, "build", "html").returncode == 0
