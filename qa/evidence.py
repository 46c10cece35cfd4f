"""From passages to the sentences that answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

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

NEAR, READ = 48, 16
"""Sentences whose cosine to a question is looked at, and of these those that are read; over all of its searches."""

LIKELY = 4.0
"""What the cosine counts in choosing the latter, beside the share of the question's words that a sentence has and the
score of its passage, by which the former are chosen. On six question sets an answer is among those read for 0.935 of
the questions on average; among 24 by words and passage alone for 0.885, as people ask in other words; with the cosine
of all sentences among 16 for 0.951 and among 24 for 0.970, which takes longer."""

SIMILAR, FOUND = 5.0, 0.5
"""What is added to the reader's log-odds: a sentence's cosine to the question and the score of its passage, each times
this. Chosen on the first question set of the seeds and on `tests/questions/news.jsonl`; see the model card."""

LACKING = 5.0
"""What is taken off where a sentence has nothing of the kind that the question asks for. On the sets looked at the area
under the ROC curve of answerable or not is 0.890 without it, 0.898 with 3, 0.900 with 5 and with 6, by a script that
was not kept."""

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
    wide = [_likely(search, share * NEAR // READ) for search in searches]
    cosines = similarity.of([search.asked for search in searches], [[one.text for one, _ in likely] for likely in wide])
    likeliest = [_likeliest(likely, near, share) for likely, near in zip(wide, cosines, strict=True)]
    pairs = [
        (search.asked, as_read(one.text, one.article.title, one.before))
        for search, likely in zip(searches, likeliest, strict=True)
        for one, _ in likely
    ]
    read = iter(reader.scores(pairs))
    scored = []
    for search, likely in zip(searches, likeliest, strict=True):
        scores = [
            joined(float(next(read)), similar=cosine, lacking=lacks(search.asked, one.text))
            + FOUND * one.found
            - BEHIND * one.instructs
            for one, cosine in likely
        ]
        evidence = [one.evidence(score) for (one, _), score in zip(likely, scores, strict=True)]
        scored.append(tuple(sorted(evidence, key=lambda one: -one.score)))
    return scored


def joined(read: float, *, similar: float, lacking: bool) -> float:
    """The reader's log-odds of a sentence, joined with its cosine to the question and what it lacks."""
    return read + SIMILAR * similar - LACKING * lacking


def _likely(search: Search, most: int) -> list[tuple[_Sentence, float]]:
    """The sentences that are held the likeliest by their words and their passages, and how likely each is."""
    found = [sentence for hit in search.hits for sentence in _sentences(hit)]
    covered = coverage(search.text, [one.text for one in found])
    likely = [(one, float(share) + one.found) for one, share in zip(found, covered, strict=True)]
    return sorted(likely, key=lambda pair: _place(*pair))[:most]


def _likeliest(
    likely: Sequence[tuple[_Sentence, float]], near: Iterable[float], most: int
) -> list[tuple[_Sentence, float]]:
    """Those of them that are so with their cosines to the question, and these."""
    joined = [(one, score + LIKELY * cosine, float(cosine)) for (one, score), cosine in zip(likely, near, strict=True)]
    return [(one, cosine) for one, _, cosine in sorted(joined, key=lambda found: _place(*found[:2]))[:most]]


def _place(sentence: _Sentence, likely: float) -> tuple[bool, float]:
    """To sort by. What reads like an instruction is last: an article full of it must not keep others unread."""
    return sentence.instructs, -likely


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
