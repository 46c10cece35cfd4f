from __future__ import annotations

import pytest

from qa.coverage import coverage
from qa.words import content_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("François Hollande’s U.S.-led coalition", ["francois", "hollande", "u.s", "led", "coalition"]),
        ("Su-24 “shot down”", ["su-24", "shot", "down"]),
        ("", []),
        ("…—!", []),
    ],
)
def test_words_are_compared_without_case_accents_and_possessives(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_content_words_leave_out_the_asking_and_the_plural() -> None:
    assert content_words("What do the articles say about strikes on bodies and glass?") == ["strike", "body", "glass"]


def test_a_word_that_no_sentence_has_costs_most() -> None:
    sentences = ["Putin spoke of the coalition.", "Putin spoke of Turkey.", "Hollande spoke."]
    known, unknown = coverage("Putin Hollande", sentences)[0], coverage("Putin Merkel", sentences)[0]
    # By hand, N = 3: Putin in 2, ln(1 + 1.5/2.5) = 0.470; Hollande in 1, ln(1 + 2.5/1.5) = 0.981;
    # Merkel in 0, ln(1 + 3.5/0.5) = 2.079.
    assert known == pytest.approx(0.470 / (0.470 + 0.981), abs=1e-3)
    assert unknown == pytest.approx(0.470 / (0.470 + 2.079), abs=1e-3)


def test_a_question_of_stop_words_is_covered_by_nothing() -> None:
    assert coverage("What about it?", ["Something was said."]).tolist() == [0.0]
