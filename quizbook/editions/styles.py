"""Give the book one style sheet, in place of the dozen that theme and extensions bring.

`sheets` says which rules stay and `names` what a page names. Here is the rest: to do it at the end
of a build, and again only if something in it has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from sphinx.util import logging

from . import sheets
from .names import Names, look_at

logger = logging.getLogger(__name__)

SHEET = "_static/book.css"
RECORD = "styles.json"
"""Lies with the doctrees: what each page names, and what the sheet was made from."""
OF_SOME_PAGES = ("cards.css", "tools.css", "curtain.css", "media.css")
"""Sheets of ours in the order in which they are laid, whichever page is the first to ask."""
_LINK = re.compile(rf"{re.escape(SHEET)}(?:\?v=\w*)?")


def has_our_theme(config) -> bool:
    """Tell whether pages have the theme that we know; another keeps its own scripts and sheets."""
    return config.html_theme == "sphinx_book_theme"


def collect(app, context: dict) -> None:
    """Take the style sheets out of a page's context, and note them; the template links the one."""
    noted = app.__dict__.setdefault("quizbook_sheets", [])
    elsewhere = []
    for sheet in context["css_files"]:
        name = str(getattr(sheet, "filename", sheet)).partition("?")[0]
        if "://" in name:
            elsewhere.append(sheet)
        elif name not in noted:
            noted.append(name)
    context["css_files"] = elsewhere
    context["book_css"] = SHEET


def put(app, exception) -> None:
    """Write the book's sheet, and let each page name its present version."""
    if exception is not None or app.builder.name != "html" or not has_our_theme(app.config):
        return
    out, record = Path(app.outdir), Path(app.doctreedir) / RECORD
    known = _read(record)
    first = [f"styles/{name}.css" for name in ("theme", "pydata-sphinx-theme")]
    order = [*first, *getattr(app, "quizbook_sheets", [])]
    asked = [f"_static/{name.removeprefix('_static/')}" for name in order]
    before = known.get("sheets", [])  # pages that this build left alone may ask for more
    every = [*asked, *(s for s in before if s not in asked and (out / s).is_file())]
    known["sheets"] = sorted(every, key=_layer)
    texts = {name: _text(out / name) for name in known["sheets"] if _is_there(out / name)}
    made_of = _hash(app.config.quizbook_code, *texts, *texts.values())
    if known.get("made_of") != made_of:
        known |= {"made_of": made_of, "candidates": _candidates(out, texts)}
        known |= {"pages": {}, "used": None}
    used = _used(out, known)
    if known.get("used") != used or not (out / SHEET).is_file():
        text = sheets.write(sheets.prune(_rules(out, texts), set(used).__contains__))
        (out / SHEET).write_text(text, encoding="utf-8")
        known |= {"used": used, "version": _hash(text)[:8]}
    _link(out, known)
    record.write_text(json.dumps(known), encoding="utf-8")


def whole(out: Path, names: list[str]) -> str:
    """Write the sheet as it would be if no rule were left out, to compare the pages with it.

    `names` are the sheets that the record lists, as paths below `out`, the folder of the pages.
    """
    return sheets.write(list(_rules(out, {name: _text(out / name) for name in names})))


def _layer(sheet: str) -> int:
    """Lay the sheets of some pages over those of all; for the rest, sorting keeps their order."""
    name = Path(sheet).name
    return OF_SOME_PAGES.index(name) + 1 if name in OF_SOME_PAGES else 0


def _is_there(sheet: Path) -> bool:
    if not sheet.is_file():
        logger.warning("the pages ask for the style sheet %s, which is not there", sheet.name)
    return sheet.is_file()


def _text(sheet: Path) -> str:
    return sheet.read_text(encoding="utf-8")


def _hash(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()


def _read(record: Path) -> dict:
    try:
        return json.loads(_text(record))
    except (OSError, ValueError):
        return {}


def _rules(out: Path, texts: dict[str, str]) -> Iterator[sheets.Rule]:
    def load(path: str) -> str:
        return _text(out / "_static" / path)

    for name, text in texts.items():
        folder = Path(name).parent.relative_to("_static").as_posix()
        yield from sheets.read(text, folder, load)


def _candidates(out: Path, texts: dict[str, str]) -> list[str]:
    """List all that a rule may need: nothing else about a page is worth remembering."""
    found: set[str] = set()
    for rule in _rules(out, texts):
        found.update(*rule.selectors.values(), (name for name, _ in rule.declarations))
    return sorted(name for name in found if name)


def _used(out: Path, known: dict) -> list[str]:
    """List the candidates that some page can use, looking again only at pages that changed."""
    before, pages = known["pages"], {}
    used: set[str] = set()
    scripts: set[str] = set()
    for path in sorted(out.rglob("*.html")):
        if "_static" in path.parts:
            continue
        name = path.relative_to(out).as_posix()
        page = before.get(name)
        if page is None or page["state"] != _state(path):
            found = look_at(path)
            loaded = sorted({_place(out, path, script) for script in found.scripts} - {""})
            page = {"names": sorted(found.usable(known["candidates"])), "scripts": loaded}
        pages[name] = page
        used.update(page["names"])
        scripts.update(page["scripts"])
    known["pages"] = pages
    loaded = Names()
    for script in sorted(scripts):
        loaded.add_script(_text(out / script))
    return sorted(used | loaded.usable(known["candidates"]))


def _place(out: Path, page: Path, script: str) -> str:
    path = (page.parent / script).resolve()
    return path.relative_to(out.resolve()).as_posix() if path.is_file() else ""


def _state(path: Path) -> list[int]:
    return [path.stat().st_mtime_ns, path.stat().st_size]


def _link(out: Path, known: dict) -> None:
    """Write the sheet's version into pages that name another one."""
    link = f"{SHEET}?v={known['version']}"
    for name, page in known["pages"].items():
        path = out / name
        if page.get("state") == _state(path) and page.get("link") == link:
            continue
        text = _text(path)
        if (new := _LINK.sub(link, text)) != text:
            path.write_text(new, encoding="utf-8")
        page |= {"state": _state(path), "link": link}
