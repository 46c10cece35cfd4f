"""An article as a record of the store, and back. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.types import NOT_STATED, Article, ArticleRecord, Attribute, Passage, Span

Metadata = dict[str, str | int | float | bool]
Vectors = NDArray[np.float32]

SINGLE = ("title", "outlet", "published", "updated", "dateline", "url")
SEVERAL = ("authors", "decks", "credits")


@dataclass(frozen=True, slots=True)
class Stored:
    """Records on their way into a collection: four lists of one length."""

    ids: list[str]
    vectors: Vectors
    texts: list[str]
    metadata: list[Metadata]


def key(article_id: str, revision: str) -> str:
    """Names one revision of one article."""
    return f"{article_id}-{revision}"


def passage_key(id: str) -> str:
    """The revision that a stored passage belongs to."""
    return id.rsplit("-", 2)[0]


def passage_id(passage: Passage, revision: str) -> str:
    """The id of a passage in the store: of its revision too, so that a new one never meets the old one's."""
    return f"{key(passage.article_id, revision)}-{passage.start}-{passage.end}"


def to_passage(text: str, metadata: Metadata) -> Passage:
    """The passage that a stored text and metadata stand for."""
    return Passage(
        article_id=str(metadata["article_id"]),
        start=int(metadata["start"]),
        end=int(metadata["end"]),
        text=text,
        gaps=tuple(Span(*map(int, gap.split("-"))) for gap in str(metadata.get("gaps", "")).split()),
    )


def record_of(article: Article, *, id: str, revision: str, passages: int, added: str) -> ArticleRecord:
    """What the library lists of an article."""

    def value(attribute: Attribute | None) -> str | None:
        return attribute.value if attribute else None

    return ArticleRecord(
        id=id,
        revision=revision,
        source=article.source,
        root=article.root,
        title=article.title.value if article.title else "",
        outlet=value(article.outlet),
        outlet_basis=article.outlet.basis if article.outlet else NOT_STATED,
        authors=tuple(author.value for author in article.authors),
        published=value(article.published),
        updated=value(article.updated),
        dateline=value(article.dateline),
        url=value(article.url),
        credits=tuple(credit.value for credit in article.credits),
        passages=passages,
        characters=len(article.text),
        added=added,
    )


def article_metadata(article: Article, record: ArticleRecord, *, generation: int) -> Metadata:
    """Flat values for Chroma, which knows no None and no lists; the spans as JSON."""
    metadata: dict[str, str | int | float | bool | None] = {
        "key": key(record.id, record.revision),
        "article_id": record.id,
        "revision": record.revision,
        "source": record.source,
        "root": record.root,
        "encoding": article.encoding,
        "title": record.title,
        "outlet": record.outlet,
        "outlet_basis": record.outlet_basis,
        "published": record.published,
        "updated": record.updated,
        "dateline": record.dateline,
        "url": record.url,
        "day": day_number(record.day),
        "passages": record.passages,
        "characters": record.characters,
        "added": record.added,
        "generation": generation,
        "read": json.dumps(_read(article), ensure_ascii=False),
    }
    return {name: value for name, value in metadata.items() if value is not None}


def passage_metadata(passage: Passage, record: ArticleRecord) -> Metadata:
    """Flat values for Chroma: what a reader of the collection alone needs to cite the passage."""
    metadata: dict[str, str | int | float | bool | None] = {
        "key": key(record.id, record.revision),
        "article_id": record.id,
        "source": record.source,
        "title": record.title,
        "outlet": record.outlet,
        "outlet_basis": record.outlet_basis,
        "published": record.published,
        "updated": record.updated,
        "day": day_number(record.day),
        "start": passage.start,
        "end": passage.end,
        "gaps": " ".join(f"{gap.start}-{gap.end}" for gap in passage.gaps) or None,
    }
    return {name: value for name, value in metadata.items() if value is not None}


def to_record(metadata: Metadata) -> ArticleRecord:
    """The record as it was, from what Chroma keeps of it."""

    def text(name: str) -> str | None:
        value = metadata.get(name)
        return None if value is None else str(value)

    read = json.loads(str(metadata["read"]))
    return ArticleRecord(
        id=str(metadata["article_id"]),
        revision=str(metadata["revision"]),
        source=str(metadata["source"]),
        root=str(metadata["root"]),
        title=str(metadata["title"]),
        outlet=text("outlet"),
        outlet_basis=str(metadata["outlet_basis"]),
        authors=tuple(author[0] for author in read["authors"]),
        published=text("published"),
        updated=text("updated"),
        dateline=text("dateline"),
        url=text("url"),
        credits=tuple(credit[0] for credit in read["credits"]),
        passages=int(metadata["passages"]),
        characters=int(metadata["characters"]),
        added=str(metadata["added"]),
    )


def to_article(metadata: Metadata, text: str) -> Article:
    """The article in full, as it was read."""
    read = json.loads(str(metadata["read"]))
    single = {name: _attribute(read[name]) for name in SINGLE}
    several = {name: tuple(_attributes(read[name])) for name in SEVERAL}
    article = Article(
        source=str(metadata["source"]),
        text=text,
        encoding=str(metadata["encoding"]),
        root=str(metadata["root"]),
        story=tuple(Span(start, end) for start, end in read["story"]),
    )
    return replace(article, **single, **several)  # type: ignore[arg-type]  # the names decide which is which


def _read(article: Article) -> dict[str, Any]:
    read: dict[str, Any] = {"story": [[span.start, span.end] for span in article.story]}
    for name in SINGLE:
        attribute = getattr(article, name)
        read[name] = _plain(attribute) if attribute else None
    for name in SEVERAL:
        read[name] = [_plain(attribute) for attribute in getattr(article, name)]
    return read


def _plain(attribute: Attribute) -> list[Any]:
    span = [attribute.span.start, attribute.span.end] if attribute.span else None
    return [attribute.value, attribute.basis, span]


def _attribute(stored: list[Any] | None) -> Attribute | None:
    return next(_attributes([stored])) if stored else None


def _attributes(stored: Iterable[list[Any]]) -> Iterator[Attribute]:
    for value, basis, span in stored:
        yield Attribute(value, basis, Span(*span) if span else None)


def day_number(day: date | None) -> int | None:
    """The day as YYYYMMDD: the stores compare numbers only."""
    return day.year * 10_000 + day.month * 100 + day.day if day else None
