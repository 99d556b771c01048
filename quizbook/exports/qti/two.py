"""QTI 2.1: the items of QTI 3.0 in the older names."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from ..writing import Selection
from .items import NAMESPACE, Element
from .package import Dialect, write_package

OLDER = "http://www.imsglobal.org/xsd/imsqti_v2p1"


def write(chosen: Selection, target: Path) -> None:
    """Write the items as one package."""
    write_package(chosen, target, DIALECT)


def older(element: Element) -> Element:
    """Tell an element of QTI 3.0 in the names of 2.1: camel case, and no body within a feedback."""
    for body in element.iter(f"{{{NAMESPACE}}}qti-content-body"):
        holder = body.getparent()
        holder.extend([*body])
        holder.remove(body)
    return _renamed(element)


def _renamed(element: Element) -> Element:
    space, name = etree.QName(element).namespace, etree.QName(element).localname
    if space != NAMESPACE:
        return element  # mathematics
    tag = _camel(name.removeprefix("qti-"))
    made = etree.Element(f"{{{OLDER}}}{tag}", nsmap={None: OLDER})
    for key, value in element.attrib.items():
        made.set(key if key.startswith("{") else _camel(key), value)
    made.text, made.tail = element.text, element.tail
    made.extend(_renamed(child) for child in [*element])
    return made


def _camel(name: str) -> str:
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), name)


DIALECT = Dialect(
    manifest="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.1 Package",
    version="1.0.0",
    kind="v2p1",
    told=older,
)
