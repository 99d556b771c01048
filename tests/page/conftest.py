"""The pages of the small course, with everything on them that a page can show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..conftest import COURSE, run

GUESS = """
  - id: "crust-guess"
    type: single
    objective: "crust.1"
    level: recall
    audience: learner
    prediction: true
    teaches: "browning"
    stem: "How hot was the oven in which the crust browned best?"
    options:
      - {id: a, text: "140 °C", why: "It only began to brown.", references: [baker2001bread]}
      - {id: b, text: "230 °C", correct: true, why: "It did there.", references: [baker2001bread]}
      - {id: c, text: "320 °C", why: "It burnt.", references: [baker2001bread]}
    point: "A hot oven browns best."
    references: [baker2001bread]
    version: 1
    written: "2026-11-29"
exams:"""
GUESSED = """
```{code-cell} ipython3
:tags: [remove-input]
quiz("crust-guess")
```

:::{curtain} crust-guess

It was 230 °C.

:::
"""
CURTAIN = """quiz("dough-gas")
```

::::{curtain} dough-gas

It is carbon dioxide.

```{code-cell} ipython3
:tags: [remove-input]
print("two parts of oxygen")
```

:::{note}
To one of carbon.
:::

::::
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The folder of the built pages: curtains, a hint and a guess are added to the course."""
    course = Path(shutil.copytree(COURSE, tmp_path_factory.mktemp("course") / "course"))

    def edit(name: str, *changes: tuple[str, str]) -> None:
        text = (course / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, (name, old)
            text = text.replace(old, new, 1)
        (course / name).write_text(text, encoding="utf-8")

    edit("quizzes/crust.yml", ("\nexams:", GUESS))
    edit("chapters/crust.md", ("\n# Crust", "\n(browning)=\n# Crust"))
    page = course / "chapters/crust.md"
    page.write_text(page.read_text(encoding="utf-8") + GUESSED, encoding="utf-8")
    edit("chapters/dough.md", ('quiz("dough-gas")\n```\n', CURTAIN))
    hint = '    hint: "Think of *balloons*."\n'
    stem = '    stem: "Which signs show that dough has risen enough?"\n'
    edit("quizzes/dough.yml", (stem, stem + hint))
    done = run("--book", course, "build", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    return course / "_build" / "html"


@pytest.fixture(scope="session")
def dough(built) -> str:
    """The address of the page with a question of each type, and a curtain."""
    return (built / "chapters" / "dough.html").as_uri()


@pytest.fixture(scope="session")
def crust(built) -> str:
    """The address of a page with a question shown twice, a case, two exams and a guess."""
    return (built / "chapters" / "crust.html").as_uri()
