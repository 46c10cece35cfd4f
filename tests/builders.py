"""Small, plain values for tests that need some."""

from __future__ import annotations

from dataclasses import replace

from qa.types import Evidence
from vectorstore.types import ArticleRecord

RECORD = ArticleRecord(
    id="a",
    revision="r",
    source="a.txt",
    root="",
    title="A title",
    outlet="The Daily Test",
    outlet_basis="masthead line",
    authors=("Jane Doe",),
    published="2015-11-27",
    updated=None,
    dateline=None,
    url="https://example.org/a",
    credits=(),
    passages=1,
    characters=100,
    added="2026-01-01T00:00:00+00:00",
)


def record(identity: str = "a", **changes: object) -> ArticleRecord:
    """A record of the article `identity`."""
    return replace(RECORD, id=identity, source=f"{identity}.txt", **changes)


def evidence(text: str, *, article: str = "a", start: int = 0, score: float = 1.0) -> Evidence:
    """A sentence of the article `article`."""
    return Evidence(article=record(article), start=start, end=start + len(text), text=text, score=score)
