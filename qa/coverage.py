"""How much of what a question asks about stands in a sentence, by its words alone. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.words import content_words


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
