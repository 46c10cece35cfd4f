"""Who writes the answers of a browser session: the articles themselves, or a model that whoever runs the page named.

A visitor chooses among those and names none: a key must not go to an address that anybody typed. What the browser
hands in is untrusted; a model on another machine gets nothing before the visitor has allowed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa import render
from qa.llm.choice import LlmChoice, notice

if TYPE_CHECKING:
    from qa.composing import LlmWriter

QUOTED = ""
"""The name of the writer that quotes."""

MOST_ALLOWED = 100
"""Names that are taken from a browser. There are never as many models."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor chose: a writer by name (None: nothing yet), and the models that may be sent something."""

    writer: str | None = None
    allowed: frozenset[str] = frozenset()


def wish(writer: Any, allowed: Any) -> Wish:
    """The wish that a browser hands in; whatever is none of its parts is passed over."""
    names = allowed[:MOST_ALLOWED] if isinstance(allowed, list) else []
    return Wish(writer if isinstance(writer, str) else None, frozenset(one for one in names if isinstance(one, str)))


class Writers:
    """The models that may draft, in the order in which they were named."""

    def __init__(self, writers: Sequence[LlmWriter] = ()) -> None:
        self._writers = {_name(number, one.choice): one for number, one in enumerate(writers, 1)}

    def __bool__(self) -> bool:
        return bool(self._writers)

    def chosen(self, wish: Wish) -> LlmWriter | None:
        """The model that drafts now; None where the articles are quoted, also until a model is allowed."""
        name = self._named(wish)
        return None if name == QUOTED or self._asking(name, wish) else self._writers[name]

    def panel(self, wish: Wish) -> str:
        """The choice as HTML, with what leaves the machine where that is yet to be allowed; empty without a model."""
        if not self:
            return ""
        name = self._named(wish)
        asking = notice(self._writers[name].choice) if self._asking(name, wish) else None
        choices = [(one, writer.choice) for one, writer in self._writers.items()]
        return render.writers(choices, chosen=name, asking=asking)

    def describe(self) -> Iterator[str]:
        """For each model what whoever runs the page should know: what leaves the machine for it, if anything does."""
        for writer in self._writers.values():
            yield notice(writer.choice) or f"Drafted by {writer.choice.model}, on this machine."

    def _named(self, wish: Wish) -> str:
        """The writer wished for, the first model where there is no wish, or one that was made for other models."""
        if wish.writer is not None and (wish.writer == QUOTED or wish.writer in self._writers):
            return wish.writer
        return next(iter(self._writers), QUOTED)

    def _asking(self, name: str, wish: Wish) -> bool:
        return name != QUOTED and self._writers[name].choice.sent_to is not None and name not in wish.allowed


def _name(number: int, choice: LlmChoice) -> str:
    """What was allowed under this name was allowed for this model at this place."""
    return f"{number} {choice.provider}:{choice.model} {choice.sent_to or ''}".strip()
