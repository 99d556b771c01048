"""The PDF read back: what is in it, whom it serves, and where its links lead."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import numpy as np
import page as validator
import pikepdf
import pypdfium2
import pytest

from quizbook.bank.load import load_bank
from quizbook.bank.text import Text
from quizbook.editions.typst import press
from quizbook.editions.typst.builder import SOURCE, sheet_settings

from .conftest import Built, build, fold, pages_of, solid, structure

HEADINGS = [
    "A sampler of sorts",
    "Sorts",
    "Words",
    "Blocks",
    "A section",
    "A subsection",
    "A fourth level",
    "1 Questions of every type",
    "How the cases go on",
    "Answers",
    "References",
    "Index",
]
QUESTIONS = 9 + 5
"""Asked, and answered."""

FRONT = 4
"""Pages before the text."""

ADDRESS = "https://example.org/sorts/"
"""Where one of the two books says that it stands."""

ALTS = {
    "A filled circle.",
    "a small dot",
    "A photograph of nothing",
    "Bar b is twice bar a.",
    "minus 2.4 plus or minus 0.3 millivolts",
    "x bar equals 1 over n the sum from i equals 1 to n of x sub i",
}


def at(pages: list[str], words: str) -> int:
    """Give the first page of the text that holds these words."""
    return next(n for n, text in enumerate(pages, 1) if n > FRONT and words in text)


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    with pdf.open_outline() as outline:
        pending = list(outline.root)
        while pending:
            item = pending.pop(0)
            found.append(item.title)
            pending = [*item.children, *pending]
    return found


def test_it_passes_every_rule_of_pdf_ua_1(sample: Built) -> None:
    report = validator.validate_pdf(str(sample.pdf), profile=validator.ValidationProfile.PDF_UA_1)
    assert [(f.rule_id, f.message) for f in report.failures] == []
    assert report.rules.total > 100


def test_it_is_tagged_and_says_its_language_and_title(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.docinfo["/Title"] == "A Sampler of Sorts"


def test_it_names_no_date_and_no_folder_of_the_machine(sample: Built, pdf: pikepdf.Pdf) -> None:
    assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
    held = [bytes(o.read_bytes()) for o in pdf.objects if isinstance(o, pikepdf.Stream)]
    held.append(sample.pdf.read_bytes())
    for name in {str(sample.folder), str(Path.home())}:
        assert not any(name.encode() in data for data in held)


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_every_heading_has_a_bookmark(pdf: pikepdf.Pdf) -> None:
    found = bookmarks(pdf)
    assert [h for h in HEADINGS if h not in found] == []
    tagged = [e for e in structure(pdf) if re.fullmatch(r"/H\d", str(e.get("/S")))]
    # Contents and lists have headings and, being where others are listed, no bookmarks; and each
    # question and each answer is a heading, by which a screen reader goes from one to the next.
    assert len(tagged) - len(["Contents", "Figures", "Cases"]) - QUESTIONS == len(found)


def test_headings_step_down_one_level_at_a_time(pdf: pikepdf.Pdf) -> None:
    levels = [int(str(e.S)[2:]) for e in structure(pdf) if re.fullmatch(r"/H\d", str(e.get("/S")))]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_figures_and_formulas_are_described(pdf: pikepdf.Pdf) -> None:
    described = [e for e in structure(pdf) if str(e.get("/S")) in ("/Figure", "/Formula")]
    alts = {str(e.get("/Alt", "")) for e in described}
    assert "" not in alts
    assert not ALTS - alts
    assert not any("\\" in alt for alt in alts), "a formula is read out as TeX"


def test_every_link_leads_somewhere(pdf: pikepdf.Pdf) -> None:
    pages = {page.objgen for page in pdf.pages}
    inside = outside = 0
    for annotation in (a for page in pdf.pages for a in page.get("/Annots", [])):
        action = annotation.get("/A")
        if action is not None and "/URI" in action:
            assert str(action.URI).startswith("http")
            outside += 1
        else:
            target = annotation.Dest if "/Dest" in annotation else action.D
            if not isinstance(target, pikepdf.Array):
                target = named(pdf, target)
            assert target[0].objgen in pages
            inside += 1
    assert outside >= 4
    assert inside > 60


def named(pdf: pikepdf.Pdf, name) -> pikepdf.Array:
    found = pikepdf.NameTree(pdf.Root.Names.Dests)[str(name)]
    return found.D if isinstance(found, pikepdf.Dictionary) else found


def words(text: Text) -> list[str]:
    """The stretches of a bank text that are printed as they were typed."""
    return [fold(run.text) for run in text if run.kind != "math"]


def test_every_text_of_every_question_is_printed(sample: Built, pages: list[str]) -> None:
    everything = " ".join(pages)
    for item in load_bank(sample.folder).items.values():
        for text in item.texts():
            for stretch in words(text):
                assert stretch in everything, f"{item.id}: {stretch!r}"
        assert solid(f"{item.id}, version {item.version}") in solid(everything)


def test_question_and_key_name_each_other_by_page(pages: list[str]) -> None:
    asked = at(pages, "Question 1.4")
    keyed = at(pages, "Key · 1 Questions of every type · 1.1–1.5")
    assert keyed > asked
    assert f"Question 1.4 Write a letter in each box. Answer on page {keyed}" in pages[asked - 1]
    assert f"1.4 1A 2C on page {asked}" in pages[keyed - 1]


def test_a_key_is_printed_once_however_often_its_question_is_asked(pages: list[str]) -> None:
    everything = " ".join(pages)
    assert everything.count("A team doctor reads") == 3
    assert solid(everything).count(solid("types-dehydration-null-result, version 1")) == 1


def test_every_source_is_listed_with_the_pages_that_cite_it(pages: list[str]) -> None:
    listed = next(text for text in pages if "Foundry" in text and "References" in text)
    citing = [n for n, text in enumerate(pages, 1) if "[Press, 1999" in text]
    assert citing
    printed = re.search(r"Press, C\. \(1999\)\. Ink & paper\. Foundry\. pp?\. ([\d, ]+)", listed)[1]
    assert [int(n) for n in printed.split(",")] == citing


def test_a_reference_gives_the_page_where_one_has_to_turn_it(pages: list[str]) -> None:
    text = next(text for text in pages if "A site: typst" in text)
    figure = at(pages, "A dot says everything")
    table = at(pages, "Table 1 A table")
    assert f"Fig. 1 (p. {figure})" in text
    assert f"(Table 1, p. {table})" in text
    assert "See A target, its own words," in text


def test_the_address_of_a_link_stands_in_a_footnote(pages: list[str]) -> None:
    text = next(text for text in pages if "A site: typst" in text)
    assert "typst.app/docs" in text
    assert solid(text).count("example.org/path") == 1


def test_running_heads_name_the_chapter(pages: list[str]) -> None:
    opening = at(pages, "1 Questions of every type Draft")
    assert pages[opening].startswith(f"{opening + 1} 1 Questions of every type")


def test_every_page_with_words_says_how_far_it_is_reviewed_and_when(
    pages: list[str],
) -> None:
    said = "Draft, not reviewed by a clinician. 22 November 2026"
    assert [n for n, text in enumerate(pages, 1) if text and said not in text] == []


def test_the_imprint_says_what_the_copy_is(pages: list[str]) -> None:
    imprint = pages[1]
    for words in ("Status Draft", "How to cite The setter: A Sampler of Sorts, 22 November 2026"):
        assert words in imprint
    assert "Where to report an error This copy names none" in imprint


def test_the_imprint_leads_to_the_page_if_there_is_one(rebuilt: Built, pages: list[str]) -> None:
    imprint = pages_of(rebuilt.pdf)[1]
    assert "The book on the web example.org/sorts" in imprint
    assert "The book on the web This copy names none; whoever publishes it sets it" in pages[1]
    with pikepdf.open(rebuilt.pdf) as opened:
        drawn = next(e for e in structure(opened) if "as a code" in str(e.get("/Alt", "")))
        box = [float(x) for x in next(a for a in drawn.A if "/BBox" in a).BBox]
    with pypdfium2.PdfDocument(rebuilt.pdf) as document:
        sheet = document[1].render(scale=DOTS, grayscale=True).to_numpy() < 128
    left, bottom, right, top = (round(x * DOTS) for x in box)
    assert decoded(sheet[len(sheet) - top : len(sheet) - bottom, left:right]) == ADDRESS


DOTS = 8
"""Dots a point."""


def decoded(dots: np.ndarray) -> str:
    """Read a QR code of version 2, byte mode, one block; shape (rows, columns), ink is true."""
    rows, columns = (np.flatnonzero(dots.any(axis=way)) for way in (1, 0))
    dots = dots[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = 25
    at = ((np.arange(size) + 0.5) * len(dots) / size).astype(int)
    cells = dots[np.ix_(at, at)]
    assert cells[6].tolist()[8:17] == [True, False] * 4 + [True], "no line between the corners"
    mask = sum(bool(cells[8, c]) << (4 - c) for c in range(2, 5)) ^ 0b101
    flipped = (
        lambda r, c: (r + c) % 2 == 0,
        lambda r, c: r % 2 == 0,
        lambda r, c: c % 3 == 0,
        lambda r, c: (r + c) % 3 == 0,
        lambda r, c: (r // 2 + c // 3) % 2 == 0,
        lambda r, c: r * c % 2 + r * c % 3 == 0,
        lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
        lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
    )[mask]
    taken = np.zeros((size, size), bool)
    taken[:9, :9] = taken[:9, -8:] = taken[-8:, :9] = taken[16:21, 16:21] = True
    taken[6] = taken[:, 6] = True
    bits = []
    for pair, right in enumerate((*range(24, 6, -2), 5, 3, 1)):
        for row in range(size)[:: 1 if pair % 2 else -1]:
            for column in (right, right - 1):
                if not taken[row, column]:
                    bits.append(bool(cells[row, column]) ^ flipped(row, column))
    stream = "".join(str(int(bit)) for bit in bits)
    assert stream[:4] == "0100", "not in bytes"
    count = int(stream[4:12], 2)
    return bytes(int(stream[n : n + 8], 2) for n in range(12, 12 + 8 * count, 8)).decode()


def test_chapters_open_on_the_right(pages: list[str]) -> None:
    opened = [
        n
        for n, text in enumerate(pages, 1)
        if text.startswith(
            (
                "Sorts Words",
                "Blocks",
                "Lists",
                "Tables Left",
                "Figures dot",
                "Formulas",
                "References",
                "Index",
            )
        )
    ]
    assert len(opened) == 8
    assert all(n % 2 for n in opened)


def test_the_head_of_a_long_table_is_repeated(pages: list[str]) -> None:
    holding = [text for text in pages if "Counted" in text]
    assert len(holding) == 2
    assert "row 1 " in holding[0] and "row 80" in holding[1]


def test_a_case_stands_with_its_steps_and_questions(pages: list[str]) -> None:
    everything = " ".join(pages)
    steps = [
        everything.index(words)
        for words in (
            "Case: Ten men in a hot room",
            "They lose 3 % of their body mass.",
            "Next, a nerve is blocked.",
        )
    ]
    assert steps == sorted(steps)


def test_the_contents_give_page_numbers(pages: list[str]) -> None:
    contents = pages[2]
    answers = at(pages, "Answers Draft")
    assert contents.startswith("Contents")
    assert f"Answers {answers}" in contents


def test_the_next_step_of_a_case_stands_overleaf(pages: list[str]) -> None:
    first, second = at(pages, "They lose 3 % of their body mass."), at(pages, "Next, a nerve is")
    assert second // 2 > first // 2  # neither on that page nor on the one that faces it
    assert f"Step 2 of 2: turn to page {second}" in " ".join(pages[first - 1 : first + 1])


def test_the_quick_key_gives_every_answer_in_a_few_signs(pages: list[str]) -> None:
    assert "1.1 B 1.2 A, B 1.3 5 Hz 1.4 1A 2C 1.5" in pages[at(pages, "Answers Draft") - 1]


def test_the_index_leads_to_definition_and_use(pages: list[str]) -> None:
    index = pages[-1]
    glossary = next(n for n, text in enumerate(pages, 1) if "One piece of type." in text)
    used = next(n for n, text in enumerate(pages, 1) if "A sort and two sources" in text)
    assert f"sort {used}, {glossary}" in index
    assert "see setting" in index


@pytest.mark.parametrize("paper, size", [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_one_setting_chooses_the_sheet(sample, rebuilt, paper, size) -> None:
    book = sample if paper == "a4" else rebuilt
    with pikepdf.open(book.pdf) as pdf:
        sizes = {tuple(round(float(n)) for n in page.MediaBox[2:]) for page in pdf.pages}
    assert sizes == {size, size[::-1]}, "upright sheets, and one turned for a wide table"


def test_the_first_page_comes_first_and_nothing_is_blank(sample: Built) -> None:
    held = sample.pdf.read_bytes()
    with pikepdf.open(sample.pdf) as pdf:
        assert pdf.is_linearized
        assert pdf.check_linearization()
    assert b"/L %d " % len(held) in held[:1000]  # or a reader takes it for a file that was changed
    assert b" " * 100 not in held[len(held) // 2 :]


@pytest.mark.parametrize("paper, size", [("large-print", (595, 842)), ("booklet", (420, 595))])
def test_one_setting_makes_large_print_or_a_booklet(sample, tmp_path, paper, size) -> None:
    folder = Path(shutil.copytree(sample.pdf.parent, tmp_path / paper))
    (folder / "settings.typ").write_text(sheet_settings(paper), encoding="utf-8")
    pressed = press.set_type(folder, SOURCE)
    assert pressed.warnings == []
    with pypdfium2.PdfDocument(pressed.pdf) as document:
        assert tuple(round(length) for length in document[0].get_size()) == size
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            assert max((b[2] for b in boxes), default=0) < page.get_width() - 36, f"page {number}"


@pytest.fixture(scope="module")
def rebuilt(sample: Built, tmp_path_factory) -> Built:
    """The same book in another folder, on the other paper."""
    folder = tmp_path_factory.mktemp("letter") / "sample"
    shutil.copytree(sample.folder, folder, ignore=shutil.ignore_patterns("typst", ".doctrees"))
    return build(folder, quizbook_paper="us-letter", html_baseurl=ADDRESS)


def test_nothing_is_set_beyond_the_margins(sample: Built, rebuilt: Built) -> None:
    for book in (sample, rebuilt):
        with pypdfium2.PdfDocument(book.pdf) as document:
            for number, page in enumerate(document, 1):
                text = page.get_textpage()
                boxes = [text.get_charbox(n) for n in range(text.count_chars())]
                assert all(b[0] > 50 for b in boxes), f"page {number}"
                assert all(b[2] < page.get_width() - 50 for b in boxes), f"page {number}"


def test_the_same_sources_give_the_same_bytes(rebuilt: Built, sample: Built, tmp_path) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(rebuilt.folder, folder, ignore=shutil.ignore_patterns("typst", ".doctrees"))
    again = build(folder)
    assert again.code == sample.code
    assert again.pdf.read_bytes() == sample.pdf.read_bytes()


def test_the_letter_edition_holds_the_same_words(rebuilt: Built, pages: list[str]) -> None:
    strip = re.compile(r"\d+")
    other = " ".join(pages_of(rebuilt.pdf))
    assert len(strip.sub("", other)) == pytest.approx(len(strip.sub("", " ".join(pages))), rel=0.02)
