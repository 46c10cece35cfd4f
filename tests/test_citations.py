from __future__ import annotations

from dataclasses import replace

import pytest
from builders import evidence

from qa.citations import citation, cited, leans
from qa.types import Claim


def test_numbers_run_in_order_of_first_appearance_and_a_place_keeps_its_own() -> None:
    first, second, third = evidence("One.", article="a"), evidence("One.", article="b"), evidence("Two.", article="c")
    points = cited([Claim((first, second)), Claim((third, first))])
    assert [[citation.n for citation in point.citations] for point in points] == [[1, 2], [3, 1]]
    assert [point.text for point in points] == ["One.", "Two."]


def test_a_citation_says_where_it_stands() -> None:
    (point,) = cited([Claim((evidence("Said.", start=40),))])
    (citation,) = point.citations
    assert (citation.start, citation.end, citation.quote) == (40, 45, "Said.")
    assert (citation.outlet, citation.outlet_basis) == ("The Daily Test", "masthead line")
    assert (citation.published, citation.updated, citation.source) == ("2015-11-27", None, "a.txt")


def test_nothing_claimed_is_nothing_cited() -> None:
    assert cited([]) == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He said that it was over.", True),
        ("Putin said that he was sorry.", False),
        ("This was stated to journalists.", True),
        ("It is clear that Moscow won't go back.", False),
        ("The plane was shot down.", False),
        ("Their planes went on.", True),
    ],
)
def test_a_sentence_leans_where_a_pronoun_comes_before_any_name(sentence: str, expected: bool) -> None:
    assert leans(sentence) == expected


def test_only_a_sentence_that_leans_is_cited_with_the_one_before_it() -> None:
    before = "Putin spoke on Thursday."
    leaning = replace(evidence("He was angry."), before=before)
    standing = replace(evidence("Putin was angry."), before=before)
    assert [citation(one, n=1).context for one in (leaning, standing)] == [before, ""]
