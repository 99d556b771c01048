"""The deck, taken in by Anki itself: cards render, and a new edition keeps their schedule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from anki.collection import Collection
from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from quizbook.bank.load import check
from quizbook.bank.text import plain
from quizbook.exports import anki as deck
from quizbook.exports.choosing import choose
from quizbook.exports.markup import html


def take_in(collection, file: Path):
    options = ImportAnkiPackageOptions(with_scheduling=True)
    return collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(file), options=options)
    ).log


def note_of(collection, id_: str):
    (number,) = collection.find_notes(f'"Id:{id_}"')
    return collection.get_note(number)


@pytest.fixture
def collection(tmp_path: Path):
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def test_anki_takes_every_question(written, chosen, collection) -> None:
    log = take_in(collection, written("anki"))
    assert len(log.new) == len(chosen.items) + len(chosen.bank.retired)
    for item in chosen.items:
        note = note_of(collection, item.id)
        assert note.keys() == [*deck.FIELDS]
        card = note.cards()[0]
        assert str(html(item.stem)) in card.question()
        answer = card.answer()
        for reason in item.reasons():
            assert str(html(reason.why)) in answer, item.id
        for use in item.uses():
            assert str(html(use.medium.long)) in answer
        assert chosen.objective(item) in answer and "CC BY 4.0" in answer
        assert item.level in note.tags and item.objective in note.tags
    message, sound = collection.fix_integrity()
    assert sound, message


def test_pictures_and_sounds_come_along(written, chosen, collection) -> None:
    take_in(collection, written("anki"))
    made = chosen.shelf["loaf-cooling"]
    folder = Path(collection.media.dir())
    assert (folder / f"{made.name}.wav").read_bytes() == made.wav
    assert f"[sound:{made.name}.wav]" in note_of(collection, "signs-sound")["Media"]


def test_the_next_edition_keeps_the_schedule(folder: Path, tmp_path: Path, collection) -> None:
    first, second = tmp_path / "first.apkg", tmp_path / "second.apkg"
    book = check(folder)
    with pytest.MonkeyPatch.context() as clock:
        clock.setenv("SOURCE_DATE_EPOCH", "1700000000")
        deck.write(choose(book, {}), first)
    take_in(collection, first)
    card = note_of(collection, "crust-pale").cards()[0]
    collection.sched.set_due_date([card.id], "17")
    due, before = collection.get_card(card.id).due, collection.card_count()

    later = Path(shutil.copytree(folder, tmp_path / "later"))
    file = later / "quizzes" / "crust.yml"
    point = plain(book.bank.items["crust-pale"].point)
    text = file.read_text(encoding="utf-8")
    assert point in text
    file.write_text(text.replace(point, "Another point."), encoding="utf-8")
    with pytest.MonkeyPatch.context() as clock:
        clock.setenv("SOURCE_DATE_EPOCH", "1800000000")
        deck.write(choose(check(later), {}), second)
    log = take_in(collection, second)
    assert len(log.new) == 0
    again = note_of(collection, "crust-pale")
    assert again["Point"] == "Another point."
    assert (collection.get_card(card.id).due, collection.card_count()) == (due, before)


def test_what_is_withdrawn_says_so(folder: Path, tmp_path: Path, collection) -> None:
    later = Path(shutil.copytree(folder, tmp_path / "later"))
    file = later / "quizzes" / "crust.yml"
    text = file.read_text(encoding="utf-8")
    retired = '\nretired:\n  - {id: "crust-old", why: "It asked two things at once."}\n'
    file.write_text(text + retired, encoding="utf-8")
    target = tmp_path / "deck.apkg"
    deck.write(choose(check(later), {}), target)
    take_in(collection, target)
    note = note_of(collection, "crust-old")
    assert note["Stem"] == "Withdrawn: It asked two things at once."
    assert note.tags == ["retired"]


def test_a_note_is_known_by_book_and_item_alone() -> None:
    assert deck.guid("bread", "crust-pale") == deck.guid("bread", "crust-pale")
    assert deck.guid("bread", "crust-pale") != deck.guid("bread", "crust-brown")
    assert deck.guid("cake", "crust-pale") != deck.guid("bread", "crust-pale")


def test_the_note_type_is_frozen() -> None:
    """A field more, and Anki refuses in silence to update the notes of an older deck."""
    told = (
        "Id Version Edition Type Stem Options Answer Reasons Point Sources Media Link Extra1 Extra2"
    )
    assert [field["name"] for field in deck.note_type().fields] == told.split()
    assert deck.note_type().model_id == 1607392319
