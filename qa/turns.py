"""The vocabulary of a conversation: a turn that lies behind, and what the next question was taken to mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.understood import Period
from vectorstore.types import NOT_STATED, Filters


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered, as far as the next one may lean on it.

    `asked` is the question as it was understood, `scope` what limited it besides its own words; `points` are the
    sentences of its answer in order, `quotes` those its citations stand for, the one numbered 1 first.
    """

    asked: str
    scope: Filters = Filters()
    points: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in its conversation.

    `text` stands alone: it is `typed` itself where that does. `leans_on` names what was taken from before, as a
    reader would name it, and is empty for a question that stands alone. `scope` is what stays in force of the outlets
    and days asked for before, `given` what the asker's own filters are beside it.
    """

    typed: str
    text: str
    leans_on: tuple[str, ...] = ()
    scope: Filters = Filters()
    given: Filters = Filters()

    @property
    def leans(self) -> bool:
        """Whether anything was taken from the turns before."""
        return bool(self.leans_on)

    def describe(self) -> str:
        """The question as it is understood, with what stays in force beside its words."""
        scope = self.scope
        days = Period("", 0, 0, scope.after, scope.before).wording if scope.after or scope.before else ""
        limits = ", ".join(filter(None, (" or ".join(map(_outlet, scope.outlets)), days)))
        return f"{self.text} (only {limits})" if limits else self.text

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: what it leaned on, and the outlets and days carried over."""
        days = {"after": self.scope.after, "before": self.scope.before}
        return {
            "leans_on": list(self.leans_on),
            "outlets": list(self.scope.outlets),
            **{name: day.isoformat() if day else None for name, day in days.items()},
        }


def _outlet(name: str) -> str:
    return "articles that name no outlet" if name == NOT_STATED else name
