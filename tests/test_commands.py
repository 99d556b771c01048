"""What the commands do when one of several things fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook import builds, stamp
from quizbook.__main__ import main
from quizbook.builds import BadSourcesError, BuildError


class Pretended:
    """An edition that fails with what it is given, or writes its file."""

    def __init__(self, name: str, fault: Exception | None = None) -> None:
        self.name, self.fault = name, fault

    def build(self, root):
        if self.fault:
            raise self.fault
        path = root / "_build" / self.name
        path.write_text("built")
        return path


@pytest.fixture
def build(course, capsys, monkeypatch):
    """Build the HTML edition, which fails, then the PDF; gives status, stdout and stderr."""

    def build_(fault: Exception) -> tuple[int, str, str]:
        held = {"html": Pretended("html", fault), "pdf": Pretended("pdf")}
        monkeypatch.setattr(builds, "EDITIONS", held)
        status = main(["--book", str(course), "build"])
        return status, *capsys.readouterr()

    return build_


def test_an_edition_that_fails_keeps_no_other_from_being_built(build, course):
    fault = "The HTML edition was not built: chapters/crust.md:9: no"
    assert build(BuildError(fault)) == (1, "Built _build/pdf\n", f"{fault}\n")
    sources = stamp.of_sources(course)
    assert stamp.unchanged(course, "pdf", sources)
    assert not stamp.unchanged(course, "html", sources)


def test_what_was_built_while_a_source_was_edited_and_put_back_is_not_up_to_date(course):
    page, chapter = course / "_build" / "html" / "index.html", course / "chapters" / "crust.md"
    sources, words = stamp.of_sources(course), chapter.read_text(encoding="utf-8")

    def make(meanwhile: str) -> Path:
        chapter.write_text(meanwhile, encoding="utf-8")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(meanwhile, encoding="utf-8")
        chapter.write_text(words, encoding="utf-8")
        return page

    builds.build_and_stamp(course, "html", sources, lambda: make("other words"))
    assert stamp.unchanged(course, "html", stamp.of_sources(course)) is None


def test_bad_sources_keep_every_edition_from_being_built(build):
    assert build(BadSourcesError("Nothing was built")) == (1, "", "Nothing was built\n")
