"""Questions in conversations: whether one that leans is resolved to the right thing and one that stands alone is left.

A set is JSON Lines. A line holds the questions asked before (`turns`), the new one, and whether it `leans`; for one
that does, the question it `stands_for` written out by hand, the terms that its resolution must hold (`a|b` is either),
those it must not, the outlets and days it must be limited to, the sentence it points to, and, where the articles
answer it, words of their answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import fmean

from pydantic import BaseModel, Field

from qa.evaluation.files import json_lines
from qa.followup import Known, effective, resolve
from qa.retrieval import Retrieval
from qa.turns import FollowUp, Turn
from vectorstore.types import Filters, Hit

TOP = 10
"""Passages. So far down a passage that answers is looked for."""

WAYS = ("typed", "resolved", "written out")
"""How a question can be put to the library: as it stands there, as it is understood, as a person wrote it out."""

FIRST_WORDS = 6
"""Words. So many tell one sentence of an answer from another."""


class Answered(BaseModel):
    """Words of an article that answer; white space aside they stand there."""

    source: str
    quote: str = Field(min_length=1)


class Asked(BaseModel):
    """One line of a set."""

    id: str
    on: str
    turns: list[str] = Field(min_length=1)
    question: str = Field(min_length=1)
    leans: bool
    stands_for: str = ""
    must: list[str] = []
    must_not: list[str] = []
    outlets: list[str] | None = None
    excludes: list[str] = []
    after: str | None = None
    before: str | None = None
    points_to: int | None = None
    answers: list[Answered] = []

    @property
    def half(self) -> str:
        """`report` for the half that nothing is chosen on, else `choose`."""
        digest = hashlib.sha256("\n".join([*self.turns, self.question]).encode()).digest()
        return "report" if digest[0] % 2 else "choose"


def read_conversations(path: Path) -> tuple[Asked, ...]:
    """The lines of a set. Raises ReadError for one that is not as described."""
    return tuple(line for _, line in json_lines(path, Asked))


def read_on(item: Asked, known: Known, answered: Callable[[FollowUp], Turn]) -> tuple[FollowUp, Turn]:
    """The new question as it is resolved after its turns, each answered in its order, and the last of these."""
    turns: list[Turn] = []
    for question in item.turns:
        turns.append(answered(resolve(question, turns, known)))
    return resolve(item.question, turns, known), turns[-1]


def faults(item: Asked, read: FollowUp, last: Turn, known: Known) -> list[str]:
    """What is wrong with a resolution: nothing, where it is right."""
    if not item.leans:
        return [f"touched: {read.text}"] if read.leans or read.text != item.question.strip() else []
    if not read.leans:
        return ["left alone"]
    said = read.text.casefold()
    found = [f"lacks {term}" for term in item.must if not any(way.casefold() in said for way in term.split("|"))]
    found += [f"has {term}" for term in item.must_not if term.casefold() in said]
    limits = effective(Turn(read.text, read.scope), known)
    if item.points_to is not None:
        point = last.points[item.points_to - 1] if len(last.points) >= item.points_to else ""
        first = " ".join(point.split()[1:FIRST_WORDS])
        found += [] if first and first in read.text else ["points to another sentence"]
    return found + _wrong_limits(item, limits)


def _wrong_limits(item: Asked, limits: Filters) -> list[str]:
    found = []
    if item.outlets is not None and list(limits.outlets) != item.outlets:
        found.append(f"limited to {limits.outlets}")
    if item.excludes and (not limits.outlets or set(item.excludes) & set(limits.outlets)):
        found.append(f"not without {item.excludes}: {limits.outlets}")
    for name, wanted, day in (("after", item.after, limits.after), ("before", item.before, limits.before)):
        if wanted is not None and (day is None or day.isoformat() != wanted):
            found.append(f"{name} is {day}")
    return found


def ranks(item: Asked, read: FollowUp, retrieval: Retrieval) -> dict[str, int]:
    """Where the first passage that answers stands, 0 for nowhere in the first ten, by how the question is put.

    Empty for a question that the articles don't answer, or that nobody wrote out by hand.
    """
    if not item.answers or not item.stands_for:
        return {}
    ways = ((item.question, Filters()), (read.text, read.scope), (item.stands_for, Filters()))
    return {
        way: _rank(retrieval.search(text, filters=filters, limit=TOP).hits, item.answers)
        for way, (text, filters) in zip(WAYS, ways, strict=True)
    }


def rank_figures(ranked: Iterable[dict[str, int]]) -> dict[str, dict[str, float]]:
    """Hits@1, hits@3 and the mean reciprocal rank among ten, by how the question is put; of those that have ranks."""
    rows = [row for row in ranked if row]
    return {way: _figures([row[way] for row in rows]) for way in WAYS} if rows else {}


def _rank(hits: Sequence[Hit], answers: Sequence[Answered]) -> int:
    """The place of the first passage that holds an answer, or 0."""
    for place, hit in enumerate(hits, 1):
        text = " ".join(hit.passage.text.split())
        for answer in answers:
            if hit.article.source.endswith(answer.source) and " ".join(answer.quote.split()) in text:
                return place
    return 0


def _figures(found: Sequence[int]) -> dict[str, float]:
    return {
        "hits@1": fmean(rank == 1 for rank in found),
        "hits@3": fmean(1 <= rank <= 3 for rank in found),
        "mrr@10": fmean(1 / rank if rank else 0.0 for rank in found),
    }
