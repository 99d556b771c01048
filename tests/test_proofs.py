"""A key that can be computed is computed: every proof of the bank is run, key and distractors.

A proof names a function and its arguments. A numeric answer has to lie within its own tolerance of
the result, and every typical slip outside it. For a choice the option's number (or what the proof
says that it `states`) counts: the key's within `within` of the result, all others outside. With
`cases` the function is called for each option named there, and has to be true for the keys alone.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from quizbook.bank.load import load_bank
from quizbook.bank.model import Item, Numeric, Proof
from quizbook.bank.text import plain

ITEMS = load_bank(Path(__file__).parents[1]).items.values()
PROVED = [item for item in ITEMS if item.proof]


def run(proof: Proof, **more):
    """Call the function and pick the part of its result that is meant."""
    module, name = proof.function.rsplit(".", 1)
    found = getattr(import_module(module), name)(**proof.arguments, **more)
    if proof.pick is not None:
        found = getattr(found, proof.pick) if isinstance(proof.pick, str) else found[proof.pick]
    return found


def agrees(stated, found, proof: Proof, within: float) -> bool:
    """Compare what is stated with what was found: words exactly, numbers within a tolerance."""
    if isinstance(found, str) or (isinstance(found, list) and isinstance(found[0], str)):
        return stated == found
    numbers = proof.scale * np.asarray(found, float)
    stated = np.asarray(stated, float)
    return stated.shape == numbers.shape and bool((abs(stated - numbers) <= within + 1e-9).all())


def stated_by(item: Item) -> dict:
    """Give what each option states: by the proof, else the first number of its text."""
    numbers = {}
    for option in item.options:
        text = plain(option.text).replace("\N{MINUS SIGN}", "-")
        found = re.search(r"-?\d[\d,]*(?:\.\d+)?", text)
        if found:
            numbers[option.id] = float(found[0].replace(",", ""))
    return numbers | dict(item.proof.states)


@pytest.mark.parametrize("item", PROVED, ids=lambda item: item.id)
def test_the_proof_yields_the_key_and_nothing_else(item: Item):
    proof = item.proof
    if isinstance(item, Numeric):
        found = float(proof.scale * np.asarray(run(proof), float))
        assert abs(item.answer.value - found) <= item.answer.tolerance, found
        assert [s.value for s in item.errors if abs(s.value - found) <= item.answer.tolerance] == []
        return
    keys = set(item.key["right"])
    if proof.cases:
        true = {id_ for id_, more in proof.cases.items() if run(proof, **more)}
        assert keys & proof.cases.keys() and true == keys & proof.cases.keys()
        return
    found, stated = run(proof), stated_by(item)
    assert keys <= stated.keys()
    assert {
        id_ for id_, value in stated.items() if agrees(value, found, proof, proof.within)
    } == keys


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, Numeric)], ids=lambda i: i.id)
def test_a_numeric_answer_has_a_proof(item: Numeric):
    assert item.proof, "name the function that yields it"
