"""Drafts that are being written for the page: each can be followed, and stopped by whoever has its token."""

from __future__ import annotations

import queue
import secrets
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from qa.composing import LlmWriter, Watch
from qa.draft_check import SoFar
from qa.llm.streaming import Stop

Result = TypeVar("Result")
View = TypeVar("View")

LOOK_SECONDS = 0.25
"""How often a draft that says nothing new is let go of for a moment, so that its reader may leave it."""

SHOWN_EVERY_SECONDS = 0.1
"""What is new is shown no more often: a page can't be drawn for every word of a fast model."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: who writes it, and the token with which its reader stops it."""

    writer: LlmWriter
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    stop: Stop = field(default_factory=Stop)
    _written: queue.SimpleQueue[SoFar | None] = field(default_factory=queue.SimpleQueue, repr=False)

    @property
    def watch(self) -> Watch:
        """What tells the writer who waits for it."""
        return Watch(wrote=self._written.put, stop=self.stop)

    def follow(
        self, write: Callable[[], Result], show: Callable[[SoFar | None], View]
    ) -> Generator[View, None, Result]:
        """Runs `write` in a thread of its own and returns what it does; yields what `show` makes of the draft so far.

        `show` gets None where nothing is new. Whoever leaves the generator stops the draft.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix="byline-answer")
        answer = thread.submit(write)
        answer.add_done_callback(lambda _: self._written.put(None))
        thread.shutdown(wait=False)
        try:
            while not answer.done():
                yield show(self._latest())
                wait([answer], timeout=SHOWN_EVERY_SECONDS)
            return answer.result()
        finally:
            self.stop.ask()

    def _latest(self) -> SoFar | None:
        """The draft as it is now; None where it says nothing new, or is done."""
        latest: SoFar | None = None
        try:
            latest = self._written.get(timeout=LOOK_SECONDS)
            while latest is not None:
                latest = self._written.get_nowait()
        except queue.Empty:
            return latest
        return None


class Drafts:
    """The drafts that are being written now."""

    def __init__(self) -> None:
        self._running: dict[str, Draft] = {}

    @contextmanager
    def begun(self, writer: LlmWriter | None) -> Iterator[Draft | None]:
        """A draft of this writer, which can be stopped until it is left; None without a writer."""
        if writer is None:
            yield None
            return
        draft = Draft(writer)
        self._running[draft.token] = draft
        try:
            yield draft
        finally:
            del self._running[draft.token]

    def stop(self, token: str) -> None:
        """Stops the draft of that token, if it is still being written."""
        draft = self._running.get(token)
        if draft is not None:
            draft.stop.ask()
