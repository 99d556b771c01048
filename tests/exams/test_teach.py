"""The instructor's edition and the slides."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from quizbook.bank.text import plain
from quizbook.builds import BuildError
from quizbook.editions.papers import instructor
from quizbook.editions.papers.figures import figures

from ..conftest import run


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"(?:\ufffe|\xad|\s)+", " ", text) for text in texts]


@pytest.fixture(scope="module")
def edition(book) -> list[str]:
    chapters = [book.chapters[name] for name in ("gut", "cases")]
    return pages(instructor.write(book, chapters, "a4"))


def test_key_points_stand_on_one_page(book):
    for name in ("gut", "cases", "diagnosis", "signals"):
        found = pages(instructor.write(book, [book.chapters[name]], "a4"))
        begins = next(n for n, page in enumerate(found) if "Key points" in page)
        assert "Questions with their keys" in found[begins + 1], name


def test_every_question_has_its_key_reasons_and_point_in_place(book, edition):
    text = " ".join(edition)
    items = [i for i in book.bank.items.values() if i.chapter in ("gut", "cases")]
    assert len(items) > 30
    for item in items:
        assert f"{item.id}, {item.level}, {item.objective}" in text
        words = " ".join(plain(item.point).split())
        if "$" not in words and all(run.kind == "plain" for run in item.point):
            assert words in text, item.id
    assert text.count("Not right.") > 50 and "Wrong answers to expect" in text


def test_cases_come_step_by_step_with_prompts(book, edition):
    text = " ".join(edition)
    cases = [case for case in book.bank.cases.values() if case.chapter == "cases"]
    assert text.count("To talk about") >= len(cases) > 3
    assert all(f"Case: {' '.join(plain(case.title).split())}" in text for case in cases)


def asks(text: str, words: str) -> bool:
    return "".join(words.split()) in "".join(text.split())


def test_each_case_of_this_book_has_prompts_of_its_own(book, edition):
    told = [plain(words) for case in book.bank.cases.values() for words in case.discuss]
    assert len(told) == len(set(told))
    for case in book.bank.cases.values():
        assert len(case.discuss) >= 2, case.id
        for words in map(plain, case.discuss):
            step = re.match(r"(?:At|After) step (\d): ", words)
            assert step and 1 <= int(step[1]) <= len(case.steps), (case.id, words)
            if case.chapter in ("gut", "cases"):
                assert asks(" ".join(edition), words), (case.id, words)
    assert not any(asks(" ".join(edition), words) for words in instructor.PROMPTS)


def test_a_case_without_prompts_has_the_general_ones(book):
    case = replace(book.bank.cases["gut-yara"], discuss=())
    cases = {**book.bank.cases, case.id: case}
    bare = replace(book, bank=replace(book.bank, cases=cases))
    text = " ".join(pages(instructor.write(bare, [book.chapters["gut"]], "a4")))
    assert all(asks(text, words) for words in instructor.PROMPTS)
    assert not any(asks(text, plain(words)) for words in book.bank.cases[case.id].discuss)


def test_slides_have_one_figure_a_slide(book, html: Path):
    chapters = [book.chapters[name] for name in ("gut", "dehydration")]
    shown = [shown for chapter in chapters for shown in figures(book, chapter)]
    assert len(shown) > 4 and all(one.alt and one.heading for one in shown)
    found = pages(instructor.slides(book, chapters))
    for one in shown:
        assert sum(one.heading in page[:120] for page in found) >= 1, one.heading
    lists = [list(c.objectives) for c in chapters]
    sizes = [-(-len(aims) // instructor.AIMS_ON_A_SLIDE) for aims in lists]
    for chapter in chapters:
        points = [p for _, listed in instructor.key_points(book, chapter) for p in listed]
        sizes.append(-(-len(points) // instructor.ON_A_SLIDE))
    assert len(found) == sum(sizes) + len(shown), "no slide runs over"


def test_figures_that_were_never_drawn_are_asked_for(course: Path, tmp_path: Path):
    chapter = course / "chapters" / "dough.md"
    cell = '\n```{code-cell} ipython3\nfigure(None, alt="x")\n```\n'
    chapter.write_text(chapter.read_text("utf-8") + cell, encoding="utf-8")
    from quizbook.bank.load import load_book

    book = load_book(course)
    with pytest.raises(BuildError, match="make html first"):
        list(figures(book, book.chapters["dough"]))


def test_the_command(course: Path, tmp_path: Path):
    done = run("--book", course, "teach", "crust", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {f.name for f in (tmp_path / "out").iterdir()} == {
        "bread-instructor.pdf",
        "bread-slides.pdf",
    }
    done = run("--book", course, "teach", "crumb")
    assert done.returncode == 1 and "there is no chapter crumb" in done.stderr
