"""What every writer is given and gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from ..bank.model import Bank, Case, CaseStep, Item
from ..bank.text import literal
from ..languages import _
from ..media import Shelf
from . import PASS_MARK
from .sources import Sources


def tex(formula: str) -> Markup:
    """Leave a formula TeX between \\( and \\), which Moodle, Anki and most others set."""
    return Markup("\\({}\\)").format(formula)


@dataclass(frozen=True)
class Group:
    """Items that belong together: a chapter's, or the steps of a case with their story."""

    chapter: str
    items: tuple[Item, ...]
    case: Case | None = None


@dataclass
class Selection:
    """What is to be written, and all that a writer may look up.

    `lost` collects what the form cannot hold: (item id, in words).
    """

    bank: Bank
    items: tuple[Item, ...]
    titles: dict[str, str]
    """The title of each chapter."""
    objectives: dict[str, str]
    sources: Sources
    shelf: Shelf
    pass_mark: int = PASS_MARK
    language: str = "en"
    """Of the book, as HTML and XML name it."""
    math: Callable[[str], Markup] = tex
    """How a formula is written in HTML."""
    progress: Callable[[int], None] = lambda count: None
    """Called with the number of items of each group before it is written."""
    lost: list[tuple[str, str]] = field(default_factory=list)

    def lose(self, item: Item, words: str) -> None:
        """Note what the form cannot hold of an item."""
        self.lost.append((item.id, words))

    @property
    def licence(self) -> str:
        """Under what the questions may be used."""
        return self.bank.licence or _("not stated by its authors")

    def groups(self) -> Iterator[Group]:
        """Yield groups, and tell how far that is: see `_groups`."""
        for group in self._groups():
            self.progress(len(group.items))
            yield group

    def _groups(self) -> Iterator[Group]:
        """Yield the items in the bank's order; a case's together, where its first one stands."""
        of_case = {id_: case for case in self.bank.cases.values() for id_ in asked(case)}
        chosen = {item.id: item for item in self.items}
        done: set[str] = set()
        plain: list[Item] = []
        for item in self.items:
            if item.id in done:
                continue
            case = of_case.get(item.id)
            if plain and (case or plain[0].chapter != item.chapter):
                yield Group(plain[0].chapter, tuple(plain))
                plain = []
            if case is None:
                plain.append(item)
                continue
            members = tuple(chosen[id_] for id_ in asked(case) if id_ in chosen)
            done.update(member.id for member in members)
            yield Group(item.chapter, members, _trimmed(case, {member.id for member in members}))
        if plain:
            yield Group(plain[0].chapter, tuple(plain))

    def objective(self, item: Item) -> str:
        """Give an item's objective in words."""
        return self.objectives.get(item.objective, item.objective)


def asked(case: Case) -> tuple[str, ...]:
    """List the items of a case, step by step."""
    return tuple(id_ for step in case.steps for id_ in step.items)


def _trimmed(case: Case, kept: set[str]) -> Case:
    """Give a case that asks these items alone: what steps without any tell, the next one tells."""
    steps, told = [], ()
    for step in case.steps:
        told = (*told, *literal(" "), *step.text) if told else step.text
        items = tuple(id_ for id_ in step.items if id_ in kept)
        if items:
            steps.append(CaseStep(text=told, items=items))
            told = ()
    return replace(case, steps=tuple(steps))


def story(case: Case, item: Item) -> list:
    """Give what a case has told by the time it asks an item: the texts of its steps so far."""
    told = []
    for step in case.steps:
        told.append(step.text)
        if item.id in step.items:
            break
    return told
