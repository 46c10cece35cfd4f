"""What kind of thing a question asks for, and whether a sentence has one."""

from __future__ import annotations

import pytest

from qa.answer_type import NUMBER, TIME, YEAR, AnswerType, answer_type, lacks
from qa.training import invented


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
        ("How long did the talks last?", NUMBER),
        ("Which airline flew it?", None),
        ("unemployment rate", None),
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
        ("How old is she?", "The minister, 52, resigned."),
        ("How old is she?", "She was born in Oslo."),
        ("How long did it last?", "The week-long tour ended."),
        ("How long will it last?", "It will last until Friday."),
        ("How long is the border?", "The 900km border is closed."),
        ("How many tonnes is it?", "It weighs 400,000kg."),
        ("How many percent came?", "A third of them came."),
        ("How many second homes are there?", "There are 250,000 of them."),
        ("How many flights a week were there?", "There were 14 flights."),
        ("How many of the 12 jets were lost?", "All 12 jets were lost."),
        ("How many were killed in the three attacks?", "Three people were killed."),
        ("How many years was he president?", "He was president from 1999 to 2008."),
        ("In what year was it?", "It was in 2013."),
        ("In what year was it?", "It was three years ago."),
        ("In what year was it?", "It was in 868 AD."),
        ("What time did it go off?", "It went off at 21:20."),
        ("When was it built?", "It was built in 1889."),
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
        ("In what year was it opened?", "It was opened on 9 March."),
    ],
)
def test_a_sentence_lacks_it(question: str, sentence: str) -> None:
    assert lacks(question, sentence)


def test_hardly_a_right_sentence_is_said_to_lack_what_is_asked_for() -> None:
    asked = [one for one in invented.load().asked if one.right and answer_type(one.question)]
    wrong = [one.question for one in asked if all(lacks(one.question, one.paragraph.sentences[at]) for at in one.right)]
    assert len(asked) > 1_000
    assert len(wrong) / len(asked) < 0.01, wrong
