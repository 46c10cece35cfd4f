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

from vectorstore.config import Words
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


@pytest.mark.parametrize("order", ["abc", "cba"])
def test_which_of_equals_come_in_does_not_hang_on_the_order_they_were_written_in(tmp_path: Path, order: str) -> None:
    made = Keywords.made(tmp_path)
    for article in order:
        made.add(record(article), {f"{article}-r-0-10": "A harbour was closed."})
        made.commit()
    assert [id for id, _ in made.search("harbour", limit=2)] == ["a-r-0-10", "b-r-0-10"]


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


def test_passages_are_told_apart_by_their_best_sentence(tmp_path: Path) -> None:
    keywords = Keywords.made(tmp_path)
    apart = "The minister spoke of the flood. The bridge in Rome is old."
    together = "The minister spoke. The flood took the bridge in Rome."
    keywords.add(record("a"), {"a-r-0-9": apart, "a-r-9-18": together, "a-r-18-20": "Rome."})
    keywords.commit()
    found = keywords.closest("Did the flood reach the bridges in Rome, by Jove?", ["a-r-0-9", "a-r-9-18", "gone"])
    assert [id for id, _ in found] == ["a-r-9-18", "a-r-0-9"]
    # Words that no passage has, such as Jove, leave the shares as they are; "reach" is one of them.
    assert found[0][1] == pytest.approx(1.0)
    assert 0 < found[1][1] < 1
    assert keywords.closest("what is the", ["a-r-0-9"]) == []
    assert keywords.closest("flood", []) == []


def test_a_rarer_word_weighs_more_in_a_sentence(keywords: Keywords) -> None:
    keywords.add(record("c"), {"c-r-0-5": "Pilots spoke of Raqqa.", "c-r-5-9": "A coalition."})
    keywords.commit()
    shares = dict(keywords.closest("pilots and a coalition at Raqqa near Damascus", [*TEXTS, "c-r-0-5"]))
    assert shares["c-r-0-5"] > shares["a-r-10-20"] > 0


def test_a_field_that_weighs_nothing_is_not_searched(keywords: Keywords) -> None:
    assert keywords.search("TRT", limit=10, weights={"outlet": 0}) == []
    assert len(keywords.search("TRT", limit=10, weights={"title": 0})) == len(TEXTS)


@pytest.mark.parametrize(
    ("words", "question", "expected"),
    [
        (Words(), "bombed", ["b-r-0-10"]),
        (Words(stemming=False), "bombed", []),
        (Words(), "what reports were there", []),
        (Words(stop_words="common"), "reports", ["b-r-0-10"]),
        (Words(stop_words="none"), "of", ["b-r-0-10"]),
    ],
)
def test_what_counts_as_a_word_can_be_set(tmp_path: Path, words: Words, question: str, expected: list[str]) -> None:
    keywords = Keywords.made(tmp_path, words)
    keywords.add(record("b"), {"b-r-0-10": "Reports of the bombing of Raqqa."})
    keywords.commit()
    assert found(keywords, question) == expected
