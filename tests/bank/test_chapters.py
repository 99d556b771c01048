"""What is read from a chapter, and what is said when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.bank.chapters import Cell, cells, read_chapter

FRONT = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
objectives:
  - {id: "c.1", text: "Explain it."}
review: {status: draft, updated: "2026-11-22"}
---
# C

```{code-cell} ipython3
from quizbook import quiz
```
"""
CELL = "\n```{code-cell} ipython3\n:tags: [remove-input]\nquiz(%s)\n```\n"


def read(tmp_path: Path, text: str):
    (tmp_path / "chapters").mkdir(exist_ok=True)
    (tmp_path / "chapters" / "c.md").write_bytes(text.encode())
    return read_chapter(tmp_path, "chapters/c.md")


def faults(tmp_path: Path, text: str) -> list[str]:
    return [str(problem) for problem in read(tmp_path, text)[1]]


def test_a_good_chapter_has_no_problem(tmp_path):
    chapter, problems = read(tmp_path, FRONT + CELL % '"one"' + CELL % "'two'")
    assert problems == []
    assert [(use.item, use.line) for use in chapter.uses] == [("one", 17), ("two", 22)]
    assert chapter.objectives == {"c.1": "Explain it."}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "---\nj",
            "j",
            "chapters/c.md:1: file: its front matter has no beginning",
        ),
        ("draft", "done", 'c.md:7: c: review.status is "done"; write draft | in review | approved'),
        ('"2026-11-22"', "2026-11-22", 'c.md:7: file: 2026-11-22 would be read as a date; write "'),
        ('"2026-11-22"', "null", "chapters/c.md:7: file: null would be read as nothing at all"),
        ('id: "c.1"', 'id: "d.1"', 'chapters/c.md:6: c: objective 1 is "d.1"; write "c.1"'),
        ("draft", "approved", 'chapters/c.md:7: c: review has no "by"; add it'),
        ("draft,", "draft, by: Me,", 'names "by", which goes with status "approved" only'),
        ("kernelspec: {", "kernel: {", 'this has the unknown key "kernel"; did you mean'),
        ("---\n# C", "data: [chapters/x.csv]\n---\n# C", "data names chapters/x.csv, which is not"),
    ],
)
def test_front_matter_is_complete_and_well_typed(tmp_path, old, new, expected):
    text = FRONT.replace(old, new, 1) + CELL % '"one"'
    assert any(expected in fault for fault in faults(tmp_path, text)), faults(tmp_path, text)


@pytest.mark.parametrize("argument", ["name", '"a" + "b"', "", 'item="one"', '"one", 2'])
def test_a_question_is_named_by_a_literal(tmp_path, argument):
    expected = ['chapters/c.md:17: c: write the question\'s id out: quiz("some-item-id")']
    assert faults(tmp_path, FRONT + CELL % argument) == expected


def test_a_cell_that_is_not_python_is_named_by_its_line(tmp_path):
    assert "chapters/c.md:17: c: this cell is not Python" in faults(tmp_path, FRONT + CELL % "(")[0]


@pytest.mark.parametrize("brought", ["import quizbook", "from quizbook import figure", ""])
def test_a_question_needs_its_import_above(tmp_path, brought):
    text = FRONT.replace("from quizbook import quiz", brought) + CELL % '"one"'
    known = "\n```{code-cell} ipython3\nfrom quizbook import *\n```\n" + CELL % '"two"'
    said = 'quiz is not known yet; write "from quizbook import quiz" in a cell above'
    assert faults(tmp_path, text + known) == [f"chapters/c.md:17: c: {said}"]


def test_windows_line_ends_are_read_alike(tmp_path):
    chapter, problems = read(tmp_path, (FRONT + CELL % '"one"').replace("\n", "\r\n"))
    assert problems == [] and chapter.uses[0].item == "one"


def test_options_of_a_cell_are_not_its_code():
    text = "```{code-cell} ipython3\n---\ntags: [x]\n---\nprint(1)\n```\n"
    assert cells(text) == (Cell("---\ntags: [x]\n---", "print(1)", line=5, first=1, last=6),)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (':tags: [remove-input]\nquiz("one")', "one"),
        (":tags: [remove-input]\nquiz('one')\n", "one"),
        (':tags: [remove-input]\nquiz("one"); print(1)', None),
        (':tags: [remove-input]\nquiz("one")\nquiz("two")', None),
        (':tags: [remove-cell]\nquiz("one")', None),
        ('quiz("one")', None),
    ],
)
def test_a_cell_that_only_shows_a_question_and_hides_its_code_is_known(tmp_path, cell, shown):
    text = f"```{{code-cell}} ipython3\n{cell}\n```\n"
    assert cells(text)[0].question == shown
    assert read(tmp_path, FRONT + text)[0].needs_kernel == (shown is None)


def test_a_chapter_without_cells_needs_no_kernel(tmp_path):
    assert not read(tmp_path, FRONT)[0].needs_kernel
    assert not read(tmp_path, "---\n{}\n---\n# C\n")[0].needs_kernel


def test_code_in_a_comment_or_another_fence_is_no_use(tmp_path):
    text = FRONT + '\n```python\nquiz("no")\n```\n' + CELL % '"one"' + "\n# quiz('no')\n"
    assert [use.item for use in read(tmp_path, text)[0].uses] == ["one"]


BOXES = """
:::{note}
```{question} in-a-box
```
:::

- A list

  ```{question} in-a-list
  ```

::::{tab-set}
:::{tab-item} One
```{question} in-a-tab
```
:::
::::

````md
```{question} only-shown
```
````
"""


def test_questions_in_boxes_lists_and_tabs_count_as_asked(tmp_path):
    chapter, problems = read(tmp_path, FRONT + BOXES)
    assert problems == []
    asked = [(use.item, use.line) for use in chapter.uses]
    assert asked == [("in-a-box", 16), ("in-a-list", 22), ("in-a-tab", 27)]
