"""Every statement of the source article is on trial, and every row of the record can be followed.

BULLETS copies the article's headline, its points and its closing advice as (section, first words),
each with the id of the row that judges it, so that the test needs nothing but the repository.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from quizbook.bank.load import load_book

ROOT = Path(__file__).parents[1]
BOOK = load_book(ROOT)
VERDICTS = {"supported", "refined", "contested", "wrong or unsupported", "omission"}
GRADES = {"shown", "likely", "plausible", "contested", "unsupported"}
LAYOUT = {"one-heading", "back-spasm", "guidelines"}
"""Statements that the article makes by its layout and its list of references."""

BULLETS = [
    ("Causes of Muscle Spasms", "Muscle spasms are primarily caused by", "headline"),
    ("Neuromuscular Factors", "Altered neural control", "spindle-tendon-organ"),
    ("Neuromuscular Factors", "Muscle fatigue", "fatigue"),
    ("Neuromuscular Factors", "Abnormal alpha motor neuron activity", "motor-neuron"),
    ("Physiological and Metabolic Factors", "Electrolyte imbalances", "electrolytes"),
    ("Physiological and Metabolic Factors", "Dehydration", "dehydration"),
    ("Physiological and Metabolic Factors", "Failure of calcium homeostasis", "calcium"),
    ("Acute Musculoskeletal Spasms", "Muscle overload and fatigue", "overload"),
    ("Acute Musculoskeletal Spasms", "Inadequate warm-up", "warm-up"),
    ("Acute Musculoskeletal Spasms", "Medications", "medicines"),
    ("Acute Musculoskeletal Spasms", "Cyclobenzaprine is indicated", "cyclobenzaprine"),
    ("Vascular and Coronary Spasms", "Dysfunctional endothelium", "endothelium"),
    ("Vascular and Coronary Spasms", "Autonomic nervous system imbalance", "autonomic"),
    ("Vascular and Coronary Spasms", "Imbalance between vasodilator factors", "balance"),
    ("Vascular and Coronary Spasms", "Triggers", "triggers"),
    ("Gastrointestinal Smooth Muscle Spasms", "Irritable bowel syndrome", "ibs"),
    ("Gastrointestinal Smooth Muscle Spasms", "Antimuscarinic agents", "antimuscarinics"),
    ("Risk Factors and Associated Conditions", "Neurological disorders", "neurological"),
    ("Risk Factors and Associated Conditions", "Vascular conditions", "vascular"),
    ("Risk Factors and Associated Conditions", "Autoimmune disorders", "stiff-person"),
    ("Risk Factors and Associated Conditions", "Inflammatory conditions", "myopathies"),
    ("Risk Factors and Associated Conditions", "Age", "age"),
    ("Risk Factors and Associated Conditions", "Liver disease", "liver"),
    ("Risk Factors and Associated Conditions", "Kidney disease", "kidney"),
    ("Diagnostic Considerations", "Focal neurologic symptoms", "focal-signs"),
    ("Diagnostic Considerations", "MRI is most sensitive", "mri"),
    ("Diagnostic Considerations", "Ultrasound can evaluate", "ultrasound"),
    ("Diagnostic Considerations", "Electrolyte testing", "electrolyte-tests"),
    ("Common Pitfalls", "Overemphasis on dehydration", "pitfall-dehydration"),
    ("Common Pitfalls", "Focusing only on electrolyte", "pitfall-electrolytes"),
    ("Common Pitfalls", "Ignoring neuromuscular factors", "pitfall-neuromuscular"),
    ("Common Pitfalls", "Treating all muscle spasms", "pitfall-one-word"),
    ("Common Pitfalls", "Missing underlying pathology", "pitfall-missed-disease"),
    ("Common Pitfalls", "Understanding the multifactorial", "closing"),
]


def record() -> list[dict[str, str]]:
    lines = (ROOT / "chapters/data/article-on-trial.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = {row["id"]: row for row in record()}
PROSE = (ROOT / "chapters/article-on-trial.md").read_text(encoding="utf-8")
each_row = pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))


def test_every_id_of_the_record_stands_once():
    assert len(record()) == len(ROWS)


@pytest.mark.parametrize(("section", "words", "name"), BULLETS, ids=[b[2] for b in BULLETS])
def test_every_point_of_the_article_has_a_row(section, words, name):
    assert ROWS[name]["verdict"] in VERDICTS - {"omission"}


def test_every_row_is_a_point_a_trait_of_the_layout_or_an_omission():
    judged = {name for name, row in ROWS.items() if row["verdict"] != "omission"}
    assert judged == {name for _, _, name in BULLETS} | LAYOUT


@each_row
def test_a_row_has_an_allowed_verdict_and_grade(row):
    assert row["verdict"] in VERDICTS and row["grade"] in GRADES


@each_row
def test_an_omission_is_named_as_one(row):
    silent = row["says"].startswith("*Nothing on*")
    assert silent == (row["verdict"] == "omission") == row["id"].startswith("omits-")


@each_row
def test_a_row_leads_to_a_chapter_and_a_place_in_it(row):
    stem, _, label = row["chapter"].partition("#")
    assert stem in BOOK.chapters
    text = (ROOT / "chapters" / f"{stem}.md").read_text(encoding="utf-8")
    assert not label or re.search(rf"^\s*:?name: {re.escape(label)}$", text, re.M)


@each_row
def test_a_row_cites_works_of_the_bibliography(row):
    keys = row["references"].split()
    assert keys and set(keys) <= BOOK.references


@each_row
def test_a_row_is_short_enough_for_a_cell(row):
    assert len(row["says"].split()) <= 22 and len(row["evidence"].split()) <= 36


def test_the_counts_that_the_chapter_prints_are_those_of_the_record():
    verdicts = [row["verdict"] for row in ROWS.values()]
    said = len(verdicts) - verdicts.count("omission")
    assert f"make {len(BULLETS)} statements; three more" in PROSE and len(LAYOUT) == 3
    assert f"{verdicts.count('omission')} rows would be a book" in PROSE
    few, more, open_, wrong = (
        verdicts.count(verdict)
        for verdict in ("supported", "refined", "contested", "wrong or unsupported")
    )
    told = (
        f"{few} are supported, {more} refined, {open_} contested and {wrong} wrong or unsupported"
    )
    assert f"Of {said} statements {told}; {verdicts.count('omission')} things are missing" in PROSE
