"""What a class's answers say: of the questions, of the teaching, of what is still believed.

Everything that leaves this module has passed `disclosure`: the page and the table only print it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..bank.model import Bank, Choice, Item, Numeric
from ..bank.text import plain
from ..languages import _
from . import disclosure
from .files import LeftOut
from .item_statistics import (
    Estimate,
    Gain,
    Reliability,
    average,
    discrimination,
    gain,
    reliability,
    share,
)
from .responses import MISSING, Form, Responses

HARD, EASY, WEAK, DEAD = 0.30, 0.90, 0.10, 0.05
"""Shares right at which an item is looked at; a low discrimination; a distractor's small share."""
SURE = 3
SURE_AND_WRONG = 0.25
FIRST = 20
"""How many items are named to be looked at first."""


@dataclass(frozen=True)
class ChoiceRow:
    """How often a choice was taken; `count` is None where it is kept back."""

    text: str
    is_right: bool
    count: int | None
    is_dead: bool


@dataclass
class ItemRow:
    """What is told of an item; None is kept back or cannot be had."""

    item: Item
    people: int
    right: Estimate | None = None
    discrimination: Estimate | None = None
    sure_and_wrong: Estimate | None = None
    choices: list[ChoiceRow] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    weight: float = 0

    @property
    def stem(self) -> str:
        return plain(self.item.stem)

    @property
    def dead(self) -> list[ChoiceRow]:
        return [row for row in self.choices if row.is_dead]


@dataclass(frozen=True)
class FormRow:
    """A fixed form: who handed it in whole, and how well it tells people apart."""

    name: str
    items: int
    people: int
    incomplete: int | None
    reliability: Reliability | None


@dataclass(frozen=True)
class PitfallRow:
    """Of the answers for which people said how sure they were: how many were sure and wrong.

    It is each person's own share, averaged over people; `share` is None where it is kept back.
    """

    id: str
    text: str
    people: int
    share: Estimate | None


@dataclass(frozen=True)
class CertaintyRow:
    """How often answers of one step of certainty were right."""

    words: str
    answers: int
    people: int
    share: Estimate | None


@dataclass(frozen=True)
class GainRow:
    """An objective before and after."""

    objective: str
    text: str
    gain: Gain


@dataclass
class Report:
    """All that the page and the table print."""

    title: str
    edition: str
    minimum: int
    people: int
    answers: int
    left_out: list[LeftOut]
    passed_over: Mapping[str, int]
    items: list[ItemRow] = field(default_factory=list)
    unasked: int = 0
    forms: list[FormRow] = field(default_factory=list)
    pitfalls: list[PitfallRow] = field(default_factory=list)
    certainty: list[CertaintyRow] = field(default_factory=list)
    gains: list[GainRow] = field(default_factory=list)
    no_gain: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether there are people enough to tell anything."""
        return self.people >= self.minimum

    @property
    def first(self) -> list[ItemRow]:
        """The items to look at first."""
        found = sorted((row for row in self.items if row.look), key=lambda row: -row.weight)
        return found[:FIRST]


def make(
    found: Responses, bank: Bank, objectives: Mapping[str, str], minimum: int = disclosure.MINIMUM
) -> Report:
    """Make the report of a class.

    Raises ValueError if the minimum is below `disclosure.LEAST`.
    """
    if minimum < disclosure.LEAST:
        raise ValueError(f"the minimum is {minimum}; it may not be below {disclosure.LEAST}")
    report = Report(
        title=bank.title,
        edition=bank.edition,
        minimum=minimum,
        people=found.people,
        answers=int((found.right != MISSING).sum()),
        left_out=found.left_out,
        passed_over=dict(sorted(found.passed_over.items())),
    )
    if not report.is_enough:
        return report
    tells: dict[str, tuple[int, Estimate]] = {}
    for form in found.forms:
        row, told = _form(form, minimum)
        report.forms.append(row)
        for id_, estimate in told.items():
            if row.people > tells.get(id_, (0, None))[0]:
                tells[id_] = (row.people, estimate)
    report.items = list(_items(found, bank, tells, minimum))
    report.unasked = len(found.items) - len(report.items)
    report.pitfalls = sorted(_pitfalls(found, bank, minimum), key=_by_share)
    report.certainty = list(_certainty(found, minimum))
    report.gains, report.no_gain = _gains(found, bank, objectives, minimum)
    return report


def _by_share(row: PitfallRow) -> float:
    return -row.share.value if row.share else 1.0


def _part(count: int, whole: int, minimum: int) -> Estimate | None:
    """Give a share of people with its interval, or None where it has to be kept back."""
    if not disclosure.is_shown(count, whole, minimum):
        return None
    return Estimate(*(float(x) for x in share(np.array(count), np.array(whole))))


def _form(form: Form, minimum: int) -> tuple[FormRow, dict[str, Estimate]]:
    """Judge a form by those who answered all of it."""
    whole = (form.right != MISSING).all(axis=1)
    people, incomplete = int(whole.sum()), int((~whole).sum())
    told = None if disclosure.is_few(incomplete, minimum) else incomplete
    if people < minimum:
        return FormRow(form.name, len(form.items), 0, told, None), {}
    right = form.right[whole]
    row = FormRow(form.name, len(form.items), people, told, reliability(right))
    estimates = zip(form.items, discrimination(right), strict=True)
    return row, {id_: e for id_, e in estimates if np.isfinite(e.value)}


def _items(
    found: Responses, bank: Bank, tells: Mapping[str, tuple[int, Estimate]], minimum: int
) -> Iterator[ItemRow]:
    answered = (found.right != MISSING).sum(axis=0)
    right = (found.right == 1).sum(axis=0)
    told = ((found.sure > 0) & (found.right != MISSING)).sum(axis=0)
    sure_wrong = ((found.sure == SURE) & (found.right == 0)).sum(axis=0)
    for n, id_ in enumerate(found.items):
        people = int(answered[n])
        if not people:
            continue
        row = ItemRow(bank.items[id_], people)
        if people >= minimum:
            row.right = _part(int(right[n]), people, minimum)
            row.discrimination = tells.get(id_, (0, None))[1]
            row.sure_and_wrong = _part(int(sure_wrong[n]), int(told[n]), minimum)
            row.choices = _choices(row.item, found.chosen[id_], people, minimum)
            _look(row)
        else:
            row.people = 0
        yield row


def _choices(item: Item, counts: Mapping[str, int], people: int, minimum: int) -> list[ChoiceRow]:
    match item:
        case Choice():
            named = [(o.id, plain(o.text), o.correct) for o in item.options]
        case Numeric():
            values = [(f"{reason.value:.12g}", reason is item.answer) for reason in item.reasons()]
            named = [(v, f"{v} {item.answer.unit}", key) for v, key in values]
            named.append(("another", _("another number"), False))
        case _:
            return []
    given = [counts.get(id_, 0) for id_, text, key in named]
    if item.type == "multiple":  # several may be ticked, so each is a part of the people
        shown = [g if disclosure.is_shown(g, people, minimum) else None for g in given]
    else:
        shown = disclosure.parts(given, minimum)
    rows = []
    for (id_, text, is_right), count, told in zip(named, given, shown, strict=True):
        # A few are called dead only where every count that is kept back would be.
        few = count == 0 or (count < DEAD * people and DEAD * people >= minimum)
        dead = not is_right and id_ != "another" and few and people >= 4 * minimum
        rows.append(ChoiceRow(text, is_right, told, dead))
    return rows


def _look(row: ItemRow) -> None:
    """Say why an item should be looked at, from nothing but what is shown."""

    def add(weight: float, words: str) -> None:
        row.weight += weight
        row.look.append(words)

    if row.discrimination and row.discrimination.value < 0:
        add(4, _("Who did well on the rest got it wrong: check the key."))
    elif row.discrimination and row.discrimination.value < WEAK:
        add(1, _("It hardly tells those who know from those who do not."))
    if row.right and row.right.value < HARD:
        add(3, _("Few got it right: check the key, the wording and what is taught."))
    if row.right and row.right.value > EASY:
        add(0.5, _("Nearly everyone got it right."))
    key = [c.count for c in row.choices if c.is_right]
    drawn = [c for c in row.choices if not c.is_right and c.count is not None]
    most = max(drawn, key=lambda c: c.count, default=None)
    if most and row.item.type == "single" and key[0] is not None and most.count > key[0]:
        add(2, _("More chose “{choice}” than the key.", choice=most.text))
    if row.sure_and_wrong and row.sure_and_wrong.value >= SURE_AND_WRONG:
        add(3, _("Many were sure and wrong: a belief to talk about."))
    if len(row.dead) > 1:
        add(0.5, _("Several options drew hardly anyone."))


def _pitfalls(found: Responses, bank: Bank, minimum: int) -> Iterator[PitfallRow]:
    for id_, text in bank.pitfalls.items():
        of = [n for n, item in enumerate(found.items) if bank.items[item].pitfall == id_]
        told = (found.sure[:, of] > 0) & (found.right[:, of] != MISSING)
        wrong = (found.sure[:, of] == SURE) & (found.right[:, of] == 0)
        asked = told.any(axis=1)
        people, count = int(asked.sum()), int(wrong.any(axis=1).sum())
        if people < minimum:
            continue
        shares = wrong[asked].sum(axis=1) / told[asked].sum(axis=1)
        few = disclosure.is_few(count, minimum)
        yield PitfallRow(id_, text, people, None if few else average(shares))


def _certainty(found: Responses, minimum: int) -> Iterator[CertaintyRow]:
    for step, words in ((1, _("a guess")), (2, _("think so")), (3, _("sure"))):
        at = (found.sure == step) & (found.right != MISSING)
        answers, people = int(at.sum()), int(at.any(axis=1).sum())
        right = int((at & (found.right == 1)).sum())
        told = people >= minimum and disclosure.is_shown(right, answers, minimum)
        estimate = Estimate(*(float(x) for x in share(right, answers))) if told else None
        yield CertaintyRow(words, answers if told else 0, people if told else 0, estimate)


def _gains(
    found: Responses, bank: Bank, objectives: Mapping[str, str], minimum: int
) -> tuple[list[GainRow], str]:
    """Compare before with after, for each self-test of which both forms came first."""
    rows, why = [], _("Nobody handed in the first half of the self-test.")
    for n, pair in enumerate(bank.forms()):
        items = {id_ for form in pair for id_ in form.items}
        places = [place for place, id_ in enumerate(found.items) if id_ in items]
        names = [bank.items[found.items[place]].objective for place in places]
        sides = found.before[:, places], found.after[:, places]
        told, why = _gains_of(*sides, found.first[:, n], names, objectives, minimum)
        rows += told
    return rows, "" if rows else why


def _gains_of(
    before: np.ndarray,
    after: np.ndarray,
    first: np.ndarray,
    names: Sequence[str],
    objectives: Mapping[str, str],
    minimum: int,
) -> tuple[list[GainRow], str]:
    """Compare the halves of one self-test; `names` has each column's objective."""
    if not (before != MISSING).any():
        return [], _("Nobody handed in the first half of the self-test.")
    both = (before != MISSING).any(axis=1) & (after != MISSING).any(axis=1)
    if both.sum() < minimum:
        return [], _("Fewer than {n} people handed in both halves of the self-test.", n=minimum)
    before, after, order = before[both], after[both], first[both]
    if min(np.bincount(order, minlength=2)) < minimum:
        return [], _(
            "All, or nearly all, took the same form first. A gain could then be nothing but a "
            "harder form, so none is given."
        )
    asked: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        asked.setdefault(name, []).append(place)
    rows = [GainRow("", _("All objectives together"), _gain(before, after, order))]
    for objective, places in asked.items():
        sides = before[:, places], after[:, places]
        whole = (sides[0] != MISSING).any(axis=1) & (sides[1] != MISSING).any(axis=1)
        if min(np.bincount(order[whole], minlength=2)) >= minimum:
            told = _gain(sides[0][whole], sides[1][whole], order[whole])
            rows.append(GainRow(objective, objectives.get(objective, objective), told))
    return rows, ""


def _gain(before: np.ndarray, after: np.ndarray, order: Sequence[int]) -> Gain:
    shares = [(side == 1).sum(axis=1) / (side != MISSING).sum(axis=1) for side in (before, after)]
    return gain(shares[0], shares[1], np.asarray(order))
