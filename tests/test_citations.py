from __future__ import annotations

from builders import evidence

from qa.citations import cited
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
