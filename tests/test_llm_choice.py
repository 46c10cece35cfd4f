"""Which model a setting names, what is said before anything is sent there, and that no key shows."""

from __future__ import annotations

import sys

import pytest

from qa.llm.choice import LlmChoice, notice, parse_choice
from qa.llm.failures import LlmError, scrubbed, seconds, status_error
from qa.llm.keys import Key, find_key
from qa.llm.providers import open_model
from vectorstore.errors import UsageError

SECRET = "sk-test-0123456789abcdef"


@pytest.mark.parametrize(
    ("stated", "provider", "model", "sent_to"),
    [
        ("openai:gpt-5-mini", "openai", "gpt-5-mini", "api.openai.com"),
        ("anthropic:claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5", "api.anthropic.com"),
        ("ollama:llama3.2:1b", "ollama", "llama3.2:1b", None),
        ("openai-like:http://127.0.0.1:8000/v1#org/model", "openai-like", "org/model", None),
        ("openai-like:http://localhost:1234/v1#m", "openai-like", "m", None),
        ("openai-like:http://[::1]:1234/v1#m", "openai-like", "m", None),
        ("openai-like:https://llm.example.org/v1#m", "openai-like", "m", "llm.example.org"),
        ("openai-like:http://10.0.0.7:8000/v1#m", "openai-like", "m", "10.0.0.7:8000"),
        ("openai-like:http://127.0.0.1.example.org/v1#m", "openai-like", "m", "127.0.0.1.example.org"),
        ("local", "local", "SmolLM2-135M-Instruct", None),
    ],
)
def test_a_setting_names_a_model_and_where_it_is(stated: str, provider: str, model: str, sent_to: str | None) -> None:
    choice = parse_choice(stated)
    assert choice is not None
    assert (choice.provider, choice.model, choice.sent_to) == (provider, model, sent_to)
    assert choice.spelled == stated
    assert (notice(choice) is None) == (sent_to is None)


def test_what_leaves_the_machine_is_said_with_the_place() -> None:
    said = notice(LlmChoice("openai-like", "m", "http://10.0.0.7:8000/v1"))
    assert said is not None
    assert "10.0.0.7:8000" in said
    assert "unencrypted" in said
    assert "unencrypted" not in (notice(LlmChoice("openai", "m", "https://api.openai.com/v1")) or "")


def test_ollama_on_another_machine_is_not_this_one() -> None:
    choice = parse_choice("ollama:m", ollama_url="10.0.0.7:11434")
    assert choice is not None
    assert choice.sent_to == "10.0.0.7:11434"


def test_none_is_none() -> None:
    assert parse_choice("") is None
    assert parse_choice(" none ") is None


@pytest.mark.parametrize(
    "stated",
    ["gpt-4", "openai:", "openai-like:http://127.0.0.1:1/v1", "openai-like:ftp://x#m", "openai-like:#m", "bard:m"],
)
def test_what_names_no_model_says_what_would(stated: str) -> None:
    with pytest.raises(UsageError, match="openai-like:URL#MODEL"):
        parse_choice(stated)


def test_a_key_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="BYLINE_LLM_KEY") as refused:
        parse_choice(f"openai-like:https://user:{SECRET}@example.org/v1#m")
    assert SECRET not in str(refused.value)


def test_a_key_comes_from_its_own_variable_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    openai = LlmChoice("openai", "m", "https://api.openai.com/v1")
    like = LlmChoice("openai-like", "m", "https://example.org/v1")
    assert find_key(openai, {"OPENAI_API_KEY": SECRET}).value == SECRET
    assert find_key(like, {"OPENAI_API_KEY": SECRET}).value == ""
    assert find_key(like, {"BYLINE_LLM_KEY": SECRET}).value == SECRET
    with pytest.raises(LlmError, match="OPENAI_API_KEY"):
        find_key(openai, {"BYLINE_LLM_KEY": SECRET})


def test_no_key_shows() -> None:
    key = Key(SECRET)
    model = open_model(LlmChoice("openai-like", "m", "http://127.0.0.1:1/v1"), key=key)
    for shown in (repr(key), str(key), f"{key}", repr(model)):
        assert SECRET not in shown
    assert SECRET not in scrubbed(f"wrong key {SECRET}")
    assert "hunter2222" not in scrubbed("Authorization: Bearer hunter2222")
    assert "plain-secret" not in str(status_error(500, host="h", said="got plain-secret", key="plain-secret"))


@pytest.mark.parametrize(
    ("provider", "module", "extra"),
    [
        ("openai", "llama_index.llms.openai_like", "openai"),
        ("openai-like", "llama_index.llms.openai_like", "openai-like"),
        ("anthropic", "llama_index.llms.anthropic", "anthropic"),
        ("ollama", "llama_index.llms.ollama", "ollama"),
        ("local", "xllamacpp", "local-llm"),
    ],
)
def test_a_missing_integration_names_its_extra(
    provider: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(LlmError, match=rf"byline\[{extra}\]"):
        open_model(LlmChoice(provider, "m", "http://127.0.0.1:1"), key=Key("x"))


def test_how_long_to_wait_is_read_in_seconds_or_as_a_date() -> None:
    assert seconds("3") == 3.0
    assert seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert seconds("soon") is None
    assert seconds(None) is None
