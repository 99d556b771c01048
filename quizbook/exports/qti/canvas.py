"""QTI 1.2 as Canvas reads it: a quiz for each chapter, in one package.

Canvas itself gives parts of the points for several right answers, and for each pair in place. It
has no question about an order, so that steps are matched with their places.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from ...bank.media import Table, Use
from ...bank.model import Choice, Item, Match, Numeric, Order, Short
from ...bank.text import Text, plain
from ...languages import _
from ...page.html import line
from .. import markup
from ..packing import write_zip
from ..spelling import spellings
from ..writing import Group, Selection, story
from .items import Element, Files, lost_of, number_range

SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://www.imsglobal.org/xsd/imsmd_v1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
FILES = "%24IMS-CC-FILEBASE%24"
"""Stands for the folder in which Canvas puts the files."""

E = ElementMaker(namespace=SPACE, nsmap={None: SPACE})
TYPES = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "numeric": "numerical_question",
    "short": "short_answer_question",
    "match": "matching_question",
    "order": "matching_question",
}


def write(chosen: Selection, target: Path) -> None:
    """Write the items as one package."""
    media: Files = {}
    written: Files = {}
    chapters: dict[str, list[Element]] = {}
    for group in chosen.groups():
        asked = [_item(item, group, chosen, media) for item in group.items]
        chapters.setdefault(group.chapter, []).extend(asked)
    for chapter, items in chapters.items():
        title = chosen.titles.get(chapter, chapter)
        quiz = E.assessment(
            E.qtimetadata(_field("cc_maxattempts", "1")),
            E.section(*items, ident="root_section"),
            ident=chapter,
            title=title,
        )
        written[f"{chapter}/{chapter}.xml"] = _serialised(E.questestinterop(quiz))
        written[f"{chapter}/assessment_meta.xml"] = _serialised(_meta(chapter, title, chosen))
    manifest = _serialised(_manifest(chosen, [*chapters], [*media]))
    write_zip(target, {"imsmanifest.xml": manifest, **written, **media})


def _serialised(element: Element) -> bytes:
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)


def _item(item: Item, group: Group, chosen: Selection, media: Files) -> Element:
    lost_of(item, chosen)
    told = story(group.case, item) if group.case else []
    asked = [markup.paragraph(markup.html(text)) for text in (*told, item.stem)]
    asked += [_show(use, chosen, media) for use in item.media]
    if isinstance(item, Match):  # beside a left side Canvas shows words alone
        for pair in item.pairs:
            if pair.media:
                asked.append(markup.paragraph(markup.html(pair.left)))
                asked.append(_show(pair.media, chosen, media, caption=False))
    asked.append(markup.below(item, chosen))
    if isinstance(item, Numeric) and item.answer.unit != "1":
        asked.append(markup.paragraph(_("Your answer in {units}:", units=item.answer.unit)))
    stem = E.material(_html(Markup("").join(asked)))
    about = {
        "question_type": TYPES[item.type],
        "points_possible": "0" if item.prediction else "1",
        "original_answer_ids": ",".join(_choices(item)),
        "assessment_question_identifierref": f"question-{item.id}",
    }
    fields = [_field(name, value) for name, value in about.items()]
    beside = isinstance(item, Choice)
    feedback = [_feedback("general_fb", markup.afterwards(item, chosen, reasons=not beside))]
    shown = [_when(E.other(), E.displayfeedback(feedbacktype="Response", linkrefid="general_fb"))]
    if isinstance(item, Choice):
        for option in item.options:
            display = E.displayfeedback(feedbacktype="Response", linkrefid=f"{option.id}_fb")
            shown.append(_when(_equal("response1", option.id), display))
            feedback.append(_feedback(f"{option.id}_fb", markup.why(option, chosen)))
    outcome = E.decvar(maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return E.item(
        E.itemmetadata(E.qtimetadata(*fields)),
        E.presentation(stem, *_responses(item, chosen, media)),
        E.resprocessing(E.outcomes(outcome), *shown, *_scored(item)),
        *feedback,
        ident=item.id,
        title=markup.title(item),
    )


def _show(use: Use, chosen: Selection, media: Files, caption: bool = True) -> Markup:
    if isinstance(use.medium, Table):
        return markup.table(use.medium)
    made, alt = chosen.shelf[use.name], plain(use.medium.alt)
    png = media[f"media/{made.name}.png"] = made.png()
    shown = markup.picture(png, made, use.medium, f"{FILES}/media/{made.name}.png", caption)
    if use.form == "sound":
        media[f"media/{made.name}.wav"] = made.wav
        link = Markup('<p><a href="{}/media/{}.wav">{}</a></p>')
        shown += link.format(FILES, made.name, _("Sound: {what}", what=alt))
    return shown


def _choices(item: Item) -> list[str]:
    match item:
        case Choice():
            return [option.id for option in item.options]
        case Match():
            return [pair.id for pair in item.pairs]
        case Order():
            return [step.id for step in item.shown]
        case Short():
            return [f"spelling{n}" for n, _ in enumerate(spellings(item.words.accept), 1)]
        case _:
            return ["answer1"]


def _responses(item: Item, chosen: Selection, media: Files) -> Iterable[Element]:
    match item:
        case Choice():
            labels = [
                _label(
                    o.id,
                    _html(
                        markup.html(o.text)
                        + (_show(o.media, chosen, media, caption=False) if o.media else Markup(""))
                    ),
                )
                for o in item.options
            ]
            many = "Single" if item.type == "single" else "Multiple"
            yield E.response_lid(E.render_choice(*labels), ident="response1", rcardinality=many)
        case Numeric():
            blank = E.render_fib(E.response_label(ident="answer1"), fibtype="Decimal")
            yield E.response_str(blank, ident="response1", rcardinality="Single")
        case Short():
            blank = E.render_fib(E.response_label(ident="answer1", rshuffle="No"))
            yield E.response_str(blank, ident="response1", rcardinality="Single")
        case Match():
            for pair in item.pairs:
                yield _row(pair.id, pair.left, [(i, line(side)) for i, side in item.offered])
        case Order():
            places = [(f"place{n}", str(n)) for n, _ in enumerate(item.steps, 1)]
            for step in item.shown:
                yield _row(step.id, step.text, places)


def _row(name: str, left: Text, sides: list[tuple[str, str]]) -> Element:
    labels = [_label(id_, E.mattext(words, texttype="text/plain")) for id_, words in sides]
    words = E.material(E.mattext(line(left), texttype="text/plain"))
    return E.response_lid(words, E.render_choice(*labels), ident=f"response_{name}")


def _scored(item: Item) -> Iterable[Element]:
    full = E.setvar("100", action="Set", varname="SCORE")
    match item:
        case Choice(type="single"):
            yield _if(_equal("response1", item.key["right"][0]), full)
        case Choice():
            each = [_equal("response1", option.id) for option in item.options]
            signs = [
                there if option.correct else getattr(E, "not")(there)
                for there, option in zip(each, item.options, strict=True)
            ]
            yield _if(getattr(E, "and")(*signs), full)
        case Numeric():
            low, high = (f"{edge:.12g}" for edge in number_range(item))
            within = getattr(E, "and")(
                E.vargte(low, respident="response1"), E.varlte(high, respident="response1")
            )
            exact = _equal("response1", f"{item.answer.value:.12g}")
            yield _if(getattr(E, "or")(exact, within), full)
        case Short():
            each = [_equal("response1", words) for words in spellings(item.words.accept)]
            yield _if(each[0], full, *each[1:])
        case Match() | Order():
            right = item.key["right"]
            for n, id_ in enumerate(right, 1):
                there = id_ if isinstance(item, Match) else f"place{n}"
                share = E.setvar(f"{100 / len(right):.2f}", action="Add", varname="SCORE")
                yield _when(_equal(f"response_{id_}", there), share, more=None)


def _if(condition: Element, then: Element, *others: Element) -> Element:
    """Score an answer that meets a condition, or one of several."""
    return E.respcondition(E.conditionvar(condition, *others), then, {"continue": "No"})


def _when(condition: Element, then: Element, more: str | None = "Yes") -> Element:
    told = {"continue": more} if more else {}
    return E.respcondition(E.conditionvar(condition), then, told)


def _equal(response: str, value: str) -> Element:
    return E.varequal(value, respident=response)


def _label(name: str, words: Element) -> Element:
    return E.response_label(E.material(words), ident=name)


def _html(content: Markup) -> Element:
    return E.mattext(str(content), texttype="text/html")


def _feedback(name: str, content: Markup) -> Element:
    return E.itemfeedback(E.flow_mat(E.material(_html(content))), ident=name)


def _field(label: str, entry: str) -> Element:
    return E.qtimetadatafield(E.fieldlabel(label), E.fieldentry(entry))


def _meta(chapter: str, title: str, chosen: Selection) -> Element:
    make = ElementMaker(namespace=CANVAS, nsmap={None: CANVAS})
    told = _("{title}. Licence: {licence}.", title=chosen.bank.title, licence=chosen.licence)
    about = markup.paragraph(told)
    return make.quiz(
        make.title(title),
        make.description(str(about)),
        make.shuffle_answers("false"),
        make.scoring_policy("keep_highest"),
        make.quiz_type("practice_quiz"),
        make.show_correct_answers("true"),
        make.available("false"),
        identifier=chapter,
    )


def _manifest(chosen: Selection, chapters: list[str], media: list[str]) -> Element:
    make = ElementMaker(namespace=PACKAGE, nsmap={None: PACKAGE, "imsmd": LOM})
    lom = ElementMaker(namespace=LOM)
    rights = lom.rights(
        lom.copyrightAndOtherRestrictions(lom.value("yes")),
        lom.description(lom.string(_("Licence: {licence}", licence=chosen.licence))),
    )
    told = lom.lom(lom.general(lom.title(lom.string(chosen.bank.title))), rights)
    resources = []
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    for name in chapters:
        quiz, meta = f"{name}/{name}.xml", f"{name}/assessment_meta.xml"
        needs = make.dependency(identifierref=f"{name}-meta")
        resources += [
            make.resource(make.file(href=quiz), needs, identifier=name, type="imsqti_xmlv1p2"),
            make.resource(make.file(href=meta), identifier=f"{name}-meta", type=kind, href=meta),
        ]
    for number, name in enumerate(media, 1):
        named = {"identifier": f"medium{number}", "type": "webcontent", "href": name}
        resources.append(make.resource(make.file(href=name), named))
    head = make.metadata(make.schema("IMS Content"), make.schemaversion("1.1.3"), told)
    return make.manifest(
        head,
        make.organizations(),
        make.resources(*resources),
        identifier=f"{chosen.bank.id}-package",
    )
