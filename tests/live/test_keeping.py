"""A chapter that is opened and saved as a notebook stays as its author wrote it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from jupytext.config import load_jupytext_config
from jupytext.formats import long_form_one_format

from ..conftest import COURSE, PATIENCE, ROOT

CHAPTERS = [*sorted((ROOT / "chapters").glob("*.md")), *sorted((COURSE / "chapters").glob("*.md"))]

BY_HAND = """\
---
# What this chapter needs:
jupytext:
  text_representation: {extension: .md, format_name: myst}   # typed by hand
kernelspec: {display_name: Python 3, language: python, name: python3}
review: {updated: "2026-11-22", status: 'draft'}
objectives:
  - {id: "by-hand.1", text: "Keep every byte: this colon, and all that is longer than YAML likes."}
data: [chapters/data/flour.csv]
unknown: [~, 'two', "three"]
---
# By hand
Text at once, and trailing spaces  
after them.



```{code-cell} ipython3
---
tags: [remove-input]   # hidden
mystnb:
  figure:
    name: fig-by-hand
    caption: |
      A first line of the caption, which is longer than the eighty characters that YAML would take.
      A second *line*: "quoted".
---
print("one")
```

+++

A paragraph after a block break.

+++ {"editable": true}

```{code-cell} ipython3
:tags: [nbval-check-output]


print("two")
```
~~~{code-cell} ipython3
print("three")
~~~

````{note}
```python
nested
```
````

The end, without a newline."""
"""All that Jupytext would write in another way."""


def through_the_lab(text: str, edit=lambda notebook: None) -> str:
    """Read, edit and save a text as JupyterLab and a notebook's file do between them."""
    config = load_jupytext_config(str(ROOT / "chapters"))
    fmt = long_form_one_format(config.preferred_jupytext_formats_read)
    notebook = jupytext.reads(text, fmt=fmt, config=config)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    notebook.metadata["widgets"] = {"state": {}}
    for cell in notebook.cells:
        cell.metadata["trusted"] = True
        if cell.cell_type == "code":
            cell.execution_count = 7
            cell.outputs = [nbformat.v4.new_output("stream", text="seen")]
    edit(notebook)
    notebook = nbformat.reads(nbformat.writes(notebook), as_version=4)
    return jupytext.writes(notebook, fmt="md", config=config)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_saving_a_chapter_changes_no_byte(chapter: Path):
    text = chapter.read_text(encoding="utf-8")
    assert through_the_lab(text) == text


@pytest.mark.parametrize(
    "text",
    [
        BY_HAND,
        BY_HAND.replace("\n", "\r\n"),
        BY_HAND + "\n\n\n",
        '---\nreview: {status: draft, updated: "2026-11-22"}   # now\n---\n# No code\n',
        "# A page without front matter\n\n:::{note}\nA box\n:::\n",
    ],
    ids=["by hand", "windows", "blank lines", "no code", "no front matter"],
)
def test_saving_keeps_what_is_written_in_another_way(text: str):
    assert through_the_lab(text) == text


def test_an_edit_changes_its_own_lines_alone():
    def edit(notebook):
        notebook.cells[1].source += "\nprint('more')"
        notebook.cells[0].source = notebook.cells[0].source.replace("at once", "at first")

    saved = through_the_lab(BY_HAND, edit)
    wanted = BY_HAND.replace("at once", "at first")
    assert saved == wanted.replace('print("one")', "print(\"one\")\nprint('more')")


def test_a_new_cell_and_a_deleted_one_leave_the_others_alone():
    def edit(notebook):
        deleted = next(n for n, cell in enumerate(notebook.cells) if "three" in cell.source)
        del notebook.cells[deleted]
        notebook.cells.append(nbformat.v4.new_code_cell("1 + 1"))

    saved = through_the_lab(BY_HAND, edit)
    assert "```{code-cell} ipython3\n1 + 1\n```" in saved
    assert "three" not in saved.split("# By hand")[1]
    assert saved.startswith(BY_HAND[: BY_HAND.index("~~~")].rstrip())


def test_changed_front_matter_is_saved_and_loses_nothing():
    def edit(notebook):
        notebook.metadata["objectives"].append({"id": "by-hand.2", "text": "Another."})

    saved = jupytext.reads(through_the_lab(BY_HAND, edit), fmt="md:myst").metadata
    before = jupytext.reads(BY_HAND, fmt="md:myst").metadata
    assert [row["id"] for row in saved.pop("objectives")] == ["by-hand.1", "by-hand.2"]
    assert {key: saved[key] for key in ("review", "data", "unknown")} == {
        key: before[key] for key in ("review", "data", "unknown")
    }


def test_pairing_a_chapter_with_a_notebook_leaves_its_other_front_matter_alone():
    def edit(notebook):
        notebook.metadata["jupytext"]["formats"] = "md:myst,ipynb"

    text = (ROOT / "chapters" / "gut.md").read_text(encoding="utf-8")
    saved = through_the_lab(text, edit)
    assert "\n  formats: md:myst,ipynb\n" in saved
    assert saved.partition("\nkernelspec")[2] == text.partition("\nkernelspec")[2] != ""


def test_the_command_line_of_jupytext_changes_no_byte_of_any_chapter(tmp_path: Path):
    folder = tmp_path / "chapters"
    folder.mkdir()
    shutil.copy(ROOT / ".jupytext.py", tmp_path)
    written = {chapter.name: chapter.read_text(encoding="utf-8") for chapter in CHAPTERS}
    written["by-hand.md"] = BY_HAND + "\n"  # the command line ends every file so
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    for to, kind in (("ipynb", "*.md"), ("md:myst", "*.ipynb")):
        names = sorted(file.name for file in folder.glob(kind))
        command = [sys.executable, "-m", "jupytext", "--quiet", "--to", to, *names]
        subprocess.run(command, cwd=folder, check=True, timeout=PATIENCE)
    read = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.md")}
    assert [name for name in written if read[name] != written[name]] == []


def test_without_the_machine_no_key_of_the_front_matter_is_lost(tmp_path: Path):
    (tmp_path / "quizbook.py").write_text("")  # stands before the real one: no `live` in it
    shutil.copy(ROOT / ".jupytext.py", tmp_path)
    chapter = tmp_path / "by-hand.md"
    chapter.write_text(BY_HAND)
    for arguments in (["--to", "ipynb", "by-hand.md"], ["--to", "md:myst", "by-hand.ipynb"]):
        command = [sys.executable, "-m", "jupytext", "--quiet", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True, timeout=PATIENCE)
    saved = jupytext.read(chapter, fmt="md:myst").metadata
    before = jupytext.reads(BY_HAND, fmt="md:myst").metadata
    assert chapter.read_text() != BY_HAND, "the machine was at hand after all"
    assert {"objectives", "review", "data", "unknown"} <= saved.keys()
    assert all(saved[key] == before[key] for key in ("objectives", "review", "data", "unknown"))
