"""This book's own PDF, read back."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import page as validator
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from pybtex.database import parse_file
from pybtex.richtext import Text

from quizbook.bank.chapters import find_curtains
from quizbook.bank.load import load_bank
from quizbook.bank.text import plain
from quizbook.charts import THEME
from quizbook.editions.typst import press
from quizbook.editions.typst.builder import SOURCE, sheet_settings
from quizbook.editions.typst.finish import finished
from quizbook.editions.typst.units import UNITS

from ...conftest import build
from .conftest import pages_of, solid, text_of
from .test_pdf import structure

MOST_PAGES, MOST_LETTER_PAGES = 290, 310
MOST_PLACES = 24
"""Numbers that an entry of the index lists at the most: more of them need entries below it."""

FRONT = 6
"""Pages before the text: title, red flags, imprint, contents."""

HEAD, FOOT, HOLLOW = 0.058, 0.94, 0.4
"""Where the text of a sheet begins and ends, and how much of it may be empty, as shares."""

MARGIN, CLEAR = 120, 9
"""Points: how wide the outer margin is, and the least between two labels in it."""

SHORT = 25
"""Letters of a line that are no cell and no label."""

EDGE = 48
"""Points that stay white at each side of the sheet."""

SCREEN = re.compile(
    r"\b(scroll|press|slider|browser|click|headphone|open the (next|fold))s?\b", re.I
)


@pytest.fixture(scope="module")
def built(root: Path, one_at_a_time) -> Path:
    with one_at_a_time("html"):  # both editions are made from one set of doctrees
        build(root, "pdf")
    return root / "_build" / "pdf" / f"{load_bank(root).id}.pdf"


@pytest.fixture(scope="module")
def pages(built: Path) -> list[str]:
    return pages_of(built)


@pytest.fixture(scope="module")
def words(built: Path) -> str:
    return text_of(built)


def test_it_passes_every_rule_of_pdf_ua_1(built: Path) -> None:
    report = validator.validate_pdf(str(built), profile=validator.ValidationProfile.PDF_UA_1)
    assert [(f.rule_id, f.message) for f in report.failures] == []


def test_every_question_is_asked_and_answered(root: Path, words: str) -> None:
    missing = []
    for item in load_bank(root).items.values():
        for text in item.texts():
            missing += [
                f"{item.id}: {part.text}"
                for part in text
                if part.kind != "math" and solid(part.text) not in words
            ]
        if solid(f"{item.id}, version {item.version}") not in words:
            missing.append(item.id)
    assert missing == []


def test_it_has_no_more_pages_than_a_hand_can_hold(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        assert len(document) <= MOST_PAGES


def test_letter_paper_makes_it_hardly_thicker(root: Path, built: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(root / "_build" / "typst", tmp_path / "letter"))
    (folder / "settings.typ").write_text(sheet_settings("us-letter"), encoding="utf-8")
    pressed = press.set_type(folder, SOURCE)
    assert pressed.warnings == []
    with pypdfium2.PdfDocument(pressed.pdf) as document:
        assert document[0].get_size() == (612, 792)
        assert len(document) <= MOST_LETTER_PAGES


def around(page: str, found: re.Match) -> str:
    return page[max(0, found.start() - 12) : found.end() + 12]


def test_nothing_is_said_that_only_a_screen_can_do(root: Path, pages: list[str]) -> None:
    bank = load_bank(root)
    heard = {plain(text) for item in bank.items.values() for text in item.texts()}
    heard |= {plain(use.medium.long or ()) for i in bank.items.values() for use in i.uses()}
    of_the_body = [solid(words) for words in heard if SCREEN.search(words)]
    before = next(n for n, page in enumerate(pages) if page.startswith("References Draft"))
    found = []
    for number, page in enumerate(pages[:before], 1):  # publishers are called Press
        left = solid(re.sub(r"[a-z-]+, version \d+", "", page))
        for words in of_the_body:  # a click that a patient hears, a mass that presses on a nerve
            left = left.replace(words, "")
        found += [(number, m[0]) for m in SCREEN.finditer(page) if solid(around(page, m)) in left]
    assert found == []


def test_what_answers_a_question_stands_overleaf(root: Path, pages: list[str]) -> None:
    turns = [
        (n, int(page))
        for n, text in enumerate(pages, 1)
        for page in re.findall(r"turn to page (\d+)", text)
    ]
    texts = [file.read_text(encoding="utf-8") for file in root.glob("chapters/*.md")]
    hidden = sum(len(find_curtains(text)) + text.count("```{listen}") for text in texts)
    steps = sum(len(case.steps) - 1 for case in load_bank(root).cases.values())
    assert len(turns) == hidden + steps
    assert [turn for turn in turns if turn[0] // 2 == turn[1] // 2] == []


def test_no_number_that_is_asked_for_lies_open_beside_its_question(
    root: Path, pages: list[str]
) -> None:
    """One with a decimal point, so that it is no other number by chance."""
    key = (root / "_build" / "typst" / "pages" / "chapters" / "answers.typ").read_text("utf-8")
    numbers = re.findall(r'number: "([\d.]+)", right: "(\d+\.\d+)[^"]*"', key)
    open_beside = []
    for number, right in numbers:
        asked_on = next(n for n, t in enumerate(pages) if re.search(rf"Question {number}\b", t))
        spread = {asked_on, asked_on - 1 if asked_on % 2 == 0 else asked_on + 1}
        told = re.compile(rf"(?<![\d.,]){re.escape(right)}(?![\d]|[.,]\d)")
        open_beside += [(number, right, n + 1) for n in spread if told.search(pages[n])]
    assert len(numbers) > 15
    assert open_beside == []


def test_every_source_is_listed(root: Path, words: str) -> None:
    bare = re.compile(r"[\W_]+")
    printed = bare.sub("", words).lower()
    for key, entry in parse_file(root / "references.bib").entries.items():
        title = bare.sub("", str(Text.from_latex(entry.fields["title"]))).lower()
        assert title in printed, key


def test_every_picture_of_the_book_is_described(built: Path) -> None:
    with pikepdf.open(built) as pdf:
        kinds = ("/Figure", "/Formula")
        described = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and str(o.get("/S", "")) in kinds
        ]
        assert described
        assert all(str(o.get("/Alt", "")).strip() for o in described)


def test_nothing_is_set_beyond_the_margins(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            assert all(b[0] > EDGE for b in boxes), f"page {number}"
            assert all(b[2] < page.get_width() - EDGE for b in boxes), f"page {number}"


def test_no_heading_stands_alone_at_the_foot_of_a_page(built: Path) -> None:
    with pypdfium2.PdfDocument(built) as document:
        targets = [
            (mark.get_dest().get_index(), mark.get_dest().get_view()[1][1], mark.get_title())
            for mark in document.get_toc()
            if mark.get_dest() is not None
        ]
        assert targets
        low = [title for _, height, title in targets if height is not None and height < 80]
    assert low == []


def test_a_number_stands_on_the_line_of_its_word(built: Path) -> None:
    words = "Question|Step|step|Fig\\.|Table|page|p\\.|pp\\."
    with pypdfium2.PdfDocument(built) as document:
        lines = [page.get_textpage().get_text_bounded() for page in document]
    whole = [re.findall(rf"\b(?:{words})[ \xa0]\d", text) for text in lines]
    assert sum(map(len, whole)) > 2000
    parted = [re.findall(rf"\b(?:{words})\s*[\r\n]+\s*\d[\d.]*", text) for text in lines]
    assert [(n, found) for n, found in enumerate(parted, 1) if found] == []


def test_it_is_small_enough_to_be_sent(built: Path) -> None:
    assert built.stat().st_size <= 4_000_000


@pytest.mark.parametrize("paper", ["large-print", "booklet"])
def test_other_sheets_are_as_small(root: Path, built: Path, tmp_path: Path, paper: str) -> None:
    folder = Path(shutil.copytree(root / "_build" / "typst", tmp_path / paper))
    (folder / "settings.typ").write_text(sheet_settings(paper), encoding="utf-8")
    pressed = press.set_type(folder, SOURCE)
    assert pressed.warnings == []
    assert len(finished(pressed.pdf)) <= 4_000_000


def index_of(pages: list[str]) -> tuple[int, str]:
    """Give how many pages the index has, and its words."""
    first = next(n for n, text in enumerate(pages) if text.startswith("Index "))
    return len(pages) - first, " ".join(pages[first:])


def test_the_index_is_one_by_which_a_book_can_be_used(pages: list[str]) -> None:
    count, index = index_of(pages)
    assert count >= 4
    for term in ("quinine", "magnesium", "baclofen", "McArdle disease", "Nadia", "dialysis"):
        assert re.search(rf"{term} [\d, –]*\d", index), term
    assert "IBS, see irritable bowel syndrome" in index


def test_no_entry_of_the_index_is_a_long_run_of_numbers(pages: list[str]) -> None:
    _, index = index_of(pages)
    runs = re.findall(rf"(?:\d+(?:–\d+)?, ){{{MOST_PLACES}}}\d+", index)
    assert runs == []


def test_the_head_of_each_page_of_the_key_names_chapter_and_range(
    root: Path, pages: list[str]
) -> None:
    numbers = {f"{c}.{n}" for c, n in asked(root)}
    heads = [re.search(r"Key · (.+?) · ([\d.]+)(?:–([\d.]+))?", t[:160]) for t in pages]
    ranges = [(m[1], m[2], m[3] or m[2]) for m in heads if m]
    assert len(ranges) > 30
    for named, first, last in ranges:
        chapters = re.findall(r"(?:^|, )(\d+)\s", named)
        assert (chapters[0], chapters[-1]) == (first.split(".")[0], last.split(".")[0])
    assert {ranges[0][1], ranges[-1][2]} <= numbers
    keyed = [tuple(map(int, n.split("."))) for _, first, last in ranges for n in (first, last)]
    assert keyed == sorted(keyed)


def asked(root: Path) -> Iterator[tuple[int, int]]:
    """Yield chapter and number of each question of the key."""
    text = (root / "_build" / "typst" / "pages" / "chapters" / "answers.typ").read_text()
    for number in re.findall(r'number: "(\d+)\.(\d+)"', text):
        yield int(number[0]), int(number[1])


def test_no_page_is_more_than_two_fifths_empty_unless_a_chapter_ends(built: Path) -> None:
    """A page ends with its last ink; one without a running head opens a chapter, on the right."""
    with pypdfium2.PdfDocument(built) as document:
        sheets = [page.render(scale=0.25, grayscale=True).to_numpy() < 245 for page in document]
    left = [
        emptiness(sheet[round(len(sheet) * HEAD) : round(len(sheet) * FOOT)]) for sheet in sheets
    ]
    bare = [not sheet[: round(len(sheet) * HEAD)].any() for sheet in sheets]
    opens = [head and empty < 1 for head, empty in zip(bare, left, strict=True)] + [True, True]
    ends = [opens[n + 1] or (opens[n + 2] and left[n + 1] == 1) for n in range(len(sheets))]
    assert sum(opens[FRONT:]) > 25
    white = [n for n in range(FRONT, len(sheets)) if left[n] == 1]
    assert white
    assert [n + 1 for n in white if not bare[n]] == []  # a leaf left white has no running head
    hollow = [n + 1 for n in range(FRONT, len(sheets)) if left[n] > HOLLOW and not ends[n]]
    assert hollow == []


def test_what_a_question_is_called_stands_clear_of_the_one_above(built: Path) -> None:
    """In the outer margin, where the words of a short question may hang lower than itself."""
    near, found = [], 0
    with pypdfium2.PdfDocument(built) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            edge = page.get_width() - MARGIN
            outer = [box for box in boxes if (box[0] > edge if number % 2 else box[2] < MARGIN)]
            for above, below in pairwise(sorted(outer, key=lambda box: -box[3])):
                if text.get_text_bounded(*below).startswith("Question"):
                    found += 1
                    if above[1] - below[3] < CLEAR:
                        near.append(number)
    assert found > 200
    assert near == []


def emptiness(text: np.ndarray) -> float:
    """Give the share of a text's height below its last ink; shape (rows, columns), ink is true."""
    inked = np.flatnonzero(text.any(axis=1))
    return 1 - (inked[-1] + 1) / len(text) if len(inked) else 1


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Dictionary]:
    for element in structure(pdf):
        if str(element.get("/S", "")) == kind:
            yield element


def sheets(element: pikepdf.Dictionary) -> set[tuple[int, int]]:
    """Give the pages on which what an element holds is drawn."""
    found, pending = set(), [(element, None)]
    while pending:
        held, page = pending.pop()
        if not isinstance(held, pikepdf.Dictionary):
            found.add(page)
            continue
        page = held.Pg.objgen if "/Pg" in held else page
        kids = held.get("/K", [])
        pending += [(k, page) for k in (kids if isinstance(kids, pikepdf.Array) else [kids])]
    return found - {None}


def test_no_row_of_a_table_is_broken_over_pages(built: Path) -> None:
    with pikepdf.open(built) as pdf:
        rows = [sheets(row) for row in elements(pdf, "/TR")]
    assert len(rows) > 200
    assert [row for row in rows if len(row) > 1] == []


def test_no_red_flag_is_broken_over_pages(built: Path, pages: list[str]) -> None:
    with pikepdf.open(built) as pdf:
        told = {
            page.objgen
            for page, words in zip(pdf.pages, pages, strict=True)
            if "When to get help" in words[:60]
        }
        flags = [found for item in elements(pdf, "/LI") if (found := sheets(item)) & told]
    assert len(flags) > 40
    assert [flag for flag in flags if len(flag) > 1] == []


def test_lists_have_labels_and_rows_have_heads(built: Path) -> None:
    with pikepdf.open(built) as pdf:
        items = [[str(k.S) for k in item.K] for item in elements(pdf, "/LI")]
        bodies = [[r for r in b.K if len(r.K) > 1] for b in elements(pdf, "/TBody")]
        heads = [str(row.K[0].S) for body in bodies for row in body]
    assert len(items) > 3000
    assert [item for item in items if item != ["/Lbl", "/LBody"]] == []
    assert heads
    assert set(heads) == {"/TH"}


def test_questions_are_headings_and_links_say_where_they_lead(root: Path, built: Path) -> None:
    with pikepdf.open(built) as pdf:
        kinds = Counter(str(e.get("/S", "")) for e in structure(pdf))
        headings = sum(n for kind, n in kinds.items() if re.fullmatch(r"/H\d", kind))
        questions = len(set(asked(root)))
        assert headings > 2 * questions
        said = [str(a.get("/Contents", "")) for page in pdf.pages for a in page.get("/Annots", [])]
    assert len(said) > 5000
    assert [words for words in said if not words.strip()] == []
    inner = [words for words in said if re.search(r"page \d+$", words)]
    assert [words for words in inner if re.fullmatch(r"page \d+", words)] == []


def test_no_number_is_parted_from_its_unit(built: Path, pages: list[str]) -> None:
    """Cells and labels of axes are short; a letter alone begins an answer or names an axis."""
    unit = re.compile(rf"(?:{UNITS})(?![A-Za-z])|[±=<>≤≥×] ?\d")
    parted = []
    text = len(pages) - index_of(pages)[0]
    with pypdfium2.PdfDocument(built) as document:
        for number, page in zip(range(1, text + 1), document, strict=False):
            lines = page.get_textpage().get_text_bounded().splitlines()
            for line, following in pairwise(map(str.strip, lines)):
                found = unit.match(following)
                lone = found and re.fullmatch(r"[A-Za-z]", found[0])
                if found and not lone and re.search(r"\d$", line) and len(line) > SHORT:
                    parted.append((number, line[-20:], following[:20]))
    assert parted == []


def test_what_a_colour_tells_is_told_without_it(root: Path, built: Path) -> None:
    """Marks of two colours differ in shape or dash, or stand in rows or columns of their own.

    A point on a line is told by the line.
    """
    alike, compared = [], 0
    for file in sorted((root / "_build" / "typst" / "pictures").glob("*.svg")):
        marks = marks_of(etree.parse(file).getroot())
        colours = sorted({colour for _, colour in marks})
        for one, other in combinations(colours, 2):
            kinds = [
                kind
                for kind in ("line", "symbol", "rect")
                if {(kind, one), (kind, other)} <= set(marks)
            ]
            compared += len(kinds)
            if kinds and not told_apart(marks[kinds[0], one], marks[kinds[0], other]):
                alike.append(file.name)
    assert compared > 20
    assert alike == []


def told_apart(one: dict[str, set], other: dict[str, set]) -> bool:
    return one["forms"].isdisjoint(other["forms"]) or any(
        one[way].isdisjoint(other[way]) for way in ("across", "down", "panels")
    )


COLOURS = set(THEME["range"]["category"])
MOVED = re.compile(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)")


def marks_of(drawing: etree._Element) -> dict[tuple[str, str], dict[str, set]]:
    """Gather the marks of a drawing by kind and colour: their forms, and where they stand."""
    found: dict[tuple[str, str], dict[str, set]] = {}
    for group in drawing.iter("{*}g"):
        kind = re.search(r"mark-(symbol|line|rect)", group.get("class") or "")
        for path in group.findall("{*}path") if kind else ():
            colour = next((c for c in (path.get("fill"), path.get("stroke")) if c in COLOURS), "")
            if not colour:
                continue
            x, y = next(iter(MOVED.findall(path.get("transform") or "")), ("", ""))
            drawn = path.get("d") or ""
            form = path.get("stroke-dasharray") or ""
            if kind[1] == "symbol":
                form = re.sub(r"-?[\d.]+(e-?\d+)?", "", drawn)
            elif kind[1] == "rect":
                start = re.match(r"M([-\d.]+),([-\d.]+)", drawn)
                x, y = ("", start[2]) if start else (x, y)
            place = found.setdefault((kind[1], colour), defaultdict(set))
            place["forms"].add((form, path.get("fill") in COLOURS, path.get("stroke-width")))
            place["across"].add(x)
            place["down"].add(y)
            place["panels"].add(drawing.getroottree().getpath(group.getparent()))
    return found
