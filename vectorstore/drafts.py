"""Articles on their way in: cut into passages, with what is encoded for each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

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
    before = [_words(item.article, heading) for item in batch]
    # Counted for all at once: each call of the tokenizer wakes its threads.
    words = list(dict.fromkeys(chain.from_iterable(before)))
    sizes = dict(zip(words, encoder.count(words), strict=True)) if words else {}
    drafts = []
    for item, headed in zip(batch, before, strict=True):
        cuts = cut(item.article, article_id=item.id, count=encoder.count, limit=limit)
        passages = [passage for passage, _ in cuts]
        record = record_of(item.article, id=item.id, revision=item.revision, passages=len(passages), added=item.added)
        rooms = [encoder.max_tokens - SPECIAL_TOKENS - weight for _, weight in cuts]
        taken = list(accumulate(sizes[word] for word in headed))
        # The passage itself is always read in full: a long one goes without a heading, or with the beginning of it.
        headings = [" ".join(headed[: bisect_right(taken, min(HEADING_TOKENS, room))]) for room in rooms]
        texts = [_headed(start, passage.text) for start, passage in zip(headings, passages, strict=True)]
        drafts.append(Draft(item.article, record, passages, texts))
    return drafts


def _words(article: Article, heading: Heading) -> list[str]:
    """The words of what is encoded before each passage of the article, as many of them as there is room for."""
    parts = {"none": (), "title": (article.title,), "title and outlet": (article.title, article.outlet)}[heading]
    return ". ".join(part.value for part in parts if part).split()


def _headed(heading: str, text: str) -> str:
    return f"{heading}\n{text}" if heading else text
