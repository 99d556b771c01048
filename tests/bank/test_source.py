"""The strict YAML reader: types as written, a line for each value, no way to hang it."""

from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from quizbook.bank.problems import BankError
from quizbook.bank.source import line_at, read_text, read_yaml


def refused(text: str) -> str:
    with pytest.raises(BankError) as caught:
        read_yaml(text, "f.yml")
    return str(caught.value)


def test_scalars_keep_the_type_they_are_written_as():
    data = read_yaml('a: 1\nb: 1.5\nc: true\nd: "1"\ne: word\nf: -3\ng: "no"\n', "f.yml")
    assert data == {"a": 1, "b": 1.5, "c": True, "d": "1", "e": "word", "f": -3, "g": "no"}


@pytest.mark.parametrize("guessed", ["~", "null", "3:30", "2026-11-22", "0o17"])
def test_what_yaml_would_guess_has_to_be_quoted(guessed):
    if guessed == "0o17":
        assert read_yaml(f"a: {guessed}\n", "f.yml") == {"a": "0o17"}
    else:
        assert f'write "{guessed}" in quotes' in refused(f"a: {guessed}\n")


@pytest.mark.parametrize("guessed", ["no", "yes", "on", "off"])
def test_what_yaml_would_take_for_true_or_false_has_two_ways_out(guessed):
    told = refused(f"a: {guessed}\n")
    assert f'write true or false, or "{guessed}" in quotes where a text is meant' in told


def test_every_value_knows_its_line():
    data = read_yaml("a:\n  - b: 1\n    c: 2\n  - d: 3\n", "f.yml")
    assert line_at(data, ["a", 0, "c"]) == 3
    assert line_at(data, ["a", 1]) == 4
    assert line_at(data, ["a", 1, "missing"]) == 4


def test_a_bomb_of_aliases_is_refused_at_once():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    start = time.process_time()
    assert "the alias *a is not allowed" in refused(bomb)
    assert time.process_time() - start < 1


def test_endless_nesting_is_refused_at_once():
    assert "nested more than 20 levels deep" in refused("a: " + "[" * 100_000)


def test_all_problems_of_a_file_come_at_once():
    assert len(refused("a: no\nb: yes\na: 3\n").splitlines()) == 3


def test_a_file_that_may_not_be_read_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(
        Path, "read_bytes", Mock(side_effect=PermissionError(13, "Permission denied"))
    )
    with pytest.raises(BankError) as caught:
        read_text(Path("x"), "chapters/x.md")
    said = "chapters/x.md:1: file: cannot be read: Permission denied; give yourself the right to "
    assert str(caught.value) == f"{said}read it"
