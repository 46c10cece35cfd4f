"""Our own question sets: JSON Lines, one question a line, with the spans of the articles that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, Field

from qa.evaluation.files import Place, json_lines
from qa.evaluation.types import Question, SpanGold
from vectorstore.types import Article


class _Answer(BaseModel):
    source: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str


class _Line(BaseModel):
    id: str
    question: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    answers: list[_Answer]


def read_question_set(path: Path, *, articles: Mapping[str, Article]) -> tuple[Question, ...]:
    """The questions of a set about `articles` (by source).

    An empty list of answers means that the articles don't answer. ReadError names the line whose id came before,
    whose article is missing, or whose quote is not what stands at its span.
    """
    questions: dict[str, Question] = {}
    for place, line in json_lines(path, _Line):
        if line.id in questions:
            raise place.error(f"the id {line.id!r} came before")
        gold = tuple(_gold(answer, articles, place) for answer in line.answers)
        questions[line.id] = Question(id=line.id, text=line.question, kind=line.kind, gold=gold)
    return tuple(questions.values())


def _gold(answer: _Answer, articles: Mapping[str, Article], place: Place) -> SpanGold:
    article = articles.get(answer.source)
    if article is None:
        raise place.error(f"no article has the source {answer.source!r}")
    stands = article.text[answer.start : answer.end]
    if stands != answer.quote:
        raise place.error(f"{answer.source} has {stands!r} at {answer.start}:{answer.end}, not {answer.quote!r}")
    return SpanGold(source=answer.source, start=answer.start, end=answer.end)
