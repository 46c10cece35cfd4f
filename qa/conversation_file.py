"""The file that conversations are kept in: opened for one call at a time, safe for several processes.

SQLite's write-ahead log lets readers and writers work at once. Every call opens the file for itself, so that it can be
used from any thread, and closes it again, so that the log does not outlive the process.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from vectorstore.errors import BylineError

FORMAT = 1
WAIT_SECONDS = 10.0
"""How long a writer waits for another."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, begun TEXT NOT NULL, changed TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS of_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    place INTEGER NOT NULL, at TEXT NOT NULL, answer TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (conversation, place)
) STRICT;
"""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class ConversationError(BylineError):
    """A conversation can't be kept or found."""

    code = "conversations"


class ConversationFile:
    """One file, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file, or an empty one in memory where there is none yet: looking makes no file."""
        with self._translated(), closing(self._connected(self.path if self.path.exists() else None)) as file:
            yield file

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file, in a transaction that is undone where anything fails."""
        with self._translated():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # The file is its owner's alone from the start; the log beside it takes the same permissions.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(self._connected(self.path)) as file:
                file.execute("BEGIN IMMEDIATE")
                # Where this raises, the file is closed without a commit, which undoes the transaction.
                yield file
                file.commit()

    def _connected(self, path: Path | None) -> sqlite3.Connection:
        """The file, made ready. SQLite does not wait by itself for who makes the log or clears it away: we do."""
        until = monotonic() + WAIT_SECONDS
        while True:
            with ExitStack() as opened:
                file = sqlite3.connect(path or ":memory:", timeout=WAIT_SECONDS, isolation_level=None)
                opened.callback(file.close)
                try:
                    self._make_ready(file)
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF not in _BUSY or monotonic() > until:
                        raise
                else:
                    opened.pop_all()
                    return file
            sleep(0.01)

    def _make_ready(self, file: sqlite3.Connection) -> None:
        file.execute("PRAGMA foreign_keys = ON")
        file.execute("PRAGMA secure_delete = ON")
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version > FORMAT:
            raise ConversationError(
                f"{self.path} was written by a later version of Byline.", next="Upgrade Byline.", code="later_version"
            )
        if version < FORMAT:
            file.execute("PRAGMA journal_mode = WAL")
            file.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise ConversationError(
                f"The conversations in {self.path} can't be reached: {error}.",
                next="See that the folder may be written to and has room; answers come all the same.",
            ) from None
        except sqlite3.DatabaseError as error:
            raise ConversationError(
                f"The conversations in {self.path} can't be read: {error}.",
                next="Move that file away; a new one is begun.",
                code="conversations_damaged",
            ) from None
        except OSError as error:
            raise ConversationError(
                f"The conversations can't be kept in {self.path}: {os.strerror(error.errno or 0)}.",
                next="See that the folder may be written to and has room; answers come all the same.",
            ) from None
