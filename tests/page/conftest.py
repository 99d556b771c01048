"""The pages of the small course, with everything on them that a page can show."""

from __future__ import annotations

from pathlib import Path

import pytest

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
"""
PAIRED = """
  - id: "crust-{id}"
    type: single
    objective: "crust.1"
    level: recall
    audience: learner
    stem: "{stem}"
    options:
      - {{id: a, text: "Dry heat", correct: true, why: "It browns.", references: [baker2001bread]}}
      - {{id: b, text: "Wet heat", why: "It stays pale.", references: [baker2001bread]}}
      - {{id: c, text: "No heat", why: "It stays raw.", references: [baker2001bread]}}
    point: "Dry heat browns."
    references: [baker2001bread]
    version: 1
    written: "2026-11-29"
"""
STEMS = {
    "first-bun": "What browns a bun?",
    "first-pie": "What browns a pie?",
    "last-bun": "What browns a second bun?",
    "last-pie": "What browns a second pie?",
}
PAIRS = (
    "".join(PAIRED.format(id=id_, stem=stem) for id_, stem in STEMS.items())
    + """
exams:
  - id: "crust-first"
    title: "First half"
    after: "crust-last"
    items: ["crust-first-bun", "crust-first-pie"]
  - {id: "crust-last", title: "Last half", items: ["crust-last-bun", "crust-last-pie"]}
"""
)
HALF = """
```{{code-cell}} ipython3
:tags: [remove-input]
quiz("crust-{}")
```
"""
GLOSSARY = """
```{glossary}
Crumb
  What a crust keeps soft: see {cite}`baker2001bread`.
```
"""
PLACES = """
Under it lies the {term}`crumb`.

:::{dropdown} A fold
(in-a-fold)=

Words in a fold.
:::

::::{tab-set}
:::{tab-item} One
Words in the first tab.
:::
:::{tab-item} Two
(in-a-tab)=

Words in the second tab.
:::
::::
"""
GUESSED = """
```{code-cell} ipython3
:tags: [remove-input]
quiz("crust-guess")
```

:::{curtain} crust-guess

(behind-a-curtain)=

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

PLAY = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
review: {status: draft, updated: "2026-11-22"}
---
# Play

SPACE

```{code-cell} ipython3
:tags: [remove-input]
import altair as alt
import pandas as pd
from quizbook import explore

rows = [(h, t, h * t) for h in range(1, 6) for t in (0, 1, 2)]
table = pd.DataFrame(rows, columns=["heat", "time", "rise"])
LONG = "wheat, ground between stones on the day it is used"
words = {"source": "Invented for a test.", "units": {"time": "time, h", "rise": "height, cm"}}
axes = dict(x="time:Q", y=alt.Y("rise:Q", scale=alt.Scale(domain=[0, 10])))
chart = alt.Chart(table, width=260, height=150).transform_filter("datum.heat == heat")
explore(
    chart.mark_line(color="#1f78b4").encode(**axes),
    sliders={"heat": {"label": "Heat", "unit": "kW", "values": [1, 2, 3, 4, 5], "start": 2}},
    readout=lambda heat: f"The dough rises {2 * heat} cm",
    states={"Cool": {"heat": 1}, "Hot <oven>": {"heat": 5}},
    alt="Dough rises in step with heat.",
    numbers=table, **words,
)
```

SPACE

```{code-cell} ipython3
---
tags: [remove-input]
mystnb:
  figure:
    name: fig-second
    caption: |
      Words in a list, as {cite}`baker2001bread` has them.
---
explore(
    chart.mark_bar().encode(**axes),
    sliders={"flour": {"label": "Flour", "values": ["rye", LONG], "start": "rye"},
             "heat": {"label": "Heat", "unit": "kW", "values": [1, 2], "start": 2}},
    readout=lambda flour, heat: f"{flour} at {heat} kW",
    states={"Wheat": {"flour": LONG}},
    alt="Bars.", numbers=table, **words,
)
```

SPACE

```{code-cell} ipython3
:tags: [remove-input]
explore(
    chart.mark_line(color="#1f78b4").encode(**axes),
    sliders={"heat": {"label": "Heat", "unit": "kW", "values": [1, 2, 3, 4, 5], "start": 2},
             "salt": {"label": "Salt", "unit": "g", "values": [5, 9], "start": 5}},
    readout=lambda heat, salt: f"The dough rises {min(2 * heat, 8)} cm with {salt} g",
    states={"Cool": {"heat": 1}},
    alt="Dough rises in step with heat.", numbers=table, drill="heat", **words,
)
```
""".replace("SPACE", "\n\n".join(["A line that fills the page."] * 60))

TOOL = """---
review: {{status: draft, updated: "2026-11-29"}}
---
# {name}

```{{container}} quiz-{name}

It needs a script. Without one, open {{doc}}`answers`.
```
"""
TOOLS = ("review", "set", "progress")


def furnish(course: Path) -> Path:
    """Add curtains, a hint, a guess, pages that remember to a copy of the small course."""

    def edit(name: str, *changes: tuple[str, str]) -> None:
        text = (course / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, (name, old)
            text = text.replace(old, new, 1)
        (course / name).write_text(text, encoding="utf-8")

    for name in TOOLS:
        (course / "chapters" / f"{name}.md").write_text(TOOL.format(name=name), encoding="utf-8")
    listed = "  - file: chapters/answers\n"
    more = "".join(f"  - file: chapters/{name}\n" for name in TOOLS)
    edit("_toc.yml", (listed, listed + more))
    edit("quizzes/crust.yml", ("\nexams:\n", GUESS + PAIRS))
    edit("chapters/crust.md", ("\n# Crust", "\n(browning)=\n# Crust"))
    added = {"index": GLOSSARY, "crust": GUESSED + PLACES + HALF.format("first")}
    for name, more in (added | {"signs": HALF.format("last")}).items():
        page = course / "chapters" / f"{name}.md"
        page.write_text(page.read_text(encoding="utf-8") + more, encoding="utf-8")
    edit("chapters/dough.md", ('quiz("dough-gas")\n```\n', CURTAIN))
    hint = '    hint: "Think of *balloons*."\n'
    stem = '    stem: "Which signs show that dough has risen enough?"\n'
    edit("quizzes/dough.yml", (stem, stem + hint))
    return course


def pages_of(course: Path) -> Path:
    return course / "_build" / "html"


@pytest.fixture(scope="session")
def built(made_once, lay) -> Path:
    """The folder of the built pages of the furnished course."""
    return pages_of(made_once("furnished", lambda folder: furnish(lay(folder)), "html"))


@pytest.fixture(scope="session")
def playground(made_once, lay) -> Path:
    """A small course with a page of figures to play with, in every edition."""

    def lay_(folder: Path) -> Path:
        course = lay(folder)
        (course / "chapters" / "play.md").write_text(PLAY, encoding="utf-8")
        toc = (course / "_toc.yml").read_text()
        toc = toc.replace("/crust\n", "/crust\n  - file: chapters/play\n")
        (course / "_toc.yml").write_text(toc)
        return course

    return made_once("play", lay_)


@pytest.fixture(scope="session")
def dough(built) -> str:
    """The address of the page with a question of each type, and a curtain."""
    return (built / "chapters" / "dough.html").as_uri()


@pytest.fixture(scope="session")
def crust(built) -> str:
    """The address of a page with a question shown twice, a case, two exams and a guess."""
    return (built / "chapters" / "crust.html").as_uri()


@pytest.fixture(scope="session")
def tool(built):
    """Give the address of a page that remembers, by its name."""
    return lambda name: (built / "chapters" / f"{name}.html").as_uri()
