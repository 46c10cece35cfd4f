"""MultiHop-RAG (Tang and Yang 2024, arXiv 2401.15391): `corpus.json` and a list of questions with quoted facts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, Field

from qa.evaluation.files import checked, json_array
from qa.evaluation.types import FactGold, Question
from vectorstore.articles import read_text
from vectorstore.given import Given
from vectorstore.outlets import OutletTable
from vectorstore.types import Article


class _Entry(BaseModel):
    title: str
    author: str | None = None
    source: str
    published_at: str
    url: str
    body: str = Field(min_length=1)


class _Evidence(BaseModel):
    url: str
    fact: str = Field(min_length=1)


class _Query(BaseModel):
    query: str = Field(min_length=1)
    question_type: str
    evidence_list: list[_Evidence]


def read_multihop_corpus(path: Path, *, outlets: OutletTable) -> tuple[Article, ...]:
    """The articles of `corpus.json`: the body as text, what the entry says about it as given attribution."""
    articles: dict[str, Article] = {}
    for place, entry in json_array(path, _Entry):
        if entry.url in articles:
            raise place.error(f"the article {entry.url} came before")
        said = {"outlet": entry.source, "authors": entry.author or (), "published": entry.published_at}
        given = checked({**said, "title": entry.title, "url": entry.url}, Given, place)
        articles[entry.url] = read_text(entry.body, source=entry.url, given=given, outlets=outlets)
    return tuple(articles.values())


def read_multihop_questions(path: Path, *, sources: Collection[str]) -> tuple[Question, ...]:
    """The questions, by the benchmark's kinds; null questions have no gold. Their number in the file is their id."""
    questions = []
    for number, (place, query) in enumerate(json_array(path, _Query)):
        for evidence in query.evidence_list:
            if evidence.url not in sources:
                raise place.error(f"no article has the address {evidence.url}")
        gold = tuple(FactGold(source=evidence.url, fact=evidence.fact) for evidence in query.evidence_list)
        kind = query.question_type.removesuffix("_query")
        questions.append(Question(id=f"{path.stem}-{number}", text=query.query, kind=kind, gold=gold))
    return tuple(questions)
