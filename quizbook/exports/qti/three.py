"""QTI 3.0: one package of items and a test that asks them."""

from __future__ import annotations

from pathlib import Path

from ..writing import Selection
from .package import Dialect, write_package

DIALECT = Dialect(
    manifest="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    version="3.0.0",
    kind="v3p0",
)


def write(chosen: Selection, target: Path) -> None:
    """Write the items as one package."""
    write_package(chosen, target, DIALECT)
