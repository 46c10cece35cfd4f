"""A reader's visit to the page: the key that the browser keeps, whether to keep anything, and what is open.

The key is made here and kept by the browser alone; it comes back with each visit, after a restart of the server too.
What the browser hands in is untrusted: anything that is no visit begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa import exporting, render
from qa.conversation_file import ConversationError
from qa.conversations import Conversations, Listed, new_key
from qa.types import Answer

FORMS = {"md": exporting.as_markdown, "json": exporting.as_json}
SHORTEST_KEY, LONGEST_KEY = 32, 200
"""Characters. A key outside these is none of ours."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, whether the conversations are kept, and the one that is open: None before its first question."""

    key: str
    keep: bool = True
    conversation: str | None = None

    def to_json(self) -> dict[str, Any]:
        """What the browser keeps."""
        return {"key": self.key, "keep": self.keep, "conversation": self.conversation}


def visit(stored: Any) -> Visit:
    """The visit that the browser handed in, or a new one with a key of its own."""
    if not isinstance(stored, dict):
        return Visit(new_key())
    key, conversation = stored.get("key"), stored.get("conversation")
    if not isinstance(key, str) or not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        return Visit(new_key())
    return Visit(key, stored.get("keep") is not False, conversation if isinstance(conversation, str) else None)


@dataclass(frozen=True, slots=True)
class Visits:
    """What a visitor can do with the conversations that are kept. Without a file for them nothing is."""

    conversations: Conversations | None = None

    def answers(self, visit: Visit) -> tuple[Answer, ...]:
        """The answers of the open conversation; none when it is gone."""
        if self.conversations is None or visit.conversation is None:
            return ()
        try:
            return self.conversations.opened(visit.key, visit.conversation).answers
        except ConversationError:
            return ()

    def kept(self, visit: Visit, answers: Sequence[Answer]) -> tuple[Visit, str]:
        """The visit after the last of `answers`, and what is wrong where it could not be kept.

        A conversation that began while nothing was kept is not kept later either, nor is one that was deleted.
        """
        begun = visit.conversation
        if self.conversations is None or not visit.keep or (begun is None and len(answers) > 1):
            return visit, ""
        try:
            return replace(visit, conversation=self.conversations.keep(visit.key, answers, conversation=begun)), ""
        except ConversationError as error:
            return replace(visit, conversation=None), "" if error.code == "no_conversation" else str(error)

    def panel(self, visit: Visit, problem: str = "") -> str:
        """The list of the visitor's conversations and the switch, as HTML; nothing where none can be kept."""
        if self.conversations is None:
            return ""
        listed: tuple[Listed, ...] = ()
        try:
            listed = self.conversations.listed(visit.key)
        except ConversationError as error:
            problem = problem or str(error)
        return render.kept(listed, current=visit.conversation, keep=visit.keep, problem=problem)

    def renamed(self, visit: Visit, conversation: str, title: str) -> str:
        """The panel after a conversation has got another title."""
        try:
            self._file().rename(visit.key, conversation, title)
        except ConversationError as error:
            return self.panel(visit, str(error))
        return self.panel(visit)

    def forgotten(self, visit: Visit, conversation: str) -> tuple[Visit, str]:
        """The visit and the panel after a conversation has been deleted; the open one is then none."""
        if visit.conversation == conversation:
            visit = replace(visit, conversation=None)
        try:
            self._file().delete(visit.key, conversation)
        except ConversationError as error:
            return visit, self.panel(visit, str(error))
        return visit, self.panel(visit)

    def export(self, visit: Visit, conversation: str, form: str) -> str:
        """A link that holds the conversation as a file, as HTML; empty when it is gone."""
        try:
            kept = self._file().opened(visit.key, conversation)
        except ConversationError:
            return ""
        form = form if form in FORMS else "md"
        return render.download(exporting.file_name(kept, form), FORMS[form](kept), json=form == "json")

    def _file(self) -> Conversations:
        if self.conversations is None:
            raise ConversationError("No conversations are kept here.")
        return self.conversations
