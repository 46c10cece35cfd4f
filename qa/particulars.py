"""Questions about the articles themselves: who wrote one, when it was printed, when it was last changed.

No sentence of a story says that. What does is a line above or below it, which was read when the article was added.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.types import Evidence
from qa.understood import Understood
from qa.words import content_words
from vectorstore.types import Article, ArticleRecord, Attribute

LONGEST_LINE = 120
"""Characters. Of a longer line only the words that were read are quoted."""

LONGEST_QUESTION = 20
"""Words. A longer question tells of an article, and asks for something else."""

_LINK = "]("
"""Markdown's, which is no part of what a line says."""

_ARTICLE = re.compile(r"\b(?:articles?|pieces?|stor(?:y|ies)|reports?|texts?|columns?)\b", re.IGNORECASE)
_SURELY = re.compile(r"\barticles?\b", re.IGNORECASE)
"""The other words may be a report or a story that an article tells of."""

_AUTHOR = re.compile(
    r"\b(?:authors?|by-?lines?|(?:who|whom|journalist|reporter|writer)s?\b.*\b(?:wrote|written|penned|authored))\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:publication|publishing)\s+(?:date|day)\b|"
    r"\b(?:when|date|day)\b.*\b(?:published|publish|posted|printed|put\s+online|c[ao]me\s+out|appear(?:ed)?)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:when|date|day|time)\b.*\b(?:updated?|changed|revised)\b|\b(?:updated?|revised)\b.*\b(?:when|date)\b",
    re.IGNORECASE,
)


_SEVERAL = re.compile(r"\b(?:articles|pieces|stories|reports|texts|columns)\b", re.IGNORECASE)

_OF_ARTICLES = frozenset(
    """article piece story report text column author byline by-line journalist reporter writer wrote written penned
    authored publication publishing published publish date day time posted printed put online come came out appear
    appeared update updated changed change revised last name newspaper website site""".split()
)
"""Words of such questions that don't describe which article is meant."""


@dataclass(frozen=True, slots=True)
class Particular:
    """One thing that an article may say of itself: what to call it, and where in an article to look, best first."""

    said: str
    of: Callable[[Article], tuple[Attribute | None, ...]]


AUTHOR = Particular("who wrote it", lambda article: article.authors)
UPDATED = Particular("when it was last changed", lambda article: (article.updated,))
PUBLISHED = Particular(
    "when it was printed",
    lambda article: (next((one for one in (article.published, article.updated, article.dateline) if one), None),),
)


def asked_for(understood: Understood) -> Particular | None:
    """What a question asks of the articles themselves; None where it asks for what they say."""
    question = understood.question
    if len(question.split()) > LONGEST_QUESTION:
        return None
    if not _ARTICLE.search(question) or not (understood.mentions or _SURELY.search(question)):
        return None
    for pattern, particular in ((_AUTHOR, AUTHOR), (_UPDATED, UPDATED), (_PUBLISHED, PUBLISHED)):
        if pattern.search(question):
            return particular
    return None


def evidence(
    particular: Particular,
    records: Iterable[ArticleRecord],
    understood: Understood,
    *,
    article: Callable[[str], Article],
) -> list[Evidence]:
    """The lines that say it, verbatim, article by article, of the articles that the question means."""
    found = []
    for record, whole in _meant(understood, [(record, article(record.id)) for record in dict.fromkeys(records)]):
        for attribute in particular.of(whole):
            if attribute is not None and attribute.span is not None:
                start, end = _line(whole.text, attribute.span.start, attribute.span.end)
                if _LINK in whole.text[start:end]:
                    start, end = attribute.span.start, attribute.span.end
                found.append(Evidence(record, start, end, whole.text[start:end], 0.0))
    return list(dict.fromkeys(found))


def _meant(
    understood: Understood, articles: Sequence[tuple[ArticleRecord, Article]]
) -> Sequence[tuple[ArticleRecord, Article]]:
    """The articles of the outlets named, if any is; of these the one that fits the description, or all for several.

    Where no outlet is named, one must have half of the words that describe it.
    """
    outlets = {outlet for mention in understood.mentions for outlet in mention.outlets}
    articles = [one for one in articles if not outlets or one[0].outlet in outlets]
    said = understood.question
    for mention in understood.mentions:
        said = said.replace(mention.text, " ")
    described = set(content_words(said)) - _OF_ARTICLES
    if not described or not articles:
        return articles
    shared = [len(described & set(content_words(whole.text))) for _, whole in articles]
    enough = max(shared) if not _SEVERAL.search(said) else 1
    if not outlets:
        enough = max(enough, math.ceil(len(described) / 2))
    fitting = [one for one, count in zip(articles, shared, strict=True) if count >= enough]
    return fitting if outlets or _SEVERAL.search(said) else fitting[:1]


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The line around a span, without the white space at its ends; the span where the line is long."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    first += len(line) - len(line.lstrip())
    line = line.strip()
    return (first, first + len(line)) if len(line) <= LONGEST_LINE else (start, end)
