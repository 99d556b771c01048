"""What is drawn: by blueprint and seed, without enemies, in forms that differ in order alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from quizbook.bank.model import Choice, Order
from quizbook.bank.problems import BankError
from quizbook.bank.text import plain
from quizbook.exams import blueprint
from quizbook.exams.drawing import draw, has_order, ordered, pool
from quizbook.exams.enmity import enemies

SEEDS = range(25)


def test_every_row_is_filled_and_no_two_are_enemies(book, plan: Path):
    read = blueprint.read(plan, book)
    foes = enemies(pool(book, "open"))
    drawn = set()
    for seed in SEEDS:
        form = draw(book, read, seed).forms[0]
        items = [question.item for question in form.questions]
        assert len({item.id for item in items}) == read.count == 12
        for row in read.rows[1:]:
            assert sum(map(row.fits, items)) >= row.count
        assert not any(two.id in foes[one.id] for one in items for two in items)
        drawn.add(frozenset(item.id for item in items))
    assert len(drawn) == len(SEEDS), "another seed, other items"


def test_the_same_seed_draws_the_same(book, plan: Path):
    read = blueprint.read(plan, book)
    assert draw(book, read, 3, 2) == draw(book, read, 3, 2)
    letters = "".join(ordered("abcdefgh", "7/A", str))
    assert letters == "hgdfcbae", "what was drawn before cannot be drawn again"


def test_forms_hold_the_same_items_in_other_orders(book, plan: Path):
    one, two = draw(book, blueprint.read(plan, book), 5, 2).forms
    ids = [[q.item.id for q in form.questions] for form in (one, two)]
    assert Counter(ids[0]) == Counter(ids[1]) and ids[0] != ids[1]
    second = {q.item.id: q for q in two.questions}
    moved = 0
    for question in one.questions:
        other, item = second[question.item.id], question.item
        original = book.bank.items[item.id]
        assert item.key["type"] == original.key["type"]
        if isinstance(item, Choice):
            assert set(item.options) == set(other.item.options) == set(original.options)
            moved += item.options != other.item.options
        else:
            assert set(question.offered) == set(other.offered)
        if isinstance(item, Order):
            for form in (question, other):
                assert [id_ for id_, _ in form.offered] != item.key["right"]
    assert moved


def test_quantities_keep_their_order(book):
    choices = [item for item in book.bank.items.values() if isinstance(item, Choice)]
    quantities = [item for item in choices if has_order(item) and not item.prediction]
    assert quantities and len(quantities) < len(choices) / 2
    item = quantities[0]
    read = blueprint.Blueprint("x", "x", "x", "open", (blueprint.Row(1, 1),))
    alone = replace(book, bank=replace(book.bank, items={item.id: item}, cases={}, exams={}))
    for seed in SEEDS:
        assert draw(alone, read, seed).forms[0].questions[0].item.options == item.options


def test_guesses_cases_and_the_self_test_are_never_drawn(book):
    held = {item.id for item in pool(book, "open")}
    for group in (*book.bank.cases, *book.bank.exams):
        assert held.isdisjoint(book.bank.asked_by(group))
    assert not any(item.prediction for item in pool(book, "open"))


def test_a_stem_that_holds_another_key_is_an_enemy(book):
    one, two = [i for i in book.bank.items.values() if i.type == "single"][:2]
    key = next(option for option in one.options if option.correct)
    telling = replace(key, text=book_text("calcium magnesium potassium sodium chloride"))
    options = tuple(telling if o.correct else o for o in one.options)
    asking = replace(two, stem=book_text("Of calcium, magnesium, potassium, sodium and chloride?"))
    assert enemies([replace(one, options=options), asking])[one.id] == {two.id}
    assert enemies([one, two])[one.id] == set()


def test_the_same_stem_in_nearly_the_same_words_is_an_enemy(book):
    one, two = [i for i in book.bank.items.values() if i.type == "single"][:2]
    same = replace(two, stem=book_text(plain(one.stem).replace("?", " today?")))
    assert enemies([one, same])[same.id] == {one.id}


def book_text(words: str):
    from quizbook.bank.text import parse

    return parse(words)


def test_enemies_are_never_drawn_together(secret: Path):
    from quizbook.bank.load import check

    small = check(secret)
    rows = (blueprint.Row(1, 7, {"objective": ("dough.1",)}),)
    both = blueprint.Blueprint("exam.yml", "x", "x", "both", rows)
    drawn = {draw(small, both, seed).forms[0].questions[0].item.id for seed in SEEDS}
    assert {"secret-one", "dough-gas"} <= drawn
    two = replace(both, rows=(blueprint.Row(3, 7, {"objective": ("dough.1",)}),))
    with pytest.raises(BankError, match=r"exam.yml:7: .*no more than 2 go together"):
        draw(small, two, 1)


def test_what_cannot_be_filled_is_told(book, plan: Path):
    rows = (blueprint.Row(90, 8, {"type": ("order",)}),)
    with pytest.raises(BankError, match=r"row 1 asks for 90 with type order, but only \d+ can"):
        draw(book, blueprint.Blueprint("exam.yml", "x", "x", "open", rows), 1)
    private = blueprint.Blueprint("exam.yml", "x", "x", "private", rows)
    with pytest.raises(BankError, match="write more into quizzes/private"):
        draw(book, private, 1)
    with pytest.raises(ValueError, match="ask for 1 to 26"):
        draw(book, blueprint.read(plan, book), 1, 27)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("from: open", "from: all", 'from is "all"; write'),
        ("pass_mark: 60", "pass_mark: 160", "pass_mark"),
        ("type: [match]", "type: [essay]", 'no question has the type "essay"'),
        ("type: [match]", "kind: [match]", "unknown key"),
        ("count: 2, type: [order]", "count: 0", "at least 1"),
        ("minutes: 30", "minutes: soon", "whole number"),
        ('"End of module"', '"End \\u200b of module"', "its title"),
    ],
)
def test_a_faulty_blueprint_is_told_by_line(book, plan: Path, old: str, new: str, told: str):
    text = plan.read_text(encoding="utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BankError) as error:
        blueprint.read(plan, book)
    assert any(told in p.message and p.line > 1 for p in error.value.problems), error.value
