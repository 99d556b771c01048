"""What a chapter imports: `quiz` shows a question, `figure` shows a chart. Nothing else."""

from __future__ import annotations

from difflib import get_close_matches

__all__ = ["figure", "quiz"]
__version__ = "0.1.0"


def quiz(item: str):
    """Show the question with this id.

    Parameters
    ----------
    item
        An id from quizzes/*.yml.

    Returns
    -------
    quizbook.page.widget.Quiz
        An ipywidgets widget: observe its `answers` and `score`, put it into a `VBox`.

    Raises
    ------
    LookupError
        If the bank has no such question; names the nearest ids.
    quizbook.bank.problems.BankError
        If the bank cannot be read.
    """
    from .bank.load import find_root, load_bank
    from .page.widget import Quiz

    root = find_root()
    items = load_bank(root).items
    if item not in items:
        close = " or ".join(f'"{i}"' for i in get_close_matches(item, items, 2))
        hint = f"did you mean {close}?" if close else "see the ids in quizzes/*.yml"
        raise LookupError(f'no question has the id "{item}"; {hint}')
    references = root / "references.bib"
    return Quiz(items[item], references if references.is_file() else None)


def figure(chart, alt: str):
    """Show an Altair chart as a drawing that follows the page's colours.

    Parameters
    ----------
    chart
        An Altair chart.
    alt
        What the figure shows, in words: the finding, not the looks.

    Returns
    -------
    quizbook.figures.Figure

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    from .figures import Figure

    return Figure(chart, alt)
