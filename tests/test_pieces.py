"""Counting word pieces by remembered words gives the tokenizer's own counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import BPE, WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

from vectorstore import pieces
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import model_folder
from vectorstore.pieces import PieceCounter

SEEDS = Path(__file__).parents[1] / "seeds"
AWKWARD = "aZeé\u0301ß'.,-—“0% \t\n\r\x0b\x85\u00a0\u2028\u200b\x00\ufffd中文ไทยİﬁ🙂"


class Spied:
    """A tokenizer that keeps what it was asked to encode."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.model, self.pre_tokenizer, self._tokenizer = tokenizer.model, tokenizer.pre_tokenizer, tokenizer
        self.asked: list[str] = []

    def encode_batch_fast(self, texts: list[str], **options: Any) -> Any:
        self.asked += texts
        return self._tokenizer.encode_batch_fast(texts, **options)


def packaged() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(model_folder(PACKAGED_MODEL) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


TOKENIZER = packaged()
COUNTER = PieceCounter(TOKENIZER)


def own(texts: list[str]) -> list[int]:
    return [len(TOKENIZER.encode(text, add_special_tokens=False).ids) for text in texts]


@given(st.lists(st.text(st.sampled_from(AWKWARD) | st.characters(codec="utf-8"), max_size=40), max_size=6))
@example(["", " ", "a\tb\r\nc", "x" * 300, "don't—stop", "e \u0301", "\u0301", "a\x0bb", "ab\u2028cd"])
def test_the_counts_are_the_tokenizers_own(texts: list[str]) -> None:
    assert COUNTER(texts) == own(texts)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: str(path.stem[:3]))
def test_whole_articles_are_counted_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert COUNTER([text, *text.splitlines()]) == own([text, *text.splitlines()])


def test_a_word_is_given_to_the_tokenizer_once() -> None:
    spied = Spied(TOKENIZER)
    counter = PieceCounter(spied)
    assert counter(["the war the war", "the peace"]) == [4, 2]
    assert counter(["war and peace"]) == [3]
    assert sorted(spied.asked) == ["and", "peace", "the", "war"]


def test_words_beyond_the_most_are_forgotten_and_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST_WORDS", 2)
    spied = Spied(TOKENIZER)
    counter = PieceCounter(spied)
    assert [counter([text]) for text in ("one two three", "one", "one four")] == [[3], [1], [2]]
    assert sorted(spied.asked) == ["four", "one", "one", "three", "two"]


def test_a_tokenizer_that_joins_across_spaces_counts_whole_texts() -> None:
    joins = Spied(Tokenizer(BPE({"a": 0, " ": 1, "a ": 2}, [("a", " ")])))
    assert PieceCounter(joins)(["a a a"]) == [3]
    assert joins.asked == ["a a a"]
    unparted = Tokenizer(WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    spied = Spied(unparted)
    PieceCounter(spied)(["a b"])
    assert spied.asked == ["a b"]
    unparted.pre_tokenizer = BertPreTokenizer()
    parted = Spied(unparted)
    PieceCounter(parted)(["a b"])
    assert sorted(parted.asked) == ["a", "b"]
