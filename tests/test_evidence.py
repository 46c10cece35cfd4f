from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from builders import evidence, record
from numpy.typing import NDArray

from qa.evidence import Selection, candidates, in_turn, select
from qa.reader import coverage
from qa.retrieval import Search
from vectorstore.types import Hit, Passage, Span

TEXT = "The flood reached Rome.\n\nThe flood\n\nThe bridge was closed."


class WordReader:
    """Scores by shared words alone."""

    def scores(self, questions: Sequence[str], sentences: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([coverage(question, sentences) for question in questions])


def search(text: str) -> Search:
    passage = Passage("a", 100, 100 + len(TEXT), TEXT, gaps=(Span(123, 136),))
    return Search(text, text, (Hit(passage, record("a"), 1.0),))


def test_what_lies_in_a_gap_is_no_evidence() -> None:
    (found,) = candidates([search("Where was the flood?")], reader=WordReader())
    assert [(one.start, one.end, one.text) for one in found] == [
        (100, 123, "The flood reached Rome."),
        (136, 158, "The bridge was closed."),
    ]


def test_each_search_scores_by_its_own_words() -> None:
    flood, bridge = candidates(
        [search("Where was the flood?"), search("Which bridge was closed?")], reader=WordReader()
    )
    assert flood[0].text == "The flood reached Rome."
    assert bridge[0].text == "The bridge was closed."


def test_no_passages_no_evidence() -> None:
    assert candidates([Search("Where?", "Where?", ())], reader=WordReader()) == [()]
    assert candidates([], reader=WordReader()) == []


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([0.6, 0.55, 0.3], 2), ([0.45, 0.41, 0.39], 2), ([0.4], 0), ([], 0)],
)
def test_sentences_count_from_the_threshold_on_and_close_to_the_best(scores: list[float], expected: int) -> None:
    scored = [evidence("A sentence.", score=score) for score in scores]
    assert len(select(scored, selection=Selection(threshold=0.41, margin=0.1))) == expected


def test_searches_take_turns() -> None:
    one, two, three = (evidence(text) for text in ("One.", "Two.", "Three."))
    assert in_turn([(one, three), (two,)]) == (one, two, three)
