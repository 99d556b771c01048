"""The imprint: what a copy is, of when, whose, and where to say that something in it is wrong."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ... import languages
from ...languages import _, later
from ..elsewhere import code

NOWHERE = later(
    "This copy names none; whoever publishes it sets it. Tell whoever gave you the book."
)


def told(app) -> dict[str, object]:
    """Give what the page design prints of the copy itself.

    Nothing here depends on the day of the build: the same sources give the same words.
    """
    address = app.config.html_baseurl or ""
    return {
        "standing": standing(app),
        "rows": list(_rows(app, address)),
        "drawing": code(address) if address else "",
        "address": address,
    }


def standing(app) -> str:
    """Say in a line how far the book has been reviewed, and of when it is."""
    known = getattr(app, "quizbook", None)
    reviews = [c.review for c in known.chapters.values() if c.review] if known else []
    if not reviews:
        return ""
    approved = sum(review["status"] == "approved" for review in reviews)
    status = _status(approved, len(reviews), known.bank.reviewer)
    newest = date.fromisoformat(max(review["updated"] for review in reviews))
    return _("{status}. {day}", status=status, day=languages.day(newest))


def _status(approved: int, count: int, reviewer: str) -> str:
    """Say how many chapters have been approved, by whom if the book says so."""
    if approved == count:
        return _("Approved by {reviewer}", reviewer=reviewer) if reviewer else _("Approved")
    if not approved:
        told = _("Draft, not reviewed by {reviewer}", reviewer=reviewer)
        return told if reviewer else _("Draft, not reviewed")
    if reviewer:
        told = {"n": approved, "all": count, "reviewer": reviewer}
        return _("Draft, {n} of {all} chapters approved by {reviewer}", **told)
    return _("Draft, {n} of {all} chapters approved", n=approved, all=count)


def _rows(app, address: str) -> Iterator[tuple[str, str, str]]:
    """Yield the heading, the words and the address of each line."""
    config, known = app.config, getattr(app, "quizbook", None)
    title = config.html_title or config.project
    status = standing(app)
    if status:
        yield _("Status"), f"{status}.", ""
    edition = known.bank.edition if known else ""
    commit = of_commit(Path(app.srcdir))
    version = ", ".join(
        filter(None, (_("edition {name}", name=edition) if edition else "", commit))
    )
    if version:
        yield _("Version"), f"{version[0].upper()}{version[1:]}.", ""
    licence = _words(config.html_theme_options.get("extra_footer", ""))
    if licence:
        yield _("Licence"), licence, ""
    when = f", {status.rpartition('. ')[2]}" if status else ""
    which = f" {version[0].upper()}{version[1:]}." if version else ""
    yield _("How to cite"), f"{config.author}: {title}{when}.{which} {address}".strip(), ""
    shown = address.removeprefix("https://").rstrip("/")
    yield _("The book on the web"), shown or _(NOWHERE), address
    report = getattr(config, "quizbook_report", "")
    yield _("Where to report an error"), report.removeprefix("mailto:") or _(NOWHERE), report
    pages = sorted({name.lstrip("%").partition("#")[0] for name in app.builder.left_out})
    titles = [app.env.titles[name].astext() for name in pages if name in app.env.titles]
    if titles:
        told = _(
            "These chapters, or parts of them, and the code behind the figures: {titles}.",
            titles="; ".join(titles),
        )
        yield _("In the web edition alone"), told, ""


def of_commit(root: Path) -> str:
    """Name the commit that a book's sources are at, if its folder is kept by git."""
    git = ["git", "-C", str(root)]
    try:
        run = {"capture_output": True, "text": True, "check": True, "timeout": 20}
        top = subprocess.run([*git, "rev-parse", "--show-toplevel"], **run).stdout.strip()
        if Path(top).resolve() != root.resolve():
            return ""
        name = subprocess.run([*git, "rev-parse", "--short=10", "HEAD"], **run).stdout.strip()
        changed = subprocess.run([*git, "status", "--porcelain", "-uno"], **run).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
    return _("commit {name}, with changes", name=name) if changed else _("commit {name}", name=name)


def _words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", markup).split())
