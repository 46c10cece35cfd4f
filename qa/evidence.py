"""From passages to the sentences that answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

import numpy as np

from qa.answer_type import lacks
from qa.coverage import coverage
from qa.instructions import reads_as_instruction
from qa.reader import Reader
from qa.reading import as_read
from qa.retrieval import Search
from qa.similarity import Similarity
from qa.types import Evidence
from vectorstore.sentences import sentences
from vectorstore.types import ArticleRecord, Hit

READ = 24
"""Sentences that the reader reads for one question: those that retrieval holds the most likely. On the question sets to
choose on 24 hold an answer as often as 32 do (0.967 on the seeds, 0.927 on the news), in three quarters of the time."""

SIMILAR, FOUND = 5.0, 0.5
"""What is added to the reader's log-odds: a sentence's cosine to the question and the score of its passage, each times
this. Chosen on the first question set of the seeds and on `tests/questions/news.jsonl`; see the model card."""

LACKING = 3.0
"""What is taken off where the question asks for a number or a time and the sentence has none."""

BEHIND = 8.0
"""What is taken off a sentence that reads like an instruction to a language model: it is said last, if at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is shown of what answers. See the model card for how these were chosen."""

    margin: float = 2.0
    """Further sentences must come this close, in log-odds, to the best of their search."""
    far: float = 4.0
    """A search whose best sentence is so much worse than the best of all has no answer to its part of the question."""
    points: int = 5


@dataclass(frozen=True, slots=True)
class _Sentence:
    article: ArticleRecord
    start: int
    end: int
    text: str
    before: str
    found: float

    @property
    def instructs(self) -> bool:
        """Whether it reads like an instruction to a language model."""
        return reads_as_instruction(self.text)

    def evidence(self, score: float) -> Evidence:
        return Evidence(self.article, self.start, self.end, self.text, score, self.before)


def candidates(
    searches: Sequence[Search], *, reader: Reader, similarity: Similarity, most: int = READ
) -> list[tuple[Evidence, ...]]:
    """The likeliest sentences of each search's passages, best first, read against that search's question.

    At most `most` are read, over all searches, in one call of the reader and one of the encoder. The text is verbatim
    at [start:end].
    """
    share = max(1, most // max(1, len(searches)))
    found = [_likeliest(search, share) for search in searches]
    pairs = [
        (search.asked, as_read(one.text, one.article.title, one.before))
        for search, likely in zip(searches, found, strict=True)
        for one in likely
    ]
    read = iter(reader.scores(pairs))
    near = similarity.of([search.asked for search in searches], [[one.text for one in likely] for likely in found])
    scored = []
    for search, likely, cosines in zip(searches, found, near, strict=True):
        scores = [
            joined(
                float(next(read)),
                similar=float(cosine),
                lacking=lacks(search.asked, one.text),
            )
            + FOUND * one.found
            - BEHIND * one.instructs
            for one, cosine in zip(likely, cosines, strict=True)
        ]
        evidence = [one.evidence(score) for one, score in zip(likely, scores, strict=True)]
        scored.append(tuple(sorted(evidence, key=lambda one: -one.score)))
    return scored


def joined(read: float, *, similar: float, lacking: bool) -> float:
    """The reader's log-odds of a sentence, joined with its cosine to the question and what it lacks."""
    return read + SIMILAR * similar - LACKING * lacking


def _likeliest(search: Search, most: int) -> list[_Sentence]:
    """The sentences that retrieval holds the likeliest, before any is read."""
    found = [sentence for hit in search.hits for sentence in _sentences(hit)]
    covered = coverage(search.text, [one.text for one in found])
    order = np.argsort([-float(share) - one.found for one, share in zip(found, covered, strict=True)], kind="stable")
    ordered = [found[place] for place in order]
    # Those that read like instructions come last: an article full of them must not keep others from being read.
    plain = islice((one for one in ordered if not one.instructs), most)
    return list(islice(chain(plain, (one for one in ordered if one.instructs)), most))


def _sentences(hit: Hit) -> list[_Sentence]:
    """Each sentence of the passage's story, and the one before it: what lies in a gap is no evidence."""
    found = []
    start, text, before = hit.passage.start, hit.passage.text, ""
    for stretch in hit.passage.story:
        for span in sentences(text, stretch.start - start, stretch.end - start):
            said = text[span.start : span.end]
            found.append(_Sentence(hit.article, start + span.start, start + span.end, said, before, hit.score))
            before = said
    return found


def select(scored: Sequence[Sequence[Evidence]], *, selection: Selection) -> tuple[Evidence, ...]:
    """The sentences of each search that answer as well as its best does, or nearly: the best of each search first."""
    best = max((one[0].score for one in scored if one), default=0.0)
    answering = [one for one in scored if one and one[0].score >= best - selection.far]
    return in_turn(
        [evidence for evidence in one if evidence.score >= one[0].score - selection.margin] for one in answering
    )


def in_turn(selected: Iterable[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """The best of each search, then the second of each, and so on."""
    return tuple(evidence for row in zip_longest(*selected) for evidence in row if evidence is not None)
