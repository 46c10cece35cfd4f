"""SQuAD 2.0 (Rajpurkar et al. 2018, arXiv 1806.03822): a paragraph is an article, its questions have a span or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from qa.evaluation.files import Place, json_object
from qa.evaluation.types import Question, SpanGold
from vectorstore.articles import read_text
from vectorstore.given import Given
from vectorstore.outlets import OutletTable
from vectorstore.types import Article


class _Answer(BaseModel):
    text: str
    answer_start: int


class _Question(BaseModel):
    id: str
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False


class SquadParagraph(BaseModel):
    """A paragraph and the questions about it."""

    context: str
    qas: list[_Question]


class _Page(BaseModel):
    title: str
    paragraphs: list[SquadParagraph]


class SquadFile(BaseModel):
    """A file of SQuAD's, or of a set in its format."""

    data: list[_Page]


def read_squad(path: Path, *, outlets: OutletTable) -> tuple[tuple[Article, ...], tuple[Question, ...]]:
    """The paragraphs as articles, titled by their page, and the questions; the gold is the first annotator's span."""
    articles, questions = [], []
    for source, title, paragraph in _paragraphs(json_object(path, SquadFile)):
        given = Given(title=title)
        articles.append(read_text(paragraph.context, source=source, given=given, outlets=outlets))
        questions += [_question(asked, paragraph.context, source, path) for asked in paragraph.qas]
    return tuple(articles), tuple(questions)


def _paragraphs(file: SquadFile) -> Iterator[tuple[str, str, SquadParagraph]]:
    for page in file.data:
        for number, paragraph in enumerate(page.paragraphs, start=1):
            yield f"{page.title}/{number}", page.title.replace("_", " "), paragraph


def _question(asked: _Question, context: str, source: str, path: Path) -> Question:
    if asked.is_impossible or not asked.answers:
        return Question(id=asked.id, text=asked.question, kind="impossible")
    answer = asked.answers[0]
    end = answer.answer_start + len(answer.text)
    if context[answer.answer_start : end] != answer.text:
        raise Place(path, 1).error(f"the answer of question {asked.id} does not stand at {answer.answer_start}")
    gold = (SpanGold(source=source, start=answer.answer_start, end=end),)
    return Question(id=asked.id, text=asked.question, kind="answerable", gold=gold)
