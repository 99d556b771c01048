"""Files from many hands: what cannot be used is named with the reason, and the rest is counted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from quizbook.learners import files
from quizbook.learners.responses import gather

from .conftest import log_of

ITEMS = ["crust-brown", "crust-steam", "dough-gas", "dough-signs"]


def right(person, item):
    return {"right": (person + len(item.id)) % 3 > 0}


@pytest.fixture
def folder(write_class, bread) -> Path:
    return write_class(bread, 6, ITEMS, right)


def left_out(folder: Path, bank) -> dict[str, str]:
    return {Path(left.name).name: left.why for left in gather([folder], bank).left_out}


def deep() -> str:
    return '{"schema": 2, "book": "bread", "attempts": ' + "[" * 100_000 + "]" * 100_000 + "}"


HOSTILE = {
    "empty.json": ("", "is empty"),
    "cut.json": ('{"schema": 2, "book": "bre', "damaged"),
    "list.json": ("[1, 2]", "not a learner's log"),
    "nan.json": ('{"schema": 2, "book": "bread", "attempts": [NaN]}', "damaged"),
    "deep.json": (deep(), "damaged"),
    "newer.json": ('{"schema": 9, "attempts": []}', "reads up to 2"),
    "other.json": ('{"schema": 2, "book": "cake", "attempts": []}', 'of the book "cake"'),
    "nobody.json": ('{"schema": 2, "book": "bread", "attempts": []}', "no answer to a question"),
    "strange.json": (
        '{"schema": 2, "book": "bread", "attempts": [1, null, {"id": 3}]}',
        "no answer",
    ),
    "huge.json": (
        '{"schema": 2, "book": "bread", "attempts": [{"id": "crust-brown", "v": 1, "at": '
        '"2026-01-01T08:00:00Z", "answers": ["a"], "score": 1' + "0" * 400 + ', "sure": 0}]}',
        "damaged",
    ),
    "digits.json": ('{"schema": ' + "9" * 5000 + "}", "damaged"),
    "old.json": ('{"schema": 1, "items": {"crust-brown": 4, "x": {"first": 7}}}', ""),
    "table.csv": ("a,b\n1,2\n", "no columns of answers"),
    "zeros.csv": ("\0\0\0", "not a table"),
    "wide.csv": (",".join(f"Response {n}" for n in range(20_000)) + "\n", "columns"),
    "strangers.csv": ("Username,Question 1,Response 1\nann,What is cake?,Flour\n", "no answer"),
    "note.json": ("x" * 40, "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_used_is_named_and_the_rest_counted(folder, bread, name: str):
    text, why = HOSTILE[name]
    (folder / name).write_text(text, encoding="utf-8")
    found = gather([folder], bread)
    assert found.people == 6
    assert [Path(left.name).name for left in found.left_out] == [name]
    assert why in found.left_out[0].why


def test_bytes_that_are_no_text_are_named(folder, bread):
    (folder / "bytes.json").write_bytes(b"{\xff\xfe\x00")
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert left_out(folder, bread).keys() == {"bytes.json", "picture.csv"}


def test_a_file_far_too_large_is_not_read(folder, bread, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 10_000)
    (folder / "large.json").write_text("[" + "1," * 20_000 + "1]")
    assert "a learner's file has less than one" in left_out(folder, bread)["large.json"]


def test_what_is_no_file_is_named(folder, bread, tmp_path):
    os.mkfifo(folder / "pipe.json")
    (folder / "dangling.json").symlink_to(tmp_path / "nothing")
    assert left_out(folder, bread) == {"pipe.json": "is no file", "dangling.json": "is no file"}
    missing = gather([tmp_path / "no-such.json"], bread)
    assert missing.people == 0 and missing.left_out[0].why == "is no file"


def test_the_same_file_twice_counts_once(folder, bread):
    (folder / "copy.json").write_bytes((folder / "learner-000.json").read_bytes())
    found = gather([folder, folder / "copy.json"], bread)
    assert found.people == 6 and "is the same as" in found.left_out[0].why


def test_a_later_save_of_the_same_learner_counts_once(folder, bread):
    first = json.loads((folder / "learner-002.json").read_text())
    shorter = {**first, "attempts": first["attempts"][:2]}
    (folder / "zz-earlier.json").write_text(json.dumps(shorter))
    found = gather([folder], bread)
    assert found.people == 6
    assert Path(found.left_out[0].name).name == "zz-earlier.json"
    assert "another save of the learner of" in found.left_out[0].why
    assert int((found.right >= 0).sum()) == 6 * len(ITEMS), "the longer one is the one that counts"


def test_two_learners_who_share_one_moment_are_two(bread, tmp_path):
    for name in ("a", "b"):
        attempts = [
            {
                "id": id_,
                "v": 1,
                "at": f"2026-01-0{n + 1}T08:00:00.{name == 'b' and n}00Z",
                "answers": ["a"],
                "score": 1.0,
                "sure": 0,
                "where": "page",
                "s": 1,
            }
            for n, id_ in enumerate(ITEMS)
        ]
        for n, one in enumerate(attempts):
            one["at"] = f"2026-01-0{n + 1}T08:00:00.00{0 if n == 0 or name == 'a' else n}Z"
        (tmp_path / f"{name}.json").write_text(json.dumps(log_of(bread, attempts)))
    assert gather([tmp_path], bread).people == 2


def test_schema_1_is_read(folder, bread):
    time = "2026-01-02T03:04:05.000Z"
    first = {"answers": ["a"], "score": 1, "sure": True, "time": time}
    old = {"schema": 1, "items": {"crust-brown": {"first": first, "last": first}}}
    (folder / "old.json").write_text(json.dumps(old))
    found = gather([folder], bread)
    assert found.people == 7 and found.left_out == []
    column = found.items.index("crust-brown")
    assert found.right[6, column] == 1 and found.sure[6, column] == 3


def test_single_answers_that_cannot_be_used_are_counted(folder, bread):
    log = json.loads((folder / "learner-000.json").read_text())
    log["attempts"] += [
        {**log["attempts"][0], "id": "withdrawn-item"},
        {**log["attempts"][0], "at": "2026-13-45T00:00:00Z"},
        {**log["attempts"][0], "at": "2027-01-01T00:00:00Z", "v": 9},
        {**log["attempts"][0], "at": "2027-01-01T00:00:01Z", "score": 7},
    ]
    (folder / "learner-000.json").write_text(json.dumps(log))
    found = gather([folder], bread)
    assert found.people == 6 and sum(found.passed_over.values()) == 4


def test_no_name_of_a_file_moves_the_cursor(bread, tmp_path):
    path = tmp_path / "evil\x1b[31m\n.json"
    path.write_text("{")
    assert gather([path], bread).left_out[0].name.endswith("evil?[31m?.json")
