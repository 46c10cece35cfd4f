"""Which questions lean on the one before: what is learnt, and what the packaged model tells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.leaning import Leaning, Weights, load_states, packaged_leaning
from qa.training import leaning
from qa.training.leaning import Next
from vectorstore.errors import ReadError


def test_what_is_learnt_from_leans_and_stands_alone_alike() -> None:
    asked = leaning.read()
    assert len(asked) > 4_000
    assert 0.45 < sum(one.leans for one in asked) / len(asked) < 0.6
    assert len({(one.before, one.question) for one in asked}) == len(asked)


def test_nothing_is_learnt_from_the_questions_that_are_reported() -> None:
    questions = Path(__file__).parent / "questions"
    learnt = {one.question.casefold() for one in leaning.read()}
    for on in ("seeds", "multihop"):
        lines = (questions / f"conversations_{on}_report.jsonl").read_text(encoding="utf-8").splitlines()
        for line in map(json.loads, lines):
            # Of three words and less anyone asks the same.
            assert len(line["question"].split()) < 4 or line["question"].casefold() not in learnt, line["id"]


def test_a_line_that_says_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "asked.jsonl").write_text('{"before": "Who?", "question": "", "leans": true}\n')
    with pytest.raises(ReadError, match="line 1"):
        leaning.read(tmp_path / "asked.jsonl")


def test_a_model_of_two_numbers_is_learnt_and_told_by() -> None:
    """The first number tells, the second is noise, and both are far from zero."""

    class Made:
        def __call__(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
            noise = np.random.default_rng(3).normal(50, 9, len(pairs))
            tells = [100 + (question == "why?") for _, question in pairs]
            return np.stack([tells, noise], axis=1).astype(np.float32)

    asked = [
        Next(before=f"Who was {n}?", question="why?" if n % 2 else "Who is he?", leans=bool(n % 2)) for n in range(40)
    ]
    learnt = leaning.fit(asked, states=Made())
    assert learnt.area == 1.0
    told = Leaning(Made(), learnt.weights)
    assert told("Who was 7?", "why?") > 0.5 > told("Who was 7?", "Who is he?")
    # One that says nothing either way is as likely as not.
    assert Leaning(Made(), Weights(bias=0.0, weights=(0.0, 0.0)))("a", "b") == 0.5


@pytest.mark.model
def test_the_packaged_model_tells_them_apart() -> None:
    leans, before = packaged_leaning(), "How many sailors were rescued off Tolmar?"
    assert (
        min(leans(before, asked) for asked in ("who paid for it", "did the minister comment?", "exact words pls")) > 0.8
    )
    alone = ("What is the capital of Peru?", "How tall is the tower of Pisa?", "Who won the 1974 World Cup final?")
    assert max(leans(before, asked) for asked in alone) < 0.2


@pytest.mark.model
def test_a_question_is_read_alike_whatever_is_read_beside_it() -> None:
    states = load_states()
    pairs = [("Who?", "Why?"), ("What did the ministry say about the ferry? " * 20, "And the crew, was it rescued?")]
    together = states(pairs)
    alone = np.concatenate([states([pair]) for pair in pairs])
    np.testing.assert_allclose(together, alone, atol=1e-4)
    assert states([]).shape == (0, together.shape[1])
