"""GIFT, parsed by the grammar of others: every word comes back."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from quizbook.bank.grade import grade
from quizbook.bank.model import Choice, Match, Numeric, Order, Short
from quizbook.bank.text import plain
from quizbook.exports.markup import html, title

from .conftest import HARD

READ = """
const { parse } = require(process.argv[1]);
process.stdout.write(JSON.stringify(parse(require("fs").readFileSync(0, "utf8"))));
"""


@pytest.fixture(scope="module")
def parsed(written, consumers: Path) -> dict[str, dict]:
    command = ["node", "-e", READ, str(consumers / "gift-pegjs")]
    text = written("gift").read_text(encoding="utf-8")
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return {found["id"]: found for found in json.loads(done.stdout) if found.get("id")}


def test_every_question_comes_back(parsed, chosen) -> None:
    assert parsed.keys() == {item.id for item in chosen.items}
    for item in chosen.items:
        found = parsed[item.id]
        assert found["title"] == title(item)
        assert str(html(item.stem)) in found["stem"]["text"]
        assert str(html(item.point)) in found["globalFeedback"]["text"]
        assert item.objective in found["tags"]


def test_hard_words_come_back(parsed, chosen) -> None:
    item = next(item for item in chosen.items if item.id == "crust-brown")
    assert plain(item.stem) != HARD  # it holds TeX
    assert parsed["crust-brown"]["stem"]["text"] == f"<p>{html(item.stem)}</p>"


def test_keys_and_reasons_come_back(parsed, chosen) -> None:
    for item in chosen.items:
        found = parsed[item.id]
        match item:
            case Choice():
                texts = [choice["text"]["text"] for choice in found["choices"]]
                assert texts == [str(html(option.text)) for option in item.options]
                for option, choice in zip(item.options, found["choices"], strict=True):
                    assert str(html(option.why)) in choice["feedback"]["text"]
                    right = choice["isCorrect"] or (choice["weight"] or 0) > 0
                    assert right == option.correct, item.id
            case Numeric():
                numbers = [choice["text"]["number"] for choice in found["choices"]]
                assert numbers == [reason.value for reason in item.reasons()]
                assert found["choices"][0]["text"]["range"] == item.answer.tolerance
            case Short():
                weights = {c["text"]["text"]: c["weight"] for c in found["choices"]}
                assert {"starch", "gluten", "creme brulee"} <= weights.keys()
                for words, weight in weights.items():
                    assert grade(item.key, [words]) == (weight or 0) / 100, words
            case Match():
                pairs = [(p["subquestion"]["text"], p["subanswer"]) for p in found["matchPairs"]]
                wanted = [(str(html(p.left)), plain(p.right)) for p in item.pairs]
                assert pairs == [*wanted, *(("", plain(side)) for side in item.extra)]
            case Order():
                pairs = {p["subquestion"]["text"]: p["subanswer"] for p in found["matchPairs"]}
                wanted = {str(html(s.text)): str(n) for n, s in enumerate(item.steps, 1)}
                assert pairs == wanted
