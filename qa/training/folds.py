"""Articles held out of all three sets, so that nothing is reported on what was learnt."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from qa.training.corpus import Asked, Corpus, Judged, letters

FOLDS = 4


def fold_of(title: str, titles: Collection[str]) -> int:
    """Which of the folds an article is held out in: the articles by the hash of their titles, dealt out in turn."""
    ordered = sorted(titles, key=lambda name: sha256(name.encode()).hexdigest())
    return ordered.index(title) % FOLDS


def held_out(corpus: Corpus, titles: Collection[str]) -> tuple[Corpus, tuple[Asked, ...]]:
    """The corpus without those articles, and the questions about them.

    QNLI does not say which article a sentence is from, so what stands in a held-out article is told by its letters.
    """
    kept = tuple(one for one in corpus.asked if one.paragraph.title not in titles)
    held = tuple(one for one in corpus.asked if one.paragraph.title in titles)
    questions = {letters(one.question) for one in held}
    text = "\n".join(letters(" ".join(one.sentences)) for one in dict.fromkeys(one.paragraph for one in held))

    def strange(pair: Judged) -> bool:
        return letters(pair.question) not in questions and letters(pair.sentence) not in text

    return Corpus(kept, tuple(filter(strange, corpus.judged))), held
