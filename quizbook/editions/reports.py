"""Where a reader reports an error: one address in `_config.yml`, and what a report begins with.

`quizbook_report` is an address of mail (`mailto:...`) or of a form, such as the page for a new
issue of the book's repository. A book that sets none gets no link, and its pages say so.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ..languages import _


def address(base: str, page: str, item: str = "", version: int | None = None) -> str:
    """Give the address of a report on a page, or on a question of it; none if `base` is empty."""
    if not base:
        return ""
    place = f"{page}, {item}" if item else page
    about = [_("Page: {page}", page=page)]
    if item:
        about.append(_("Question: {item}, version {version}", item=item, version=version))
    about += [_("What is wrong:"), _("Source that shows it:")]
    title, body = _("Error: {place}", place=place), "\n\n".join(about)
    names = ("subject", "body") if base.startswith("mailto:") else ("title", "body")
    asked = urlencode(dict(zip(names, (title, body), strict=True)), quote_via=quote)
    return f"{base}{'&' if '?' in base else '?'}{asked}"
