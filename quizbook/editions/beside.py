"""Build the pages beside those that stand, and put them in place once all is well.

A failed build changes no page. What the book no longer has leaves the pages with the next build.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from ..stamp import fingerprint

STATIC = ".static.json"
"""Beside the pages: what stood in the folders of static files when they were made."""
PRIVATE = {STATIC, "reports"}
"""What is not for readers: the tracebacks of MyST-NB's reports name this machine's folders."""


def build_beside(app) -> None:
    """Let the builder of pages work in a folder beside the place that it was given."""
    if app.builder.name != "html":
        return
    app.quizbook_place = Path(app.outdir)
    beside = app.quizbook_place.with_name(f".{app.quizbook_place.name}")
    place = os.path.relpath(app.outdir).replace("%", "%%")  # Sphinx fills in what follows one
    app.builder.epilog = f"The pages are in {place}."
    app.outdir = app.builder.outdir = type(app.outdir)(beside)
    now = _static(app)
    if _read(beside / STATIC) != now:
        shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True, exist_ok=True)
    (beside / STATIC).write_text(json.dumps(now), encoding="utf-8")


def _static(app) -> list[str]:
    """Tell what stands in the folders of static files; Sphinx sees no change in them."""
    names = [*app.config.html_static_path, *app.config.html_extra_path]
    places = [Path(app.confdir or app.srcdir) / name for name in names]
    files = sorted(file for place in places for file in (place, *place.rglob("*")))
    return [*map(str, files), fingerprint(files)]


def _read(record: Path) -> list[str] | None:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def forget_removed(app, env, added, changed, removed) -> list[str]:
    """When a page has gone, let nothing of it stay: all that was made of the book goes."""
    app.quizbook_anew = bool(removed) and hasattr(app, "quizbook_place")
    for path in Path(app.outdir).iterdir() if app.quizbook_anew else ():
        if path.name not in ("_static", STATIC):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return []


def write_anew(app, env) -> set[str]:
    """Name every page, if one has gone."""
    return env.all_docs.keys() if app.quizbook_anew else set()


def publish(app, exception: Exception | None) -> None:
    """Put the pages in place after a build without a fault."""
    strict = getattr(app, "_fail_on_warnings", False) or getattr(app, "keep_going", False)
    failed = exception is not None or (app._warncount and strict)  # the first name is Sphinx 8.1's
    if failed or not hasattr(app, "quizbook_place"):
        return
    beside = Path(app.outdir)
    _drop_unused(beside / "_images", {name for _, name in app.env.images.values()})
    _drop_unused(beside / "_downloads", {name for _, name in app.env.dlfiles.values()})
    mirror(beside, app.quizbook_place)
    executed = app.quizbook_place.with_name("jupyter_execute")
    held = {f"{docname}.ipynb" for docname in app.env.all_docs}
    _drop_unused(
        executed, {name for name in _files(executed) if not name.endswith(".ipynb")} | held
    )


def _drop_unused(folder: Path, used: set[str]) -> None:
    for name in _files(folder).keys() - used:
        (folder / name).unlink()


def mirror(source: Path, target: Path) -> None:
    """Make `target` hold what `source` holds; each file is there whole, old or new, at any time.

    What has changed is copied first, so that a full disk leaves everything as it was.
    """
    new, old = _files(source), _files(target)
    waiting = target.with_name(f".{target.name}-new")
    shutil.rmtree(waiting, ignore_errors=True)
    changed = [name for name, state in new.items() if old.get(name) != state]
    try:
        for name in changed:
            (waiting / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, waiting / name)
        for name in changed:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(waiting / name, target / name)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    for name in old.keys() - new.keys():
        if not name.startswith("."):  # a publisher's own: .git, .nojekyll
            (target / name).unlink()
    for folder in sorted((f for f in target.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of each file that readers may see, by its name from the folder."""
    found = {}
    for place, folders, names in os.walk(folder):
        inside = os.path.relpath(place, folder)
        if inside == ".":
            folders[:] = [name for name in folders if name not in PRIVATE and name[0] != "."]
            names = [name for name in names if name not in PRIVATE]
        for name in names:
            stat = os.stat(os.path.join(place, name))
            found[os.path.normpath(os.path.join(inside, name))] = (stat.st_size, stat.st_mtime_ns)
    return found
