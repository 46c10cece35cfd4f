"""What kind of thing a question asks for, and whether a sentence has one."""

from __future__ import annotations

import pytest

from qa.answer_type import NUMBER, TIME, AnswerType, answer_type, lacks


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people were killed?", NUMBER),
        ("how much did it cost", NUMBER),
        ("And how old is he?", NUMBER),
        ("About how many soldiers are there?", NUMBER),
        ("What is the death toll?", NUMBER),
        ("What percentage of voters stayed away?", NUMBER),
        ("How often was the jet warned?", NUMBER),
        ("When did it happen?", TIME),
        ("On what day was the plane shot down?", TIME),
        ("Which year was it?", TIME),
        ("When the plane was shot down, who was in charge?", None),
        ("How did it happen?", None),
        ("Who said how many were killed?", None),
        ("What did he say about when it happened?", None),
        ("Why?", None),
    ],
)
def test_the_first_words_tell(question: str, kind: AnswerType | None) -> None:
    assert answer_type(question) is kind


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many people were killed?", "The attacks killed 130 people."),
        ("How many people were killed?", "Twelve died at once."),
        ("How many people were killed?", "Nobody was killed."),
        ("How many people were killed?", "Dozens of people died."),
        ("How often did they warn it?", "They warned it twice."),
        ("How long did it take?", "It took weeks."),
        ("How much did the 12 jets cost?", "The 12 jets cost 40 million euros."),
        ("When was it shot down?", "It was shot down on Nov. 24."),
        ("When was it shot down?", "It was shot down after it had been warned."),
        ("Who was killed?", "The minister was."),
    ],
)
def test_a_sentence_has_it(question: str, sentence: str) -> None:
    assert not lacks(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many pilots died?", "The pilots died when the Su-24 was shot down."),
        ("How many pilots died?", "The pilots died on 24 November 2015."),
        ("How many pilots died?", "One of the pilots died."),
        ("How many of the 12 jets were lost?", "The 12 jets are Russian."),
        ("How old is the third minister?", "The third minister is Dmitry Peskov."),
        ("When will the vote be held?", "The vote is held by parliament."),
    ],
)
def test_a_sentence_lacks_it(question: str, sentence: str) -> None:
    assert lacks(question, sentence)
