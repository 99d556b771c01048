"""Mend what the theme and the notebook machinery leave in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import cards

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
DEAD_SCRIPTS = re.compile(
    r'<script type="(?:application/vnd\.jupyter\.widget-view\+json|text/x-thebe-config)">'
    r".*?</script>"
    r"(?:\s*<script>kernelName = .*?</script>)?",
    re.S,
)

SCRIPTS = {
    "store.js": '<fieldset class="quiz"|class="quiz-progress"',
    "quiz.js": '<fieldset class="quiz"',
    "places.js": '<fieldset class="quiz"|class="curtain"',
    "case.js": '<section class="quiz-case"',
    "exam.js": '<section class="quiz-exam"',
    "progress.js": 'class="quiz-progress"',
    "filter.js": '<table class="[^"]*filterable',
}
"""Each script of ours, and what on a page asks for it; in the order in which they load."""

STYLES = {"curtain.css": 'class="curtain"', "media.css": 'class="quiz-medium'}
"""Each style that few pages need, and what on a page asks for it."""


def clean_page(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Drop scripts that a static page cannot use, roles that are wrong, state that is stale."""
    body = DEAD_SCRIPTS.sub("", context.get("body") or "")
    # docutils gives the bibliography a list role whose children ARIA does not allow in it.
    body = body.replace('role="list" class="citation-list"', 'class="citation-list"')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace("<th></th>", "<td></td>")
    context["body"] = body
    bank = app.quizbook.bank
    kept = {"data-book": bank.id, "data-edition": bank.edition}
    for name, sign in SCRIPTS.items():
        if re.search(sign, body):
            app.add_js_file(name, **(kept if name == "store.js" else {}))
    for name, sign in STYLES.items():
        if re.search(sign, body):
            app.add_css_file(name)
    pages = [page for page in cards.card_pages(app) if f"{page.rpartition('/')[2]}#" in body]
    if pages:
        app.add_js_file("cards.js", **{"data-pages": " ".join(pages)})
        app.add_css_file("cards.css")
    context["script_files"] = list(_useful(context.get("script_files", [])))
    context["css_files"] = [css for css in context["css_files"] if "thebe" not in str(css.filename)]


def _useful(scripts) -> Iterator:
    """Drop Thebe (it needs a server, and the theme declares it twice), widget state, repeats."""
    seen = set()
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        body = attributes.get("body") or ""
        name = str(getattr(script, "filename", script))
        useless = (
            "THEBE_JS_URL" in body or "thebe" in name or attributes.get("type") == WIDGET_STATE
        )
        if useless or (name, body) in seen:
            continue
        seen.add((name, body))
        yield script
