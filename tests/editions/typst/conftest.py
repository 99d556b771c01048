"""One small book with every construct, built once for all the tests of this folder."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sphinx.testing.util import SphinxTestApp

HERE = Path(__file__).parent
SAMPLE = HERE / "sample"
QUESTIONS = HERE.parents[1] / "data" / "good" / "types.yml"


@dataclass
class Built:
    """What one build left behind."""

    folder: Path
    warnings: str

    @property
    def pdf(self) -> Path:
        return self.folder / "_build" / "typst" / "sampler.pdf"

    @property
    def code(self) -> str:
        """The code of the whole book, page after page."""
        book = (self.folder / "_build" / "typst" / "book.typ").read_text(encoding="utf-8")
        pages = (self.page(name) for name in re.findall(r'include "(.+)"', book))
        return book + "\n".join(pages)

    def page(self, name: str) -> str:
        """The code of one file."""
        return (self.folder / "_build" / "typst" / name).read_text(encoding="utf-8")


def copy_sample(folder: Path) -> Path:
    """Copy the sample book, with one question of each type."""
    folder = Path(shutil.copytree(SAMPLE, folder))
    text = QUESTIONS.read_text(encoding="utf-8")
    keys = sorted(set(re.findall(r"\b[a-z]+\d{4}[a-z]+\b", text)))
    entries = [
        f"@misc{{{key}, author={{{key.title()}}}, title={{{key}}}, year=2001}}" for key in keys
    ]
    bib = folder / "references.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + "\n".join(entries), encoding="utf-8")
    shutil.copy(QUESTIONS, folder / "quizzes" / "types.yml")
    return folder


def build(folder: Path, **settings) -> Built:
    """Build a book with the typst builder."""
    said = StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = SphinxTestApp(
            "typst",
            srcdir=folder,
            builddir=folder / "_build",
            confoverrides=settings,
            warning=said,
            freshenv=True,
        )
        try:
            app.build()
        finally:
            app.cleanup()
    return Built(folder, re.sub(r"\x1b\[[\d;]*m", "", said.getvalue()))


def pages_of(pdf: Path | bytes) -> list[str]:
    """Read the words of every page, with white space folded and soft hyphens joined."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [fold(page.get_textpage().get_text_bounded()) for page in document]


def text_of(pdf: Path) -> str:
    """Read the text alone, without running heads and page numbers, in `solid` form."""
    margin = 48  # points: running heads and feet stand further out
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(
            solid(
                page.get_textpage().get_text_bounded(bottom=margin, top=page.get_height() - margin)
            )
            for page in document
        )


def solid(words: str) -> str:
    """Drop spaces and hyphens: a line's end may have made them, or taken them away."""
    return re.sub(r"[\s\xad\ufffe\x02\u200b\u2060-]+", "", words)


def fold(words: str) -> str:
    joined = re.sub(r"[\xad\ufffe\x02]\s*|\u200b", "", words)
    return " ".join(joined.split())


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the tag tree, in reading order."""
    pending = [pdf.Root.StructTreeRoot]
    while pending:
        element = pending.pop()
        if isinstance(element, pikepdf.Dictionary):
            yield element
            kids = element.get("/K", [])
            pending += reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids])


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Built:
    """The sample book, built."""
    return build(copy_sample(tmp_path_factory.mktemp("typst") / "sample"))


@pytest.fixture(scope="session")
def pdf(sample: Built):
    """The sample book's PDF, opened."""
    with pikepdf.open(sample.pdf) as opened:
        yield opened


@pytest.fixture(scope="session")
def pages(sample: Built) -> list[str]:
    """The words of every page of the sample book."""
    return pages_of(sample.pdf)
