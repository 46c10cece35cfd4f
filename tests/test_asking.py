"""What is no question to articles is told so, before anything is searched."""

from __future__ import annotations

import pytest

from qa.asking import LONGEST_QUESTION, checked
from vectorstore.errors import UsageError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" … ", "empty_question"),
        ("a" * (LONGEST_QUESTION + 1), "question_too_long"),
        ("hello", "no_question"),
        ("Hi there!", "no_question"),
        ("Good morning", "no_question"),
        ("Thanks a lot.", "no_question"),
        ("Summarize the articles", "no_question"),
        ("please give me a summary of all articles", "no_question"),
    ],
)
def test_what_asks_nothing_is_refused_with_what_to_do(text: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked(text)
    assert (refused.value.code, bool(refused.value.next)) == (code, True)


@pytest.mark.parametrize(
    "text",
    [
        "Why?",
        "hello kitty",
        "Who said thanks?",
        "What happened in the night?",
        "Summarize what Putin said",
        "Good news?",
    ],
)
def test_what_asks_something_is_taken_as_it_is(text: str) -> None:
    assert checked(f"  {text} ") == text
