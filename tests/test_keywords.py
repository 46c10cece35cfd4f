"""The keyword index: words by their stem, any question whatever, and nothing that can't be made again."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from pathlib import Path

import pytest
from builders import record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorstore.errors import LibraryDamaged
from vectorstore.keywords import Keywords
from vectorstore.types import NOT_STATED, Filters

TEXTS = {
    "a-r-0-10": "Turkish pilots shot down a Russian warplane near the border.",
    "a-r-10-20": "The café in Paris was attacked, the U.S.-led coalition said.",
    "b-r-0-10": "Cameron wants the bombing of Raqqa extended.",
}


@pytest.fixture
def keywords(tmp_path: Path) -> Keywords:
    made = Keywords.made(tmp_path)
    for article in "ab":
        passages = {id: text for id, text in TEXTS.items() if id.startswith(article)}
        made.add(record(article, title="Jets over Syria" if article == "a" else "A vote", outlet="TRT World"), passages)
    made.commit()
    return made


def found(keywords: Keywords, question: str) -> list[str]:
    return [id for id, _ in keywords.search(question, limit=10)]


def test_words_are_found_by_their_stem_and_without_accents(keywords: Keywords) -> None:
    assert found(keywords, "Who bombed Raqqa?")[0] == "b-r-0-10"
    assert found(keywords, "attacking a cafe")[0] == "a-r-10-20"
    assert found(keywords, "WARPLANES")[0] == "a-r-0-10"


def test_the_title_and_the_outlet_are_searched(keywords: Keywords) -> None:
    assert found(keywords, "votes") == ["b-r-0-10"]
    assert sorted(found(keywords, "TRT")) == sorted(TEXTS)


@pytest.mark.parametrize("question", ["", "   ", "?!", "what is the", "who were they?"])
def test_a_question_without_content_finds_nothing(keywords: Keywords, question: str) -> None:
    assert found(keywords, question) == []


@pytest.mark.parametrize(
    "question", ['"unclosed', "a AND (b OR", "title:", "shot~9^", "[a TO", "+-!*?{}\\ /", "\x00\ud7ff"]
)
def test_a_question_is_words_and_never_a_query_language(keywords: Keywords, question: str) -> None:
    keywords.search(question, limit=10)


@given(question=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_any_text_can_be_asked(keywords: Keywords, question: str) -> None:
    assert all(score > 0 for _, score in keywords.search(question, limit=10))


def test_ten_thousand_words_are_searched_in_no_time(keywords: Keywords) -> None:
    question = "shot down " + " ".join(f"word{number}" for number in range(10_000))
    start = time.perf_counter()
    assert found(keywords, question)[0] == "a-r-0-10"
    assert time.perf_counter() - start < 1


@pytest.fixture
def dated(tmp_path: Path) -> Keywords:
    """Five articles about the same, named by outlet and day."""
    made = Keywords.made(tmp_path)
    for outlet, day in (("Sky", "2023-10-04"), ("Sky", "2023-10-05"), ("The Sky", "2023-10-05"), ("Sky", None)):
        name = f"{outlet} {day}"
        made.add(record(name, outlet=outlet, published=day), {f"{name}-r-0-9": "It rained in Rome."})
    made.add(record("none", outlet=None, published=None, updated="2023-10-05"), {"none-r-0-9": "It rained in Rome."})
    made.commit()
    return made


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(), {"Sky 2023-10-04", "Sky 2023-10-05", "The Sky 2023-10-05", "Sky None", "none"}),
        (Filters(outlets=("Sky",)), {"Sky 2023-10-04", "Sky 2023-10-05", "Sky None"}),
        (Filters(outlets=("The Sky", NOT_STATED, "Nowhere")), {"The Sky 2023-10-05", "none"}),
        (Filters(outlets=("sky",)), set()),
        (Filters(before=date(2023, 10, 4)), {"Sky 2023-10-04"}),
        (Filters(after=date(2023, 10, 5)), {"Sky 2023-10-05", "The Sky 2023-10-05", "none"}),
        (Filters(("Sky",), after=date(2023, 10, 5), before=date(2023, 10, 5)), {"Sky 2023-10-05"}),
    ],
)
def test_filters_leave_out_the_rest_and_change_no_score(dated: Keywords, filters: Filters, left: set[str]) -> None:
    scores = dict(dated.search("rain Rome", limit=10))
    within = dict(dated.search("rain Rome", limit=10, filters=filters))
    assert {id.removesuffix("-r-0-9") for id in within} == left
    assert within == pytest.approx({id: score for id, score in scores.items() if id in within})


def test_what_is_not_committed_is_not_there(keywords: Keywords, tmp_path: Path) -> None:
    keywords.add(record("c"), {"c-r-0-9": "Hollande spoke."})
    keywords.remove(["a-r"])
    assert keywords.counts() == {"a-r": 2, "b-r": 1}
    keywords.close()
    reopened = Keywords.open(tmp_path)
    assert reopened is not None
    assert reopened.counts() == {"a-r": 2, "b-r": 1}


def test_what_is_removed_is_gone_and_counted_out(keywords: Keywords) -> None:
    keywords.remove(["a-r", "never-r"])
    keywords.commit()
    assert keywords.counts() == {"b-r": 1}
    assert found(keywords, "warplane") == []


def test_a_damaged_index_is_made_anew(keywords: Keywords, tmp_path: Path) -> None:
    keywords.close()
    (meta,) = tmp_path.glob("keywords-*/meta.json")
    meta.write_text("{")
    assert Keywords.open(tmp_path) is None
    assert Keywords.made(tmp_path).counts() == {}
    assert Keywords.open(tmp_path / "nowhere") is None


def test_an_index_of_another_version_is_replaced(tmp_path: Path) -> None:
    old = tmp_path / "keywords-1"
    old.mkdir()
    assert Keywords.open(tmp_path) is None
    assert Keywords.made(tmp_path).counts() == {}
    assert not old.exists()


@pytest.mark.parametrize("kind", ["idx", "store", "term", "fast", "fieldnorm", "pos"])
def test_damage_that_is_met_only_when_read_is_told_with_the_way_out(
    keywords: Keywords, tmp_path: Path, kind: str
) -> None:
    keywords.close()
    keywords.check()
    (spoilt,) = tmp_path.glob(f"keywords-*/*.{kind}")
    content = bytearray(spoilt.read_bytes())
    content[: len(content) // 2] = b"\xff" * (len(content) // 2)
    spoilt.write_bytes(content)
    reopened = Keywords.open(tmp_path)
    with contextlib.suppress(LibraryDamaged):
        # Whether a search meets the damage is chance; that nothing else is raised is not.
        assert reopened is None or reopened.search("pilots warplane", limit=10)
    with pytest.raises(LibraryDamaged, match=f"{kind} has changed.*byline rebuild"):
        keywords.check()
