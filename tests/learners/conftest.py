"""Classes of made-up learners, and their files."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizbook.bank.load import load_bank
from quizbook.bank.model import Bank, Item

from ..conftest import COURSE, ROOT

BEGIN = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def bread() -> Bank:
    """The bank of the small course."""
    return load_bank(COURSE)


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The bank of this book."""
    return load_bank(ROOT)


def answer(item: Item, right: bool, rng: random.Random) -> list[str]:
    """Give a right or a wrong answer to an item, as the page keeps it."""
    key = item.key
    match item.type:
        case "numeric":
            return [f"{key['value']:g} {item.answer.unit}" if right else "999999"]
        case "single":
            return key["right"] if right else [rng.choice(key["wrong"])]
        case "multiple":
            return key["right"] if right else key["right"][:1]
    return key["right"] if right else [*key["right"][1:], key["right"][0]]


def attempt(item: Item, right: bool, at: datetime, rng: random.Random, **more: Any) -> dict:
    told = {
        "id": item.id,
        "v": item.version,
        "at": at.isoformat(timespec="milliseconds"),
        "answers": answer(item, right, rng),
        "score": 1.0 if right else 0.0,
        "sure": 0,
        "where": "page",
        "s": 7,
    }
    return told | more


def log_of(bank: Bank, attempts: list[dict]) -> dict:
    begun = attempts[0]["at"] if attempts else BEGIN.isoformat()
    return {
        "schema": 2,
        "book": bank.id,
        "edition": "",
        "attempts": attempts,
        "settings": {},
        "since": begun,
    }


@pytest.fixture
def write_class(tmp_path: Path):
    """Write the files of a class: `decide(person, item)` gives right and whatever else is kept."""

    def write(
        bank: Bank,
        people: int,
        items: list[str],
        decide: Callable[[int, Item], dict[str, Any] | None],
        folder: str = "class",
    ) -> Path:
        place = tmp_path / folder
        place.mkdir()
        rng = random.Random(folder)
        for person in range(people):
            at = BEGIN + timedelta(days=person, milliseconds=rng.randrange(10**6))
            kept = []
            for id_ in items:
                told = decide(person, bank.items[id_])
                if told is not None:
                    at += timedelta(seconds=30, milliseconds=rng.randrange(1000))
                    kept.append(attempt(bank.items[id_], told.pop("right"), at, rng, **told))
            (place / f"learner-{person:03}.json").write_text(json.dumps(log_of(bank, kept)))
        return place

    return write
