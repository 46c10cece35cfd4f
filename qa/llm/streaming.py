"""A draft as it is written: with limits on time and length, with tries again where they help, and with a way to stop.

Each request runs in an event loop of its own, in a thread of its own. So a limit or a stop ends it wherever it waits,
and its connection with it.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from qa.llm.failures import LlmError, timeout_error
from qa.llm.providers import Model

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from llama_index.core.base.llms.types import ChatMessage, ChatResponse

Result = TypeVar("Result")

BROKEN = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ImportError)
"""How a library behind a model fails on an answer that is not what the protocol says, or on what it was told to use."""

LOOK_SECONDS = 0.05
"""How often a stop is looked for."""

FIRST_BACK_OFF_SECONDS = 0.5
"""Doubled with each try, where the server does not say how long to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to give up on a draft."""

    wait_seconds: float = 30.0
    """For the first words, and between any two later ones."""
    total_seconds: float = 90.0
    tries: int = 3
    characters: int = 6_000
    """A longer draft is cut there and the request closed."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A way to stop a draft from another thread."""

    _asked: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        self._asked.set()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()


def stream(model: Model, messages: Sequence[ChatMessage], *, limits: Limits, stop: Stop) -> Iterator[str]:
    """The pieces of the draft as they come. Leaving the iterator, or asking to stop, closes the request.

    Ends without an error at the length limit and when stopped. Raises LlmError where the model gives none.
    """
    request = _Request(model, messages, limits)
    request.start()
    characters = 0
    try:
        while not stop.asked:
            try:
                item = request.arrived.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            if item is None:
                return
            if isinstance(item, LlmError):
                raise item
            item = item[: limits.characters - characters]
            characters += len(item)
            yield item
            if characters >= limits.characters:
                return
    finally:
        request.cancel()


class _Request:
    """One request in its thread. `arrived` holds its pieces, then None, or the error that ended it."""

    def __init__(self, model: Model, messages: Sequence[ChatMessage], limits: Limits) -> None:
        self.arrived: queue.Queue[str | LlmError | None] = queue.Queue()
        self._model, self._messages, self._limits = model, messages, limits
        self._cancel: Callable[[], object] | None = None
        self._cancelled = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="byline-draft", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Ends the request if it still runs, and waits shortly for its connection to close."""
        with self._lock:
            self._cancelled = True
            if self._cancel is not None:
                self._cancel()
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        ended: LlmError | None = None
        try:
            asyncio.run(self._asked())
        except asyncio.CancelledError:
            pass
        except LlmError as error:
            ended = error
        except Exception as error:  # noqa: BLE001 - whoever waits for a piece must be told, whatever it was
            ended = self._model.failure(error)
        finally:
            self.arrived.put(ended)

    async def _asked(self) -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(self._tried())
        with self._lock:
            if self._cancelled:
                task.cancel()
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        try:
            await task
        finally:
            with self._lock:
                self._cancel = None

    async def _tried(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + self._limits.total_seconds
        for number in range(1, self._limits.tries + 1):
            try:
                async with asyncio.timeout_at(end):
                    await self._once()
            except TimeoutError as error:
                raise timeout_error(self._model.host, waited=self._limits.total_seconds) from error
            except _NotBegun as failed:
                wait = failed.why.wait
                wait = FIRST_BACK_OFF_SECONDS * 2 ** (number - 1) if wait is None else wait
                if not failed.why.again or number == self._limits.tries or loop.time() + wait >= end:
                    raise failed.why from failed
                await asyncio.sleep(wait)
            else:
                return

    async def _once(self) -> None:
        """One try. Raises _NotBegun where nothing was written yet, so that another try changes nothing shown."""
        said = 0
        close: Callable[[], Awaitable[object]] | None = None
        expected: tuple[type[Exception], ...] = (*self._model.failures, OSError, *BROKEN)
        try:
            llm, close = self._model.open()
            pieces = cast("AsyncGenerator[ChatResponse, None]", await self._in_time(llm.astream_chat(self._messages)))
            async with aclosing(pieces):
                while (piece := await self._in_time(anext(pieces, None))) is not None:
                    if piece.delta:
                        said += len(piece.delta)
                        self.arrived.put(piece.delta)
                    if said >= self._limits.characters:
                        return
        except LlmError as error:
            raise error if said else _NotBegun(error) from error
        except expected as error:
            failure = self._model.failure(error)
            raise failure if said else _NotBegun(failure) from error
        finally:
            if close is not None:
                await close()

    async def _in_time(self, waiting: Awaitable[Result]) -> Result:
        # Not wait_for, which swallows a cancellation that comes together with a result (Python 3.11).
        try:
            async with asyncio.timeout(self._limits.wait_seconds) as limit:
                return await waiting
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise timeout_error(self._model.host, waited=self._limits.wait_seconds) from error


class _NotBegun(Exception):
    def __init__(self, why: LlmError) -> None:
        super().__init__(str(why))
        self.why = why
