"""Chapters whose cells have to run, run side by side; each page gets the outputs of its own."""

from __future__ import annotations

from threading import Barrier, Event

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from quizbook.editions.ahead import Ahead
from quizbook.environment import processors

from ..conftest import build

WAITING = """
```{{code-cell}} ipython3
from pathlib import Path
from time import sleep
Path("{own}").touch()
for _ in range(300):
    if Path("{other}").exists():
        break
    sleep(0.1)
print("side by", "side" if Path("{other}").exists() else "nobody's")
```
"""


def page(*code: str):
    return new_notebook(cells=[new_markdown_cell("Words."), *map(new_code_cell, code)])


def run(docname, notebook):
    notebook.cells[-1].outputs = [new_output("stream", text=docname)]
    notebook.cells[-1].execution_count = 1
    return f"{docname} is done"


def test_pages_run_at_once_and_each_gets_its_own_outputs():
    both, ahead = Barrier(2), Ahead()

    def together(docname, notebook):
        both.wait(timeout=30)
        return run(docname, notebook)

    ahead.begin(together, [("a", page("1")), ("b", page("2"))], at_once=2)
    for docname, code in (("b", "2"), ("a", "1")):
        read = page(code)
        read.cells.insert(0, new_markdown_cell("What a page gains as it is read."))
        assert ahead.take(docname, read) == f"{docname} is done"
        assert read.cells[-1].outputs[0].text == docname and read.cells[-1].execution_count == 1


def test_a_page_that_is_asked_for_before_its_turn_waits_for_it():
    go, ahead = Event(), Ahead()

    def slowly(docname, notebook):
        assert go.wait(timeout=30)
        return run(docname, notebook)

    ahead.begin(slowly, [("a", page("1")), ("b", page("2"))], at_once=1)
    go.set()
    assert [ahead.take(name, page(code)) for name, code in (("b", "2"), ("a", "1"))] == [
        "b is done",
        "a is done",
    ]


def test_what_ran_ahead_serves_no_other_cells_and_no_later_build():
    ahead = Ahead()
    ahead.begin(run, [("a", page("1")), ("b", page("2"))], at_once=2)
    assert ahead.take("a", page("1 + 1")) is None
    assert ahead.take("c", page("1")) is None
    ahead.begin(run, [], at_once=2)
    assert ahead.take("b", page("2")) is None


def test_an_error_reaches_whoever_reads_the_page():
    def fail(docname, notebook):
        raise OSError("no room")

    ahead = Ahead()
    ahead.begin(fail, [("a", page("1")), ("b", page("2"))], at_once=2)
    with pytest.raises(OSError, match="no room"):
        ahead.take("a", page("1"))


@pytest.mark.skipif(processors() == 1, reason="nothing runs side by side on one processor")
def test_a_build_runs_chapters_side_by_side(course):
    for own, other in (("crust", "dough"), ("dough", "crust")):
        file = course / "chapters" / f"{own}.md"
        text = file.read_text(encoding="utf-8")
        file.write_text(text + WAITING.format(own=own, other=other), encoding="utf-8")
    built = build(course, "html")
    assert not built.returncode, built.stderr
    for name in ("crust", "dough"):
        text = (course / "_build/html/chapters" / f"{name}.html").read_text(encoding="utf-8")
        assert "side by side" in text
