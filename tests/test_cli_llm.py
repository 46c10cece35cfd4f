"""`byline ask --llm` as a user meets it: a server on loopback drafts, the real library answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from llm_server import Asked, fails, obeys, says, serving
from test_cli import Run, run, seeds_copy  # noqa: F401 - fixtures

from qa.llm.choice import LlmChoice
from qa.settings import llm_writer
from vectorstore.errors import UsageError

pytestmark = pytest.mark.model

QUESTION = "How many people were killed in the Paris attacks?"


def first_quote(asked: Asked) -> str:
    lines = asked.body["messages"][1]["content"].splitlines()
    return f"{lines[1]} [1] The moon is made of cheese [1]."


def test_a_draft_is_shown_checked(run: Run, seeds_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    with serving(obeys(first_quote)) as server:
        monkeypatch.setenv("BYLINE_LLM", f"openai-like:{server.url}#test")
        shown = run("ask", QUESTION, "--library", seeds_copy, "--json")
        text = run("ask", QUESTION, "--library", seeds_copy)
        quoted = run("ask", QUESTION, "--library", seeds_copy, "--json", "--llm", "none")
        assert len(server.asked) == 2
    assert shown.code == 0
    assert shown.json["writer"] == {"kind": "llm", "model": "test", "sent_to": None}
    (point,) = shown.json["points"]
    assert point["text"] == " ".join(point["citations"][0]["quote"].split())
    assert [one["text"] for one in shown.json["unsupported"]] == ["The moon is made of cheese."]
    assert "unsupported: The moon is made of cheese." in text.out
    assert "Drafted by test on this machine." in text.out
    assert "are sent there" not in text.err
    assert quoted.json["writer"] == {"kind": "quotes", "model": None, "sent_to": None}


def test_a_failure_leaves_the_quotes(run: Run, seeds_copy: Path) -> None:  # noqa: F811
    with serving(fails(401)) as server:
        model = f"openai-like:{server.url}#test"
        shown = run("ask", QUESTION, "--library", seeds_copy, "--json", "--llm", model)
    quoted = run("ask", QUESTION, "--library", seeds_copy, "--json")
    assert shown.code == 0
    assert shown.json["points"] == quoted.json["points"]
    assert shown.json["writer_error"]["code"] == "llm_key"


def test_nothing_is_sent_for_what_the_articles_do_not_say(run: Run, seeds_copy: Path) -> None:  # noqa: F811
    with serving(says("Germany won. [1]")) as server:
        model = f"openai-like:{server.url}#test"
        shown = run("ask", "Who won the World Cup?", "--library", seeds_copy, "--json", "--llm", model)
        assert server.asked == []
    assert shown.code == 1
    assert shown.json["status"] == "not_in_sources"


def test_what_leaves_the_machine_is_said_before_it_does(
    run: Run,  # noqa: F811
    seeds_copy: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
    # Tests reach no other machine: the call fails, and what was to be said was said.
    shown = run("ask", QUESTION, "--library", seeds_copy, "--json", "--llm", "openai:gpt-5-mini")
    assert "Drafted by gpt-5-mini at api.openai.com: each question" in " ".join(shown.err.split())
    assert shown.json["writer"] == {"kind": "quotes", "model": "gpt-5-mini", "sent_to": "api.openai.com"}
    assert shown.json["writer_error"]["code"] == "llm_connection"
    assert "sk-test" not in shown.out + shown.err


def test_a_model_that_is_none_and_a_key_that_is_missing_are_said(
    run: Run,  # noqa: F811
    seeds_copy: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    wrong = run("ask", QUESTION, "--library", seeds_copy, "--json", "--llm", "gpt")
    assert (wrong.code, wrong.json["error"]["code"]) == (2, "bad_setting")
    keyless = run("ask", QUESTION, "--library", seeds_copy, "--llm", "anthropic:m")
    assert keyless.code == 1
    assert "ANTHROPIC_API_KEY" in keyless.err


def test_the_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_LLM", "ollama:m")
    monkeypatch.setenv("BYLINE_LLM_SECONDS", "7")
    writer = llm_writer()
    assert writer is not None
    assert writer.choice == LlmChoice("ollama", "m", "http://127.0.0.1:11434")
    assert llm_writer("none") is None
    monkeypatch.setenv("BYLINE_LLM_SECONDS", "soon")
    with pytest.raises(UsageError, match="BYLINE_LLM_SECONDS"):
        llm_writer()
