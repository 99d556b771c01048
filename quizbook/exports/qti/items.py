"""An item as QTI 3.0 asks and scores it.

Scores are the book's own: of `multiple`, a mapping whose bounds are 0 and 1; of `order`, the places
counted, each named by a variable, since one player reads no number in `qti-index`; of `numeric`, a
range in `qti-gte` and `qti-lte`, since one ignores the tolerance of `qti-equal`; of `short`, a
mapping of spellings whatever their case. The reasons are one feedback, shown after any answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from ...bank.media import Table, Use
from ...bank.model import Choice, Item, Match, Numeric, Order, Short
from ...bank.text import plain
from ...languages import _
from .. import markup
from ..spelling import AS_TYPED, spellings
from ..writing import Group, Selection, story

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
Q = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
Element = etree._Element
Files = dict[str, bytes]
"""Pictures and sounds, by their paths in the package."""


def write_item(item: Item, group: Group, chosen: Selection, files: Files) -> Element:
    """Write an item; what it shows is added to `files`."""
    lost_of(item, chosen)
    body = Q("qti-item-body", *_told(item, group, chosen, files))
    body.extend([*_asked(item, chosen, files), *fragment(markup.below(item, chosen))])
    about = {"identifier": item.id, "title": markup.title(item), "adaptive": "false"}
    about |= {
        "time-dependent": "false",
        "{http://www.w3.org/XML/1998/namespace}lang": chosen.language,
    }
    return Q(
        "qti-assessment-item",
        _response(item),
        *_outcomes(item),
        body,
        Q("qti-response-processing", *_scored(item), _set("FEEDBACK", _value("REASONS"))),
        _feedback(item, chosen),
        about,
    )


def lost_of(item: Item, chosen: Selection) -> None:
    """Note what QTI has no place for."""
    if isinstance(item, Numeric) and item.answer.accept:
        units = ", ".join(unit for unit, _ in item.answer.accept)
        chosen.lose(item, f"QTI takes a number in {item.answer.unit} alone; not in {units}")
    if isinstance(item, Short):
        chosen.lose(item, AS_TYPED)
    if item.hint:
        chosen.lose(item, "QTI has no place for the hint")


def fragment(content: Markup) -> list[Element]:
    """Read HTML as elements of QTI, whose names for text are those of HTML."""
    return [*etree.fromstring(f'<div xmlns="{NAMESPACE}">{content}</div>')]


def _filled(element: Element, content: Markup) -> Element:
    """Put HTML that may begin with words into an element."""
    read = etree.fromstring(f'<div xmlns="{NAMESPACE}">{content}</div>')
    element.text = read.text
    element.extend([*read])
    return element


def _told(item: Item, group: Group, chosen: Selection, files: Files) -> Iterable[Element]:
    """Write the story of a case so far, the media, and the stem where it is no prompt."""
    told = story(group.case, item) if group.case else []
    if isinstance(item, Numeric | Short):
        told = [*told, item.stem]
    yield from fragment(
        Markup("").join(markup.paragraph(markup.html(text, chosen.math)) for text in told)
    )
    for use in item.media:
        yield from fragment(_show(use, chosen, files))


def _show(use: Use, chosen: Selection, files: Files, caption: bool = True) -> Markup:
    if isinstance(use.medium, Table):
        return markup.table(use.medium, chosen.math)
    made, alt = chosen.shelf[use.name], plain(use.medium.alt)
    png = files[f"media/{made.name}.png"] = made.png()
    shown = markup.picture(png, made, use.medium, f"media/{made.name}.png", caption)
    if use.form == "sound":
        files[f"media/{made.name}.wav"] = made.wav
        player = '<p><object data="media/{}.wav" type="audio/wav">{}</object></p>'
        shown += Markup(player).format(made.name, alt)
    return shown


def _asked(item: Item, chosen: Selection, files: Files) -> Iterable[Element]:
    prompt = _filled(Q("qti-prompt"), markup.html(item.stem, chosen.math))
    response = {"response-identifier": "RESPONSE"}

    def choice(tag: str, name: str, text, use: Use | None = None, **more: str) -> Element:
        made = _filled(Q(tag, identifier=name, **more), markup.html(text, chosen.math))
        for shown in fragment(_show(use, chosen, files, caption=False)) if use else ():
            made.extend([*shown] if shown.tag.endswith("}p") else [shown])
        return made

    match item:
        case Choice():
            most = "1" if item.type == "single" else "0"
            rows = [choice("qti-simple-choice", o.id, o.text, o.media) for o in item.options]
            told = {**response, "shuffle": "false", "max-choices": most}
            yield Q("qti-choice-interaction", prompt, *rows, told)
        case Numeric():
            unit = "" if item.answer.unit == "1" else f" {item.answer.unit}"
            entry = Q("qti-text-entry-interaction", {**response, "expected-length": "12"})
            entry.tail = unit
            yield Q("p", _("Your answer:") + " ", entry)
        case Short():
            entry = Q("qti-text-entry-interaction", {**response, "expected-length": "30"})
            yield Q("p", _("Your answer:") + " ", entry)
        case Match():
            most = str(len(item.pairs))
            once, often = {"match-max": "1"}, {"match-max": most}
            tag = "qti-simple-associable-choice"
            left = [
                choice(tag, f"L{n}", p.left, p.media, **once) for n, p in enumerate(item.pairs, 1)
            ]
            right = [
                choice(tag, f"R{n}", side, **often) for n, (_, side) in enumerate(item.offered, 1)
            ]
            sets = [Q("qti-simple-match-set", *side) for side in (left, right)]
            told = {**response, "shuffle": "false", "max-associations": most}
            yield Q("qti-match-interaction", prompt, *sets, told)
        case Order():
            rows = [choice("qti-simple-choice", s.id, s.text) for s in item.shown]
            yield Q("qti-order-interaction", prompt, *rows, {**response, "shuffle": "false"})


def _response(item: Item) -> Element:
    kinds = {
        "single": ("single", "identifier"),
        "multiple": ("multiple", "identifier"),
        "numeric": ("single", "float"),
        "short": ("single", "string"),
        "match": ("multiple", "directedPair"),
        "order": ("ordered", "identifier"),
    }
    cardinality, base = kinds[item.type]
    right = Q("qti-correct-response", *(Q("qti-value", value) for value in right_values(item)))
    told = {"identifier": "RESPONSE", "cardinality": cardinality, "base-type": base}
    return Q("qti-response-declaration", right, *_mapping(item), told)


def right_values(item: Item) -> list[str]:
    """Give the right response in QTI's words."""
    match item:
        case Numeric():
            return [f"{item.answer.value:.12g}"]
        case Short():
            return [item.words.accept[0]]
        case Match():
            places = {id_: f"R{n}" for n, (id_, _) in enumerate(item.offered, 1)}
            return [f"L{n} {places[pair.id]}" for n, pair in enumerate(item.pairs, 1)]
        case _:
            return [*item.key["right"]]


def _mapping(item: Item) -> Iterable[Element]:
    if item.type not in ("multiple", "match", "short"):
        return
    case = {}
    if isinstance(item, Short):
        shares, case = dict.fromkeys(spellings(item.words.accept), 1.0), {"case-sensitive": "false"}
    else:
        right, wrong = right_values(item), item.key.get("wrong", ())
        shares = {value: 1 / len(right) for value in right}
        shares |= {value: -1 / len(wrong) for value in wrong}
    entries = [
        Q("qti-map-entry", {"map-key": key, "mapped-value": f"{_outwards(share):.12g}", **case})
        for key, share in shares.items()
    ]
    yield Q("qti-mapping", *entries, {"lower-bound": "0", "upper-bound": "1", "default-value": "0"})


def _outwards(share: float) -> float:
    """Round away from 0, so that all that is right adds up to 1, where the bound cuts it."""
    return math.copysign(math.ceil(abs(share) * 1e12) / 1e12, share)


def _outcomes(item: Item) -> Iterable[Element]:
    most = "0" if item.prediction else "1"
    for name, value in (("SCORE", "0"), ("MAXSCORE", most)):
        told = {"identifier": name, "cardinality": "single", "base-type": "float"}
        yield Q("qti-outcome-declaration", Q("qti-default-value", Q("qti-value", value)), told)
    told = {"identifier": "FEEDBACK", "cardinality": "single", "base-type": "identifier"}
    yield Q("qti-outcome-declaration", told)
    if isinstance(item, Order):
        for n, _ in enumerate(item.steps, 1):
            place = {"identifier": f"PLACE{n}", "cardinality": "single", "base-type": "integer"}
            value = Q("qti-default-value", Q("qti-value", str(n)))
            yield Q("qti-template-declaration", value, place)


def _scored(item: Item) -> Iterable[Element]:
    if item.prediction:
        return
    response = Q("qti-variable", identifier="RESPONSE")
    match item:
        case Choice(type="multiple") | Match() | Short():
            yield _set("SCORE", Q("qti-map-response", identifier="RESPONSE"))
        case Order():
            score, count = Q("qti-variable", identifier="SCORE"), len(item.steps)
            yield _set("SCORE", _value("0", "float"))
            for n, step in enumerate(item.steps, 1):
                there = Q("qti-index", Q("qti-variable", identifier="RESPONSE"), n=f"PLACE{n}")
                more = Q("qti-sum", _value("1", "float"), Q("qti-variable", identifier="SCORE"))
                yield _if(Q("qti-match", there, _value(step.id)), _set("SCORE", more))
            yield _set("SCORE", Q("qti-divide", score, _value(str(count), "float")))
        case Numeric():
            low, high = (f"{edge:.12g}" for edge in number_range(item))
            at_least = Q("qti-gte", response, _value(low, "float"))
            at_most = Q("qti-lte", Q("qti-variable", identifier="RESPONSE"), _value(high, "float"))
            yield _if(Q("qti-and", at_least, at_most), _set("SCORE", _value("1", "float")))
        case _:
            same = Q("qti-match", response, Q("qti-correct", identifier="RESPONSE"))
            yield _if(same, _set("SCORE", _value("1", "float")))


def number_range(item: Numeric) -> tuple[float, float]:
    """Give the least and the greatest right number; both count."""
    value, slack = item.answer.value, item.answer.tolerance
    return value - slack, value + slack


def _if(condition: Element, then: Element) -> Element:
    return Q("qti-response-condition", Q("qti-response-if", condition, then))


def _set(name: str, value: Element) -> Element:
    return Q("qti-set-outcome-value", value, identifier=name)


def _value(value: str, base: str = "identifier") -> Element:
    return Q("qti-base-value", value, {"base-type": base})


def _feedback(item: Item, chosen: Selection) -> Element:
    told = {"outcome-identifier": "FEEDBACK", "identifier": "REASONS", "show-hide": "show"}
    words = fragment(markup.afterwards(item, chosen, reasons=True))
    return Q("qti-modal-feedback", Q("qti-content-body", *words), told)
