"""Articles on their way in: cut into passages, with what is encoded for each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from vectorstore.config import Heading
from vectorstore.embedding import Encoder
from vectorstore.passages import cut
from vectorstore.records import record_of
from vectorstore.types import Article, ArticleRecord, Passage

HEADING_TOKENS = 40
"""How much of an article's title and outlet is encoded with each of its passages, where there is room for it."""

SPECIAL_TOKENS = 8
"""Kept free for the encoder's own marks and the seam between heading and passage."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article that is new or changed, under its id and revision; `added` is when it first came in."""

    article: Article
    id: str
    revision: str
    added: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it will be written, but for the vectors of `texts`, one a passage."""

    article: Article
    record: ArticleRecord
    passages: Sequence[Passage]
    texts: Sequence[str]


def drafted(batch: Sequence[Incoming], *, encoder: Encoder, passage_tokens: int, heading: Heading) -> list[Draft]:
    """A draft of each article; `heading` is what is encoded before each passage."""
    limit = min(passage_tokens, encoder.max_tokens - SPECIAL_TOKENS)
    drafts = []
    for item in batch:
        cuts = cut(item.article, article_id=item.id, count=encoder.count, limit=limit)
        passages = [passage for passage, _ in cuts]
        record = record_of(item.article, id=item.id, revision=item.revision, passages=len(passages), added=item.added)
        rooms = [encoder.max_tokens - SPECIAL_TOKENS - weight for _, weight in cuts]
        headings = _headings(record, rooms, encoder, heading=heading)
        texts = [_headed(start, passage.text) for start, passage in zip(headings, passages, strict=True)]
        drafts.append(Draft(item.article, record, passages, texts))
    return drafts


def _headings(record: ArticleRecord, rooms: Sequence[int], encoder: Encoder, *, heading: Heading) -> list[str]:
    """As much of the article's heading as there is room for with each passage.

    The passage itself is always read in full: a long one goes without a heading.
    """
    parts = {"none": (), "title": (record.title,), "title and outlet": (record.title, record.outlet)}[heading]
    words = ". ".join(part for part in parts if part).split()
    sizes = list(accumulate(encoder.count(words))) if words else []
    return [" ".join(words[: bisect_right(sizes, min(HEADING_TOKENS, room))]) for room in rooms]


def _headed(heading: str, text: str) -> str:
    return f"{heading}\n{text}" if heading else text
