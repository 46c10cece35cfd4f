"""When a passage holds a piece of evidence, and what two passages share."""

from __future__ import annotations

import pytest

from qa.evaluation.judging import first_ranks, grades, most_shared_sentences
from qa.evaluation.types import DocumentGold, FactGold, Gold, Question, Returned, SpanGold

TEXT = "The bridge fell on Monday. Nobody was hurt. The mayor spoke of luck. Repairs take a year."


def passage(start: int, end: int, *, source: str = "a", text: str = TEXT) -> Returned:
    return Returned(source=source, start=start, end=end, text=text[start:end], score=1.0)


def cut(first: str, last: str, *, source: str = "a") -> Returned:
    return passage(TEXT.index(first), TEXT.index(last) + len(last), source=source)


def ranks(*returned: Returned, gold: tuple[Gold, ...]) -> tuple[int | None, ...]:
    return first_ranks(Question(id="q", text="?", kind="k", gold=gold), returned)


FIRST = cut("The bridge", "Monday.")
SECOND = cut("Nobody", "luck.")


def test_a_fact_must_stand_whole_in_one_passage() -> None:
    across = FactGold(source="a", fact="on Monday. Nobody was hurt.")
    assert ranks(FIRST, SECOND, gold=(across,)) == (None,)
    assert ranks(FIRST, SECOND, cut("The bridge", "hurt."), gold=(across,)) == (3,)


def test_a_fact_is_compared_without_spaces_and_line_feeds() -> None:
    broken = Returned(source="b", start=0, end=26, text="Nobody\n was   hurt.", score=1.0)
    assert ranks(broken, gold=(FactGold(source="a", fact="Nobody was hurt."),)) == (1,)


def test_a_fact_counts_from_whatever_article_prints_it_as_in_the_benchmark() -> None:
    assert ranks(cut("Nobody", "hurt.", source="other"), gold=(FactGold(source="a", fact="Nobody was hurt."),)) == (1,)


def test_a_span_must_be_covered_in_its_own_article() -> None:
    start = TEXT.index("Nobody")
    gold = (SpanGold(source="a", start=start, end=start + len("Nobody was hurt.")),)
    assert ranks(passage(start, start + 5), cut("Nobody", "hurt.", source="b"), SECOND, gold=gold) == (3,)


def test_each_gold_has_the_rank_of_the_first_passage_that_holds_it() -> None:
    gold = (FactGold(source="a", fact="The mayor spoke of luck."), FactGold(source="a", fact="It rained."))
    assert ranks(FIRST, SECOND, SECOND, gold=gold) == (2, None)


def test_a_document_stands_where_its_first_passage_does_and_only_once() -> None:
    returned = [passage(0, 5, source=source) for source in ("a", "a", "b", "a", "c")]
    gold = (DocumentGold("c", 2), DocumentGold("a"), DocumentGold("d"))
    assert ranks(*returned, gold=gold) == (3, 1, None)
    assert grades(Question(id="q", text="?", kind="k", gold=gold)) == (2, 1, 1)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (FIRST, SECOND, 0),
        (cut("The bridge", "hurt."), SECOND, 1),
        (cut("The bridge", "luck."), cut("Nobody", "year."), 2),
        (cut("The bridge", "luck."), cut("was hurt.", "year."), 2),
        (cut("The bridge", "luck."), cut("Nobody", "year.", source="b"), 0),
    ],
)
def test_sentences_that_two_passages_share_are_counted(one: Returned, other: Returned, shared: int) -> None:
    assert most_shared_sentences([one, passage(0, 0), other]) == shared
