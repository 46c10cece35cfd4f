"""Do the articles answer at all: one probability, and reasons that whoever reads them can check.

What tells is what the reader makes of the best sentence, and what of the question stands nowhere. No rule here knows
the wording of a kind of question.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from qa.cast import names
from qa.checks.names import known_words, stands
from qa.checks.tokens import tokens
from qa.retrieval import Retrieved
from qa.stored import restored
from qa.types import Evidence
from qa.understood import Period
from qa.words import STOP_WORDS, TASKS
from vectorstore.types import ArticleRecord

Holding = Callable[[Sequence[str]], Sequence[int]]
"""For each phrase in how many passages all its words stand."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a question asks about and no article has: names, dates, and other words."""

    names: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a question is answered, each as a number; see `probability`."""

    answers: float
    """The score of the best sentence, the mean over the question's searches; UNREAD for one that found nothing."""
    names: float
    """How many names and dates of the question no article has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic model of the signs, fitted on questions about articles held out of the reader's training.

    How much each sign counts beside the other was fitted on SQuAD, news and the seeds together, the scale on SQuAD.

    See the model card for the data and the figures.
    """

    bias: float
    answers: float
    names: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How signs become a probability, and from which probability on an answer is given."""

    weights: Weights
    threshold: float


@functools.cache
def packaged_calibration() -> Calibration:
    """The one fitted by `byline evaluate-reader --fit`, for the packaged reader."""
    stated = (files("qa") / "weights" / "calibration.json").read_text(encoding="utf-8")
    return restored(Calibration, json.loads(stated))


UNREAD = -6.0
"""The score of a search that found nothing to read: below that of any sentence, or nearly."""


def unknown(found: Retrieved, *, holding: Holding, records: Sequence[ArticleRecord], evidence: str) -> Unknown:
    """What the question names and no article has, in whatever form. `evidence` is text of theirs, to know names by."""
    question, read = found.understood.question, found.understood
    parts = [*((one.start, one.end) for one in read.mentions), *((one.start, one.end) for one in read.periods)]
    found_names = [one for one in names(_without(question, parts)) if one.text.casefold() not in TASKS]
    parts += [(one.start, one.end) for one in found_names]
    named = [one.text for one in found_names]
    dates = [period for period in read.periods if period.year_stated and not period.restricts]
    inside = {place for start, end in parts for place in range(start, end)}
    loose = [
        token.text
        for token in tokens(question)
        if token.start not in inside and token.word not in STOP_WORDS | TASKS and len(token.text) > 1
    ]
    years = [str(day.year) for period in dates for day in (period.first, period.last) if day]
    looked_up = list(dict.fromkeys((*named, *loose, *years)))
    counts = dict(zip(looked_up, holding(looked_up), strict=True))
    known = known_words(" ".join([evidence, *(author for record in records for author in record.authors)]))
    strange = [one for one in dict.fromkeys((*named, *loose)) if not counts[one] and not _stands(one, known)]
    days = [record.day for record in records if record.day]
    return Unknown(
        names=tuple(phrase for phrase in strange if phrase in named),
        dates=tuple(period.text for period in dates if _nowhere(period, counts, days)),
        words=tuple(phrase for phrase in strange if phrase not in named),
    )


def signs(scored: Sequence[Sequence[Evidence]], strange: Unknown) -> Signs:
    """The signs of one question, from what the reader made of what its searches found."""
    # A part of the question whose outlets no article is from is said to be missing, and makes an answer less likely.
    best = [one[0].score if one else UNREAD for one in scored]
    return Signs(
        answers=sum(best) / len(best) if best else UNREAD,
        names=float(len(strange.names) + len(strange.dates)),
    )


def probability(seen: Signs, weights: Weights) -> float:
    """That the articles answer, 0 to 1."""
    return 1 / (1 + math.exp(-log_odds(seen, weights)))


def log_odds(seen: Signs, weights: Weights) -> float:
    """The same, as log-odds."""
    return weights.bias + weights.answers * seen.answers + weights.names * seen.names


def reasons(strange: Unknown, *, filtered: bool, read: bool, asked_for: str = "") -> tuple[str, ...]:
    """Why the articles are held not to answer, in plain words; `read` says whether there was anything to read.

    Under filters of the asker's own, that is said only of the articles that pass them. `asked_for` is the kind of
    thing that the question asks for, where none of the sentences that were read has one.
    """
    none = "No article that passes the filters" if filtered else "No article"
    said = [f"{none} names {_quoted(strange.names)}."] if strange.names else []
    said += [f"{none} is from {_quoted(strange.dates)} or mentions it."] if strange.dates else []
    if strange.words and not strange.names:
        said.append(f"{none} has the word{'s' if len(strange.words) > 1 else ''} {_quoted(strange.words)}.")
    if not said and read and asked_for:
        said.append(f"No sentence that was found gives {asked_for} for what is asked.")
    elif not said and read:
        said.append("What the question names does occur, but no sentence was found that says what is asked.")
    return tuple(said)


def _quoted(items: Sequence[str]) -> str:
    marked = [f"“{item}”" for item in items]
    return marked[0] if len(marked) == 1 else ", ".join(marked[:-1]) + " or " + marked[-1]


def _nowhere(period: Period, counts: dict[str, int], days: Sequence[date]) -> bool:
    first, last = period.first, period.last
    within = any((first is None or day >= first) and (last is None or day <= last) for day in days)
    return not within and not any(counts[str(day.year)] for day in (first, last) if day)


def _stands(phrase: str, known: set[str]) -> bool:
    found = tokens(phrase)
    return bool(found) and all(stands(token, known) for token in found)


def _without(text: str, parts: Sequence[tuple[int, int]]) -> str:
    marks = list(text)
    for start, end in parts:
        marks[start:end] = "," * (end - start)
    return "".join(marks)
