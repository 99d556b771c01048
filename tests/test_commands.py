"""What the commands do when one of several things fails."""

from __future__ import annotations

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


def test_bad_sources_keep_every_edition_from_being_built(build):
    assert build(BadSourcesError("Nothing was built")) == (1, "", "Nothing was built\n")
