"""Words with which accredited providers offer credit: a book without accreditation uses none.

Saying that there is no credit is allowed, and asked for. The phrases follow what the American
Medical Association and the accrediting councils reserve for their providers: the designation of
credit, the claim of accreditation or compliance, "pending" credit, and certificates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .problems import Problem

_BODIES = r"(?:ACCME|ACPE|ANCC|AAFP|EACCME|UEMS|AMA|AMA PRA|Joint Accreditation)"
_KIND = r"(?:CME|CPD|CE|CNE|CEU|MOC|ECMEC|EACCME|continuing (?:medical )?education|contact)"
_UNIT = r"(?:credits?|points?|hours?|units?)"
_VERBS = (
    r"(?:earn|claim|receive|award|awards|awarded|designate[sd]?|provides?|offers?|carries|worth|"
    r"get|gets|collect|grants?|eligible for|qualif(?:y|ies) for)"
)

RESERVED = (
    r"PRA Category",
    r"Category 1 Credit",
    rf"{_BODIES}[- ](?:accredited|approved|certified|compliant)",
    rf"(?:accredited|approved|certified|endorsed) (?:by|under|through) (?:the )?{_BODIES}",
    rf"(?:meets|complies with|compliant with|in compliance with|in accordance with) (?:the )?"
    rf"(?:\w+ ){{0,4}}{_BODIES}",
    rf"{_KIND}[- ]accredited",
    r"credits? (?:is |are )?(?:pending|applied for|available)",
    rf"(?:pending|available) {_KIND} {_UNIT}",
    rf"{_KIND} {_UNIT} (?:pending|applied for|available|awarded)",
    rf"{_VERBS} (?:a |an |the |your |up to |maximum of |of )*(?:\d+(?:\.\d+)? )?"
    rf"{_KIND}[/A-Z]* {_UNIT}",
    rf"\d+(?:\.\d+)? (?:hours? of )?{_KIND} {_UNIT}",
    r"\d+(?:\.\d+)? ECMECs?",
    rf"certificate of (?:CME|CPD|{_KIND}|credit)",
    r"(?:CME|CPD) certificate",
    r"(?:activity|course|module|book) (?:is|has been) (?:accredited|approved for|certified for|"
    r"designated for)",
    r"jointly provided by",
)
"""Patterns of the reserved phrases; a space stands for any white space."""

_ANY = re.compile(
    r"(?<!\w)(?:" + "|".join(p.replace(" ", r"\s+") for p in RESERVED) + r")(?!\w)", re.I
)


def reserved(words: str) -> Iterator[tuple[int, str]]:
    """Yield the place and the words of each phrase that is not for every book."""
    for found in _ANY.finditer(words):
        yield found.start(), " ".join(found[0].split())


def judge(files: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield each reserved phrase of the files, given by name and text."""
    for name, words in files:
        for place, phrase in reserved(words):
            message = (
                f'"{phrase}" is for accredited providers alone, and quizzes/activity.yml says '
                "accreditation: none; say it otherwise, such as "
                '"estimated study time" or "a record of self-study"'
            )
            yield Problem(name, words.count("\n", 0, place) + 1, "file", message)
