"""How well a sentence answers a question, as one number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.words import content_words
from vectorstore.embedding import Encoder

SIMILARITY_WEIGHT = 0.8
"""The rest is the weight of the shared words."""

MOST_KEPT = 10_000
"""Sentences whose vectors are remembered, 15 MB: the same passages answer many questions of a conversation."""


class Reader(Protocol):
    """Scores sentences against a question: higher answers better, comparable across questions."""

    def scores(self, questions: Sequence[str], sentences: Sequence[str]) -> NDArray[np.float32]:
        """Shape [questions, sentences]."""
        ...


class SimilarityReader:
    """The encoder's cosine, joined with the share of the question's words that the sentence has."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, NDArray[np.float32]] = {}

    def scores(self, questions: Sequence[str], sentences: Sequence[str]) -> NDArray[np.float32]:
        """Shape [questions, sentences], about 0 to 1. A sentence is encoded when it is first met."""
        if not sentences:
            return np.zeros((len(questions), 0), dtype=np.float32)
        similarity = self._encoded(questions) @ self._encoded(sentences).T
        shared = np.stack([coverage(question, sentences) for question in questions])
        return np.asarray(SIMILARITY_WEIGHT * similarity + (1 - SIMILARITY_WEIGHT) * shared, dtype=np.float32)

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = {text: self._kept[text] for text in texts if text in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, self._encoder.encode(new), strict=True) if new else ())
        if len(self._kept) + len(new) > MOST_KEPT:
            self._kept = {}
        self._kept.update(known)
        return np.stack([known[text] for text in texts])


def coverage(question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
    """The share of the question's content words that each sentence has, rare words counting more.

    A word's weight is its inverse document frequency among the sentences, log(1 + (N - n + 0.5) / (n + 0.5)) as in
    BM25 (Robertson and Zaragoza, 2009), so a word that no sentence has weighs most: what is asked about and nowhere
    said must cost.
    """
    asked = sorted(set(content_words(question)))
    if not asked:
        return np.zeros(len(sentences), dtype=np.float32)
    said = [set(content_words(sentence)) for sentence in sentences]
    counts = Counter(word for sentence in said for word in sentence)
    weights = [math.log(1 + (len(said) - counts[word] + 0.5) / (counts[word] + 0.5)) for word in asked]
    shares = [sum(w for word, w in zip(asked, weights, strict=True) if word in sentence) for sentence in said]
    return np.asarray(shares, dtype=np.float32) / np.float32(sum(weights))
