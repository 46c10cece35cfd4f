"""A window of a browser on the page: what its reader began there last, and so which answer is awaited."""

from __future__ import annotations

from collections.abc import Iterator

from qa.desk import Shown

COUNTED = "(...given) => [...given.slice(0, -1), window.bylineBegun = (window.bylineBegun ?? 0) + 1]"
"""Run in the browser before an event is sent: its last input becomes the number of what is begun in this window."""


class Window:
    """What its reader began last: a question, or another conversation.

    Gradio's own way to give up a question waits for what runs on the server, and until then drops the next question
    without a word. So a question that is given up comes to its end, and finds that nobody waits for its answer.
    """

    def __init__(self) -> None:
        self._begun = 0

    def awaits(self, number: int) -> bool:
        """Whether nothing was begun since. Events may arrive in another order than they were begun in."""
        self._begun = max(self._begun, number)
        return number == self._begun

    def follow(self, number: int, turn: Iterator[Shown]) -> Iterator[Shown]:
        """The turn for as long as it is awaited; leaving it stops its draft.

        Closes with a word that changes nothing: Gradio repeats the last one when the event ends.
        """
        if self.awaits(number):
            for shown in turn:
                if not self.awaits(number):
                    break
                yield shown
        yield Shown()
