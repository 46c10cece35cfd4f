"""The files of Chroma's vectors, kept safe from a kill while Chroma rewrites them.

Chroma's log and texts are SQLite's, which a kill can't harm. The vectors are files of their own, in a folder for each
collection; after a thousand records Chroma writes over them where they are, the list of ids last. A kill in that moment
leaves files that don't fit one another: reading them is an error, or crashes the process later.

So each call that may rewrite them begins and ends with a copy of them, made only where they differ from the one that is
there. Whatever an opening finds changed was being changed when the writer was killed, and is put back, unless the list
of ids is whole. Chroma clears its log only after that, so it does again by itself what it had not finished.
"""

from __future__ import annotations

import pickletools
import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RECORDS_AT_ONCE = 1_000
"""As many as Chroma waits for before it rewrites its files. A call with no more rewrites them once at most."""

FOLDERS = "????????-????-????-????-????????????"
"""Chroma names the folder of a collection's vectors by a UUID."""

IDS = "index_metadata.pickle"

State = dict[str, tuple[int, int]]
"""When each file was last changed, in nanoseconds, and how many bytes it has."""


class VectorFiles:
    """The vectors' files of the store in a folder. Whoever uses it keeps openings and writes apart (`lock.settled`)."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._copy = store / "vectors-copy"
        self._draft = store / "vectors-copy.new"
        self._old = store / "vectors-copy.old"
        self._used = False
        self._failed = False

    @contextmanager
    def rewritten(self) -> Iterator[None]:
        """Around a call that may rewrite the files, with at most `RECORDS_AT_ONCE` records."""
        self._renew()
        self._failed = True
        yield
        self._failed = False
        self._renew()

    def mend(self) -> None:
        """Puts back what was being rewritten when a writer was killed. Before Chroma opens the files."""
        if not self._copy.is_dir():
            return
        for name in sorted(_folders(self._copy) | _folders(self._store)):
            kept, here = self._copy / name, self._store / name
            if _state(kept) != _state(here) and not _whole(here):
                shutil.rmtree(here, ignore_errors=True)
                if kept.is_dir():
                    shutil.copytree(kept, here)

    def close(self) -> None:
        """Removes the copy, unless a call has failed in the middle, so that it may yet be needed.

        Who has written nothing leaves it: it is a writer's, who may be writing now.
        """
        if not self._used:
            return
        if not self._failed and self._copy.is_dir():
            self._copy.rename(self._old)
        self._clear()

    def _renew(self) -> None:
        """Copies the files as they are, unless there is such a copy. Under its name it is whole, whenever a kill comes.

        Raises OSError where there is no room; then the copy that was there stays.
        """
        self._used = True
        folders = _folders(self._store)
        if self._copy.is_dir() and all(
            _state(self._copy / name) == _state(self._store / name) for name in folders | _folders(self._copy)
        ):
            return
        self._clear()
        try:
            self._draft.mkdir()
            for name in folders:
                # With the times of change, by which it is told what was changed since.
                shutil.copytree(self._store / name, self._draft / name)
        except OSError:
            self._clear()
            raise
        if self._copy.is_dir():
            self._copy.rename(self._old)
        self._draft.rename(self._copy)
        self._clear()

    def _clear(self) -> None:
        for folder in (self._draft, self._old):
            shutil.rmtree(folder, ignore_errors=True)


def _folders(place: Path) -> set[str]:
    return {folder.name for folder in place.glob(FOLDERS)}


def _state(folder: Path) -> State:
    files = folder.iterdir() if folder.is_dir() else ()
    return {file.name: (status.st_mtime_ns, status.st_size) for file in files for status in [file.stat()]}


def _whole(folder: Path) -> bool:
    """Whether the list of ids is complete and the last that was written."""
    written = {name: time for name, (time, _) in _state(folder).items()}
    if IDS not in written or written[IDS] < max(written.values()):
        return False
    try:
        with (folder / IDS).open("rb") as content:
            # Read to its end as a list of marks, none of which is obeyed.
            deque(pickletools.genops(content), maxlen=0)
    except ValueError:
        return False
    return True
