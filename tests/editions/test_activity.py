"""What a learner is told beforehand, in the editions; and words that no edition may use."""

from __future__ import annotations

import html as markup
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from quizbook.bank.credit import reserved
from quizbook.bank.load import check
from quizbook.exports import FORMS
from quizbook.exports.choosing import choose
from quizbook.exports.writing import Selection

from ..conftest import build

PAGE = "chapters/for-instructors.html"


@pytest.fixture(scope="module")
def built(root: Path, html: Path, one_at_a_time) -> Path:
    with one_at_a_time("html"):
        build(root, "pdf", "epub")
    return root / "_build"


def words(source: str) -> str:
    """Give what a reader sees of HTML, and what stands in its attributes; tags part no phrase."""
    return markup.unescape(re.sub(r"</?\w+[^<>]*>", " ", source))


def test_no_edition_uses_words_of_accredited_providers(built: Path, html: Path):
    texts = {str(file): words(file.read_text(encoding="utf-8")) for file in html.rglob("*.html")}
    pdf = pypdfium2.PdfDocument(built / "pdf" / "muscle-spasms.pdf")
    texts["pdf"] = " ".join(page.get_textpage().get_text_range() for page in pdf)
    epub = next((built / "epub").glob("*.epub"))
    with zipfile.ZipFile(epub) as package:
        for name in package.namelist():
            if name.endswith(("html", "opf", "ncx")):
                texts[name] = words(package.read(name).decode())
    assert len(texts) > 40 and min(map(len, texts.values())) > 0
    assert "earns no credit of any kind" in texts["pdf"]
    found = {name: list(reserved(text)) for name, text in texts.items()}
    assert not {name: phrases for name, phrases in found.items() if phrases}


@pytest.fixture(scope="module")
def chosen(root: Path) -> Selection:
    return choose(check(root), {})


@pytest.mark.parametrize("form", FORMS)
def test_no_export_uses_words_of_accredited_providers(chosen, form: str, tmp_path: Path):
    target = tmp_path / f"book{FORMS[form].suffix}"
    FORMS[form].write(chosen, target)
    parts = tmp_path / "parts"
    packages = [*target.rglob("*.zip")] if target.is_dir() else [target]
    for package in filter(zipfile.is_zipfile, packages):
        with zipfile.ZipFile(package) as opened:
            opened.extractall(parts / package.stem)
    files = [file for file in parts.rglob("*") if file.is_file()] or [target]
    for file in files:
        text = file.read_bytes().decode("utf-8", errors="ignore")
        assert list(reserved(text)) == [], file


def test_the_page_tells_all_of_it(html: Path):
    page = words((html / PAGE).read_text(encoding="utf-8"))
    for told in (
        "carries no CME or CPD credit",
        "No faculty is named, so there is nothing to disclose.",
        "21 November 2029",
        "no clinician has reviewed the content yet",
        "Nothing here is passed or failed",
    ):
        assert told in page
    assert re.search(r"About \d+ hours for all of it", page)


@pytest.mark.parametrize(("day", "warns"), [("2029-11-21", False), ("2029-11-22", True)])
@pytest.mark.parametrize("name", [PAGE, "index.html", "chapters/index.html"])
def test_a_page_warns_by_the_readers_own_date(html: Path, open_page, name: str, day: str, warns):
    if not (html / name).is_file() or "quiz-expires" not in (html / name).read_text("utf-8"):
        assert name == "index.html"  # it only leads on to the first page
        return
    page = open_page("about:blank", timezone_id="Pacific/Auckland")
    page.clock.set_fixed_time(f"{day}T20:00:00+13:00")
    page.goto((html / name).as_uri())
    told = page.locator(".quiz-expires").first.inner_text()
    assert told.startswith("This edition is past its date.") == warns
    assert "Valid until 21 November 2029" in told


def test_without_a_script_the_day_is_told(html: Path, open_page):
    page = open_page((html / PAGE).as_uri(), javascript=False)
    assert "Valid until 21 November 2029" in page.locator(".quiz-expires").inner_text()
