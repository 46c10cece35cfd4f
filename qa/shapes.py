"""What the library holds, as the plain JSON values that `--json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from vectorstore.types import Article, ArticleRecord, Attribute, FileReport, SearchResult


def listed(record: ArticleRecord) -> dict[str, Any]:
    """One article as a list has it; what is not known is null or an empty list."""
    return {
        "id": record.id,
        "source": record.source,
        "title": record.title,
        "outlet": record.outlet,
        "outlet_basis": record.outlet_basis,
        "authors": list(record.authors),
        "published": record.published,
        "updated": record.updated,
        "dateline": record.dateline,
        "url": record.url,
        "credits": list(record.credits),
        "passages": record.passages,
        "characters": record.characters,
    }


def whole(article: Article, record: ArticleRecord) -> dict[str, Any]:
    """One article in full: its decoded text, the spans of its story, and each attribute with where it was read.

    Spans count code points of `text`; an attribute's are null when it was given from outside.
    """
    single = ("title", "outlet", "published", "updated", "dateline", "url")
    several = ("authors", "decks", "credits")
    return {
        **listed(record),
        "encoding": article.encoding,
        "text": article.text,
        "story": [[span.start, span.end] for span in article.story],
        "attributes": {
            **{name: _attribute(getattr(article, name)) for name in single},
            **{name: [_attribute(attribute) for attribute in getattr(article, name)] for name in several},
        },
    }


def searched(result: SearchResult) -> dict[str, Any]:
    """A search's hits, best first, each with the rank that each leg gave it."""
    return {
        "hits": [
            {
                "text": hit.passage.text,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": hit.score,
                "ranks": dict(hit.ranks),
                "similarity": hit.similarity,
                "article": listed(hit.article),
            }
            for hit in result.hits
        ],
        "articles": result.articles,
        "outlets": list(result.outlets),
        "left_out_for_no_date": result.left_out_for_no_date,
    }


def reported(report: FileReport) -> dict[str, Any]:
    """What became of one file."""
    return {**asdict(report), "warnings": list(report.warnings)}


def _attribute(attribute: Attribute | None) -> dict[str, Any] | None:
    if attribute is None:
        return None
    span = attribute.span
    return {
        "value": attribute.value,
        "basis": attribute.basis,
        "start": span.start if span else None,
        "end": span.end if span else None,
    }
