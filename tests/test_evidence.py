from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from builders import evidence, record
from fakes import FakeEncoder
from numpy.typing import NDArray

from qa.coverage import coverage
from qa.evidence import Selection, candidates, in_turn, select
from qa.retrieval import Search
from qa.similarity import Similarity
from vectorstore.types import Hit, Passage, Span

TEXT = "The flood reached Rome.\n\nThe flood\n\nThe bridge was closed."


ALIKE = Similarity(FakeEncoder())


class WordReader:
    """Scores by shared words alone, and keeps what it was given to read."""

    name = "words"

    def __init__(self) -> None:
        self.given: list[tuple[str, str]] = []

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.given += pairs
        return np.asarray([coverage(question, [text.split(" | ")[0]])[0] for question, text in pairs])


def search(text: str) -> Search:
    passage = Passage("a", 100, 100 + len(TEXT), TEXT, gaps=(Span(123, 136),))
    return Search(text, text, (Hit(passage, record("a"), 1.0),))


def test_what_lies_in_a_gap_is_no_evidence() -> None:
    (found,) = candidates([search("Where was the flood?")], reader=WordReader(), similarity=ALIKE)
    assert [(one.start, one.end, one.text) for one in found] == [
        (100, 123, "The flood reached Rome."),
        (136, 158, "The bridge was closed."),
    ]


def test_each_search_scores_by_its_own_words() -> None:
    flood, bridge = candidates(
        [search("Where was the flood?"), search("Which bridge was closed?")], reader=WordReader(), similarity=ALIKE
    )
    assert flood[0].text == "The flood reached Rome."
    assert bridge[0].text == "The bridge was closed."


def test_no_passages_no_evidence() -> None:
    assert candidates([Search("Where?", "Where?", ())], reader=WordReader(), similarity=ALIKE) == [()]
    assert candidates([], reader=WordReader(), similarity=ALIKE) == []


def test_a_sentence_is_read_with_its_title_and_the_one_before_it() -> None:
    reader = WordReader()
    candidates([search("Where was the flood?")], reader=reader, similarity=ALIKE)
    assert set(reader.given) == {
        ("Where was the flood?", "The flood reached Rome. | A title"),
        ("Where was the flood?", "The bridge was closed. | A title | The flood reached Rome."),
    }


def test_no_more_sentences_are_read_than_may_be_the_likeliest_of_each_search() -> None:
    reader = WordReader()
    found = candidates(
        [search("Where was the flood?"), search("Which bridge was closed?")], reader=reader, similarity=ALIKE, most=2
    )
    assert [[one.text for one in each] for each in found] == [["The flood reached Rome."], ["The bridge was closed."]]
    assert len(reader.given) == 2


@pytest.mark.parametrize(("scores", "expected"), [([6.0, 4.5, 3.0], 2), ([-3.0], 1), ([], 0)])
def test_sentences_count_close_to_the_best(scores: list[float], expected: int) -> None:
    scored = [[evidence("A sentence.", score=score) for score in scores]]
    assert len(select(scored, selection=Selection(margin=2.0))) == expected


def test_a_search_that_found_nothing_near_as_good_adds_nothing() -> None:
    good, poor = evidence("Good.", score=5.0), evidence("Poor.", score=0.0)
    assert select([[good], [poor]], selection=Selection(far=4.0)) == (good,)
    assert select([[good], [poor]], selection=Selection(far=6.0)) == (good, poor)


def test_searches_take_turns() -> None:
    one, two, three = (evidence(text) for text in ("One.", "Two.", "Three."))
    assert in_turn([(one, three), (two,)]) == (one, two, three)
