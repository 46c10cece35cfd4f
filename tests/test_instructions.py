"""Which sentences are marked as instructions to a model, and that plain news are not."""

from __future__ import annotations

import pytest
from attacks import ATTACKS, STORY

from qa.instructions import reads_as_instruction
from vectorstore.sentences import sentences


@pytest.mark.parametrize("kind", ATTACKS)
def test_an_instruction_to_a_model_is_marked(kind: str) -> None:
    assert reads_as_instruction(ATTACKS[kind])


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "The minister told reporters to ignore earlier reports.",
        "OpenAI said its assistant would answer in fewer words.",
        "Voters were told to forget the past and look ahead.",
        "“You are not forgotten,” she said.",
        "The court ruled that the company must follow the rules it had set itself.",
        "Developer: Nightdive Studios",
        "The system: a pump, two valves and a tank.",
    ],
)
def test_news_are_not(text: str) -> None:
    assert not reads_as_instruction(text)


def test_the_seeds_hold_none(seeds) -> None:
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert not any(reads_as_instruction(text[span.start : span.end]) for span in sentences(text))
