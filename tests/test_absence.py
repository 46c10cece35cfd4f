"""Whether the articles answer: what is unknown to them, what that does to the probability, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest
from builders import evidence, record

from qa import absence
from qa.absence import Signs, Unknown, Weights
from qa.question import understand
from qa.retrieval import Retrieved
from vectorstore.outlets import OutletTable

OUTLETS = OutletTable.load()
SAID = "Vladimir Putin met François Hollande in the Kremlin. The Turks shot down a plane. Russia is angry."
WEIGHTS = Weights(bias=0, answers=1, names=-2)


def found(question: str) -> Retrieved:
    return Retrieved((), (), understand(question, outlets=OUTLETS, today=date(2026, 1, 1)), 1, ("A",), 0)


def unknown(question: str, text: str = SAID) -> Unknown:
    words = text.casefold()
    return absence.unknown(
        found(question),
        holding=lambda phrases: [int(all(word in words for word in one.casefold().split())) for one in phrases],
        records=[record("a")],
        evidence=text,
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Angela Merkel say about the plane?", ("Angela Merkel",)),
        ("What did Vladimir Putin say to Hollande?", ()),
        ("What did Turkey do?", ()),  # The Turks are of Turkey.
        ("What did the Russians say?", ()),
        ("What does The Guardian report of the plane?", ()),  # An outlet asked for is no name to be found in a text.
    ],
)
def test_a_name_that_no_article_has_is_found(question: str, names: tuple[str, ...]) -> None:
    assert unknown(question).names == names


def test_a_name_typed_in_small_letters_is_found_as_a_word() -> None:
    assert unknown("what did angela merkel say").words == ("angela", "merkel")


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("What happened in Paris in March 2019?", ("March 2019",)),
        ("What happened on 27 November 2015?", ()),  # The record is of that day.
        ("What happened in 1914, when the archduke was shot?", ("1914",)),
    ],
)
def test_a_date_of_which_no_article_is_and_that_none_mentions(question: str, dates: tuple[str, ...]) -> None:
    assert unknown(question).dates == dates


def test_a_year_that_a_text_mentions_is_known() -> None:
    assert unknown("What happened in 1914?", SAID + " It began in 1914.").dates == ()


def test_what_is_unknown_makes_an_answer_less_probable() -> None:
    seen = Signs(answers=1.0, names=0)
    strange = Signs(answers=1.0, names=1)
    assert 0 < absence.probability(strange, WEIGHTS) < absence.probability(seen, WEIGHTS) < 1


def test_the_best_sentence_of_each_search_tells() -> None:
    scored = [[evidence("Vladimir Putin met him.", score=3.0), evidence("He left.", score=1.0)], []]
    seen = absence.signs(scored, Unknown(names=("Oslo",)))
    assert seen.answers == pytest.approx((3.0 + absence.UNREAD) / 2)
    assert seen.names == 1.0


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        (Unknown(names=("Angela Merkel",)), "No article names “Angela Merkel”."),
        (Unknown(dates=("2019",)), "No article is from “2019” or mentions it."),
        (Unknown(words=("tall", "thin")), "No article has the words “tall” or “thin”."),
        (Unknown(), "What the question names does occur, but no sentence was found that says what is asked."),
    ],
)
def test_the_reasons_are_plain_words(strange: Unknown, said: str) -> None:
    assert absence.reasons(strange, filtered=False, read=True) == (said,)


def test_under_filters_a_reason_is_about_the_articles_that_pass() -> None:
    (said,) = absence.reasons(Unknown(names=("Merkel",)), filtered=True, read=True)
    assert said == "No article that passes the filters names “Merkel”."


def test_nothing_is_said_of_nothing_read() -> None:
    assert absence.reasons(Unknown(), filtered=False, read=False) == ()
