"""What to do again, and only that.

Sphinx sees a changed chapter; jupyter-cache sees changed code. Neither sees a changed data file
or package, and Sphinx forgets a warning once the page that gave it is unchanged. This module
closes those gaps.
"""

from __future__ import annotations

import json
import logging as plain_logging
import pickle
import time
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.util import logging

from ..bank.chapters import inputs
from ..stamp import fingerprint
from . import citations, saved

logger = logging.getLogger(__name__)
RECORD = "quizbook.json"


def forget_stale_outputs(app, env, added, changed, removed) -> list[str]:
    """Drop the stored outputs of chapters whose inputs changed; name those chapters."""
    root = Path(app.srcdir)
    folder = Path(app.config.nb_execution_cache_path or root / "_build" / ".jupyter_cache")
    record = folder / RECORD
    known = _read(record)
    now, stale = {}, []
    chapters = {chapter.file: chapter for chapter in app.quizbook.chapters.values()}
    for docname in sorted(env.found_docs):
        chapter = chapters.get(Path(env.doc2path(docname)).relative_to(root).as_posix())
        if chapter is None or not chapter.needs_kernel:
            continue
        now[docname] = fingerprint(inputs(root, chapter))
        if known.get(docname) != now[docname]:
            stale.append(docname)
    if stale:
        _drop(folder, [Path(env.doc2path(docname)).relative_to(root) for docname in stale])
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(now, indent=1), encoding="utf-8")
    return stale


def reread_citing_pages(app, env, added, changed, removed) -> set[str]:
    """Name every page that cites, or lists, works of a bibliography that has changed."""
    now = app.config.quizbook_code
    now += fingerprint(Path(app.srcdir) / name for name in app.config.bibtex_bibfiles)
    before, env.quizbook_bibliography = getattr(env, "quizbook_bibliography", None), now
    cite = env.get_domain("cite")
    if before == now:
        citations.remember(citation.formatted_entry for citation in cite.citations)
        return set()
    citations.forget()
    listing = {key.docname for key in cite.bibliographies}
    return (listing | {ref.docname for ref in cite.citation_refs}) & env.found_docs


def _read(record: Path) -> dict[str, str]:
    try:
        held = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _drop(folder: Path, chapters: list[Path]) -> None:
    """Drop what chapters gave, also in a book that lay elsewhere when they ran."""
    ends = [chapter.parts for chapter in chapters]
    cache = saved.outputs(folder)
    for stored in cache.list_cache_records():
        parts = Path(stored.uri).parts
        if any(parts[-len(end) :] == end for end in ends):
            cache.remove_cache(stored.pk)


def note_read(app, env, docnames: list[str]) -> None:
    """Begin the list of the pages that this build touches with those that it reads."""
    app.quizbook_touched = set(docnames)


def note_beginning(app) -> None:
    """Remember from when on an edit may be too late for this build."""
    app.quizbook_began = time.time_ns()


def reread_edited_pages(app, env) -> None:
    """Let the next build read those pages again whose sources were edited while this one ran.

    Sphinx notes a page's time once it has been read, which is after its cells ran: an edit that was
    made meanwhile would be older than that, and never be seen.
    """
    made = Path(app.doctreedir).parent
    for docname in app.quizbook_touched & env.all_docs.keys():
        named = [env.doc2path(docname), *env.dependencies[docname]]
        files = [file for file in (Path(app.srcdir, name) for name in named) if file.is_file()]
        edited = [file for file in files if file.stat().st_mtime_ns >= app.quizbook_began]
        if not all(file.is_relative_to(made) for file in edited):
            env.all_docs[docname] = 0


def forget_before_reading(app, env, docnames: list[str]) -> None:
    """Forget every page that will be read before the first of them is.

    Sphinx forgets each as its turn comes, so that a label which moved from a later page to an
    earlier one seemed to stand on both.
    """
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


class Duplicates(plain_logging.Handler):
    """Notes whether two pages were found to give one name: what a page gave is then lost."""

    def __init__(self) -> None:
        super().__init__(plain_logging.WARNING)
        self.found = False

    def emit(self, record: plain_logging.LogRecord) -> None:
        self.found |= "duplicate" in str(record.msg)


def listen_for_duplicates(app) -> None:
    """Begin to listen to what Sphinx and its domains warn of."""
    app.quizbook_duplicates = Duplicates()
    plain_logging.getLogger(logging.NAMESPACE).addHandler(app.quizbook_duplicates)


def note_written(app, doctree, docname: str) -> None:
    """Add a page that this build writes."""
    app.quizbook_touched.add(docname)


def rewrite_pages_about_others(app, env) -> list[str]:
    """Name the pages that tell of the whole book, once any other was read again."""
    return [*env.get_domain("quiz").data["whole"]] if app.quizbook_touched else []


def repeat_failed_pages(app, exception) -> None:
    """After a build with warnings, let the next one do its pages again and say them again."""
    file = Path(app.doctreedir) / ENV_PICKLE_FILENAME
    if exception is not None:
        file.unlink(missing_ok=True)
    elif app._warncount and file.is_file():
        env = pickle.loads(file.read_bytes())
        again = env.found_docs if app.quizbook_duplicates.found else app.quizbook_touched
        app.quizbook_duplicates.found = False
        for docname in again & env.all_docs.keys():
            env.all_docs[docname] = 0  # the time when it was read
        file.write_bytes(pickle.dumps(env, pickle.HIGHEST_PROTOCOL))
