"""A package of QTI: the items, a test that asks them in order, what they show, and the manifest.

A chapter is a section of the test, and so is a case, whose items stay in their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from ...bank.model import Item
from ...bank.text import plain
from ...languages import _
from ...page.mathml import mathml
from .. import markup
from ..packing import write_zip
from ..writing import Group, Selection
from .items import Element, Files, Q, write_item

LOM = "http://ltsc.ieee.org/xsd/LOM"


@dataclass(frozen=True)
class Dialect:
    """What the versions of QTI call things."""

    manifest: str
    """The name space of the manifest."""
    schema: str
    version: str
    kind: str
    """How the types of resources end."""
    told: Callable[[Element], Element] = lambda element: element
    """Tells an element of QTI 3.0 in this version's words."""


def write_package(chosen: Selection, target: Path, dialect: Dialect) -> None:
    """Write the items as one package."""
    chosen = replace(chosen, math=_mathml)
    files: Files = {}
    items: dict[str, Element] = {}
    sections: list[Element] = []
    for number, group in enumerate(chosen.groups(), 1):
        items |= {item.id: write_item(item, group, chosen, files) for item in group.items}
        sections.append(_section(number, group, chosen))
    part = {"identifier": "part", "navigation-mode": "nonlinear", "submission-mode": "individual"}
    test = Q(
        "qti-assessment-test",
        Q("qti-test-part", *sections, part),
        identifier=f"{chosen.bank.id}-test",
        title=chosen.bank.title,
    )
    written = {f"{id_}.xml": serialised(dialect.told(item)) for id_, item in items.items()}
    written["test.xml"] = serialised(dialect.told(test))
    manifest = _manifest(chosen, written, files, dialect)
    write_zip(target, {"imsmanifest.xml": serialised(manifest), **written, **files})


def serialised(element: Element) -> bytes:
    """Write a document; nothing is indented, as spaces between words count."""
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)


def _mathml(tex: str) -> Markup:
    return Markup(
        mathml(tex).replace("<math", '<math xmlns="http://www.w3.org/1998/Math/MathML"', 1)
    )


def _section(number: int, group: Group, chosen: Selection) -> Element:
    title = chosen.titles.get(group.chapter, group.chapter)
    name = f"{title}: {plain(group.case.title)}" if group.case else title
    asked = [
        Q("qti-assessment-item-ref", identifier=item.id, href=f"{item.id}.xml")
        for item in group.items
    ]
    told = {"identifier": f"section{number}", "title": name, "visible": "true"}
    return Q("qti-assessment-section", *asked, told)


def _manifest(chosen: Selection, written: Files, files: Files, dialect: Dialect) -> Element:
    space = dialect.manifest
    make = ElementMaker(namespace=space, nsmap={None: space, "lom": LOM})
    resources = [
        make.resource(
            make.metadata(_about(item, chosen)),
            make.file(href=f"{item.id}.xml"),
            *(make.dependency(identifierref=_named(name)) for name in _shown(item, written)),
            identifier=item.id,
            type=f"imsqti_item_xml{dialect.kind}",
            href=f"{item.id}.xml",
        )
        for item in chosen.items
    ]
    asked = [make.dependency(identifierref=item.id) for item in chosen.items]
    test = make.resource(
        make.file(href="test.xml"),
        *asked,
        identifier="test",
        type=f"imsqti_test_xml{dialect.kind}",
        href="test.xml",
    )
    media = [
        make.resource(make.file(href=name), identifier=_named(name), type="webcontent", href=name)
        for name in files
    ]
    return make.manifest(
        make.metadata(
            make.schema(dialect.schema), make.schemaversion(dialect.version), _licence(chosen)
        ),
        make.organizations(),
        make.resources(test, *resources, *media),
        identifier=f"{chosen.bank.id}-package",
    )


def _named(file: str) -> str:
    return "file-" + re.sub(r"[^A-Za-z0-9]", "-", file)


def _shown(item: Item, written: Files) -> list[str]:
    found = re.findall(rb'(?:src|data)="(media/[^"]+)"', written[f"{item.id}.xml"])
    return [name.decode() for name in dict.fromkeys(found)]


_L = ElementMaker(namespace=LOM)


def _text(words: str, chosen: Selection) -> Element:
    return _L.string(words, language=chosen.language)


def _rights(chosen: Selection) -> Element:
    terms = _L.copyrightAndOtherRestrictions(_L.source("LOMv1.0"), _L.value("yes"))
    return _L.rights(
        terms, _L.description(_text(_("Licence: {licence}", licence=chosen.licence), chosen))
    )


def _licence(chosen: Selection) -> Element:
    return _L.lom(_L.general(_L.title(_text(chosen.bank.title, chosen))), _rights(chosen))


def _about(item: Item, chosen: Selection) -> Element:
    general = _L.general(_L.title(_text(markup.title(item), chosen)), _L.language(chosen.language))
    general.extend(_L.keyword(_text(tag, chosen)) for tag in markup.tags(item))
    version = _L.lifeCycle(_L.version(_text(str(item.version), chosen)))
    return _L.lom(general, version, _rights(chosen))
