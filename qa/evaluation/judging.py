"""At which rank each piece of evidence was first found: all that any figure needs. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.types import DocumentGold, FactGold, Gold, Question, Returned, SpanGold
from vectorstore.sentences import sentences


def first_ranks(question: Question, returned: Sequence[Returned]) -> tuple[int | None, ...]:
    """For each gold of the question the rank of the first passage that holds it (1 is best), or None.

    Where the gold is whole documents, the ranks are those of documents, each standing where its first passage does.
    """
    if any(isinstance(gold, DocumentGold) for gold in question.gold):
        sources = list(dict.fromkeys(passage.source for passage in returned))
        return tuple(sources.index(gold.source) + 1 if gold.source in sources else None for gold in question.gold)
    squeezed = [(passage, squeeze(passage.text)) for passage in returned]
    return tuple(
        next((rank for rank, (passage, text) in enumerate(squeezed, start=1) if _holds(passage, text, gold)), None)
        for gold in question.gold
    )


def grades(question: Question) -> tuple[int, ...]:
    """How relevant each gold of the question is; 1 where the data set does not grade."""
    return tuple(gold.grade if isinstance(gold, DocumentGold) else 1 for gold in question.gold)


def squeeze(text: str) -> str:
    """The text as MultiHop-RAG's own script compares it: without spaces and line feeds."""
    return text.replace(" ", "").replace("\n", "")


def most_shared_sentences(returned: Sequence[Returned]) -> int:
    """The most sentences that any two of the passages have in common; part of a sentence counts as one."""
    most = 0
    for number, one in enumerate(returned):
        for other in returned[number + 1 :]:
            start, end = max(one.start, other.start), min(one.end, other.end)
            if one.source == other.source and start < end:
                most = max(most, len(sentences(one.text[start - one.start : end - one.start])))
    return most


def _holds(passage: Returned, squeezed: str, gold: Gold) -> bool:
    if isinstance(gold, FactGold):
        return squeeze(gold.fact) in squeezed
    return (
        isinstance(gold, SpanGold)
        and passage.source == gold.source
        and passage.start <= gold.start
        and gold.end <= passage.end
    )
