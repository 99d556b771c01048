"""What a learner is told beforehand: shape, dates, words that only providers may use, staleness."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quizbook.bank import clock, coverage
from quizbook.bank.activity import FILE
from quizbook.bank.credit import reserved
from quizbook.bank.load import load_book

from ..conftest import ROOT, run

SOUND = """\
schema: 1
title: "Bread"
audience: ["Bakers"]
gap: "Crusts are pale."
accreditation: none
faculty: none
planners: none
commercial_support: none
released: "2026-01-31"
reviewed: none
expires: "2029-01-31"
participation: "Read and answer."
minimum_performance: none
technical: "A browser."
contact: none
evidence: "Each statement names its source."
staleness: {months: 36, grace: 6, sources_checked: "2026-01-31"}
"""
PERSON = '[{name: "A", credentials: "MD", role: "author", disclosures: %s}]'


@pytest.fixture(autouse=True)
def a_day_on_which_it_holds(monkeypatch):
    """Nothing here depends on the day on which the tests run, nor on where."""
    day_of_build(monkeypatch, date(2027, 1, 1))
    monkeypatch.delenv("CI", raising=False)


def day_of_build(monkeypatch, day: date) -> None:
    seconds = (day - date(1970, 1, 1)).days * 86400 + 43200
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))


def put(course: Path, old: str = "", new: str = "") -> Path:
    assert old in SOUND
    (course / FILE).write_text(SOUND.replace(old, new, 1) if old else SOUND, encoding="utf-8")
    return course


def said(course: Path) -> list[str]:
    return [str(problem) for problem in load_book(course).problems]


def test_a_sound_file_gives_no_problem(course: Path):
    assert said(put(course)) == []
    assert load_book(course).activity.expires == date(2029, 1, 31)


def test_a_book_may_have_no_such_file(course: Path):
    assert said(course) == []


@pytest.mark.parametrize("line", SOUND.splitlines()[1:-1])
def test_no_field_may_be_left_out(course: Path, line: str):
    field = line.partition(":")[0]
    assert any(f'has no "{field}"; add it' in told for told in said(put(course, line + "\n")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("faculty: none", 'faculty: ""', 'faculty is ""; write "none"'),
        ("faculty: none", "faculty: []", "faculty has 0; give at least 1"),
        ("faculty: none", "faculty: " + PERSON % "[]", "faculty[1].disclosures has 0"),
        ("faculty: none", "faculty: " + PERSON % '"nothing"', 'disclosures is "nothing"; write'),
        ("commercial_support: none", "commercial_support: no funds", 'write "none"'),
        ("accreditation: none", "accreditation: pending", 'is "pending"; write "none"'),
        ("accreditation: none", 'accreditation: {provider: "X"}', 'has no "statement"'),
        ("minimum_performance: none", "minimum_performance: 0", "must be at least 1"),
        ('"2029-01-31"\np', '"2029-02-01"\np', "more than three years after 2026-01-31"),
        ('"2029-01-31"\np', '"2026-01-31"\np', "expires has to lie after 2026-01-31"),
        ('"2029-01-31"\np', '"2029-02-30"\np', "no day of the calendar"),
        ("reviewed: none", 'reviewed: "2025-12-31"', "reviewed lies before released"),
        ("reviewed: none", "reviewed: soon", "a date such as"),
        ('gap: "', 'gap_references: [nobody1900]\ngap: "', 'references.bib has no "nobody1900"'),
        ("Bakers", "Bakers \\u200b", "Bakers"),
    ],
)
def test_what_is_wrong_is_told(course: Path, old: str, new: str, told: str):
    problems = said(put(course, old, new))
    assert any(told in problem and problem.startswith(FILE) for problem in problems), problems


def test_a_review_moves_the_date_of_expiry_on(course: Path):
    put(
        course,
        'reviewed: none\nexpires: "2029-01-31"',
        'reviewed: "2026-12-01"\nexpires: "2029-12-01"',
    )
    assert said(course) == []


def test_a_person_with_disclosures_is_sound(course: Path):
    told = '[{company: "X", relationship: "speaker", mitigated: "peer review"}]'
    assert said(put(course, "faculty: none", "faculty: " + PERSON % told)) == []


def test_after_expiry_a_build_on_ci_fails_and_others_warn(course: Path, monkeypatch):
    put(course)
    day_of_build(monkeypatch, date(2029, 1, 31))
    monkeypatch.setenv("CI", "true")
    assert said(course) == []
    day_of_build(monkeypatch, date(2029, 2, 1))
    assert any("expired on 2029-01-31, and today is 2029-02-01" in told for told in said(course))
    monkeypatch.delenv("CI")
    book = load_book(course)
    assert book.problems == []
    assert any("expired on 2029-01-31" in str(warning) for warning in book.warnings)


def test_check_fails_on_ci_when_expired(course: Path, monkeypatch):
    put(course)
    day_of_build(monkeypatch, date(2029, 2, 1))
    monkeypatch.setenv("CI", "1")
    done = run("--book", course, "check")
    assert done.returncode == 1 and "expired on 2029-01-31" in done.stdout


def test_without_an_epoch_today_counts(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert clock.today() == date.today()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ValueError, match="write seconds since 1970"):
        clock.today()


def test_a_bad_epoch_is_told_not_raised(course: Path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert any('SOURCE_DATE_EPOCH is "yesterday"' in told for told in said(put(course)))


def test_months_end_where_a_month_is_short():
    assert clock.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert clock.months_after(date(2024, 2, 29), 36) == date(2027, 2, 28)
    assert clock.months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


RESERVED = [
    "approved for a maximum of 1.0 AMA PRA Category 1 Credit™",
    "This is an ACCME-accredited course.",
    "accredited by the ACCME",
    "CME credits available",
    "credit pending",
    "Earn 2 CME credits",
    "0.5 CPD points",
    "worth up to 3 contact hours",
    "3 ECMECs",
    "a certificate of CME",
    "Download your CME certificate",
    "It meets the EACCME criteria.",
    "in accordance with the accreditation requirements of ACCME",
    "This activity has been approved for credit",
    "credits have been applied for: credit applied for",
    "AMA PRA\nCategory 1",
]
ALLOWED = [
    "It is not an accredited activity and carries no credit.",
    "This open book is not an accredited continuing education activity and carries no CME or CPD "
    "credit. Accredited providers may adapt it; they are then responsible for designation of "
    "credit and evaluation.",
    "For credit, nothing here counts by itself.",
    "To their credit, the authors say so.",
    "An accredited provider who adapts the book is responsible for credit.",
    "a record of self-study; it is no credit",
    "estimated study time 3 hours",
    "contact us within 2 hours",
]


@pytest.mark.parametrize("words", RESERVED)
def test_a_phrase_of_providers_is_found(words: str):
    assert list(reserved(words))


@pytest.mark.parametrize("words", ALLOWED)
def test_saying_that_there_is_no_credit_is_allowed(words: str):
    assert list(reserved(words)) == []


def test_check_tells_file_and_line_of_such_a_phrase(course: Path):
    put(course)
    file = course / "chapters" / "index.md"
    lines = file.read_text(encoding="utf-8").count("\n")
    with file.open("a", encoding="utf-8") as text:
        text.write("\nEarn 2 CME credits with it.\n")
    told = [problem for problem in said(course) if "accredited providers alone" in problem]
    assert told and told[0].startswith(f"chapters/index.md:{lines + 2}: ")


def test_an_accredited_provider_may_use_them(course: Path):
    put(
        course, "accreditation: none", 'accreditation: {provider: "X", statement: "2 CME credits."}'
    )
    with (course / "chapters" / "index.md").open("a", encoding="utf-8") as text:
        text.write("\nEarn 2 CME credits with it.\n")
    assert said(course) == []


def test_an_objective_without_a_question_stops_the_build(course: Path):
    file = course / "chapters" / "dough.md"
    text = file.read_text(encoding="utf-8")
    number = text.count('id: "dough.') + text.count("id: dough.") + 1
    head = "objectives:\n"
    assert head in text
    rows = text.split(head, 1)[1].split("\n")
    last = max(n for n, row in enumerate(rows[:number]) if "dough." in row)
    rows.insert(last + 1, f'  - {{id: "dough.{number}", text: "Name an oven."}}')
    file.write_text(text.split(head, 1)[0] + head + "\n".join(rows), encoding="utf-8")
    assert said(course) == [
        f'chapters/dough.md:1: dough: no question tests the objective "dough.{number}"; write one, '
        "or delete the objective"
    ]


def test_what_is_due_is_listed_then_fails(course: Path, monkeypatch):
    put(course, '"2029-01-31"\np', '"2027-01-31"\np')
    items = load_book(course).bank.items.values()
    first = date.fromisoformat(min(item.written for item in items))
    written = date.fromisoformat(max(item.written for item in items))
    day_of_build(monkeypatch, clock.months_after(first, 36))
    assert not any("looked at again" in str(w) for w in load_book(course).warnings)
    day_of_build(monkeypatch, clock.months_after(written, 37))
    monkeypatch.setenv("CI", "true")
    book = load_book(course)
    listed = [w.subject for w in book.warnings if "looked at again" in w.message]
    assert set(listed) == {item.id for item in items}
    late = [p.file for p in book.problems if "looked up again" in p.message]
    assert late and set(late) == {"references.bib"}, "the sources were checked months before"
    assert not any("looked at again" in str(p) for p in book.problems)
    day_of_build(monkeypatch, clock.months_after(written, 43))
    assert sum("looked at again" in p.message for p in load_book(course).problems) == len(items)
    monkeypatch.delenv("CI")
    assert load_book(course).problems == []


def test_a_source_may_name_its_own_day(course: Path):
    put(course)
    file = course / "references.bib"
    text = file.read_text(encoding="utf-8")
    head, brace, rest = text.partition(",\n")
    file.write_text(f"{head}{brace}  reviewby = {{2026-12-31}},\n{rest}", encoding="utf-8")
    told = [w for w in load_book(course).warnings if "looked up again by 2026-12-31" in w.message]
    assert len(told) == 1 and told[0].line == text[: text.index("@")].count("\n") + 1
    file.write_text(f"{head}{brace}  reviewby = {{soon}},\n{rest}", encoding="utf-8")
    assert any('reviewby is "soon"' in w.message for w in load_book(course).warnings)


def test_the_blueprint_counts_every_question_once(root: Path):
    book = load_book(root)
    rows = list(coverage.rows(book))
    assert sum(len(row.items) for row in rows) == len(book.bank.items)
    for row in rows:
        for by in ("type", "level", "audience"):
            assert sum(row.count(by).values()) == len(row.items) > 0
    heads, *lines = coverage.table(book)
    assert all(len(line) == len(heads) for line in lines)
    singles = sum(int(line[heads.index("type: single")]) for line in lines)
    assert singles == sum(item.type == "single" for item in book.bank.items.values())


def test_this_book_says_that_it_is_not_accredited_and_names_nobody():
    told = load_book(ROOT).activity.data
    assert told["accreditation"] == told["faculty"] == told["planners"] == "none"
    assert told["commercial_support"] == told["reviewed"] == "none"
