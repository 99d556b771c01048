"""Which questions a box of ipywidgets holds, by the state that a notebook keeps of widgets."""

from __future__ import annotations

from typing import Any

from ..page.mention import MODEL

WIDGET = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
REFERENCE = "IPY_MODEL_"


def mentioned(widgets: dict[str, Any], model: str) -> list[str]:
    """Name the items in a widget, in order; none if it holds, or is, something else as well."""
    models = widgets.get(STATE, {}).get("state", {})
    try:
        return _inside(models, model)
    except KeyError:
        return []


def _inside(models: dict[str, Any], model: str) -> list[str]:
    """Raises KeyError at a widget that is neither a question nor a box."""
    held = models[model]
    if held["model_name"] == MODEL:
        return [held["state"]["item"]]
    children = held["state"]["children"]
    return [id_ for child in children for id_ in _inside(models, child.removeprefix(REFERENCE))]
