"""From passages to the sentences that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.reader import Reader
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


def candidates(question: str, hits: Sequence[Hit], *, reader: Reader) -> tuple[Evidence, ...]:
    """Every sentence of the passages found, scored, best first. The text is verbatim at [start:end]."""
    found: dict[tuple[str, int, int], tuple[ArticleRecord, str]] = {}
    for hit in hits:
        for span in sentences(hit.passage.text):
            text = hit.passage.text[span.start : span.end]
            place = (hit.article.id, hit.passage.start + span.start, hit.passage.start + span.end)
            found[place] = (hit.article, text)
    scores = reader.scores(question, [text for _, text in found.values()])
    scored = [
        Evidence(article=article, start=start, end=end, text=text, score=float(score))
        for ((_, start, end), (article, text)), score in zip(found.items(), scores, strict=True)
    ]
    return tuple(sorted(scored, key=lambda evidence: -evidence.score))


def select(scored: Sequence[Evidence], *, selection: Selection) -> tuple[Evidence, ...]:
    """The sentences that answer, best first; none when even the best falls short."""
    if not scored or scored[0].score < selection.threshold:
        return ()
    least = max(selection.threshold, scored[0].score - selection.margin)
    return tuple(evidence for evidence in scored if evidence.score >= least)
