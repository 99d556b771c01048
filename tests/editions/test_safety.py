"""Every edition shows a sign in the words of the one file, and follows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.bank.safety import FILE
from tests.bank.test_safety import SIGNS
from tests.conftest import build

TEXT = """
## Signs

```{safety} smoke never
```

Look out for {safety}`mould`.

```{safety}
:brief: later
```
"""


@pytest.fixture(scope="module")
def course(lay, tmp_path_factory) -> Path:
    """The small course, whose first chapter shows two signs and a list."""
    course = lay(tmp_path_factory.mktemp("safety") / "course")
    (course / FILE).write_text(SIGNS, encoding="utf-8")
    chapter = course / "chapters" / "crust.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + TEXT, encoding="utf-8")
    return course


def built(course: Path) -> str:
    build(course, "html")
    return (course / "_build" / "html" / "chapters" / "crust.html").read_text(encoding="utf-8")


def test_the_page_shows_the_sign_its_source_and_follows_the_file(course: Path):
    page = built(course)
    box = page.split('class="danger safety admonition"')[1].split("</div>")[0]
    assert "<em>Smoke from a <em>shut</em> oven.</em> Fire. Keep it shut." in box
    assert "Mould" not in box and "yeast" in box.lower()
    assert "<em>Bleach</em>: with vinegar." in page
    assert "<em>mould on the starter</em> (out of the house today)." in page
    assert "<p><em>Mould on the starter.</em></p>" in page and "It is lost" not in page
    (course / FILE).write_text(SIGNS.replace("Fire.", "A blaze."), encoding="utf-8")
    assert "A blaze. Keep it shut." in built(course)


def test_the_pdf_is_set_with_it(course: Path):
    build(course, "pdf")
    folder = course / "_build" / "typst"
    code = {file: file.read_text(encoding="utf-8") for file in folder.rglob("*.typ")}
    assert any("Keep it shut." in text for text in code.values())
    cover = code[folder / "book.typ"].split("#show: book.with")[1].split("\n\n")[0]
    for words in ("Smoke from a shut oven", "Mould on the starter", "with vinegar."):
        assert words in cover
