"""What the book promises of its chapters and questions, checked one by one.

Rules with `CHAPTERS` hold for any chapter that states objectives. Those with `HOUSE`, `KEYED` or
`WHOLE` are this book's own: they hold for the chapters that chapters/house.yml lists.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizbook.bank.chapters import cells
from quizbook.bank.load import load_book
from quizbook.bank.source import read_yaml

ROOT = Path(__file__).parents[1]
BOOK = load_book(ROOT)
LISTED = read_yaml((ROOT / "chapters/house.yml").read_text("utf-8"), "chapters/house.yml")


def named(chapter) -> str:
    return chapter.name


def listed(*kinds: str) -> list:
    """Chapters that the house rules name, in the order of the book."""
    names = {name for kind in kinds for name in LISTED[kind]}
    return [chapter for chapter in BOOK.chapters.values() if chapter.name in names]


CHAPTERS = [c for c in BOOK.chapters.values() if c.objectives]
HOUSE = listed("chapters", "practice", "models")
KEYED = [c for c in HOUSE if c.name != "self-test"]
WHOLE = listed("chapters")
PRACTICE = {*LISTED["practice"]}
ITEMS = list(BOOK.bank.items.values())
OWN = [item for item in ITEMS if item.chapter in {chapter.name for chapter in HOUSE}]
GRADES = {"shown", "likely", "plausible", "contested", "unsupported"}


def text_of(chapter) -> str:
    """The chapter's words: no front matter, no code."""
    text = (ROOT / chapter.file).read_text(encoding="utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    return re.sub(r"^(`{3,})\{code-cell\}.*?^\1$", "", text, flags=re.S | re.M)


def test_the_sources_have_no_problem():
    assert [str(problem) for problem in BOOK.problems] == []


def test_the_house_rules_name_chapters_that_there_are():
    """Whoever takes a chapter out of the book takes it out of chapters/house.yml too."""
    assert {name for names in LISTED.values() for name in names} - BOOK.chapters.keys() == set()


@pytest.mark.parametrize("item", OWN, ids=lambda item: item.id)
def test_an_item_is_asked_exactly_once(item):
    uses = [use.item for chapter in BOOK.chapters.values() for use in chapter.uses]
    assert [i for use in uses for i in BOOK.bank.asked_by(use)].count(item.id) == 1


@pytest.mark.parametrize("chapter", HOUSE, ids=named)
def test_every_objective_has_three_items_two_of_them_scored(chapter):
    for objective in chapter.objectives:
        asked = [item for item in ITEMS if item.objective == objective]
        assert len(asked) >= 3, objective
        assert sum(not item.prediction for item in asked) >= 2, objective


@pytest.mark.parametrize("chapter", HOUSE, ids=named)
def test_learners_and_clinicians_find_an_item_for_every_objective(chapter):
    if chapter.name == "self-test":
        return  # its pairs are taken by every reader alike
    for objective in chapter.objectives:
        readers = {item.audience for item in ITEMS if item.objective == objective}
        assert readers == {"learner", "clinician"}, objective


@pytest.mark.parametrize("chapter", WHOLE, ids=named)
def test_a_chapter_has_at_least_ten_items_of_several_types(chapter):
    own = [item for item in ITEMS if item.chapter == chapter.name]
    assert len(own) >= 10 and len({item.type for item in own}) >= 2


def test_all_five_types_occur_in_the_chapter_on_neural_control():
    own = {item.type for item in ITEMS if item.chapter == "neural-control"}
    assert own == {"single", "multiple", "numeric", "match", "order"}


def headings(chapter) -> list[str]:
    return re.findall(r"^## (.+)$", text_of(chapter), re.M)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named)
def test_a_chapter_has_one_title(chapter):
    assert text_of(chapter).count("\n# ") + text_of(chapter).startswith("# ") == 1


@pytest.mark.parametrize("chapter", HOUSE, ids=named)
def test_a_chapter_states_its_objectives_under_a_heading(chapter):
    assert "Objectives" in headings(chapter)


@pytest.mark.parametrize("chapter", WHOLE, ids=named)
def test_a_chapter_has_the_parts_that_readers_expect(chapter):
    for wanted in ("Red flags", "Key points"):
        assert wanted in headings(chapter)
    assert any("source article" in heading for heading in headings(chapter))


def test_the_cases_end_in_red_flags_and_key_points_each_case_in_its_trap_with_sources():
    chapter = BOOK.chapters["cases"]
    assert headings(chapter)[-2:] == ["Red flags", "Key points"]
    text = (ROOT / chapter.file).read_text(encoding="utf-8")
    for use in chapter.uses:
        after = text.split(f'quiz("{use.item}")')[1].split("\n#")[0]
        trap = re.search(r"^:::\{dropdown\} The trap\n(.*?)^:::$", after, re.S | re.M)
        assert trap and "{cite}" in trap[1], use.item


@pytest.mark.parametrize("chapter", WHOLE, ids=named)
def test_the_two_registers_stay_in_step_across_the_book(chapter):
    text = text_of(chapter)
    assert ":sync-group: register\n\n" in text
    assert ":sync: plain" in text and ":sync: clinical" in text


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named)
def test_what_a_curtain_announces_stands_behind_it_too(chapter):
    """On paper all that it hides moves overleaf: a colon would be left there with nothing after."""
    lines = (ROOT / chapter.file).read_text(encoding="utf-8").splitlines()
    hidden = [[x for x in lines[c.first : c.last - 1] if x.strip()] for c in chapter.curtains]
    assert [words[-1] for words in hidden if re.search(r"[^:]:\s*$", words[-1])] == []


@pytest.mark.parametrize("chapter", KEYED, ids=named)
def test_a_chapter_has_as_many_key_points_as_objectives_or_more(chapter):
    points = text_of(chapter).split("## Key points")[1]
    assert len(re.findall(r"^- ", points, re.M)) >= len(chapter.objectives)


def bold_terms(chapter) -> set[str]:
    text = re.sub(r"^\|.*\|$", "", text_of(chapter), flags=re.M)
    return {term.lower() for term in re.findall(r"(?<!\*)\*\*([^*\n]+)\*\*(?!\*)", text)}


def glossary() -> set[str]:
    text = (ROOT / "chapters" / "glossary.md").read_text(encoding="utf-8")
    body = re.search(r"```+\{glossary\}\n(.*?)\n```", text, re.S)[1]
    return {row.strip().lower() for row in body.splitlines() if re.match(r"\S", row)}


def stem(term: str) -> str:
    return re.sub(r"s$", "", term)


@pytest.mark.parametrize("chapter", HOUSE, ids=named)
def test_every_bold_term_is_in_the_glossary(chapter):
    known = {stem(term) for term in glossary()}
    assert {term for term in bold_terms(chapter) if stem(term) not in known} == set()


def test_the_glossary_holds_only_bold_terms():
    bold = {stem(term) for chapter in CHAPTERS for term in bold_terms(chapter)}
    assert {term for term in glossary() if stem(term) not in bold} == set()


def test_every_work_of_the_bibliography_is_cited():
    cited = {key for item in ITEMS for key in item.cited()} | BOOK.safety.cited()
    for chapter in BOOK.chapters.values():
        text = (ROOT / chapter.file).read_text(encoding="utf-8")
        for keys in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", text):
            cited |= {key.strip() for key in keys.split(",")}
    assert BOOK.references - cited == set()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named)
def test_every_figure_has_alt_text_and_a_caption_with_its_source(chapter):
    text = (ROOT / chapter.file).read_text(encoding="utf-8")
    drawn = re.findall(r"^```\{figure\}.*?^```$", text, re.S | re.M)
    for figure in drawn:
        assert re.search(r"^:alt: \S", figure, re.M) and re.search(r"^:name: \S", figure, re.M)
    found = re.findall(r"^```\{code-cell\}.*?^```$", text, re.S | re.M)
    charts = [cell for cell in found if re.search(r"^(figure|explore)\(", cell, re.M)]
    for chart in charts:
        assert "caption: |" in chart and "{cite}" in chart.split("caption: |")[1].split("---")[0]


@pytest.mark.parametrize("chapter", HOUSE, ids=named)
def test_a_chapter_that_teaches_has_a_chart(chapter):
    source = (ROOT / chapter.file).read_text(encoding="utf-8")
    assert re.search(r"^(figure|explore)\(", source, re.M) or chapter.name in PRACTICE


USED = [(file, chapter.name) for chapter in BOOK.chapters.values() for file in chapter.data]
DATA = sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "chapters/data").glob("*"))


MADE = [file for file in DATA if Path(file).name.startswith("models-")]
"""What the models and their cross-check write; the sources stand in the rows."""


@pytest.mark.parametrize("file", MADE)
def test_what_the_models_write_is_read_or_offered_by_a_chapter(file):
    name = f"data/{Path(file).name}"
    holders = {
        chapter.name
        for chapter in BOOK.chapters.values()
        if re.search(rf'["<]{name}[">]', (ROOT / chapter.file).read_text(encoding="utf-8"))
    }
    assert holders
    assert holders >= {used for data, used in USED if data == file}


@pytest.mark.parametrize("file", sorted({*DATA} - {*MADE}))
def test_a_table_of_data_names_a_work_of_the_bibliography_and_the_chapter_that_reads_it(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    head = " ".join(line for line in lines if line.startswith("#"))
    assert set(re.findall(r"\w+", head)) & BOOK.references
    readers = [name for used, name in USED if used == file]
    assert readers
    for name in readers:
        text = (ROOT / BOOK.chapters[name].file).read_text(encoding="utf-8")
        assert f'"data/{Path(file).name}"' in text


@pytest.mark.parametrize("chapter", BOOK.chapters.values(), ids=lambda chapter: chapter.name)
def test_every_file_that_a_cell_reads_is_named_as_data(chapter):
    source = "\n".join(cell.source for cell in cells((ROOT / chapter.file).read_text("utf-8")))
    read = re.findall(r'"(?:data/)?([\w-]+\.(?:csv|bib|yml|json))"', source)
    assert {*read} == {Path(file).name for file in chapter.data}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=named)
def test_chapters_claim_no_review_that_did_not_happen(chapter):
    """Who approved it has a review in quizzes/reviews, where `review --take` puts it."""
    by = chapter.review.get("by")
    assert (chapter.review["status"] == "approved") == (by is not None)
    assert by is None or by in {review.name for review in BOOK.reviews[chapter.name]}


FORBIDDEN = [
    "category 1 credit",
    "accme accredited",
    "credit pending",
    "cme credits available",
    "approved for credit",
    "certificate of cme",
]


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_nothing_reads_like_an_offer_of_credit(phrase):
    files = [
        *(ROOT / "chapters").glob("*.md"),
        *(ROOT / "quizzes").glob("*.yml"),
        ROOT / "README.md",
    ]
    assert [f.name for f in files if phrase in f.read_text(encoding="utf-8").lower()] == []


def test_the_check_hears_every_sign_by_each_of_its_words():
    told = "{}: call an ambulance at once."
    signs = BOOK.safety.signs.values()
    unheard = [w for sign in signs for w in sign.words if not BOOK.safety.stated(told.format(w))]
    assert unheard == []


def test_one_page_shows_every_sign_and_list():
    page = (ROOT / "chapters" / "safety.md").read_text(encoding="utf-8")
    asked = " ".join(re.findall(r"^```\{safety\} (.+)$", page, re.M)).split()
    signs, lists = BOOK.safety.find(asked)
    assert [*signs, *lists] == [*BOOK.safety.signs.values(), *BOOK.safety.lists.values()]


READ = r"\b(interpret|read|predict)\b"


@pytest.mark.parametrize("chapter", HOUSE, ids=named)
def test_an_objective_to_interpret_read_or_predict_has_an_item_that_shows_something(chapter):
    asked = {i.objective for i in ITEMS if i.uses()}
    wanted = {o for o, text in chapter.objectives.items() if re.search(READ, text, re.I)}
    assert wanted - asked == set()


def test_at_least_25_items_show_something_and_at_least_8_chapters_do():
    shown = [item for item in ITEMS if item.uses()]
    assert len(shown) >= 25 and len({item.chapter for item in shown}) >= 8


def test_the_chapter_on_recordings_has_14_items_sliders_on_three_figures_and_sounds():
    chapter = BOOK.chapters["signals"]
    assert len([item for item in ITEMS if item.chapter == "signals"]) >= 14
    text = (ROOT / chapter.file).read_text(encoding="utf-8")
    assert len(re.findall(r"^explore\(", text, re.M)) >= 3
    assert len(re.search(r"^```\{listen\} (.+)$", text, re.M)[1].split()) >= 4


def test_every_synthetic_figure_of_that_chapter_says_so():
    text = (ROOT / BOOK.chapters["signals"].file).read_text(encoding="utf-8")
    drawn = [
        c for c in re.findall(r"^```\{code-cell\}.*?^```$", text, re.S | re.M) if "explore(" in c
    ]
    for cell in drawn:
        if "caption: |" in cell:
            assert (
                "Synthetic, made from published numbers"
                in cell.split("caption: |")[1].split("---")[0]
            )
