"""What kind of thing a question asks for, and whether a sentence has one."""

from __future__ import annotations

import pytest

from qa.answer_type import LENGTH_OF_TIME, NAME, NUMBER, TIME, YEAR, AnswerType, answer_type, lacks


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
        ("Which year was it?", YEAR),
        ("since what year has she led it", YEAR),
        ("How long did the talks last?", LENGTH_OF_TIME),
        ("How long ago was it?", TIME),
        ("Which airline flew it?", NAME),
        ("What is the name of the base?", NAME),
        ("From which Egyptian airport did it leave?", NAME),
        ("What is the new bridge called?", NAME),
        ("Which of them spoke?", None),
        ("Which country's jet was it, and why?", NAME),
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
        ("How many seconds was it there?", "It was there for 17 seconds."),
        ("How many days did it take?", "It took two weeks."),
        ("How many euros was it?", "It was sold for €40."),
        ("How many votes are needed?", "Half of them."),
        ("How many voters came?", "Of all voters 40 percent came."),
        ("How many times was it warned?", "It was warned 10 times."),
        ("How old is she?", "The 52-year-old minister resigned."),
        ("How old is she?", "The minister, 52, resigned."),
        ("How long did it last?", "The week-long tour ended."),
        ("In what year was it?", "It was in 2013."),
        ("In what year was it?", "It was three years ago."),
        ("Which airline flew it?", "It was flown by Metrojet."),
        ("Which hotel was it?", "It was in the Hotel Corvina."),
        ("What is the plane called?", "It is a Su-24."),
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
        ("How many seconds was it there?", "It was warned 10 times."),
        ("How many pages has it?", "The recording is 17 minutes long."),
        ("How many pages has it?", "It was sold for $40."),
        ("How many times was it warned?", "It was there for 17 seconds."),
        ("How old is she?", "She was heard for 17 minutes."),
        ("How long did the talks last?", "The attacks killed 130 people."),
        ("In what year was it opened?", "It was opened on 9 March."),
        ("Which airline flew it?", "It was flown over Egypt."),
        ("Which airline flew it?", "It was flown by Laurent Fabius."),
        ("Which hospital was the man taken to?", "Thirty-four were treated, and a man was taken to hospital."),
        ("What is the name of the Corvina's owner?", "The Corvina has a new owner."),
    ],
)
def test_a_sentence_lacks_it(question: str, sentence: str) -> None:
    assert lacks(question, sentence)
