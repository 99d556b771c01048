"""Mend what the theme and the notebook machinery leave in a page."""

from __future__ import annotations

import re


WIDGET_STATE = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-(?:state|view)\+json">.*?</script>', re.S
)


def clean_page(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Drop scripts that a static page cannot use, roles that are wrong, state that is stale."""
    context["script_files"] = list(_useful(context.get("script_files", [])))
    body = context.get("body") or ""
    body = WIDGET_STATE.sub("", body)
    # docutils gives the bibliography a list role whose children ARIA does not allow in it.
    body = body.replace('role="list" class="citation-list"', 'class="citation-list"')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace("<th></th>", "<td></td>")
    context["body"] = body
    if 'class="quiz"' in body:
        app.add_js_file("quiz.js", **{"data-book": app.config.quizbook_book})


def _useful(scripts):
    """Drop Thebe (it needs a server, and the theme declares it twice) and exact repeats."""
    seen = set()
    for script in scripts:
        body = getattr(script, "attributes", {}).get("body") or ""
        name = str(getattr(script, "filename", script))
        if "THEBE_JS_URL" in body or "thebe" in name.lower() or (name, body) in seen:
            continue
        seen.add((name, body))
        yield script


