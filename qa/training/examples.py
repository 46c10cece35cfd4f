"""What is learnt from: a question, a sentence that answers it, and others that are hard to tell from it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.reading import as_read
from qa.training.corpus import Asked, Corpus, Paragraph

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

NEIGHBOURS = 3
"""Wrong sentences of the question's own paragraph: as many for each question, the nearest by the encoder first."""

STRANGERS = 2
"""Wrong sentences of other paragraphs, found by the encoder among the nearest so many."""
NEAREST = 12

WITHOUT_CONTEXT = 0.25
"""The share of questions that are learnt without the sentences' context: an article's first sentence has none."""

FRAMED = 0.15
"""The share of questions learnt as asking for what an outlet says: which outlet is no matter of the reader's."""
FRAMES = (
    "According to {outlet}, {question}",
    "In {outlet}'s report, {question}",
    "What does {outlet} say: {question}",
    "{statement}, according to {outlet}?",
    "{statement}, as {outlet} has it?",
)


@dataclass(frozen=True, slots=True)
class Group:
    """A question with sentences as the reader is given them, and whether each answers.

    `answers` are the words of the answer, in lower case, where they are known.
    """

    question: str
    texts: tuple[str, ...]
    labels: tuple[bool, ...]
    answers: tuple[str, ...] = ()


def groups(corpus: Corpus, *, encode: Encode, outlets: Sequence[str], seed: int) -> Iterator[list[Group]]:
    """One list of groups an epoch, without end: each epoch draws other wrong sentences.

    `outlets` are names to frame questions with.
    """
    paragraphs = list(dict.fromkeys(one.paragraph for one in corpus.asked))
    places = [(number, at) for number, one in enumerate(paragraphs) for at in range(len(one.sentences))]
    row = {place: number for number, place in enumerate(places)}
    vectors = encode([paragraphs[number].sentences[at] for number, at in places])
    asked = encode([one.question for one in corpus.asked])
    near = [_nearest(vector, vectors) for vector in asked]
    number_of = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    while True:
        drawn = []
        for one, vector, order in zip(corpus.asked, asked, near, strict=True):
            here = number_of[one.paragraph]
            own = {at: float(vectors[row[here, at]] @ vector) for at in range(len(one.paragraph.sentences))}
            others = [paragraphs[places[at][0]].sentences[places[at][1]] for at in order if places[at][0] != here]
            away = [(paragraphs[places[at][0]], places[at][1]) for at in order if places[at][0] != here]
            fair = [spot for spot, text in zip(away, others, strict=True) if not _holds(text, one.answers)]
            group = _group(one, own, fair, dice)
            framed = bool(outlets) and dice.random() < FRAMED
            drawn.append(
                replace(group, question=_framed(one.question, dice.choice(outlets), dice)) if framed else group
            )
        yield drawn + _judged(corpus)


def _nearest(vector: NDArray[np.float32], vectors: NDArray[np.float32]) -> list[int]:
    found = np.argsort(-(vectors @ vector))[: NEAREST * 4]
    return [int(place) for place in found]


def _holds(text: str, answers: Sequence[str]) -> bool:
    said = text.casefold()
    return any(answer in said for answer in answers)


def _group(one: Asked, own: dict[int, float], away: Sequence[tuple[Paragraph, int]], dice: random.Random) -> Group:
    wrong = sorted((at for at in own if at not in one.right), key=lambda at: -own[at])
    # The nearest is always there, for an unanswerable question above all; the rest is drawn.
    neighbours = wrong[:1] + dice.sample(wrong[1:], min(len(wrong[1:]), NEIGHBOURS - 1 + (not one.right)))
    strangers = dice.sample(list(away[:NEAREST]), min(len(away), STRANGERS, NEAREST))
    right = [dice.choice(sorted(one.right))] if one.right else []
    spots = [(one.paragraph, at) for at in (*right, *neighbours)] + strangers
    bare = dice.random() < WITHOUT_CONTEXT
    texts = tuple(_text(paragraph, at, bare=bare) for paragraph, at in spots)
    return Group(one.question, texts, tuple(number < len(right) for number in range(len(spots))), one.answers)


def _framed(question: str, outlet: str, dice: random.Random) -> str:
    statement = question.rstrip(" ?")
    return dice.choice(FRAMES).format(outlet=outlet, question=question, statement=statement)


def _text(paragraph: Paragraph, at: int, *, bare: bool) -> str:
    before = paragraph.sentences[at - 1] if at else ""
    return as_read(paragraph.sentences[at], *(() if bare else (paragraph.title.replace("_", " "), before)))


def _judged(corpus: Corpus) -> list[Group]:
    by_question: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for pair in corpus.judged:
        by_question[pair.question].append((as_read(pair.sentence), pair.answers))
    return [
        Group(question, tuple(text for text, _ in pairs), tuple(label for _, label in pairs))
        for question, pairs in by_question.items()
    ]
