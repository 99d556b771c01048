"""What `python -m quizbook` can do. Each command is one function of the parsed options."""

from __future__ import annotations

import csv
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
from argparse import Namespace
from contextlib import suppress
from functools import partial
from pathlib import Path

from . import downloads, stamp
from .bank import published
from .bank.load import check as check_book
from .bank.load import find_root, load_bank
from .bank.settings import sheet, speak
from .builds import BadSourcesError, BuildError, alone, build_and_stamp, choose
from .environment import quick_environment, with_path
from .media import Shelf
from .watch import keep_built

HERE = Path(__file__).parent


def check(options: Namespace) -> int:
    """Validate the bank and the chapters' front matter."""
    book = check_book(_root(options))
    Shelf(book.root, book.bank).make_all()
    for warning in sorted(book.warnings):
        print(f"{warning} (warning)")
    uses = [use.item for chapter in book.chapters.values() for use in chapter.uses]
    shown = sum(len(book.bank.asked_by(id_)) for id_ in uses)
    print(f"{len(book.bank.items)} items in order, shown {shown} times in the chapters")
    return 0


def new(options: Namespace) -> int:
    """Make a small course that builds, to be rewritten."""
    from .new import LICENCES, NONE, Names, id_of, make

    folder = Path(options.folder)
    title = options.title or _ask("Title of the course", folder.resolve().name)
    author = options.author or _ask("Who writes it", "The contributors")
    licences = ", ".join((*LICENCES, NONE))
    licence = options.licence or _ask(f"Licence of text and questions ({licences})", NONE)
    names = Names(title, author, options.id or id_of(title), licence)
    make(folder, names)
    print(f"{folder} holds a course with the id {names.id}; {folder}/README.md says what is where.")
    if licence == NONE:
        print("It has no licence yet, so nobody else may use it; write one into a file LICENSE.")
    print(f"Next: quizbook --book {shlex.quote(str(folder))} build")
    return 0


def _ask(question: str, answer: str) -> str:
    """Ask at a terminal; elsewhere take the answer that is offered."""
    if not sys.stdin.isatty():
        return answer
    return input(f"{question} [{answer}]: ").strip() or answer


def build(options: Namespace) -> int:
    """Build the book's editions into _build/."""
    root = _root(options)
    editions = choose(options.editions)
    told, failed = [], []
    with alone(root):
        sources = stamp.of_sources(root)
        for name, edition in editions.items():
            path = stamp.unchanged(root, name, sources)
            if path:
                told.append(f"{path.relative_to(root)} is up to date")
                continue
            try:
                path = build_and_stamp(root, name, sources, partial(edition.build, root))
            except BadSourcesError:  # the other editions have the same sources
                raise
            except BuildError as error:
                failed.append(error)
                continue
            told.append(f"Built {path.relative_to(root)}")
        page = root / "_build" / "html" / "index.html"
        if "html" in editions and page.is_file() and not failed:
            downloads.offer(root, load_bank(root).id)
            stamp.put(root, "html", sources, page)
    print("\n".join(told), end="\n" if told else "", flush=True)
    for error in failed:
        print(error, file=sys.stderr)
    return int(bool(failed))


def watch(options: Namespace) -> int:
    """Build the editions again whenever one of their sources is saved."""
    keep_built(_root(options), choose(options.editions))
    return 0


def release(options: Namespace) -> int:
    """Note what an edition publishes, in quizzes/published.json; `check` compares with it."""
    root = _root(options)
    bank = check_book(root).bank
    last, _ = published.read(root)
    before = last.items if last and last.book == bank.id else {}
    data = published.release(bank, options.edition)
    (root / published.NAME).write_text(published.write(data), encoding="utf-8")
    new = bank.items.keys() - before.keys()
    gone = before.keys() - bank.items.keys()
    revised = [i for i in bank.items.keys() & before.keys() if data["items"][i] != before[i]]
    print(
        f"{published.NAME} holds edition {options.edition}: {len(bank.items)} items, "
        f"{len(new)} new, {len(revised)} revised or polished, {len(gone)} withdrawn"
    )
    return 0


def export(options: Namespace) -> int:
    """Write the questions in a form that other programs take in."""
    from .exports import FILTERS, FORMS
    from .exports.choosing import choose
    from .exports.progress import told

    form = FORMS[options.form]
    book = check_book(_root(options))
    filters = {name: getattr(options, name) or () for name in FILTERS}
    predictions, pass_mark = options.predictions, options.pass_mark
    chosen = choose(book, filters, options.items or (), predictions, pass_mark)
    target = Path(options.output or f"{book.bank.id}{form.suffix or f'-{options.form}'}")
    with told(len(chosen.items)) as chosen.progress:
        form.write(chosen, target)
    count = len(chosen.items)
    print(f"{target} holds {count} question{'s' if count > 1 else ''}")
    lost = [f"{id_}: {words}" for id_, words in dict.fromkeys(chosen.lost)]
    if options.report:
        print("\n".join(lost or ["nothing is lost"]))
    elif lost:
        many = "things" if len(lost) > 1 else "thing"
        print(f"{len(lost)} {many} could not be held; see --report")
    return 0


def blueprint(options: Namespace) -> int:
    """Write, for each objective, how many questions test it, and of which kinds."""
    from .bank import coverage

    rows = list(coverage.table(check_book(_root(options))))
    if options.output:
        with Path(options.output).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        print(f"{options.output} holds {len(rows) - 1} objectives")
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    return 0


def exam(options: Namespace) -> int:
    """Draw an examination by a blueprint: papers, answer sheets, key, and files for systems."""
    from .editions.papers import exam as papers
    from .exams import blueprint, drawing, exporting

    root = _root(options)
    book = check_book(root)
    plan = blueprint.read(Path(options.blueprint), book)
    try:
        drawn = drawing.draw(book, plan, options.seed, options.forms)
    except ValueError as error:
        raise BuildError(str(error)) from None
    folder = Path(options.output or f"{plan.id}-{options.seed}")
    folder.mkdir(parents=True, exist_ok=True)
    made = papers.write(book, drawn, sheet(root), folder)
    made += exporting.write(book, drawn, folder)
    print(f"{plan.count} questions in {len(drawn.forms)} forms, seed {options.seed}:")
    print("\n".join(f"  {path}" for path in made))
    return 0


def teach(options: Namespace) -> int:
    """Set the instructor's edition and slides of some chapters, or of all that ask something."""
    from .editions.papers import instructor
    from .reviews.packet import ReviewError, chapter_of

    root = _root(options)
    book = check_book(root)
    asking = {item.chapter for item in book.bank.items.values()}
    try:
        named = [chapter_of(book, name) for name in options.chapters]
    except ReviewError as error:
        raise BuildError(str(error)) from None
    chapters = named or [c for c in book.chapters.values() if c.name in asking]
    folder = Path(options.output or ".")
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "instructor": lambda: instructor.write(book, chapters, sheet(root)),
        "slides": lambda: instructor.slides(book, chapters),
    }
    for name, make in made.items():
        path = folder / f"{book.bank.id}-{name}.pdf"
        path.write_bytes(make())
        print(path)
    return 0


def review(options: Namespace) -> int:
    """Make a packet for whoever reviews a chapter, or take one in that was judged."""
    from .editions.papers import packet as on_paper
    from .reviews import packet, taking

    root = _root(options)
    book = check_book(root)
    try:
        if not options.take:
            if not options.chapter:
                raise packet.ReviewError("name a chapter, or a file with --take FILE")
            chapter = packet.chapter_of(book, options.chapter)
            target = Path(options.output or f"review-{chapter.name}.html")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(packet.build(book, chapter.name), encoding="utf-8")
            paper = target.with_suffix(".pdf")
            paper.write_bytes(on_paper.write(book, chapter, sheet(root)))
            print(f"{target} is the packet: send it to whoever reviews, and take back the file")
            print(f"{paper} is the same for a pen")
            return 0
        path = Path(options.take)
        outcome = taking.judge(book, taking.read_file(path, book))
        print("\n".join(outcome.lines()))
        if not outcome.is_done:
            print("Nothing is marked as reviewed before all of it is agreed to.", file=sys.stderr)
            return 1
        files = taking.mark(book, outcome, path)
    except packet.ReviewError as error:
        raise BuildError(str(error)) from None
    print("Marked as reviewed: " + ", ".join(files))
    return 0


def report(options: Namespace) -> int:
    """Tell what the learners' files of a class say, in one page and one table."""
    from .learners import report, report_page
    from .learners.responses import gather

    book = check_book(_root(options))
    target = Path(options.output)
    beside = target.with_suffix(".csv")
    for made in (target, beside):
        if made in map(Path, options.files) or made.is_dir():
            raise BuildError(f"{made} is one of the files to read; name another with -o")
    objectives = {i: t for c in book.chapters.values() for i, t in c.objectives.items()}
    try:
        told = report.make(gather(options.files, book.bank), book.bank, objectives, options.minimum)
    except ValueError as error:
        raise BuildError(str(error)) from None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(report_page.page(told), encoding="utf-8")
    report_page.write_table(told, beside)
    for left in told.left_out:
        print(f"{left.name} is left out: it {left.why}", file=sys.stderr)
    print(f"{target} and {beside} tell of {told.people} people")
    return 0


def verify(options: Namespace) -> int:
    """Grade learners' files again, and say whether their scores follow from their answers."""
    from .learners import files
    from .learners.record import checksum
    from .learners.verify import CONSISTENT, verify

    bank = check_book(_root(options)).bank
    failed = False
    for path in files.find(options.files):
        name = files.name_of(path)
        try:
            log = files.read_log(files.content(path), bank.id)
            verdict = verify(log, bank)
        except files.FileError as error:
            print(f"{name}: it {error}", file=sys.stderr)
            failed = True
            continue
        print(f"{name}: " + "\n".join(verdict.lines(bank)))
        print(f"  checksum of its answers: {checksum(log['attempts'])}")
        failed |= verdict.word != CONSISTENT or not verdict.graded
    return int(failed)


def import_(options: Namespace) -> int:
    """Read questions of other programs into unfinished files of the bank."""
    from . import imports

    book = check_book(_root(options))
    source = Path(options.file)
    found = imports.read(source, book)
    folder = Path(options.output) if options.output else book.root / imports.FOLDER
    made = imports.prepare(found.drafts, source, folder, book, options.chapter)
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
        print(f"{path} is unfinished")
    for draft in found.drafts:
        told = [f"lacks {words}" for words in draft.lacks(book)] + draft.notes
        print(f"  {draft.data['id']}: {'; '.join(told) or 'lacks nothing'}")
    print("".join(f"  left out: {words}\n" for words in found.left), end="")
    return 0


def reference(options: Namespace) -> int:
    """Renew the stored outputs that `make test` compares the chapters with."""
    from .reference import renew

    root = _root(options)
    os.environ.update(quick_environment())
    for chapter in check_book(root).chapters.values():
        count = renew(root / chapter.file, root / "tests" / "reference" / f"{chapter.name}.ipynb")
        if count:
            print(f"{chapter.file}: {count} compared cell{'s' if count > 1 else ''} stored")
    return 0


def lab(options: Namespace) -> int:
    """Open the chapters as live notebooks in JupyterLab, which gets all further arguments."""
    root = _root(options)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}", *options.more]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is nobody else to be
    try:
        return subprocess.call(command, cwd=root, env=lab_environment())
    except KeyboardInterrupt:
        return 0


def lab_environment() -> dict[str, str]:
    """Give JupyterLab the settings that open chapters as notebooks, and save them whole."""
    return with_path("JUPYTER_CONFIG_PATH", HERE / "live")


LOCKED = """\
# The complete lock of what building needs, made from pyproject.toml.
# Renew it with `make lock`, then run `make test`.
"""
LOCKED_MORE = """\
# The lock of what `make lab`, `make test` and `make bench` add: a constraints file.
# Renew it with `make lock`.
"""


def lock(options: Namespace) -> int:
    """Renew both locks: the newest versions that pyproject.toml allows, all pinned."""
    root = _root(options)
    if not (root / "pyproject.toml").is_file():
        raise BuildError(f"{root} has no pyproject.toml; only a book that has one can be locked")
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.check_call([*pip, "install", str(root)])
        needed = _frozen(pip)
        subprocess.check_call([*pip, "install", f"{root}[lab,test,bench]"])
        more = [pin for pin in _frozen(pip) if pin not in needed]
    for name, lines in (
        ("requirements.txt", [LOCKED, *needed, "-e .\n"]),
        ("requirements-more.txt", [LOCKED_MORE, *more]),
    ):
        (root / name).write_text("".join(lines), encoding="utf-8")
        print(f"{name} pins {sum('==' in line for line in lines)} packages")
    return 0


def _frozen(pip: list[str]) -> list[str]:
    freeze = [*pip, "freeze", "--exclude", "quizbook"]
    return subprocess.check_output(freeze, text=True).splitlines(keepends=True)


def clean(options: Namespace) -> int:
    """Remove everything that was built."""
    with suppress(FileNotFoundError):
        shutil.rmtree(_root(options) / "_build")
    return 0


def _root(options: Namespace) -> Path:
    root = find_root(Path(options.book) if options.book else None)
    speak(root)
    return root


COMMANDS = {
    "new": (new, "make a small course that builds, to be rewritten"),
    "check": (check, "validate questions and front matter"),
    "build": (build, "build the editions into _build/"),
    "watch": (watch, "build the editions again whenever a source is saved"),
    "release": (release, "note what an edition publishes, for later checks to compare with"),
    "export": (export, "write the questions for Moodle, Anki, spreadsheets and others"),
    "blueprint": (blueprint, "count the questions of each objective by type, level and audience"),
    "exam": (exam, "draw an examination: papers, answer sheets, key, and files for systems"),
    "teach": (teach, "set the instructor's edition and slides (PDF)"),
    "review": (review, "make a packet for a reviewer, or take one in"),
    "report": (report, "tell what the saved answers of a class say, without a server"),
    "verify": (verify, "grade a learner's file again; say consistent or differs"),
    "import": (import_, "read questions of Moodle or a table into unfinished files of the bank"),
    "reference": (reference, "renew the stored outputs of result-printing cells"),
    "lab": (lab, "open the chapters as live notebooks"),
    "lock": (lock, "renew requirements.txt and requirements-more.txt"),
    "clean": (clean, "remove everything that was built"),
}
