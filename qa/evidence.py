"""From passages to the sentences that answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from qa.reader import Reader
from qa.retrieval import Search
from qa.types import Evidence
from vectorstore.sentences import sentences
from vectorstore.types import ArticleRecord, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """When a sentence counts as an answer. Chosen on the question set of the seeds; see the README."""

    threshold: float = 0.41
    """The best sentence must reach this, or the articles don't say."""
    margin: float = 0.1
    """Further sentences must come this close to the best."""
    points: int = 5


def candidates(searches: Sequence[Search], *, reader: Reader) -> list[tuple[Evidence, ...]]:
    """Every sentence of each search's passages, best first, scored against that search's words.

    Without its outlet a question is no longer a sentence ("What did say of Rome?"), with it an outlet is looked for
    that no article names of itself: the better score of the two counts. The text is verbatim at [start:end].
    """
    found = [_sentences(search.hits) for search in searches]
    texts = list(dict.fromkeys(text for sentences in found for _, _, _, text in sentences))
    column = {text: number for number, text in enumerate(texts)}
    scores = None
    if texts:
        asked = reader.scores([search.asked for search in searches], texts)
        scores = np.maximum(asked, reader.scores([search.text for search in searches], texts))
    scored = [
        [
            Evidence(article=article, start=start, end=end, text=text, score=float(scores[row, column[text]]))
            for article, start, end, text in sentences
        ]
        if scores is not None
        else []
        for row, sentences in enumerate(found)
    ]
    return [tuple(sorted(one, key=lambda evidence: -evidence.score)) for one in scored]


def _sentences(hits: Sequence[Hit]) -> list[tuple[ArticleRecord, int, int, str]]:
    """Each sentence of the passages' story: what lies in a gap is no evidence."""
    found = []
    for hit in hits:
        start, text = hit.passage.start, hit.passage.text
        for stretch in hit.passage.story:
            for span in sentences(text, stretch.start - start, stretch.end - start):
                found.append((hit.article, start + span.start, start + span.end, text[span.start : span.end]))
    return found


def select(scored: Sequence[Evidence], *, selection: Selection) -> tuple[Evidence, ...]:
    """The sentences that answer, best first; none when even the best falls short."""
    if not scored or scored[0].score < selection.threshold:
        return ()
    least = max(selection.threshold, scored[0].score - selection.margin)
    return tuple(evidence for evidence in scored if evidence.score >= least)


def in_turn(selected: Iterable[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """The best of each search, then the second of each, and so on."""
    return tuple(evidence for row in zip_longest(*selected) for evidence in row if evidence is not None)
