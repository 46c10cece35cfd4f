"""Questions in words that a sentence can answer: what outlets say of a thing, and how they differ."""

from __future__ import annotations

import pytest

from qa.question import understand
from qa.restating import compared, matter
from vectorstore.outlets import OutletTable

OUTLETS = OutletTable.load()
KNOWN = ("The Moscow Times", "TRT World", "USA TODAY")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How do TRT World and USA TODAY differ on Assad?", "What do TRT World and USA TODAY say about Assad?"),
        ("Compare TRT World with USA TODAY on Turkey", "What do TRT World and USA TODAY say about Turkey?"),
        ("compare what TRT World and USA TODAY say about Turkey", "What do TRT World and USA TODAY say about Turkey?"),
        ("Compare A News's and B News's coverage of the raid", "What do A News and B News say about the raid?"),
        ("What's the difference between A News and B News over it?", "What do A News and B News say about it?"),
        ("Do TRT World and USA TODAY agree on who did it?", "What do TRT World and USA TODAY say about who did it?"),
        ("How does TRT World differ from USA TODAY on Syria?", "What do TRT World and USA TODAY say about Syria?"),
        ("Does Turkey agree with Russia?", None),
        ("What do TRT World and USA TODAY say about Turkey?", None),
        ("How did the talks differ?", None),
    ],
)
def test_a_comparison_asks_what_each_says(question: str, expected: str | None) -> None:
    assert compared(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does TRT World say about the warplane?", "the warplane"),
        ("what does the usa today article report on Britain's air force", "Britain's air force"),
        ("How does The Moscow Times describe the attacks in Paris?", "the attacks in Paris"),
        ("Does USA TODAY mention Fabius?", "Fabius"),
        ("What do the articles say about Turkmen?", "Turkmen"),
        ("What is said in the press about the coalition?", "the coalition"),
        ("What did Putin say about the coalition?", None),
        ("What did Putin say about the coalition, according to TRT World?", None),
        ("What did Putin tell USA TODAY about the coalition?", None),
        ("When did TRT World report the downing?", None),
    ],
)
def test_what_an_outlet_says_is_answered_by_what_is_about_it(question: str, expected: str | None) -> None:
    understood = understand(question, outlets=OUTLETS, known=KNOWN, years=(2015,))
    (clause,) = understood.clauses
    assert matter(clause, understood.mentions) == (expected if expected is not None else clause.text)
