"""The published JSON Schemas that lie beside this file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def files() -> list[Path]:
    """List the schemas of what authors write and of what is published."""
    return sorted(_HERE.glob("*.json"))


@cache
def schema(name: str) -> dict[str, Any]:
    """Load `name`.json from beside this file."""
    return json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
