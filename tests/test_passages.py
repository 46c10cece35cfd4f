"""Passages cover the story, whole sentences where they fit, and never more than the encoder reads."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.passages import cut
from vectorstore.sentences import sentences
from vectorstore.types import Article, Passage, Span

SEEDS = Path(__file__).parent.parent / "seeds"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "eval" / "multihop_rag" / "corpus.json"

Count = Callable[[Sequence[str]], list[int]]


def count_words(texts: Sequence[str]) -> list[int]:
    """Word pieces as words and single marks."""
    return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    """As for Chinese: a piece for each character that is not white space."""
    return [sum(not mark.isspace() for mark in text) for text in texts]


def article(text: str, *story: tuple[int, int]) -> Article:
    spans = story or ((0, len(text)),)
    return Article(source="a.txt", text=text, story=tuple(Span(start, end) for start, end in spans))


def passages_of(source: Article, **how: Any) -> list[Passage]:
    return [passage for passage, _ in cut(source, article_id="a", **how)]


def cut_words(text: str, limit: int, *story: tuple[int, int]) -> list[str]:
    return [passage.text for passage in passages_of(article(text, *story), count=count_words, limit=limit)]


def assert_covers(source: Article, passages: Sequence[Passage]) -> None:
    """Each character of the story that is not white space is in one passage, and nothing else is."""
    covered = [0] * len(source.text)
    for passage in passages:
        assert passage.text == source.text[passage.start : passage.end] == passage.text.strip()
        for stretch in passage.story:
            for at in range(stretch.start, stretch.end):
                covered[at] += 1
    told = {at for span in source.story for at in range(span.start, span.end)}
    for at, mark in enumerate(source.text):
        assert covered[at] == (at in told) or (mark.isspace() and covered[at] == 0)


def test_sentences_that_fit_together_are_one_passage() -> None:
    assert cut_words("One ends. Two ends.\n\nThree ends.", 9) == ["One ends. Two ends.\n\nThree ends."]


def test_passages_of_a_story_are_few_and_even() -> None:
    text = " ".join(f"Sentence number {number} ends." for number in range(10))
    # 5 pieces each: 8 would fit into 40, which would leave 2; even is 5 and 5.
    assert [len(sentences(passage)) for passage in cut_words(text, 40)] == [5, 5]


def test_a_passage_reaches_across_a_short_gap_and_notes_it() -> None:
    text = "One ends.\n\nSee also\n\nTwo ends."
    (passage,) = passages_of(article(text, (0, 9), (21, 30)), count=count_words, limit=100)
    assert passage.text == text
    assert passage.gaps == (Span(9, 21),)
    assert [text[span.start : span.end] for span in passage.story] == ["One ends.", "Two ends."]


def test_what_lies_in_a_gap_counts_against_the_limit() -> None:
    text = "One ends.\n\nSee also\n\nTwo ends."
    assert cut_words(text, 8, (0, 9), (21, 30)) == [text]
    assert cut_words(text, 7, (0, 9), (21, 30)) == ["One ends.", "Two ends."]


def test_a_long_gap_ends_a_passage() -> None:
    text = "One ends.\n\n" + "See also this. " * 20 + "\n\nTwo ends."
    assert cut_words(text, 100, (0, 9), (len(text) - 9, len(text))) == ["One ends.", "Two ends."]


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    text = "He came to the town, he saw the old bridge, and he left."
    assert cut_words(text, 6) == ["He came to the town,", "he saw the old bridge,", "and he left."]


def test_a_long_clause_is_cut_at_a_word() -> None:
    assert cut_words("one two three four five six seven", 3) == ["one two three", "four five six", "seven"]


def test_a_long_word_is_cut_within() -> None:
    passages = passages_of(article("a" * 10 + " " + "b" * 3), count=count_characters, limit=4)
    assert [passage.text for passage in passages] == ["aaa", "aaa", "aaaa", "bbb"]


def test_a_run_that_counts_as_one_unknown_word_is_cut_all_the_same() -> None:
    source = article("a" * 10_000)
    passages = passages_of(source, count=count_words, limit=50)
    assert [len(passage.text) for passage in passages] == [1_000] * 10


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_a_blank_story_has_no_passage(text: str) -> None:
    assert cut_words(text, 10) == []


def test_an_article_without_story_has_no_passage() -> None:
    assert passages_of(Article(source="a.txt", text="One ends."), count=count_words, limit=9) == []


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 word pieces"):
        cut_words("One ends.", 0)


def test_word_pieces_are_counted_in_one_call_where_every_sentence_fits() -> None:
    calls: list[int] = []

    def count(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return count_words(texts)

    passages_of(article("One ends. Two ends. See also. Three ends.", (0, 19), (30, 41)), count=count, limit=9)
    assert calls == [3, 1]  # the sentences, and the gap between them


_MARKS = st.sampled_from(
    [*"Putin said , ; – ) . ? ” … 。 ，".split(), *" \n", "\n\n", "war " * 9, "word" * 9, "界" * 9]
)
_TEXTS = st.one_of(st.text(max_size=120), st.lists(_MARKS, max_size=40).map("".join))


@given(
    _TEXTS,
    st.integers(1, 12),
    st.lists(st.integers(0, 120), max_size=6),
    st.sampled_from([count_words, count_characters]),
)
def test_passages_cover_the_story_and_keep_the_limit(text: str, limit: int, marks: list[int], count: Count) -> None:
    edges = sorted({min(mark, len(text)) for mark in marks})
    source = article(text, *zip(edges[::2], edges[1::2], strict=False))
    passages = passages_of(source, count=count, limit=limit)
    assert_covers(source, passages)
    assert all(weight <= limit for weight in count([passage.text for passage in passages]))
    assert all(passage.article_id == "a" for passage in passages)


@given(_TEXTS)
def test_sentences_are_whole_where_each_fits(text: str) -> None:
    source = article(text)
    limit = max([1, *count_words([text[span.start : span.end] for span in sentences(text)])], default=1)
    limit = max(limit, len(text))
    starts = {span.start for span in sentences(text)}
    assert {passage.start for passage in passages_of(source, count=count_words, limit=limit)} <= starts


@pytest.mark.parametrize(
    "unit", ["word ", "a", "word, ", "The war ended. ", "a. B ", "-", "界", ")", " ,", "\n", "a" * 5_000 + " "]
)
def test_a_megabyte_on_one_line_is_cut_in_seconds(unit: str) -> None:
    source = article("x" + unit * (1_000_000 // len(unit)))
    begun = time.perf_counter()
    passages = passages_of(source, count=count_words, limit=200)
    # 0.3 to 4 s alone on a processor; the room is for a busy machine. Counting anew for each passage takes minutes.
    assert time.perf_counter() - begun < 30
    assert sum(len("".join(passage.text.split())) for passage in passages) == len("".join(source.text.split()))


def real_count() -> Count:
    """The packaged encoder's own tokenizer."""
    from vectorstore.config import PACKAGED_MODEL
    from vectorstore.embedding import load_encoder

    count: Count = load_encoder(PACKAGED_MODEL).count
    return count


@pytest.mark.model
def test_no_passage_is_longer_than_the_encoder_reads() -> None:
    count = real_count()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    texts += [
        "word " * 3_000,
        "a" * 9_000,
        "今天天气很好" * 400,
        "naïve-" * 900,
        "한국어 " * 500,
        "antidisestablishment" * 90,
    ]
    for text in texts:
        source = article(text)
        passages = passages_of(source, count=count, limit=200)
        assert_covers(source, passages)
        assert max(count([passage.text for passage in passages])) <= 200


@pytest.mark.model
def test_articles_of_a_whole_corpus_are_covered_by_passages_that_fit() -> None:
    if not CORPUS.exists():
        pytest.skip("the MultiHop-RAG articles are not on this machine")
    count = real_count()
    for item in json.loads(CORPUS.read_text(encoding="utf-8"))[::10]:
        source = article(item["body"])
        passages = passages_of(source, count=count, limit=200)
        assert_covers(source, passages)
        assert max(count([passage.text for passage in passages])) <= 200


def test_each_passage_has_the_word_pieces_that_it_has() -> None:
    source = article("One ends. Two ends here. See also this. Three ends.", (0, 24), (40, 51))
    cuts = cut(source, article_id="a", count=count_words, limit=5)
    assert len(cuts) > 1
    assert [weight for _, weight in cuts] == count_words([passage.text for passage, _ in cuts])
    ((passage, weight),) = cut(source, article_id="a", count=count_words, limit=100)
    assert [weight] == count_words([passage.text])
