"""Nothing leaves the paper: what is wider or longer than a page is broken, shrunk or told."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import page as validator
import pikepdf
import pypdfium2
import pytest

from quizbook.editions.typst import PAPERS, press
from quizbook.editions.typst.builder import DESIGN, sheet_settings
from quizbook.editions.typst.runs import PLACE, parted

from .conftest import Built, build, fold, pages_of, solid, structure
from .test_warnings import CONF

SUM = " + ".join(f"a_{{{n}}}" for n in range(30))
WORDS = "lorem ipsum dolor sit amet " * 12


def book(folder: Path, text: str, **settings) -> Built:
    conf = CONF.replace('"stranger", ', '"sphinx_design", ')
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    (folder / "index.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
    return build(folder, **settings)


def assert_on_paper(pdf: Path) -> None:
    """Every letter stands within the margins of its page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            for left, bottom, right, _ in boxes:
                assert left > 20 and bottom > 20, f"page {number}"
                assert right < page.get_width() - 45, f"page {number}"


TOLD = f"""\
$$
{SUM}
$$

$$
\\sqrt{{{SUM}}}
$$

$$
x = \\frac{{{SUM}}}{{2}} + {SUM}
$$

Inline $\\sqrt{{{SUM} + {SUM}}}$ words, and ${SUM} =$ too.

| A | B |
|---|---|
| 1 | $\\sqrt{{{SUM} + {SUM}}}$ |

|{"A|" * 24}
|{"-|" * 24}
|{"1234567.5|" * 24}
"""


def test_what_can_neither_be_broken_nor_shrunk_is_told_with_its_line(tmp_path):
    """The sum is broken; five others are told, each where it stands."""
    said = book(tmp_path, TOLD).warnings
    lines = [n for n in range(1, 40) if f"index.md:{n}: WARNING" in said]
    assert lines == [7, 11, 15, 17, 19, 21], said
    assert said.count("this formula is wider than its column") == 4
    assert said.count("this table is wider than the paper") == 2
    assert "its 24 columns need" in said and "show fewer columns, or write it in two" in said


LONG = "x" * 300
RUNS = f"""\
A {LONG} word, `{LONG}` and <https://example.org/{LONG}>.

```
{LONG}
{chr(10).join(f"line{n} " + WORDS for n in range(24))} LISTEND
```

````{{card}}
{chr(10).join(f"{WORDS}{chr(10)}" for n in range(25))} CARDEND
````

```{{list-table}}
* - {WORDS}

    {f"{chr(10)}    ".join(f"- {WORDS}" for n in range(30))} CELLEND
  - b
```

```{{note}}
{chr(10).join(f"{WORDS}{chr(10)}" for n in range(25))} NOTEEND
```

| LONG_NAME_OF_ONE | LONG_NAME_OF_TWO | LONG_NAME_OF_THREE | LONG_NAME_OF_FOUR | LONG_NAME_OF_FIVE |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 |

| A | B | C | D | E | F | G |
|---|---|---|---|---|---|---|
|{"123456789.123456|" * 7}

| A | B |
|---|---|
| {WORDS} | {"X" * 36} |
"""


@pytest.mark.parametrize("paper", ["a4", "booklet"])
def test_what_is_long_runs_on_and_no_letter_is_lost(tmp_path, paper):
    built = book(tmp_path, RUNS, quizbook_paper=paper)
    assert built.warnings == ""
    pdf = tmp_path / "_build" / "typst" / "book.pdf"
    assert_on_paper(pdf)
    printed = solid(" ".join(pages_of(pdf)))
    assert printed.count("x" * 300) == 4
    for end in ("LISTEND", "CARDEND", "CELLEND", "NOTEEND", "LONG_NAME_OF_THREE"):
        assert end in printed, end


@pytest.mark.parametrize("paper", PAPERS)
def test_a_question_longer_than_a_page_runs_on(tmp_path, paper):
    shutil.copytree(DESIGN, tmp_path / "design")
    (tmp_path / "settings.typ").write_text(sheet_settings(paper))
    (tmp_path / "book.typ").write_text(
        '#import "/design/design.typ": *\n#show: book.with(title: "T")\n= H\n'
        f'#question(level: 2, head: "1", {{ par("{WORDS}"); [{WORDS * 60}]; [QUESTIONEND] }})\n'
    )
    pdf = press.set_type(tmp_path, "book.typ").pdf
    (tmp_path / "book.pdf").write_bytes(pdf)
    assert_on_paper(tmp_path / "book.pdf")
    assert "QUESTIONEND" in solid(" ".join(pages_of(tmp_path / "book.pdf")))


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("https://example.org/a-path/and-more/of/it/with/places/of/its/own", 0),
        ("日本語" * 40, 0),
        ("x" * 40, 0),
        ("x" * 41, 40),
        ("e\N{COMBINING ACUTE ACCENT}" * 30, 29),
        ("a=1&b=2&" * 8, 31),
    ],
)
def test_only_a_run_longer_than_a_line_gets_places_to_break(words, places):
    assert parted(words).replace(PLACE, "") == words
    assert parted(words).count(PLACE) == places


FEW_WORDS = "what it is good for, in a few words"
PAIR = f"| A | B |\n|---|---|\n| few | {WORDS * 3} |"


def test_a_column_with_much_to_say_is_wider_than_those_that_say_little(tmp_path):
    """Of columns that all need more than a line, the fullest gets the most; two alone stay."""
    row = f"| {FEW_WORDS} | {FEW_WORDS} | {FEW_WORDS} | {WORDS} |"
    built = book(tmp_path, f"| A | B | C | D |\n|---|---|---|---|\n{row}\n\n{PAIR}")
    (shares,) = re.findall(r"columns: \((.+?fr)\)", built.code)
    few, *others, much = [float(share.rstrip("fr")) for share in shares.split(", ")]
    assert others == [few, few]
    assert much > 1.5 * few
    assert "columns: 2" in built.code


MM = 72 / 25.4
ROWS = "\n".join(f"| ROW{n}BEGINS | {WORDS} | {WORDS} | {WORDS} ROW{n}ENDS |" for n in range(24))


def test_a_table_of_several_pages_takes_the_outer_margin_of_each(tmp_path):
    """Left pages hold it on their left, right pages on their right; rows and tags stay whole."""
    built = book(tmp_path, f"| A | B | C | D |\n|---|---|---|---|\n{ROWS}")
    pdf = tmp_path / "_build" / "typst" / "book.pdf"
    assert built.warnings == ""
    pages = dict(enumerate(pages_of(pdf), 1))
    held = [number for number, words in pages.items() if "BEGINS" in words]
    assert len(held) > 2
    with pypdfium2.PdfDocument(pdf) as document:
        for number in held:
            page = document[number - 1]
            text, high = page.get_textpage(), page.get_height()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            boxes = [box for box in boxes if box[1] > 17 * MM and box[3] < high - 18 * MM]
            left = min(box[0] for box in boxes) / MM
            right = (page.get_width() - max(box[2] for box in boxes)) / MM
            inside, outside = (left, right) if number % 2 else (right, left)
            assert inside > 20 and 17 < outside < 30, f"page {number}"
    for n in range(24):
        assert len([w for w in pages.values() if f"ROW{n}BEGINS" in w]) == 1
        assert any({f"ROW{n}BEGINS", f"ROW{n}ENDS"} <= set(w.split()) for w in pages.values()), n
    report = validator.validate_pdf(str(pdf), profile=validator.ValidationProfile.PDF_UA_1)
    assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    with pikepdf.open(pdf) as opened:
        kinds = Counter(str(part.get("/S")) for part in structure(opened))
    assert (kinds["/TR"], kinds["/TH"], kinds["/TD"]) == (25, 4 + 24, 72)


def test_what_heads_something_stands_on_its_page(tmp_path):
    """So do strong words alone, a paragraph with a colon, a short one of a heading and a table."""
    parts = (
        f"## SECTION{n}\n\nLEAD{n}.\n\n| TABLE{n} |\n|---|\n| 1 |\n\n"
        f"{'lorem ' * (n % 7 * 9 + 5)}\n\n**STRONG{n}**\n\n- LIST{n}\n\n"
        f"Ipsum.\n\n{'dolor ' * (n % 5 * 8 + 5)} COLON{n}:\n\n```\nNEXT{n}\n\n.\n```\n"
        for n in range(60)
    )
    book(tmp_path, "\n".join(parts))
    pages = [solid(page) for page in pages_of(tmp_path / "_build" / "typst" / "book.pdf")]
    for n in range(60):
        for head, told in (
            (f"LEAD{n}.", f"TABLE{n}1"),
            (f"STRONG{n}•", f"LIST{n}"),
            (f"COLON{n}:", f"NEXT{n}"),
        ):
            assert any(head in page and told in page for page in pages), (head, told)


FOOTS = [
    "Draft, not reviewed by a clinician. 29 November 2026",
    "Entwurf, 12 von 24 Kapiteln freigegeben (eine Neurologin). 29. November 2026",
]


@pytest.mark.parametrize("standing", FOOTS, ids=["en", "de"])
@pytest.mark.parametrize("paper", PAPERS)
def test_status_and_date_stand_at_the_foot_of_every_page_that_has_words(tmp_path, paper, standing):
    shutil.copytree(DESIGN, tmp_path / "design")
    (tmp_path / "settings.typ").write_text(sheet_settings(paper))
    chapter = "#chapter([A chapter])\n#heading(level: 2)[A section]\n"
    text = [chapter, "#lorem(1800)", chapter, "A line.", chapter, "#wide-pages(lorem(900))"]
    (tmp_path / "book.typ").write_text(
        '#import "/design/design.typ": *\n#show: book.with(title: "A book", author: "B", rows:'
        f' (("Licence", "None.", ""),), standing: "{standing}")\n' + "\n\n".join(text)
    )
    pdf = press.set_type(tmp_path, "book.typ").pdf
    white = 0
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in list(enumerate(document, 1))[1:]:
            text = page.get_textpage()
            if not text.count_chars():
                white += 1
                continue
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            foot = min(box[1] for box in boxes)
            line = sorted(box for box in boxes if box[1] < foot + 4)
            words = [fold(text.get_text_bounded(*box)) for box in line]
            assert standing in words, f"page {number}"
            assert set(words) <= {standing, str(number)}, f"page {number}"
            assert all(left[2] + 8 < right[0] for left, right in pairwise(line)), f"page {number}"
            assert line[-1][2] < page.get_width() - 45 and line[0][0] > 45, f"page {number}"
            above = [box for box in boxes if box not in line]
            assert min(box[1] for box in above) > max(box[3] for box in line) + 4, f"page {number}"
    assert white


@pytest.mark.parametrize("paper", PAPERS)
def test_the_title_page_holds_its_drawing_on_every_sheet(tmp_path, paper):
    shutil.copytree(DESIGN, tmp_path / "design")
    (tmp_path / "settings.typ").write_text(sheet_settings(paper))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4H0z"/></svg>'
    )
    (tmp_path / "cover.svg").write_text(drawing)
    (tmp_path / "book.typ").write_text(
        '#import "/design/design.typ": *\n#show: book.with(title: "What causes muscle spasms?",'
        ' author: "A, B and C", rights: "2026", standing: "STANDING",'
        ' cover: (path: "cover.svg", alt: "A square"))\n= H\n'
    )
    pdf = press.set_type(tmp_path, "book.typ").pdf
    assert "STANDING © 2026 A, B and C" in pages_of(pdf)[0]
