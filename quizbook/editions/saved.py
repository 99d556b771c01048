"""The outputs of cells that earlier builds saved, whatever the folder of the book is called."""

from __future__ import annotations

from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.cache import db
from jupyter_cache.cache.main import JupyterCacheBase
from sqlalchemy import URL, Engine, create_engine

SCHEME = "sqlite:///"


def outputs(folder: Path) -> JupyterCacheBase:
    """Open the saved outputs in a folder."""
    take_any_folder()
    return get_cache(folder)


def take_any_folder() -> None:
    """Let jupyter-cache name its database by a path: in an address % and ? mean something else."""
    db.create_engine = _at_path


def _at_path(address: str) -> Engine:
    return create_engine(URL.create("sqlite", database=address.removeprefix(SCHEME)))
