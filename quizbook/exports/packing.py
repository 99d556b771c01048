"""Zip archives: from the same questions the same bytes, whenever they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def write_zip(target: Path, files: Mapping[str, bytes | str]) -> None:
    """Write files, given by name, in their order."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w") as archive:
        for name, data in files.items():
            entry = ZipInfo(name)  # of 1980, whatever the clock says
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
