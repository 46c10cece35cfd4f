"""Conversations kept in a file of ours, each for the one who holds its key.

The file is in the library's folder: citations are of that library's articles, so the two are moved, copied and deleted
together. It holds no key, only a hash of each, and every query asks for one: who does not hold the key sees nothing,
on a shared server either.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten
from typing import Any

from qa.conversation_file import ConversationError, ConversationFile
from qa.stored import NotAsWritten, plain, restored
from qa.types import Answer

FILE = "conversations.sqlite3"
LONGEST_TITLE = 120
"""Characters. A title is cut to it."""
_OWNED = "SELECT 1 FROM conversations WHERE id = ? AND owner = ?"


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as the list has it; `begun` and `changed` are in UTC, ISO 8601."""

    id: str
    title: str
    begun: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question and its answer. `answer` is None where this version can't read what another wrote."""

    at: str
    shown: dict[str, Any]
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in full."""

    listed: Listed
    turns: tuple[KeptTurn, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that can be shown as they were. All, unless another version wrote them."""
        return tuple(turn.answer for turn in self.turns if turn.answer is not None)


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(32)


class Conversations:
    """The conversations of one file. Every method takes the key of the one who asks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = ConversationFile(path)

    def keep(self, key: str, answers: Sequence[Answer], *, conversation: str | None = None) -> str:
        """Keeps the last of `answers`, which are those of one conversation, and returns that conversation's id.

        Without an id it is a new one. One that has gone on elsewhere in the meantime becomes two: a turn has the same
        place here and on the page, and its citations with it. Raises ConversationError where it has been deleted.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._file.writing() as file:
            begun = 0
            if conversation is not None:
                if not file.execute(_OWNED, (conversation, _hashed(key))).fetchone():
                    raise _gone()
                (begun,) = file.execute("SELECT COUNT(*) FROM turns WHERE conversation = ?", (conversation,)).fetchone()
            if conversation is None or begun != len(answers) - 1:
                begun, conversation = 0, secrets.token_urlsafe(9)
                row = (conversation, _hashed(key), _title(answers[0].question), now, now)
                file.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", row)
            for place, answer in enumerate(answers[begun:], begun):
                turn = (conversation, place, now, _json(answer.to_json()), _json(plain(answer)))
                file.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?)", turn)
            file.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, conversation))
        return conversation

    def listed(self, key: str) -> tuple[Listed, ...]:
        """The conversations of the key, the one changed last first."""
        with self._file.reading() as file:
            return tuple(
                Listed(*row)
                for row in file.execute(
                    "SELECT id, title, begun, changed, (SELECT COUNT(*) FROM turns WHERE conversation = id)"
                    " FROM conversations WHERE owner = ? ORDER BY changed DESC, rowid DESC",
                    (_hashed(key),),
                )
            )

    def opened(self, key: str, conversation: str) -> Kept:
        """A conversation in full. Raises ConversationError where the key has none of that id."""
        found = [listed for listed in self.listed(key) if listed.id == conversation]
        if not found:
            raise _gone()
        with self._file.reading() as file:
            rows = file.execute(
                "SELECT at, answer, state FROM turns JOIN conversations ON id = conversation"
                " WHERE id = ? AND owner = ? ORDER BY place",
                (conversation, _hashed(key)),
            ).fetchall()
        return Kept(found[0], tuple(KeptTurn(at, json.loads(shown), _answer(state)) for at, shown, state in rows))

    def rename(self, key: str, conversation: str, title: str) -> None:
        """Raises ConversationError for an empty title, and where the key has no such conversation."""
        if not title.strip():
            raise ConversationError("A conversation needs a title.", next="Give it one in words.", code="empty_title")
        self._change(
            "UPDATE conversations SET title = ? WHERE id = ? AND owner = ?",
            (_title(title), conversation, _hashed(key)),
        )

    def delete(self, key: str, conversation: str) -> None:
        """Deletes it with its turns; their text is overwritten in the file, not only let go of."""
        self._change("DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, _hashed(key)))

    def _change(self, statement: str, values: tuple[str, ...]) -> None:
        with self._file.writing() as file:
            if not file.execute(statement, values).rowcount:
                raise _gone()


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _title(text: str) -> str:
    text = text.encode(errors="replace").decode()
    return shorten(text, LONGEST_TITLE, placeholder="…") or text.strip()[:LONGEST_TITLE] or "(nothing)"


def _json(value: Any) -> str:
    # A lone surrogate, as a terminal may hand it on, is no text that a file can hold.
    return json.dumps(value, ensure_ascii=True)


def _answer(state: str) -> Answer | None:
    try:
        return restored(Answer, json.loads(state))
    except NotAsWritten:
        return None


def _gone() -> ConversationError:
    return ConversationError("There is no such conversation.", next="It may have been deleted.", code="no_conversation")
