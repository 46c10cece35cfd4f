"""BEIR (Thakur et al. 2021, arXiv 2104.08663): `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv`."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pydantic import BaseModel, Field

from qa.evaluation.files import json_lines, lines
from qa.evaluation.types import DocumentGold, Question
from vectorstore.articles import read_text
from vectorstore.given import Given
from vectorstore.outlets import OutletTable
from vectorstore.types import Article

KIND = "query"


class _Document(BaseModel):
    id: str = Field(alias="_id")
    title: str = ""
    text: str


class _Query(BaseModel):
    id: str = Field(alias="_id")
    text: str = Field(min_length=1)


def read_beir_corpus(path: Path, *, outlets: OutletTable) -> tuple[Article, ...]:
    """The documents that have a text, as articles; the document's id is the source."""
    articles: dict[str, Article] = {}
    for place, document in json_lines(path, _Document):
        if document.id in articles:
            raise place.error(f"the id {document.id!r} came before")
        if document.text.strip():
            given = Given(title=document.title.strip() or None)
            articles[document.id] = read_text(document.text, source=document.id, given=given, outlets=outlets)
    return tuple(articles.values())


def read_beir_questions(queries: Path, *, qrels: Path) -> tuple[Question, ...]:
    """The queries for which `qrels` names a document. Grades of 0 and below are no gold."""
    graded = _read_qrels(qrels)
    return tuple(
        Question(id=query.id, text=query.text, kind=KIND, gold=tuple(graded[query.id]))
        for _, query in json_lines(queries, _Query)
        if query.id in graded
    )


def _read_qrels(path: Path) -> dict[str, list[DocumentGold]]:
    graded: dict[str, list[DocumentGold]] = defaultdict(list)
    for place, line in lines(path):
        fields = line.split("\t")
        if len(fields) != 3:
            raise place.error(f"expected query, document and grade between tabs, found {len(fields)} fields")
        query, document, grade = fields
        if place.line == 1 and query == "query-id":
            continue
        try:
            value = int(grade)
        except ValueError as error:
            raise place.error(f"the grade {grade!r} is no whole number") from error
        if value > 0:
            graded[query].append(DocumentGold(source=document, grade=value))
    return dict(graded)
