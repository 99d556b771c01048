"""Whether the style rules that the build leaves out are missed: each page with them and without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from quizbook.editions.styles import RECORD, SHEET, whole

from .browser import KNOWN
from .environment import say
from .measure import OURS, Row

GROUP = "looks"
LOOKS = {
    "light": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "all unfolded": {"viewport": {"width": 1440, "height": 900}},
}
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"
STILL = "*, ::before, ::after { animation: none !important; transition: none !important; }"
LOT = "Math.random = () => 0.5"
"""Lets every visit to a test draw the same of its forms."""
TIMES = 2
"""Chromium draws one page in a hundred otherwise by itself, by a pixel: what a rule changes differs
each time."""
SETTLED = 200
"""Milliseconds after which a page that was loaded, or unfolded, no longer moves."""


def compare(root: Path, browser) -> Iterator[Row]:
    """Count, in each look, the pages of the built book of which one pixel changes."""
    out = root / "_build" / "html"
    record = json.loads((root / "_build" / ".doctrees" / RECORD).read_text(encoding="utf-8"))
    every_rule = whole(out, record["sheets"])
    pages = [page for name in sorted(record["pages"]) if not _leads_away(page := out / name)]
    for look, settings in LOOKS.items():
        say(f"comparing {len(pages)} pages, {look}")
        changed = pages
        for _ in range(TIMES):
            changed = _changed(browser, changed, settings, look, every_rule)
        what = f"of {len(pages)} pages look otherwise with every style rule, {look}"
        names = ", ".join(page.stem for page in changed)
        yield Row(GROUP, what, OURS, len(changed), "", limit=0, note=names)


def _changed(browser, pages: list[Path], settings: dict, look: str, every_rule: str) -> list[Path]:
    seen = [_pictures(browser, pages, settings, look, sheet) for sheet in (None, every_rule)]
    return [page for page, ours, theirs in zip(pages, *seen, strict=True) if ours != theirs]


def _leads_away(page: Path) -> bool:
    return 'http-equiv="refresh"' in page.read_text(encoding="utf-8").lower()


def _pictures(browser, pages: list[Path], settings: dict, look: str, sheet: str | None) -> list:
    """Take each page from top to bottom; `sheet`, if any, stands in for the book's own."""
    context = browser.new_context(offline=True, reduced_motion="reduce", **settings)
    if sheet is not None:
        context.route(f"**/{SHEET}*", lambda r: r.fulfill(body=sheet, content_type="text/css"))
    context.add_init_script(LOT)
    page = context.new_page()
    taken: list[bytes] = []
    for path in pages:
        page.goto(path.resolve().as_uri())
        page.wait_for_function(KNOWN)
        page.add_style_tag(content=STILL)
        if look == "all unfolded":
            page.evaluate(UNFOLD)
        page.wait_for_timeout(SETTLED)
        taken.append(page.screenshot(full_page=True))
    context.close()
    return taken
