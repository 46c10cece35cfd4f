"""One search for each clause of a question, within the outlets and days it names."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from builders import record
from fakes import FakeEncoder, article

from qa.retrieval import Retrieval, RetrievalSettings, Retrieved, Steps, by_score, interleaved, limited, spread
from qa.understood import Clause
from vectorstore.library import Library
from vectorstore.types import Filters, Hit, Passage, SearchResult

CNN_FLOOD = article(
    "cnn.txt", "The flood in Rome reached the old bridge.", title="Flood", outlet="CNN", published="2023-10-04"
)
CNN_FIRE = article(
    "cnn2.txt", "The fire in Rome reached the old bridge.", title="Fire", outlet="CNN", published="2023-11-20"
)
VERGE = article(
    "verge.txt",
    "The bridge in Rome was closed for the flood.",
    title="Bridge",
    outlet="The Verge",
    published="2023-10-05",
)
NOBODY = article("none.txt", "Rome was quiet after the flood and the fire.", title="Quiet")


@pytest.fixture
def retrieval(library: Library) -> Retrieval:
    library.add_articles([CNN_FLOOD, CNN_FIRE, VERGE, NOBODY])
    return Retrieval(library)


def sources(found: Retrieved) -> list[str]:
    return [hit.article.source for hit in found.hits]


def test_an_outlet_that_reports_is_the_only_one_searched(retrieval: Retrieval) -> None:
    found = retrieval.search("What does CNN say about the bridge in Rome?")
    assert set(sources(found)) == {"cnn.txt", "cnn2.txt"}
    assert (found.articles, found.outlets) == (2, ("CNN",))


def test_a_date_of_publication_limits_too(retrieval: Retrieval) -> None:
    found = retrieval.search("What did the CNN report of October 4 say about the bridge?")
    assert sources(found) == ["cnn.txt"]


def test_each_clause_is_searched_within_its_own_limits_and_the_narrowest_comes_first(retrieval: Retrieval) -> None:
    question = "Does the CNN article on the fire name the bridge, while the article from The Verge says it was closed?"
    found = retrieval.search(question)
    assert set(sources(found)[:2]) == {"verge.txt", "cnn2.txt"}
    assert sources(found)[0] == "verge.txt"
    assert sources(retrieval.search(question, steps=Steps(narrowest=False)))[0] == "cnn2.txt"


def test_a_question_costs_one_call_of_the_encoder(retrieval: Retrieval, encoder: FakeEncoder) -> None:
    encoder.calls = 0
    found = retrieval.search(
        "Does the CNN article name the bridge, while the article from The Verge says it was closed?"
    )
    assert len(found.searches) == 2
    assert encoder.calls == 1


def test_an_outlet_without_an_article_is_said_to_be_missing(retrieval: Retrieval) -> None:
    found = retrieval.search("What does The Guardian say about the bridge in Rome?")
    assert (found.hits, found.articles) == ((), 0)
    assert [clause.outlets for clause in found.missing] == [("The Guardian",)]


def test_the_askers_own_filters_hold_as_well(retrieval: Retrieval) -> None:
    only_verge = Filters(outlets=("The Verge",))
    found = retrieval.search("What does CNN say about the bridge in Rome?", filters=only_verge)
    assert found.hits == ()
    assert [clause.outlets for clause in found.missing] == [("CNN",)]
    assert sources(retrieval.search("What of the bridge in Rome?", filters=only_verge)) == ["verge.txt"]


def test_an_undated_article_is_left_out_of_days_and_counted(retrieval: Retrieval) -> None:
    found = retrieval.search("What was published in October 2023 about the flood in Rome?")
    assert set(sources(found)) == {"cnn.txt", "verge.txt"}
    assert found.left_out_for_no_date == 1


def test_nothing_is_read_out_of_a_question_taken_literally(retrieval: Retrieval) -> None:
    question = "What does CNN say about the bridge in Rome?"
    found = retrieval.search(question, steps=Steps(understanding=False))
    assert set(sources(found)) == {"cnn.txt", "cnn2.txt", "verge.txt", "none.txt"}
    assert [search.text for search in found.searches] == [question]


@pytest.mark.parametrize("step", [field.name for field in fields(Steps)])
def test_each_step_changes_something(retrieval: Retrieval, step: str) -> None:
    question = "Does the CNN report of October 4 name the bridge in Rome, while The Verge says it was closed?"
    with_it = retrieval.search(question)
    without = retrieval.search(question, steps=replace(Steps(), **{step: False}))
    if step in ("by_score", "narrowest"):
        # These only order what the searches found.
        assert set(sources(with_it)) == set(sources(without))
    else:
        assert (with_it.searches, sources(with_it)) != (without.searches, sources(without))


def test_hits_are_never_twice_in_the_list(retrieval: Retrieval) -> None:
    found = retrieval.search("What do CNN and CNN and The Verge say about the bridge in Rome?")
    assert len({hit.passage for hit in found.hits}) == len(found.hits)


@pytest.mark.parametrize(
    ("filters", "clause", "expected"),
    [
        (Filters(), {}, Filters()),
        (Filters(outlets=("CNN",)), {}, Filters(outlets=("CNN",))),
        (Filters(), {"outlets": ("CNN",)}, Filters(outlets=("CNN",))),
        (Filters(outlets=("BBC News",)), {"outlets": ("CNN",)}, None),
        (Filters(after=date(2023, 1, 1)), {"after": date(2022, 1, 1)}, Filters(after=date(2023, 1, 1))),
        (Filters(before=date(2023, 1, 1)), {"after": date(2023, 1, 2)}, None),
    ],
)
def test_limits_are_the_narrower_of_both(filters: Filters, clause: dict[str, object], expected: Filters | None) -> None:
    named = Clause(text="", start=0, end=0, search_text="", **clause)
    assert limited(filters, named) == expected


def result(**scores: float) -> SearchResult:
    found = tuple(Hit(Passage(name, 0, 1, "x"), record(name), score) for name, score in scores.items())
    return SearchResult(hits=found, articles=1, outlets=())


def ids(hits: tuple[Hit, ...]) -> str:
    return "".join(hit.passage.article_id for hit in hits)


def test_a_hit_of_several_searches_stands_where_it_came_first() -> None:
    assert ids(interleaved([result(a=1, b=1, c=1), result(d=1, a=1), result(e=1, c=1, b=1)])) == "adebc"


def test_by_score_a_hit_of_several_searches_has_its_best_and_the_earlier_search_wins_a_tie() -> None:
    found = [result(a=1.0, b=0.3), result(c=1.0, b=0.8, d=0.5), result(e=0.9)]
    assert ids(by_score(found, [1, 1, 1])) == "acebd"
    assert ids(by_score(found, [1, 1, 0.4])) == "acbde"
    assert by_score(found, [1, 1, 1])[3].score == 0.8


def test_beyond_the_most_of_one_article_passages_go_to_the_end() -> None:
    hits = tuple(Hit(Passage(name, at, at + 1, "x"), record(name), 1.0) for at, name in enumerate("aaaba"))
    assert [(hit.passage.article_id, hit.passage.start) for hit in spread(hits, 2)] == [
        ("a", 0),
        ("a", 1),
        ("b", 3),
        ("a", 2),
        ("a", 4),
    ]


def test_the_whole_question_is_searched_beside_a_clause_when_that_weighs_something(library: Library) -> None:
    library.add_articles([CNN_FLOOD, CNN_FIRE, VERGE])
    question = "Does the CNN article on the fire name the bridge, while the article from The Verge says it was closed?"
    plain, beside = Retrieval(library), Retrieval(library, settings=RetrievalSettings(whole=0.5))
    assert set(sources(beside.search(question))) == set(sources(plain.search(question)))
    assert beside.search(question).searches == plain.search(question).searches


def test_articles_left_aside_stay_aside_in_every_clause(library: Library) -> None:
    reports = library.add_articles(
        [
            article("one.txt", "It rained in Rome.", outlet="The Guardian"),
            article("two.txt", "It rained nightly in Rome.", outlet="The Guardian"),
        ]
    )
    question = "What does The Guardian say of Rome, and what does The Guardian say of the rain?"
    aside = Filters(without=(str(reports[0].article_id),))
    found = Retrieval(library).search(question, filters=aside)
    assert {hit.article.source for hit in found.hits} == {"two.txt"}
    assert found.articles == 1
    assert library.holding(["rained Rome", "snow"]) == (2, 0)
    assert library.holding(["rained Rome", "nightly"], filters=aside) == (1, 1)
