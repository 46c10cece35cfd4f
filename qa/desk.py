"""What the page does with a visit: questions asked in their conversation, and the conversations that are kept.

`stored` is what the browser keeps, untrusted as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from qa import render
from qa.draft_check import SoFar
from qa.drafts import Draft, Drafts
from qa.page import Answers, Narrowing, Page
from qa.visits import Visits, visit
from qa.writers import Wish, Writers

NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the page from now on; None leaves what is there."""

    conversation: str | None = None
    answers: Answers | None = None
    stored: dict[str, Any] | None = None
    panel: str | None = None
    source: str | None = None
    question: str | None = None
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The page, its visits, and who may write on it."""

    page: Page
    visits: Visits
    writers: Writers = field(default_factory=Writers)
    drafts: Drafts = field(default_factory=Drafts)

    def ask(
        self, question: str, answers: Answers, stored: Any, *, narrowing: Narrowing, wish: Wish = NO_WISH
    ) -> Iterator[Shown]:
        """The turn of one question: first its progress, then its draft if one is written, then its answer, kept.

        The question's box is emptied at the beginning only: at the end the next one may be half typed.
        """
        answers = self._so_far(answers, stored)
        return self._turn(
            lambda draft: self.page.ask(question, answers, narrowing=narrowing, draft=draft), stored, wish, emptied=""
        )

    def ask_as_typed(self, turn: int, answers: Answers, stored: Any, *, wish: Wish = NO_WISH) -> Iterator[Shown]:
        """The same for a question that is asked again as it was typed."""
        answers = self._so_far(answers, stored)
        if turn >= len(answers):
            return iter([Shown(self.page.shown(answers), answers)])
        return self._turn(lambda draft: self.page.ask_as_typed(turn, answers, draft), stored, wish)

    def stop(self, token: str) -> None:
        """Stops a draft; its answer is then made of what there is."""
        self.drafts.stop(token)

    def cite(self, key: str, answers: Answers, stored: Any) -> str:
        """The source of a citation of this conversation."""
        return self.page.cite(key, self._so_far(answers, stored))

    def arrive(self, stored: Any) -> Shown:
        """The page as it was left: the open conversation if it is kept, else the welcome."""
        now = visit(stored)
        answers = self.visits.answers(now)
        now = now if answers else replace(now, conversation=None)
        return Shown(self.page.shown(answers), answers, now.to_json(), self.visits.panel(now), source="", draft="")

    def fresh(self, stored: Any) -> Shown:
        """A new conversation."""
        return self.arrive(replace(visit(stored), conversation=None).to_json())

    def change(self, doing: str, stored: Any, conversation: str, value: str) -> Shown:
        """The page after something was done with a conversation of the list, or the switch was turned.

        `doing` is `reopen`, `forget`, `rename` (to `value`), `keep` or `keep nothing`.
        """
        before = visit(stored)
        if doing == "reopen":
            return self.arrive(replace(before, conversation=conversation).to_json())
        if doing == "rename":
            return Shown(panel=self.visits.renamed(before, conversation, value))
        if doing == "forget":
            now, panel = self.visits.forgotten(before, conversation)
            if now == before:
                return Shown(panel=panel)
            return Shown(self.page.welcome(), (), now.to_json(), panel, source="", draft="")
        # What goes on unkept is no longer the conversation that was kept so far.
        now = replace(before, keep=True) if doing == "keep" else replace(before, keep=False, conversation=None)
        return Shown(stored=now.to_json(), panel=self.visits.panel(now))

    def export(self, stored: Any, conversation: str, form: str) -> str:
        """A link that holds the conversation as a file."""
        return self.visits.export(visit(stored), conversation, form)

    def _turn(
        self,
        begin: Callable[[Draft | None], Iterator[tuple[str, Answers]]],
        stored: Any,
        wish: Wish,
        *,
        emptied: str | None = None,
    ) -> Iterator[Shown]:
        with self.drafts.begun(self.writers.chosen(wish)) as draft:
            turn = begin(draft)
            yield Shown(*next(turn), question=emptied)
            shown, answers = (yield from draft.follow(lambda: next(turn), _shown)) if draft else next(turn)
        now, problem = self.visits.kept(visit(stored), answers)
        yield Shown(shown, answers, now.to_json(), self.visits.panel(now, problem), draft="")

    def _so_far(self, answers: Answers, stored: Any) -> Answers:
        """The answers of this session; those that were kept, where a restart of the server has ended it."""
        return answers or self.visits.answers(visit(stored))


def _shown(so_far: SoFar | None) -> Shown:
    return Shown() if so_far is None else Shown(draft=render.draft(so_far))
