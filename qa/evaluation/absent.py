"""Questions asked with and without the articles that answer them, and a question set answered or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.absence import Signs
from qa.assistant import Assistant
from qa.evaluation.datasets import Half, half_of
from qa.evaluation.reading import Progress
from qa.evaluation.types import Question, SpanGold
from qa.types import Answer
from vectorstore.types import Filters


@dataclass(frozen=True, slots=True)
class Withheld:
    """One question as the product saw it, with the articles of its evidence in the library or left aside."""

    question: str
    kind: str
    half: Half
    there: bool
    signs: Signs
    cosine: float
    """The best passage's."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a set, and what became of it."""

    id: str
    kind: str
    answerable: bool
    refused: bool
    right: bool
    """A right sentence is among the points."""
    probability: float
    points: int


def withheld(assistant: Assistant, questions: Sequence[Question], *, progress: Progress) -> Iterator[Withheld]:
    """Each answerable question asked twice: of the whole library, and without the articles of its evidence."""
    ids = {record.source: record.id for record in assistant.library.articles()}
    for number, question in enumerate(questions):
        progress(number, len(questions), "evidence taken away")
        aside = tuple(sorted({ids[gold.source] for gold in question.gold}))
        for there in (True, False):
            read = assistant.read(question.text, filters=None if there else Filters(without=aside))
            cosine = max((hit.similarity or 0.0 for hit in read.found.hits), default=0.0)
            yield Withheld(question.text, question.kind, half_of(question.text), there, read.signs, cosine)


def told(assistant: Assistant, questions: Sequence[Question], *, progress: Progress) -> Iterator[tuple[Signs, bool]]:
    """The signs of each question of a set, and whether the articles answer it: to fit on."""
    for number, question in enumerate(questions):
        progress(number, len(questions), "question set")
        yield assistant.read(question.text).signs, question.answerable


def answered(assistant: Assistant, questions: Sequence[Question], *, progress: Progress) -> Iterator[Answered]:
    """Each question of a set, asked as a person would."""
    for number, question in enumerate(questions):
        progress(number, len(questions), "question set")
        answer = assistant.ask(question.text)
        yield Answered(
            id=question.id,
            kind=question.kind,
            answerable=question.answerable,
            refused=answer.status != "answered",
            right=_right(answer, question),
            probability=answer.probability or 0.0,
            points=len(answer.points),
        )


def _right(answer: Answer, question: Question) -> bool:
    cited = [citation for point in answer.points for citation in point.citations]
    return any(
        isinstance(gold, SpanGold) and gold.meets(one.source, one.start, one.end)
        for gold in question.gold
        for one in cited
    )
