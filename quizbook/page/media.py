"""What a question shows or plays, ready for the template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from ..bank.media import Table, Use
from ..bank.model import Item
from ..bank.text import plain
from ..languages import _, decimal
from ..media import Made, Shelf
from ..media.shelf import describe, origin
from ..templates import environment
from .svg import inline_svg

TEMPLATES = environment(Path(__file__).parent, trim=False)
TEMPLATES.globals["decimal"] = decimal
Address = Callable[[Made], str]
"""Gives the address of a sound as the viewer reaches it; empty where no sound can be played."""


@dataclass(frozen=True)
class Shown:
    """A medium as one question shows it; a table is drawn from the medium itself."""

    made: Made | None = None
    svg: str = ""
    address: str = ""
    caption: str = ""


def show(use: Use, uid: str, shelf: Shelf, address: Address) -> Shown:
    """Prepare a medium; `uid` keeps the ids of its drawing apart from others on the page."""
    if isinstance(use.medium, Table):
        return Shown()
    made = shelf[use.name]
    return Shown(
        made=made,
        svg=Markup(inline_svg(made.svg.encode(), plain(use.medium.alt), f"{uid}-{made.name}")),
        address=address(made) if use.form == "sound" else "",
        caption=describe(use.medium, made),
    )


def sounding(number: int | None, seconds: float) -> str:
    """Name the sound of a question for those who hear the page."""
    long = decimal(seconds)
    if number:
        return _("Sound for question {n}, {seconds} seconds", n=number, seconds=long)
    return _("Sound, {seconds} seconds", seconds=long)


def draw_listening(uses: Sequence[Use], shelf: Shelf, address: Address, told: str) -> str:
    """Draw sounds side by side; `told` is the HTML of what there is to hear."""
    shown = [show(use, f"sound{n}", shelf, address) for n, use in enumerate(uses, 1)]
    template = TEMPLATES.get_template("listening.html.jinja")
    return template.render(shown=shown, told=Markup(told))


def below_choices(item: Item, shelf: Shelf | None) -> str:
    """Say once, below choices that show something, what their bars are and where they come from."""
    beside = [reason.media for reason in item.reasons() if reason.media]
    bars = [shelf[use.name].bars for use in beside]
    if len(set(bars)) > 1:
        name = str if item.type == "match" else lambda place: chr(ord("A") + place - 1)
        bars = [f"{name(place)}: {words}" for place, words in enumerate(bars, 1)]
    origins = [origin(use.medium) for use in beside]
    return " ".join(filter(None, dict.fromkeys([*bars, *origins])))
