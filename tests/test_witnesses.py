from __future__ import annotations

import pytest
from builders import evidence

from qa.witnesses import claims, same_statement

TRT = (
    '"We are talking about a designation of the territories against which we can conduct strikes, and where it is '
    "better to refrain from strikes, about the exchange of information on various issues, and the coordination of our "
    'actions on, so to speak, the battlefield," Putin added.'
)
OTHER = TRT.replace('"', "“").replace("Putin added", "explained Putin")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TRT, OTHER),
        (
            "“What we agreed, and this is important, is to strike only terrorists and Daesh and to not strike forces "
            "that are fighting terrorism,” said Hollande.",
            "“What we agreed, and this is important, is to strike only terrorists and the (Islamic State) and to not "
            "strike forces fighting terrorism,” Hollande said, speaking at a joint news conference with Putin.",
        ),
        ("He said so.", "He said so."),
        ("The minister resigned on Monday, officials said.", "Officials said: the minister resigned on Monday."),
    ],
)
def test_the_same_words_are_one_statement(one: str, other: str) -> None:
    assert same_statement(one, other)
    assert same_statement(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The attacks in the capital on Friday killed 130 people, police said.",
            "The attacks in the capital on Friday killed 224 people, police said.",
        ),
        (
            "The government will send troops to the border this winter.",
            "The government will not send troops to the border this winter.",
        ),
        ("He said so.", "He said no."),
        (TRT, "Putin said the two countries have agreed to expand their cooperation on military strikes."),
        ("", "Something is said here about a subject."),
    ],
)
def test_another_number_a_denial_or_other_words_are_another_statement(one: str, other: str) -> None:
    assert not same_statement(one, other)
    assert not same_statement(other, one)


def test_each_article_is_one_witness_and_the_best_sentence_speaks() -> None:
    best, copy, twice = evidence(TRT, article="a"), evidence(OTHER, article="b"), evidence(TRT, article="a", start=900)
    other = evidence("Turkey closed its airspace to all military flights on Sunday.", article="c")
    found = claims([best, other], [best, copy, twice, other])
    assert [[witness.article.id for witness in claim.witnesses] for claim in found] == [["a", "b"], ["c"]]
    assert found[0].witnesses[0] is best


def test_a_chosen_repetition_joins_the_claim_it_repeats() -> None:
    found = claims([evidence(TRT, article="a"), evidence(OTHER, article="b")])
    assert len(found) == 1
    assert claims([]) == ()
