"""A reader who knows no medicine: what the words of an option look like, and how far that carries.

Forty-odd plain features of a text, and a conditional logit that learns from the other chapters how
right answers look. It is given neither ids nor reasons, and no list was made from the keys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from quizbook.bank.lint import ABSOLUTE, VAGUE
from quizbook.bank.model import Choice
from quizbook.bank.text import plain

WORD_LISTS = {
    "hedge": rf"{VAGUE}|\b(can|could|would|seems?|likely|probabl[ey]|possibl[ey]|perhaps|partly)\b",
    "modest": r"\b(some|few|little|less|open|unsure|unclear|limited|modest|small|doubt|rather)\b",
    "absolute": ABSOLUTE,
    "claim": r"\b(pro(ve|of|ven|ves)|shows?|shown|causes?d?|prevents?|cures?|settle[sd]?|rules?|"
    r"exclude[sd]?|certain(ly)?|safe|works?|refuted?|disproved)\b",
    "negation": r"\b(no|not|nor|never|nothing|nobody|none|neither|without|cannot|hardly)\b|n’t\b",
    "urgency": r"\b(now|today|tonight|once|urgent(ly)?|immediate(ly)?|prompt(ly)?|first|same day|"
    r"without delay|quickly)\b",
    "referral": r"\b(refer\w*|hospital|admit\w*|ambulance|surge\w+|intensive|emergency|monitor\w*|"
    r"send|neurolog\w+|specialist|clinic|catheter)\b",
    "delay": r"\b(wait\w*|weeks?|months?|years?|later|tomorrow|next|again|until|after|repeat\w*|"
    r"return|back)\b",
    "treat": r"\b(give|take|start|begin|add|prescribe|tablets?|dose\w*|drugs?|mg|magnesium|salt|"
    r"relaxant|treat\w*|sedat\w+|diazepam|quinine)\b",
    "test": r"\b(tests?|measur\w*|scans?|mri|ct|blood|ecg|check\w*|record\w*|images?|x-ray|"
    r"ultrasound|electromyogram|look|examin\w*)\b",
    "stop": r"\b(stop\w*|leave|avoid|withdraw|hold|off|out|drop|withhold|against)\b",
    "comparison": r"\b(more|less|most|least|fewer|better|worse|than|alike|same|both|wider|"
    r"narrower)\b",
    "because": r"\b(because|since|as|so|for|by|if|when)\b",
    "contrast": r"\b(but|yet|although|though|while|whereas|unless|only|still)\b",
    "and": r"\band\b",
    "or": r"\bor\b",
    "the": r"\bthe\b",
    "article": r"\ban?\b",
    "person": r"\b(he|she|his|her|him|you|your|they|their|people|patients?)\b",
    "number word": r"\b(one|two|three|four|five|six|seven|eight|nine|ten|half|third|twice)\b",
}
FIRST_WORDS = {
    "yes": r"yes|agreed?|right|definite|true|consent",
    "no": r"no|not|nothing|wrong|never|decline|disagree|doubt|little|hold|leave|neither",
    "article": r"a|an|the",
    "preposition": r"in|at|by|to|from|of|with|on|after|about|for",
    "pronoun": r"it|that|they|he|she|his|her|those|this|these|whether",
    "number": r"[-−+]?\d.*|about",
}
STOP = set("the a an of to in on at by for and or is are was it its as that this with from".split())


def tokens(text: str) -> list[str]:
    """List the words of a text, lower case, without their commonest endings."""
    return [re.sub(r"(ing|ed|es|s)$", "", word) for word in re.findall(r"[a-z]{2,}", text.lower())]


def telling(text: str) -> set[str]:
    return {word for word in tokens(text) if word not in STOP}


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", text)]


def _weights(items: Sequence[Choice]) -> dict[str, float]:
    """Give each word its rarity over all stems and options of the bank."""
    texts = [plain(t) for item in items for t in (item.stem, *(o.text for o in item.options))]
    counts = Counter(word for text in texts for word in telling(text))
    return {word: float(np.log(len(texts) / count)) for word, count in counts.items()}


def _share(part: set[str], whole: set[str], rarity: dict[str, float]) -> float:
    return sum(rarity[w] for w in part & whole) / (sum(rarity[w] for w in part) or 1)


def _option(text: str, others: list[str], stem: str, rarity: dict[str, float]) -> dict[str, float]:
    """Describe one option beside the others and the stem."""
    own, asked = telling(text), telling(stem)
    sets = [telling(other) for other in others]
    first = re.match(r"[^\s;:,]+", text.lower())[0]
    firsts = [re.match(r"[^\s;:,]+", other.lower())[0] for other in others]
    found: dict[str, float] = {
        "characters": len(text),
        "words": len(text.split()),
        "longest": all(len(text) > len(other) for other in others),
        "shortest": all(len(text) < len(other) for other in others),
        "odd length": abs(len(text) - np.mean([len(other) for other in others])),
        "word length": float(np.mean([len(word) for word in text.split()])),
        "commas": text.count(","),
        "semicolons": text.count(";"),
        "colons": text.count(":"),
        "digits": bool(re.search(r"\d", text)),
        "stem words": len(own & asked),
        "stem share": _share(own, asked, rarity),
        "stem rarity": sum(rarity[w] for w in own & asked),
        "shared words": sum(len(own & other) for other in sets),
        "shared rarity": sum(_share(own, other, rarity) for other in sets),
        "own words": len(own.difference(*sets)),
        "rarest word": max((rarity[w] for w in own), default=0),
        "first word shared": firsts.count(first),
        "first word alone": len(set(firsts)) < len(firsts) and first not in firsts,
        "first letter": ord(first[0]) - ord("a") if first[0].isalpha() else 0,
        "number of the stem": bool(set(numbers(text)) & set(numbers(stem))),
    }
    found |= {name: len(re.findall(words, text, re.I)) for name, words in WORD_LISTS.items()}
    found |= {
        f"first {name}": bool(re.fullmatch(words, first)) for name, words in FIRST_WORDS.items()
    }
    return found | _sizes(text, others)


def _sizes(text: str, others: list[str]) -> dict[str, float]:
    """Describe a number among the numbers of the other options, where all have one."""
    values = [numbers(t)[:1] for t in (text, *others)]
    if not all(values):
        return {"smallest": 0, "largest": 0, "middle": 0, "round": 0}
    own, *rest = (value[0] for value in values)
    return {
        "smallest": own < min(rest),
        "largest": own > max(rest),
        "middle": min(rest) < own < max(rest),
        "round": own % 10 == 0,
    }


class Guesser:
    """Learns from the keys of all chapters but one what a key looks like, and guesses that one.

    `described` is (items, places, features), with zeros where an item has no such place; `there`
    tells which places an item has. A feature is compared within its item only.
    """

    ridge = 4.0
    steps = 10

    def __init__(self, items: Sequence[Choice]) -> None:
        rarity = _weights(items)
        rows = [self._describe(item, rarity) for item in items]
        self.names = list(rows[0][0])
        most = max(map(len, rows))
        self.there = np.array([[n < len(row) for n in range(most)] for row in rows])
        described = np.zeros((len(rows), most, len(self.names)))
        for n, row in enumerate(rows):
            described[n, : len(row)] = [[float(v) for v in found.values()] for found in row]
        share = self.there / self.there.sum(1, keepdims=True)
        described -= (described * share[..., None]).sum(1, keepdims=True)
        described *= self.there[..., None]
        spread = np.sqrt((described**2).sum((0, 1)) / self.there.sum())
        self.described = (described / np.where(spread > 0, spread, 1)).astype(np.float32)
        chapters = sorted({item.chapter for item in items})
        self.chapter = np.array([chapters.index(item.chapter) for item in items])

    @staticmethod
    def _describe(item: Choice, rarity: dict[str, float]) -> list[dict[str, float]]:
        texts, stem = [plain(option.text) for option in item.options], plain(item.stem)
        rows = []
        for n, text in enumerate(texts):
            row = _option(text, texts[:n] + texts[n + 1 :], stem, rarity)
            rows.append(row | {f"place {place}": n == place for place in range(4)})
        return rows

    def fit(self, keys: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Fit a ridged conditional logit to the keys (items, runs); gives (features, runs).

        Newton's steps with the curvature of no knowledge, which bounds it from above (Böhning and
        Lindsay 1988, doi 10.1007/BF00049423): no step can overshoot.
        """
        places = self.there[rows].ravel()
        flat = self.described[rows].reshape(len(places), -1)[places]
        item = np.repeat(np.arange(len(rows)), self.there[rows].sum(1))
        curvature = flat.T @ flat / 2 + self.ridge * np.eye(flat.shape[1])
        place = np.tile(np.arange(self.there.shape[1]), len(rows))[places]
        right = (keys[rows][item] == place[:, None]).astype(np.float32)
        start = np.flatnonzero(np.r_[True, item[1:] != item[:-1]])
        weights = np.zeros((flat.shape[1], keys.shape[1]), np.float32)
        solve = np.linalg.inv(curvature).astype(np.float32)
        for _ in range(self.steps):
            chance = np.exp(flat @ weights)
            chance /= np.add.reduceat(chance, start)[item]
            weights += solve @ (flat.T @ (right - chance) - self.ridge * weights)
        return weights

    def hits(self, keys: np.ndarray) -> np.ndarray:
        """Count right guesses in chapters never seen, for each run of keys (items, runs)."""
        found = np.zeros(keys.shape[1])
        for chapter in np.unique(self.chapter):
            own, rest = np.flatnonzero(self.chapter == chapter), self.chapter != chapter
            weights = self.fit(keys, np.flatnonzero(rest))
            liked = self.described[own] @ weights  # items, places, runs
            liked[~self.there[own]] = -np.inf
            found += (liked.argmax(1) == keys[own]).sum(0)
        return found

    def shuffled(self, runs: int, seed: int = 1) -> np.ndarray:
        """Draw keys by lot, (items, runs)."""
        drawn = np.random.default_rng(seed).random((len(self.there), runs))
        return (drawn * self.there.sum(1)[:, None]).astype(int)
