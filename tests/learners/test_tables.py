"""Tables of learning systems: Moodle's responses, SCORM interactions, one answer a row."""

from __future__ import annotations

import csv
import io

import pytest

from quizbook.bank.text import plain
from quizbook.learners import answers, tables
from quizbook.learners.files import FileError

STEMS = "What browns a crust?", "The loaf is still pale. Which causes fit?"


def table(*rows: list[str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def scores(found: tables.Table) -> list[dict[str, float]]:
    return [{answer.item: answer.score for answer in given} for given in found.people]


MOODLE = (
    [
        "Last name",
        "First name",
        "Email address",
        "Status",
        "Started",
        "Grade/2.00",
        "Question 1",
        "Response 1",
        "Right answer 1",
        "Question 2",
        "Response 2",
        "Right answer 2",
    ],
    [
        "Muster",
        "Ann",
        "ann@example.org",
        "Finished",
        "1 May",
        "2.00",
        STEMS[0],
        "Dry heat",
        "Dry heat",
        STEMS[1],
        "Too cool an oven; Too much steam",
        "x",
    ],
    [
        "Muster",
        "Bo",
        "bo@example.org",
        "Finished",
        "1 May",
        "0.50",
        STEMS[0],
        "Fine salt",
        "Dry heat",
        STEMS[1],
        "Too much steam",
        "x",
    ],
    [
        "Muster",
        "Bo",
        "bo@example.org",
        "Finished",
        "2 May",
        "2.00",
        STEMS[0],
        "Dry heat",
        "Dry heat",
        STEMS[1],
        "Too much steam; Too cool an oven",
        "x",
    ],
    [
        "Muster",
        "Cy",
        "cy@example.org",
        "In progress",
        "1 May",
        "-",
        STEMS[0],
        "Dry heat",
        "Dry heat",
        STEMS[1],
        "-",
        "x",
    ],
    [
        "Muster",
        "Di",
        "di@example.org",
        "Finished",
        "1 May",
        "1.00",
        STEMS[0],
        "Dry heat",
        "Dry heat",
        STEMS[1],
        "-",
        "x",
    ],
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_responses_of_a_moodle_quiz(bread, encoding: str, delimiter: str):
    found = tables.read(table(*MOODLE, encoding=encoding, delimiter=delimiter), bread)
    assert scores(found) == [
        {"crust-brown": 1, "crust-pale": 1},
        {"crust-brown": 0, "crust-pale": 0.5},
        {"crust-brown": 1},
    ]
    assert found.items == ("crust-brown", "crust-pale")
    assert (found.later, found.unfinished, found.unreadable) == (1, 1, 0)


def test_without_the_questions_the_answers_tell_them(bread):
    rows = [["Email address", "Response 1", "Response 2"]]
    rows += [["a@x", "Hot steam", "Too much salt"], ["b@x", "Fine salt", "Too much steam"]]
    found = tables.read(table(*rows), bread)
    assert found.items == ("crust-brown", "crust-pale")
    assert scores(found)[0] == {"crust-brown": 0, "crust-pale": 0}


def test_answers_that_fit_two_questions_fit_none(bread):
    rows = [["Email address", "Response 1"], ["a@x", "Dry heat"], ["b@x", "Wet heat"]]
    with pytest.raises(FileError, match="no answer to a question of this book"):
        tables.read(table(*rows), bread)


def test_the_interactions_of_a_scorm_package(bread):
    rows = [
        [
            "Name",
            "Attempt",
            "Question 0",
            "Response 0",
            "Right answer 0",
            "Result 0",
            "Question 1",
            "Response 1",
            "Right answer 1",
            "Result 1",
        ],
        ["Ann", "1", "crust-brown", "a", "a", "correct", "crust-pale", "a,b", "a,b", "correct"],
        ["Bo", "1", "crust-brown", "c", "a", "wrong", "crust-pale", "{a,c}", "a,b", "wrong"],
        ["Cy", "1", "crust-brown", "?", "a", "correct", "crust-pale", "", "a,b", ""],
    ]
    found = tables.read(table(*rows), bread)
    assert scores(found) == [
        {"crust-brown": 1, "crust-pale": 1},
        {"crust-brown": 0, "crust-pale": 0},
        {"crust-brown": 1},
    ]


def test_the_interactions_of_this_books_own_packages(bread):
    """Letters are places; each try is reported, and the first counts; so does its wording."""
    order, match = bread.items["dough-steps"], bread.items["dough-parts"]
    places = [[step.id for step in order.shown].index(step.id) for step in order.steps]
    sides = [[id_ for id_, _ in match.offered].index(pair.id) for pair in match.pairs]
    letters = ",".join("abcdef"[place] for place in places)
    pairs = ",".join(f"{n}.{'abcdef'[place]}" for n, place in enumerate(sides, 1))
    heads = [f"{part} {n}" for n in range(6) for part in ("Question", "Response", "Result")]
    cells = ["dough-steps-v1", letters, "correct", "dough-parts-v1", pairs, "correct"]
    cells += ["crust-pale-v1", "a", "0.5", "crust-pale-v1", "a,b", "correct"]
    cells += ["dough-signs-v1", "a", "correct", "dough-water-v1", "325", "correct"]
    found = tables.read(table(["Username", *heads], ["ann", *cells]), bread)
    expected = {"dough-steps": 1, "dough-parts": 1, "crust-pale": 0.5, "dough-water": 1}
    assert scores(found) == [expected]
    assert (found.later, found.unknown) == (1, 1), "a second try; an earlier wording"


def test_raw_cmi_elements(bread):
    rows = [
        [
            "learner id",
            "cmi.interactions_0.id",
            "cmi.interactions_0.student_response",
            "cmi.interactions.1.id",
            "cmi.interactions.1.learner_response",
        ],
        ["1", "crust-brown", "b", "dough-steps", ",".join(bread.items["dough-steps"].key["right"])],
    ]
    assert scores(tables.read(table(*rows), bread)) == [{"crust-brown": 0, "dough-steps": 1}]


def test_one_answer_a_row(bread):
    rows = [["user", "item", "answer"], ["1", "crust-brown", "a"], ["2", "crust-brown", "b"]]
    rows += [["1", "dough-gas", "a"], ["1", "crust-brown", "b"], ["1", "gone", "a"]]
    found = tables.read(table(*rows), bread)
    assert scores(found)[1] == {"crust-brown": 0} and scores(found)[0]["crust-brown"] == 1
    assert (found.later, found.unknown) == (1, 1)
    with pytest.raises(FileError, match="tells people apart"):
        tables.read(table(["item", "answer"], ["crust-brown", "a"]), bread)


def test_questions_drawn_at_random_make_no_form(bread):
    rows = [["Email address", "Question 1", "Response 1"]]
    rows += [["a@x", STEMS[0], "Dry heat"], ["b@x", STEMS[1], "Too much salt"]]
    found = tables.read(table(*rows), bread)
    assert found.items == () and scores(found) == [{"crust-brown": 1}, {"crust-pale": 0}]


def test_matching_and_order_in_words(bread):
    match, order = bread.items["dough-parts"], bread.items["dough-steps"]
    said = "; ".join(f"{plain(p.left)} -> {plain(p.right)}" for p in reversed(match.pairs))
    assert answers.read(match, said) == [pair.id for pair in match.pairs]
    wrong = "; ".join(f"{plain(p.left)} -> {plain(match.pairs[0].right)}" for p in match.pairs)
    assert answers.read(match, wrong) == [match.pairs[0].id] * len(match.pairs)
    steps = list(enumerate(order.steps, 1))
    said = "; ".join(f"{plain(step.text)} → {n}" for n, step in reversed(steps))
    assert answers.read(order, said) == [step.id for step in order.steps]
    assert answers.read(order, said.replace("→ 1", "→ 2")) is None


def test_every_key_of_this_book_is_read_back_in_words_and_in_ids(bank):
    for item in bank.items.values():
        if item.type in ("single", "multiple"):
            keys = [o for o in item.options if o.correct]
            words = "; ".join(plain(option.text) for option in keys)
            assert sorted(answers.read(item, words) or []) == sorted(item.key["right"]), item.id
        if item.type != "numeric":
            ids = ",".join(item.key["right"])
            if item.type == "match":
                ids = ",".join(f"{id_}.{id_}" for id_ in item.key["right"])
            assert answers.read(item, ids) == item.key["right"], item.id
