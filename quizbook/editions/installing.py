"""What makes the pages installable where they are served: a manifest, icons, a service worker.

trail.js asks for them on https and localhost; from disk nothing of this is used. The worker holds
the list of the build's files and a version made from their contents.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import vl_convert

from ..page.scripts import served

WORKER, MANIFEST = "sw.js", "manifest.webmanifest"
SIZES = (192, 512)
_LEFT_OUT = {WORKER, "objects.inv", ".buildinfo", "searchindex.js"}
_LEFT_OUT_FOLDERS = {"_sources", "downloads", "reports"}


def write_worker(app, exception) -> None:
    """Write manifest, icons and worker, once all else is written."""
    out = Path(app.outdir)
    if exception is not None or app.builder.name != "html" or not (out / "_static").is_dir():
        return
    icon = served("favicon.svg")
    icons = [_icon(out, icon, size) for size in SIZES]
    title = app.quizbook.bank.title
    manifest = {
        "name": title,
        "short_name": title[:24],
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    (out / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    files = sorted(file for file in out.rglob("*") if _is_read(out, file))
    version = sha256()
    for file in files:
        version.update(file.relative_to(out).as_posix().encode() + b"\0" + file.read_bytes())
    names = [quote(file.relative_to(out).as_posix()) for file in files]
    worker = served("worker.js")
    book = json.dumps(app.quizbook.bank.id)
    head = f'const BOOK = {book};\nconst VERSION = "{version.hexdigest()[:12]}";\n'
    head += f"const FILES = {json.dumps(names, separators=(',', ':'))};\n"
    (out / WORKER).write_text(head + worker, encoding="utf-8")


def _icon(out: Path, svg: str, size: int) -> dict[str, str]:
    name = f"_static/icon-{size}.png"
    if not (out / name).is_file():
        width = float(svg.partition('viewBox="')[2].partition('"')[0].split()[2])
        (out / name).write_bytes(vl_convert.svg_to_png(svg, scale=size / width))
    return {"src": name, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}


def _is_read(out: Path, file: Path) -> bool:
    parts = file.relative_to(out).parts
    hidden = any(part.startswith(".") for part in parts)
    return file.is_file() and not (
        hidden or parts[-1] in _LEFT_OUT or parts[0] in _LEFT_OUT_FOLDERS
    )
