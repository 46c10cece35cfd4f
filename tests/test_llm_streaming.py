"""A draft over real HTTP: what comes through, what ends it, how soon, and what the server sees of it."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import warnings
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace

import pytest
from llama_index.core.base.llms.types import ChatMessage
from llm_server import (
    Behaviour,
    LlmServer,
    body,
    drops,
    fails,
    goes_on,
    never_answers,
    raw,
    says,
    serving,
    stalls,
    trickles,
)

from qa.llm.choice import LlmChoice, Provider
from qa.llm.failures import LlmError
from qa.llm.keys import Key
from qa.llm.providers import open_model
from qa.llm.streaming import Limits, Stop, stream

MESSAGES = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Who?")]
QUICK = Limits(wait_seconds=2.5, total_seconds=5.0, tries=3)
SECRET = "sk-test-0123456789abcdef"


def drafted(server: LlmServer, *, limits: Limits = QUICK, stop: Stop | None = None, key: str = SECRET) -> str:
    model = open_model(LlmChoice("openai-like", "test", server.url), key=Key(key))
    return "".join(stream(model, MESSAGES, limits=limits, stop=stop or Stop()))


def within(seconds: float, act: Callable[[], object]) -> None:
    began = time.monotonic()
    act()
    assert time.monotonic() - began < seconds


def test_what_the_server_says_comes_through_piece_by_piece() -> None:
    with serving(says("Putin said so. [1] “Yes” – café 😀")) as server:
        model = open_model(LlmChoice("openai-like", "test", server.url), key=Key(SECRET))
        pieces = list(stream(model, MESSAGES, limits=QUICK, stop=Stop()))
    assert "".join(pieces) == "Putin said so. [1] “Yes” – café 😀"
    assert len(pieces) > 2
    (asked,) = server.asked
    assert asked.body["model"] == "test"
    assert asked.body["stream"] is True
    assert asked.body["max_tokens"] > 0
    assert asked.headers["authorization"] == f"Bearer {SECRET}"


def test_the_key_of_openai_is_not_sent_to_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with serving(says("Yes.")) as server:
        assert drafted(server, key="") == "Yes."
    assert not [value for value in server.asked[0].headers.values() if SECRET in value]


def test_a_proxy_is_not_used_for_what_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(says("Yes.")) as server:
        assert drafted(server) == "Yes."


@pytest.mark.parametrize(
    ("behaviours", "code", "requests"),
    [
        ((fails(429, Retry_After="0"),), "llm_rate_limit", 3),
        ((fails(429, Retry_After="60"),), "llm_rate_limit", 1),
        ((fails(500), fails(503)), "llm_server", 2),
        ((fails(400, "no such model"),), "llm_refused", 1),
        ((fails(401, f"Incorrect API key provided: {SECRET}"),), "llm_key", 1),
        ((fails(307, Location="http://example.org/"),), "llm_refused", 1),
        ((never_answers(),), "llm_timeout", 1),
        ((stalls(),), "llm_timeout", 1),
        ((stalls("Half a"),), "llm_timeout", 1),
        ((trickles("word ", seconds=0.1),), "llm_timeout", 1),
        ((drops("Half a"),), "llm_connection", 1),
        ((raw('{"choices": [{"delta": '),), "llm_broken", 1),
        ((raw('{"choices": null}'),), "llm_broken", 1),
        ((raw('{"error": {"message": "out of memory"}}'),), "llm_broken", 1),
        ((body("<html>A page</html>"),), None, 1),
    ],
)
def test_each_failure_has_its_code_and_comes_in_time(
    behaviours: tuple[Behaviour, ...], code: str | None, requests: int
) -> None:
    def ask() -> None:
        if code is None:
            assert drafted(server) == ""
            return
        with pytest.raises(LlmError) as failure:
            drafted(server)
        assert failure.value.code == code
        assert SECRET not in str(failure.value)
        assert failure.value.next

    with serving(*behaviours) as server:
        within(12.0, ask)
        assert len(server.asked) >= requests


def test_a_failure_that_passes_is_tried_again() -> None:
    with serving(fails(500), fails(429, Retry_After="0"), says("Yes.")) as server:
        assert drafted(server, limits=Limits(wait_seconds=2, total_seconds=5)) == "Yes."
        assert len(server.asked) == 3


def test_what_was_begun_is_not_asked_again() -> None:
    with serving(drops("Half a"), says("Yes.")) as server:
        with pytest.raises(LlmError, match="connection"):
            drafted(server)
        assert len(server.asked) == 1


def test_nothing_listens_there() -> None:
    with serving(says("")) as server:
        pass
    with pytest.raises(LlmError) as failure:
        drafted(server)
    assert failure.value.code == "llm_connection"


def test_a_draft_without_end_is_cut_and_the_request_closed() -> None:
    with serving(goes_on("word " * 20, times=100_000)) as server:
        began = time.monotonic()
        assert len(drafted(server, limits=Limits(characters=1_000))) == 1_000
        assert time.monotonic() - began < 5
        assert server.asked[0].hung_up.wait(5)


def test_a_stop_ends_the_request_wherever_it_waits() -> None:
    for behaviour in (never_answers(), stalls("Half a")):
        stop = Stop()
        with serving(behaviour) as server:
            threading.Timer(0.3, stop.ask).start()
            limits = Limits(wait_seconds=15, total_seconds=15)
            within(2.5, lambda: drafted(server, limits=limits, stop=stop))  # noqa: B023 - called at once
            assert server.asked[0].hung_up.wait(2)


def test_leaving_the_draft_closes_the_request() -> None:
    with serving(stalls("Half a")) as server:
        model = open_model(LlmChoice("openai-like", "test", server.url), key=Key(""))
        pieces = stream(model, MESSAGES, limits=Limits(wait_seconds=15), stop=Stop())
        assert next(pieces) == "Half a"
        pieces.close()
        assert server.asked[0].hung_up.wait(2)


def test_two_at_once_get_each_their_own() -> None:
    said: dict[int, str] = {}
    barrier = threading.Barrier(6)

    def echo(handler, asked) -> None:
        barrier.wait(5)
        says(asked.body["messages"][-1]["content"])(handler, asked)

    def ask(number: int) -> None:
        model = open_model(LlmChoice("openai-like", "test", server.url), key=Key(""))
        message = ChatMessage(role="user", content=f"conversation {number}")
        limits = Limits(wait_seconds=5, total_seconds=10)
        said[number] = "".join(stream(model, [message], limits=limits, stop=Stop()))

    with serving(echo) as server:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert said == {number: f"conversation {number}" for number in range(6)}


STEPS = 40
"""Rounds of the event loop. A request is connected and sent within some fifteen."""


def stopped_after(steps: int, asked: Coroutine[object, object, None]) -> None:
    """Runs a request and stops it after so many rounds of its loop, wherever it is then."""

    async def run() -> None:
        task = asyncio.ensure_future(asked)
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


@pytest.mark.parametrize("provider", ["openai-like", "ollama", "anthropic"])
def test_a_request_stopped_at_any_step_closes_its_socket(provider: Provider) -> None:
    async def ask() -> None:
        llm, close = model.open()
        try:
            pieces = await llm.astream_chat(MESSAGES)
            async with aclosing(pieces):
                await anext(pieces)
        finally:
            await close()

    left: list[str] = []
    with serving(never_answers()) as server:
        url = server.url if provider == "openai-like" else server.url.removesuffix("/v1")
        model = open_model(LlmChoice(provider, "test", url), key=Key(SECRET))
        for steps in range(STEPS):
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always", ResourceWarning)
                stopped_after(steps, ask())
                gc.collect()
            left += [f"after {steps} steps: {one.message}" for one in warned]
        assert server.asked, "the last of them were sent"
    assert left == []


def test_a_model_that_can_not_even_be_opened_fails_at_once() -> None:
    def opened() -> object:
        raise ImportError("socksio is not installed")

    model = replace(open_model(LlmChoice("openai-like", "test", "http://127.0.0.1:9/v1"), key=Key(SECRET)), open=opened)

    def fails_to_open() -> None:
        with pytest.raises(LlmError):
            list(stream(model, MESSAGES, limits=QUICK, stop=Stop()))

    within(QUICK.total_seconds, fails_to_open)
