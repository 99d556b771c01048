"""Media are made once, and again only when what they are made from has changed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from lxml import etree

from quizbook.bank.load import load_book
from quizbook.bank.problems import BankError
from quizbook.media import Shelf
from quizbook.media import shelf as shelves
from quizbook.media.making import FEW

from ..conftest import wait_for


@pytest.fixture
def asked(monkeypatch) -> list[list[str]]:
    """Note which media every call of the making process is asked for."""
    calls, ask = [], shelves._ask

    def ask_(root, orders):
        calls.append(sorted(order["id"] for order in orders))
        return ask(root, orders)

    monkeypatch.setattr(shelves, "_ask", ask_)
    return calls


SIGNALS = ["loaf-cooling", "loaf-many", "loaf-map", "loaf-paper", "loaf-silent"]
SIGNALS += ["loaf-thermometers"]
FIGURES = ["flour-cell", "flour-chart"]


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_nothing_is_made_twice_and_only_what_changed_is_made_again(course: Path, asked):
    Shelf(course).make_all()
    Shelf(course).make_all()
    append(course / "oven" / "__init__.py", "\nSPARE = 1\n")
    Shelf(course).make_all()  # nothing that draws imports it, but the chapter's figure does
    append(course / "oven" / "crackle.py", "\n# a remark\n")
    Shelf(course).make_all()
    append(course / "chapters" / "data" / "flour.csv", "spelt,70\n")
    Shelf(course).make_all()
    assert asked == [
        sorted(SIGNALS + FIGURES),
        ["flour-cell"],
        sorted([*SIGNALS, "flour-cell"]),
        FIGURES,
    ]


def test_other_words_and_an_edited_chapter_make_nothing_again(course: Path, asked):
    Shelf(course).make_all()
    media = course / "quizzes" / "media.yml"
    text = media.read_text(encoding="utf-8")
    media.write_text(text.replace("Nine short cracks", "Nine cracks"), encoding="utf-8")
    append(course / "chapters" / "crust.md", "\nOne more sentence.\n")
    Shelf(course).make_all()
    assert len(asked) == 1


def test_names_of_files_give_nothing_away(course: Path):
    shelf = Shelf(course)
    assert shelf["loaf-cooling"].name
    names = {file.stem for file in (course / "_build" / "media").iterdir()}
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in names)


def test_a_sound_is_short_and_even(course: Path):
    made = Shelf(course)["loaf-cooling"]
    with wave.open(io.BytesIO(made.wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 1, 11_025)
        samples = sound.readframes(sound.getnframes())
        assert sound.getnframes() / 11_025 == pytest.approx(2, abs=0.01)
    assert len(made.wav) < 45_000 and made.seconds == 2
    assert max(abs(byte - 128) for byte in samples) <= 0.8 * 127 + 1
    assert all(abs(byte - 128) < 3 for byte in (samples[0], samples[-1]))


@pytest.mark.parametrize("name", SIGNALS)
def test_a_drawing_is_small_takes_the_pages_colour_and_can_be_printed(course: Path, name: str):
    made = Shelf(course)[name]
    assert len(made.svg.encode()) < 12_000 and "currentColor" in made.svg
    assert etree.fromstring(made.svg.encode()).tag.endswith("svg")
    assert made.png().startswith(b"\x89PNG") and "currentColor" not in made.png().decode("latin-1")


BROKEN = [
    (
        "loaf-cooling",
        "with: {cracks: 9, seed: 3}",
        "with: {cracks: 9, sed: 3}",
        "unexpected keyword",
    ),
    (
        "loaf-cooling",
        '{A: "first crack", B: 1.5}',
        '{A: "first crock", B: 1.5}',
        "the signal has the events",
    ),
    (
        "loaf-cooling",
        '{A: "first crack", B: 1.5}',
        '{A: "first crack", B: 2.5}',
        "the signal has 2 s",
    ),
    (
        "loaf-cooling",
        "cracks: 9, seed: 3",
        "cracks: 9, seed: 3, seconds: 5",
        "a sound lasts at most 4 s",
    ),
    (
        "loaf-map",
        "view: map, level: 100",
        "view: map, window: [0, 9999]",
        "the window ends at 9999 s",
    ),
    (
        "loaf-thermometers",
        "view: lines, range: 200",
        "view: trace, range: 200",
        "view trace draws one channel",
    ),
    ("loaf-paper", "view: paper, range: 1", "view: map", "view map needs a signal with places"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), BROKEN, ids=[b[3] for b in BROKEN])
def test_what_cannot_be_made_is_told_with_its_line(course: Path, name, old, new, told):
    media = course / "quizzes" / "media.yml"
    text = media.read_text(encoding="utf-8")
    assert old in text
    media.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BankError) as error:
        Shelf(course)[name]
    assert told in str(error.value) and str(error.value).startswith("quizzes/media.yml:")


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "told"),
    [
        (
            "flour-cell",
            "chapters/dough.md",
            "flour.water.sum()",
            "flour.wasser.sum()",
            "chapters/dough.md:34: flour-cell: cannot be made: AttributeError: ",
        ),
        (
            "flour-cell",
            "chapters/dough.md",
            'figure(chart, alt="Rye takes 80 parts of water, white flour 60.")',
            "chart",
            "chapters/dough.md:47: flour-cell: cannot be made: SyntaxError: the cell must end ",
        ),
        (
            "flour-cell",
            "chapters/dough.md",
            "flour.water.sum()",
            "exit()",
            "chapters/dough.md:34: flour-cell: cannot be made: SystemExit: ",
        ),
        (
            "flour-cell",
            "chapters/dough.md",
            "flour.water.sum()",
            "__import__('os')._exit(1)",
            "quizzes/media.yml:1: file: the media could not be made: the process that made them ",
        ),
        (
            "loaf-cooling",
            "oven/crackle.py",
            "RATE = 8000",
            "RATE = 1 / 0",
            "oven/crackle.py:{}: loaf-cooling: cannot be made: ZeroDivisionError: ",
        ),
        (
            "flour-cell",
            "oven/__init__.py",
            "def ",
            "def def ",
            "oven/__init__.py:{}: flour-cell: cannot be made: SyntaxError: ",
        ),
        (
            "loaf-cooling",
            "oven/crackle.py",
            "RATE = 8000",
            "RATE = = 8000",
            "oven/crackle.py:{}: loaf-cooling: cannot be made: SyntaxError: ",
        ),
        (
            "flour-chart",
            "chapters/data/flour.csv",
            "rye,80",
            "rye,80,3",
            "quizzes/media.yml:{}: flour-chart: cannot be made: ValueError: row 2 of ",
        ),
    ],
    ids=["cell", "no-figure", "exit", "end", "package", "syntax", "module", "table"],
)
def test_what_a_line_of_the_course_breaks_is_told_with_that_line(
    course: Path, name, file, old, new, told
):
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    if file.endswith(".csv"):
        line = Shelf(course).bank.media[name].line
    with pytest.raises(BankError) as error:
        Shelf(course)[name]
    assert str(error.value).startswith(told.format(line))


@pytest.mark.parametrize("limit", ["svg", "wav"])
def test_what_is_too_heavy_is_refused(course: Path, limit: str, monkeypatch):
    monkeypatch.setitem(shelves.MOST_BYTES, limit, 1000)
    with pytest.raises(BankError, match="bytes; at most 1000"):
        Shelf(course)["loaf-cooling"]


def test_every_medium_of_this_book_can_be_made(root: Path):
    shelf = Shelf(root)
    shelf.make_all()
    sounds = [shelf[m.id] for m in shelf.bank.media.values() if getattr(m, "sound", False)]
    assert sounds and all(0 < len(made.wav) <= 45_000 for made in sounds)


def test_eight_traces_add_at_most_100_kB_to_a_page(root: Path):
    shelf = Shelf(root)
    signals = [m.id for m in shelf.bank.media.values() if m.kind == "signal"]
    assert sum(sorted(len(shelf[name].svg.encode()) for name in signals)[-8:]) < 100_000


def test_every_signal_of_this_book_says_where_it_comes_from(root: Path):
    media = Shelf(root).bank.media.values()
    told = {shelves.origin(medium) for medium in media if medium.kind == "signal"}
    assert told == {"Synthetic, made from published numbers."}


def test_a_module_that_is_not_python_is_told_by_the_check_of_the_whole_book(course: Path):
    module = course / "oven" / "crackle.py"
    module.write_text(module.read_text().replace("RATE = 8000", "RATE = = 8000"))
    line = module.read_text().split("RATE = =")[0].count("\n") + 1
    said = f"oven/crackle.py:{line}, which makes it, is not Python: invalid syntax"
    told = {p.subject: p.message for p in load_book(course).problems}
    assert told["loaf-cooling"] == said


def test_no_process_outlives_the_one_that_makes_media(tmp_path):
    slow = (
        "from pathlib import Path; import time\ndef wait(): Path('begun').touch(); time.sleep(90)"
    )
    (tmp_path / "slow.py").write_text(slow)
    order = json.dumps({"kind": "signal", "make": "slow.wait", "with": {}})
    making = subprocess.Popen(
        [sys.executable, "-m", "quizbook.media.making", tmp_path],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    making.stdin.write(f"{order}\n" * (FEW + 1))
    making.stdin.close()
    wait_for(tmp_path / "begun", making)
    making.kill()
    making.stdin = None
    making.communicate(timeout=60)  # ends when nothing holds its stderr any more
