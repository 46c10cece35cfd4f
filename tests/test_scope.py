"""What filters leave, by look-up: the same as going through all the articles."""

from __future__ import annotations

from datetime import date, timedelta

from builders import record
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.scope import Scopes
from vectorstore.types import NOT_STATED, ArticleRecord, Filters

FIRST = date(2023, 9, 28)
OUTLETS = (None, "CNN", "BBC News", "The Verge")
days = st.integers(0, 9).map(lambda number: FIRST + timedelta(days=number))
articles = st.tuples(st.sampled_from(OUTLETS), st.none() | days, st.booleans(), st.integers(0, 5))
names = st.lists(st.sampled_from([NOT_STATED, "CNN", "The Verge", "Le Monde"]), max_size=3).map(tuple)
filters = st.builds(Filters, outlets=names, after=st.none() | days, before=st.none() | days)


def made(drawn: list[tuple[str | None, date | None, bool, int]]) -> list[ArticleRecord]:
    return [
        record(
            str(number),
            outlet=outlet,
            published=None if updated or day is None else day.isoformat(),
            updated=f"{day}T10:00:00+02:00" if updated and day else None,
            passages=passages,
        )
        for number, (outlet, day, updated, passages) in enumerate(drawn)
    ]


@given(st.lists(articles, max_size=30), filters)
def test_a_scope_is_what_going_through_all_the_articles_leaves(
    drawn: list[tuple[str | None, date | None, bool, int]], asked: Filters
) -> None:
    records = made(drawn)
    of_outlet = [item for item in records if not asked.outlets or (item.outlet or NOT_STATED) in asked.outlets]
    undated = [item for item in of_outlet if item.day is None] if asked.after or asked.before else []
    kept = [
        item
        for item in of_outlet
        if item not in undated
        and (item.day is None or (asked.after or item.day) <= item.day <= (asked.before or item.day))
    ]
    scope = Scopes(records).of(asked)
    assert scope.keys == {f"{item.id}-r" for item in kept}
    assert scope.passages == sum(item.passages for item in kept)
    assert set(scope.outlets) == {item.outlet for item in kept}
    assert len(scope.outlets) == len(set(scope.outlets))
    assert None not in scope.outlets[:-1]
    assert scope.left_out_for_no_date == len(undated)


def test_a_scope_is_worked_out_once() -> None:
    scopes = Scopes(made([("CNN", FIRST, False, 1), (None, None, False, 1)]))
    asked = Filters(outlets=("CNN",), after=FIRST)
    assert scopes.of(asked) is scopes.of(Filters(outlets=("CNN",), after=FIRST))
    assert scopes.of(Filters()) is scopes.everything
