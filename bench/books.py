"""Small books that differ in nothing but the tool: pages with no, one, two, ten, fifty quizzes."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml

from .environment import Unavailable, python_of, run, say
from .five import IDS, Question, five_questions
from .measure import OURS
from .peers import NOTEBOOK, PEERS, TEXT, Peer

QUIZZES = (0, 1, 2, 10, 50)
PLAIN = "Jupyter Book alone"
CELL_TIMEOUT = 30
"""Seconds: cells of ipyquizjb now and then wait for ever (nbclient #312)."""
REVIEW = 'review: {status: draft, updated: "2026-01-01"}\n---\n'


def build_books(root: Path, work: Path) -> dict[str, Path | str]:
    """Build each tool's book; gives the folder of its pages, or why there is none."""
    ours = {OURS: _own_book(root, work / "ours"), PLAIN: _plain_book(work / "plain")}
    return {**ours, **build_peers(PEERS, root, work)}


def build_peers(peers: Iterable[Peer], root: Path, work: Path) -> dict[str, Path | str]:
    """Install and build each peer; one that cannot be had is reported, and the rest goes on."""
    questions = five_questions(root)
    built: dict[str, Path | str] = {}
    for peer in peers:
        try:
            python = python_of(peer.requirements, root / "requirements.txt", work / peer.name)
            built[peer.name] = _peer_book(peer, questions, python, work / f"{peer.name}-book")
        except Unavailable as reason:
            say(f"{peer.name}: {reason}")
            built[peer.name] = str(reason)
    return built


def _peer_book(peer: Peer, questions: list[Question], python: Path, folder: Path) -> Path:
    config = {"title": "A book", "only_build_toc_files": True, "sphinx": peer.sphinx}
    config["execute"] = {"execute_notebooks": "cache", "timeout": CELL_TIMEOUT}
    pages = {f"q{n}.md": peer.page(questions, n) for n in QUIZZES}
    _write(folder, config, {"index.md": TEXT, **pages}, "index", [f"q{n}" for n in QUIZZES])
    return _built(peer.name, python, folder)


def _plain_book(folder: Path) -> Path:
    config = {"title": "A book", "only_build_toc_files": True}
    _write(folder, config, {"index.md": TEXT, "q0.md": TEXT}, "index", ["q0"])
    return _built(PLAIN, Path(sys.executable), folder)


def _own_book(root: Path, folder: Path) -> Path:
    """Write a book with our settings, our bibliography and the five items as they stand."""
    items = [item for file in sorted((root / "quizzes").glob("*.yml")) for item in _items(file)]
    chosen = [{**item, "objective": "five.1"} for item in items if item["id"] in IDS]
    for item in chosen:
        item.pop("pitfall", None)
    book = {"schema": 1, "id": "five", "title": "A book", "pitfalls": []}
    cells = "\n".join(
        f'```{{code-cell}} ipython3\n:tags: [remove-input]\nquiz("{id_}")\n```\n' for id_ in IDS
    )
    first = "```{code-cell} ipython3\n:tags: [remove-cell]\nfrom quizbook import quiz\n```\n"
    notebook = NOTEBOOK.removesuffix("---\n") + REVIEW
    objective = '---\nobjectives: [{id: "five.1", text: "Measure."}]\n' + REVIEW
    pages = {
        "chapters/index.md": f"---\n{REVIEW}{TEXT}",
        "chapters/five.md": objective + TEXT,
        "chapters/references.md": f"---\n{REVIEW}# References\n\n```{{bibliography}}\n```\n",
        "quizzes/five.yml": json.dumps({"schema": 1, "chapter": "five", "items": chosen}),
        "quizzes/book.yml": json.dumps(book),
        "references.bib": (root / "references.bib").read_text(encoding="utf-8"),
    }
    for n in QUIZZES:
        pages[f"chapters/q{n}.md"] = f"{notebook}{TEXT}\n{first}\n{cells * n}"
    names = ["five", *(f"q{n}" for n in QUIZZES), "references"]
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    _write(folder, config, pages, "chapters/index", [f"chapters/{name}" for name in names])
    return _built(OURS, Path(sys.executable), folder) / "chapters"


def _items(file: Path) -> list[dict]:
    return yaml.safe_load(file.read_text(encoding="utf-8")).get("items", [])


def _write(folder: Path, config: dict, pages: dict[str, str], top: str, rest: list[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    toc = {"format": "jb-book", "root": top, "chapters": [{"file": name} for name in rest]}
    files = {"_config.yml": json.dumps(config), "_toc.yml": json.dumps(toc), **pages}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _built(name: str, python: Path, folder: Path) -> Path:
    say(f"building the book of {name}")
    command = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    run([str(python), "-I", "-c", command, "build", str(folder)])
    return folder / "_build" / "html"
