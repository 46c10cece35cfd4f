"""The model behind a choice, through LlamaIndex's LLM interface. Each integration is an extra, imported when used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.llm.choice import LlmChoice
from qa.llm.failures import LlmError, broken_error, connection_error, status_error
from qa.llm.keys import Key

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

CONNECT_SECONDS = 10.0
NO_KEY = "none"
"""Sent where a server asks for no key: an empty one would be filled from OPENAI_API_KEY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a model reads and writes, in its tokens; `quotations` is how many pieces of evidence it is given.

    `brief`: it is told no more than it can follow.
    """

    prompt: int = 6_000
    draft: int = 700
    quotations: int = 12
    brief: bool = False


LOCAL_ROOM = Room(prompt=1_500, draft=160, quotations=3, brief=True)
"""A processor reads some hundred tokens a second, and a small model that goes on writing repeats itself.

With the long prompt and twelve quotations it wrote of the article and of the quotations; with this, of the news, in a
third of the time.
"""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be asked. `open` makes a client for one request, inside the event loop that will run it.

    What `open` returns is the LLM and how to close it. `failures` are the exceptions of the library behind it.
    """

    choice: LlmChoice
    open: Callable[[], tuple[LLM, Callable[[], Awaitable[object]]]]
    failures: tuple[type[Exception], ...] = ()
    room: Room = field(default_factory=Room)
    key: Key = field(default_factory=lambda: Key(""))

    @property
    def host(self) -> str:
        """What to call it in a message."""
        return self.choice.sent_to or f"{self.choice.model} on this machine"

    def failure(self, error: Exception) -> LlmError:
        """What an exception of the library behind the model means."""
        if isinstance(error, LlmError):
            return error
        status = getattr(error, "status_code", None)
        if isinstance(status, int) and status >= 300:
            headers = getattr(getattr(error, "response", None), "headers", {})
            return status_error(
                status,
                host=self.host,
                said=_words_of(error),
                retry_after=headers.get("retry-after"),
                key=self.key.value,
            )
        if isinstance(error, (OSError, *_connection_failures())):
            return connection_error(self.host)
        return broken_error(self.host)


def open_model(choice: LlmChoice, *, key: Key) -> Model:
    """The model of `choice`. Raises LlmError that names the extra where its integration is not installed."""
    makers = {
        "openai": _openai,
        "openai-like": _openai,
        "anthropic": _anthropic,
        "ollama": _ollama,
        "local": _local,
    }
    return makers[choice.provider](choice, key)


def _openai(choice: LlmChoice, key: Key) -> Model:
    """OpenAI, and all that speaks its protocol.

    One integration for both: the one for OpenAI alone knows a fixed list of models and refuses the others.
    """
    try:
        import httpx
        import openai
        from llama_index.llms.openai_like import OpenAILike
    except ImportError as error:
        raise _missing(choice, error) from error
    room = Room()
    hosted = choice.provider == "openai"
    limit = "max_completion_tokens" if hosted else "max_tokens"

    def opened() -> tuple[LLM, Callable[[], Awaitable[object]]]:
        client = httpx.AsyncClient(
            # What is said to stay here must not go through a proxy, or follow a server elsewhere.
            trust_env=choice.sent_to is not None,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        )
        options: dict[str, Any] = {"api_base": choice.url, "api_key": key.value or NO_KEY, "async_http_client": client}
        llm = OpenAILike(
            **options,
            model=choice.model,
            is_chat_model=True,
            temperature=0.0,
            max_retries=0,
            additional_kwargs={limit: room.draft},
            reuse_client=False,
        )
        return llm, client.aclose

    return Model(choice, opened, failures=(openai.OpenAIError, httpx.HTTPError), room=room, key=key)


def _anthropic(choice: LlmChoice, key: Key) -> Model:
    try:
        import anthropic
        from llama_index.core.llms import LLMMetadata
        from llama_index.llms.anthropic import Anthropic
    except ImportError as error:
        raise _missing(choice, error) from error
    room = Room()

    class AnyAnthropic(Anthropic):
        """The integration looks a model's size up in a list, and refuses one that is newer than itself."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(is_chat_model=True, model_name=self.model, num_output=room.draft)

        async def close(self) -> None:
            """Closes the clients it made: what was connected and not used yet belongs to no request that ends."""
            self._client.close()
            await self._aclient.close()

    def opened() -> tuple[LLM, Callable[[], Awaitable[object]]]:
        options: dict[str, Any] = {"model": choice.model, "base_url": choice.url, "api_key": key.value}
        llm = AnyAnthropic(**options, temperature=0.0, max_tokens=room.draft, max_retries=0)
        return llm, llm.close

    return Model(choice, opened, failures=(anthropic.AnthropicError,), room=room, key=key)


def _ollama(choice: LlmChoice, key: Key) -> Model:
    try:
        import httpx
        import ollama
        from llama_index.llms.ollama import Ollama
    except ImportError as error:
        raise _missing(choice, error) from error
    room = Room()

    def opened() -> tuple[LLM, Callable[[], Awaitable[object]]]:
        client = ollama.AsyncClient(
            host=choice.url,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            trust_env=choice.sent_to is not None,
        )
        llm = Ollama(
            model=choice.model,
            async_client=client,
            temperature=0.0,
            context_window=room.prompt + room.draft,
            additional_kwargs={"num_predict": room.draft},
        )
        return llm, client.close

    failures = (ollama.ResponseError, ollama.RequestError, httpx.HTTPError)
    return Model(choice, opened, failures=failures, room=room, key=key)


def _local(choice: LlmChoice, key: Key) -> Model:
    from qa.llm.local import load_local

    llm = load_local(room_tokens=LOCAL_ROOM.prompt + LOCAL_ROOM.draft, draft_tokens=LOCAL_ROOM.draft)
    return Model(choice, lambda: (llm, _nothing_to_close), room=LOCAL_ROOM, key=key)


async def _nothing_to_close() -> None:
    """It has no connections."""


def _missing(choice: LlmChoice, error: ImportError) -> LlmError:
    return LlmError(
        f"{choice.spelled} needs a package that is not installed: {error.name or error}.",
        next=f"pip install 'byline[{choice.provider}]'",
        code="llm_missing",
    )


def _words_of(error: Exception) -> str:
    """A server's own message, where its answer has one in the usual place."""
    body: Any = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message") if isinstance(inner, dict) else inner
    return body if isinstance(body, str) else str(getattr(error, "error", ""))


def _connection_failures() -> tuple[type[Exception], ...]:
    import sys

    found: list[type[Exception]] = []
    for module, names in (
        ("httpx", ("TransportError",)),
        ("openai", ("APIConnectionError",)),
        ("anthropic", ("APIConnectionError",)),
    ):
        if module in sys.modules:
            found += [getattr(sys.modules[module], name) for name in names]
    return tuple(found)
