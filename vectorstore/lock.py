"""Who may write: one process at a time, and no one opens the store while a batch goes down.

Both locks are the kernel's, so a killed process leaves none behind.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.disk import room_for_files, unusable
from vectorstore.errors import LibraryBusy

LONGEST_COMMIT_SECONDS = 300


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Holds the library for writing. Raises LibraryBusy at once, naming the writer, when another process does."""
    lock = FileLock(folder / "writer.lock", thread_local=False)
    try:
        with room_for_files(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
    except Timeout:
        raise LibraryBusy(
            f"The library in {folder} is being written by {_owner(folder)}.", next="Wait until it is done, then repeat."
        ) from None
    except OSError as error:
        raise unusable(folder, error.strerror or str(error)) from error
    try:
        with room_for_files(folder):
            _sign(folder)
        yield
    finally:
        lock.release()


@contextmanager
def settled(folder: Path) -> Iterator[None]:
    """Keeps writers of a batch and those who open the store apart: Chroma may write as it opens."""
    lock = FileLock(folder / "commit.lock", thread_local=False)
    try:
        with room_for_files(folder):
            lock.acquire(timeout=LONGEST_COMMIT_SECONDS, poll_interval=0.01)
    except Timeout:
        raise LibraryBusy(
            f"The library in {folder} has been busy for {LONGEST_COMMIT_SECONDS} seconds with {_owner(folder)}.",
            next="Wait until it is done, then repeat.",
        ) from None
    except OSError as error:
        raise unusable(folder, error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def _sign(folder: Path) -> None:
    owner = {
        "pid": os.getpid(),
        "command": " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:3]]),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    draft = folder / "writer.json.new"
    draft.write_text(json.dumps(owner), encoding="utf-8")
    draft.replace(folder / "writer.json")


def _owner(folder: Path) -> str:
    """Who signed last. The lock says that someone writes; this only says who, so it may be missing."""
    try:
        owner = json.loads((folder / "writer.json").read_text(encoding="utf-8"))
        return f"process {owner['pid']} ({owner['command']}, since {owner['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
